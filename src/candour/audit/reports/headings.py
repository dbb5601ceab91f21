"""What columns are called and how their values are written: an audit's own words, then common ones.

The keys are those of the JSON, which has the full numbers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from candour.audit import in_words
from candour.audit.kinds import Headings
from candour.core.voice import sentence

COMMON = Headings(
    captions={"groups": "Groups"},
    columns={
        "force": "Force",
        "area": "Area",
        "group": "Group",
        "reference": "Compared with",
        "month": "Month",
        "measure": "Measure",
        "people": "People",
        "value": "Value",
        "ratio": "Ratio",
        "share": "Share",
        "events": "Events",
        "difference": "Difference",
        "reason": "Why not",
        "p_value": "P-value",
        "p_holm": "P-value, adjusted for all comparisons",
    },
    intervals={
        "": "95% interval",
        "midp_": "95% interval (mid-P)",
        "bootstrap_": "95% interval by bootstrap",
        "shrunken_": "95% interval, drawn in",
        "ratio_": "95% interval of the ratio",
    },
    shares=frozenset({"share"}),
)
PLACES = frozenset({"force", "area_name"})
GROUPS = frozenset({"group", "reference"})
P_VALUES = frozenset({"p_value", "p_holm"})


@dataclass(frozen=True, slots=True)
class Named:
    """The headings of one audit's tables.

    Attributes
    ----------
    own : the audit's
    events : what is counted, in the plural
    """

    own: Headings
    events: str = "events"

    def caption(self, table: str) -> str:
        caption = self.own.captions.get(table) or COMMON.captions.get(table)
        return caption or _in_spaces(table)

    def column(self, key: str, *, table: str = "") -> str:
        """The heading of a column; a key that nobody has named is written with spaces."""
        text = self._column_heading(key, table) or self._column_heading(_without_end(key), table)
        if text is None:
            return _in_spaces(key)
        return sentence(text.replace("{events}", self.events))

    def is_named(self, key: str, *, table: str) -> bool:
        """Whether somebody has named a column, or the interval that it is an end of."""
        if self._column_heading(_without_end(key), table) is not None:
            return True
        return key.endswith(("low", "high")) and self._interval(key, table) is not None

    def interval(self, start: str, *, table: str) -> str:
        """The heading of an interval, by what its ends' keys start with."""
        heading = self._interval(f"{start}low", table)
        return heading or f"{COMMON.intervals['']} ({start.rstrip('_').replace('_', ' ')})"

    def is_share(self, key: str, *, table: str) -> bool:
        shares = self.own.shares | COMMON.shares
        return f"{table}.{key}" in shares or key in shares or key.startswith("share_")

    def writer(self, key: str, *, table: str) -> Callable[[Any], str]:
        """How the plain numbers of a column are written."""
        if self.is_share(key, table=table):
            return in_words.share
        if key in P_VALUES:
            return in_words.p_value
        if key in self.own.counts:
            return in_words.whole
        return in_words.rate

    def is_bare(self, key: str) -> bool:
        return key in self.own.bare

    def value(self, key: str, value: str) -> str:
        """What a text in a column stands for."""
        return self.own.values.get(key, {}).get(value, value)

    def _column_heading(self, key: str, table: str) -> str | None:
        own = self.own.columns
        return own.get(f"{table}.{key}") or own.get(key) or COMMON.columns.get(key)

    def _interval(self, key: str, table: str) -> str | None:
        start = key.removesuffix("low").removesuffix("high")
        own = self.own.intervals
        return own.get(f"{table}.{start}") or own.get(start) or COMMON.intervals.get(start)


def _without_end(key: str) -> str:
    return key.removesuffix("_low").removesuffix("_high")


def _in_spaces(key: str) -> str:
    return key.replace("_", " ").capitalize()
