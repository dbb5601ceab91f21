"""How often one group is met with beside another, force by force, drawn on one scale."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from markupsafe import Markup

from candour.audit.headlines import Beside, beside, widest_interval
from candour.core.days import parse_days
from candour.core.voice import sentence
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.register.ratios import Comparable
from candour.web import words
from candour.web.addresses import finding_address, statement_address, subject_address
from candour.web.pages.charts import thumbnail
from candour.web.pages.shown import Link

LOWEST, HIGHEST = 0.25, 16.0  # ends of the scale; an interval beyond one is drawn to it
TICKS = (0.5, 1.0, 2.0, 4.0, 8.0)
WIDTH = 300
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class RatioRow:
    """One force: its ratio and its range, and where they are drawn from `left` to `right`."""

    force: Link
    number: Link
    interval: str
    at: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class RatiosShown:
    """Forces that can be compared, by name; no force has a place in an order.

    Attributes
    ----------
    title : the point, as the title of the finding has it
    basis : what is counted, of which days, and out of whom
    without : the forces that have no number of this kind
    ticks : where the scale is marked, with what stands there
    one : where nobody is met with more often than anybody
    drawing : the finding in one low drawing
    """

    title: str
    basis: str
    finding: str
    rows: tuple[RatioRow, ...]
    without: tuple[Link, ...]
    ticks: tuple[tuple[float, str], ...]
    one: float
    drawing: Markup
    width: int = WIDTH


def ratios_shown(
    comparable: Iterable[Comparable], names: dict[str, str]
) -> tuple[RatiosShown, ...]:
    return tuple(_ratios_shown(one, names) for one in comparable)


def _ratios_shown(comparable: Comparable, names: dict[str, str]) -> RatiosShown:
    basis = comparable.basis
    rows = []
    for slug in sorted(comparable.ratios, key=lambda key: names[key]):
        statement = comparable.ratios[slug]
        assert isinstance(statement.value, Quantity)
        own = _placed(statement)
        rows.append(
            RatioRow(
                _link(slug, names),
                Link(statement.value.printed, statement_address(statement.id)),
                with_missing(statement),
                own.at,
                own.left,
                own.right,
            )
        )
    measure, _, caution = basis.measure.partition(" (")
    days = words.days_in_words(parse_days(basis.period)) if basis.period else "days not told"
    pair = f"{basis.group} people beside {basis.reference} people"
    compared = f"{pair}: {measure}; {days}; {basis.denominator}."
    whose = {beside_it(statement).basis for statement in comparable.ratios.values()} - {""}
    if len(whose) == 1:
        compared = f"{compared} Ethnicity is {whose.pop()}."
    if caution:
        compared = f"{compared} {sentence(caution.rstrip(')'))}."
    return RatiosShown(
        comparable.title,
        compared,
        finding_address(basis.finding),
        tuple(rows),
        tuple(_link(slug, names) for slug in comparable.without),
        tuple((_place(tick), f"{tick:g}") for tick in TICKS),
        _place(1.0),
        thumbnail(basis.finding),
    )


@dataclass(frozen=True, slots=True)
class _Placed:
    """A ratio and its range on the scale: the range in words, and where each end is drawn."""

    interval: str
    at: float
    left: float
    right: float


def _placed(statement: Statement) -> _Placed:
    """Put a headline ratio on the scale that all of them share."""
    assert isinstance(statement.value, Quantity)
    ratio = float(statement.value.value)
    interval = interval_of(statement)
    low, high = ends_of(interval, ratio)
    return _Placed(interval, _place(ratio), _place(low), _place(high))


def _link(slug: str, names: dict[str, str]) -> Link:
    return Link(names[slug], subject_address("body", slug))


def interval_of(ratio: Statement) -> str:
    """The widest range that is told of a ratio; "" where none is."""
    return widest_interval(ratio.qualifier("remark") or ratio.qualifier("note"))


def beside_it(ratio: Statement) -> Beside:
    """What has to be read with a ratio: whose word, how clear, how far it goes by counting."""
    printed = ratio.value.printed if isinstance(ratio.value, Quantity) else ""
    return beside(ratio.qualifier("remark") or ratio.qualifier("note"), printed)


def with_missing(ratio: Statement) -> str:
    """The range of a ratio, and beside it what missing ethnicity can do, where many lack it."""
    return "; ".join(part for part in (interval_of(ratio), by_missing(ratio)) if part)


def by_missing(ratio: Statement) -> str:
    """How far a ratio goes by how missing ethnicity is counted; "" where few lack it."""
    missing = beside_it(ratio).if_missing
    if missing is None:
        return ""
    return f"{missing.low} to {missing.high} by how missing ethnicity is counted"


def ends_of(interval: str, ratio: float) -> tuple[float, float]:
    """The ends of a range in words; without one, the number alone.

    Examples
    --------
    >>> ends_of("2.80 to 3.15", 3.0), ends_of("0.5 to no upper end", 1.0), ends_of("", 2.0)
    ((2.8, 3.15), (0.5, inf), (2.0, 2.0))
    """
    low, _, high = interval.partition(" to ")
    if not interval:
        return ratio, ratio
    top = math.inf if high == "no upper end" else float(high.replace(",", ""))
    return float(low.replace(",", "")), top


def rounded(ratio: str, interval: str) -> tuple[str, str]:
    """A ratio and its range to one decimal, the range outward; as printed where less is lost.

    That is where a ratio is below 1, and where the range would come to hold 1.

    Examples
    --------
    >>> rounded("2.97", "2.75 to 3.20"), rounded("3.44", "3.40 to 3.49")
    (('3.0', '2.7 to 3.2'), ('3.4', '3.4 to 3.5'))
    >>> rounded("1.09", "1.04 to 1.15"), rounded("12.5", "8 to no upper end")
    (('1.09', '1.04 to 1.15'), ('12.5', '8.0 to no upper end'))
    """
    low, to, high = interval.replace(",", "").partition(" to ")
    ends = [Decimal(end) for end in (low, high) if end.replace(".", "").isdigit()]
    number = Decimal(ratio.replace(",", ""))
    if not to or len(ends) == 0 or number < 1:
        return ratio, interval
    least = ends[0].quantize(TENTH, ROUND_FLOOR)
    most = ends[-1].quantize(TENTH, ROUND_CEILING)
    if least <= 1 < ends[0]:
        return ratio, interval
    top = f"{most:,}" if len(ends) > 1 else high
    return f"{number.quantize(TENTH, ROUND_HALF_UP):,}", f"{least:,} to {top}"


def _place(ratio: float) -> float:
    """Where a ratio stands on a scale on which twice and half are equally far from one."""
    within = min(max(ratio, LOWEST), HIGHEST)
    share = math.log(within / LOWEST) / math.log(HIGHEST / LOWEST)
    return round(share * WIDTH, 1)
