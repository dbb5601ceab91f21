"""The day on which a change set reached this installation, beside the day in its own log."""

from django.utils import timezone

from candour.register.stretches import Change
from candour.web.words import day_in_words


def day_of(change: Change) -> str:
    """The day here, which days asked about go by; where its log has another, that as well."""
    here, in_log = timezone.localdate(change.arrived_at), timezone.localdate(change.made_at)
    if here == in_log:
        return day_in_words(here)
    return f"{day_in_words(here)} (made on {day_in_words(in_log)})"
