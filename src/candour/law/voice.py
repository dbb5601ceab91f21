"""The voice in which the law is put before a reader; it is that of the whole register."""

from candour.core.voice import MONTHS, PLAIN, Voice, long_day, marked, month_and_year

__all__ = ["MONTHS", "PLAIN", "Voice", "long_day", "marked", "month_and_year"]
