"""What is drawn on the first screen of a subject: who is on it, and a force beside all others.

Each picture has its point as its title, what is measured beneath it, the range drawn, and its
numbers in a table that folds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from candour.audit.exhibits import Panel
from candour.audit.headlines import FIELD
from candour.audit.reports import ratios
from candour.audit.reports.dots import Dot
from candour.audit.reports.drawing import INK, WIDTH, Scale, across, line, panel, text
from candour.audit.residents.group_names import heading
from candour.core.voice import sentence
from candour.evidence.findings import FINDING
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.register.ratios import Comparable
from candour.register.subject_pages import OnSubject
from candour.web import words
from candour.web.addresses import finding_address, statement_address
from candour.web.pages.findings import basis_of, beside_the_finding
from candour.web.pages.force_ratios import (
    HIGHEST,
    LOWEST,
    beside_it,
    ends_of,
    interval_of,
    rounded,
)
from candour.web.pages.shown import Link

ON_A_LIST = "people on the list"
FEWEST_GROUPS = 2
SEARCHES = "searches"
MARK, TOP = 34, 34  # how far down the other forces stand in their picture


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a picture, as its table has it."""

    name: str
    number: Link
    interval: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture on the page of a subject.

    Attributes
    ----------
    title : the point, as a sentence that stands alone
    basis : what is measured, of which days and out of whom
    rows : its numbers
    panels : drawings to stand beside one another
    more : how far the number goes by how it is counted, which folds
    working : where it was worked out
    """

    key: str
    title: str
    basis: str
    rows: tuple[Row, ...]
    panels: tuple[Markup, ...]
    working: Link | None
    more: str = ""


# who is on it


def who_is_on_it(about: OnSubject) -> Drawn | None:
    """Each group beside the reference: from the newest findings on it, else as sources print it."""
    worked_out = [statement for numbers in about.headlines.values() for statement in numbers]
    if worked_out:
        newest = max(statement.qualifier("period") for statement in worked_out)
        return _from_findings(_readings(s for s in worked_out if s.qualifier("period") == newest))
    printed = [s for s in about.subject.statements if s.field == FIELD and _is_ratio(s)]
    return _as_printed(printed) if len(printed) >= FEWEST_GROUPS else None


def _readings(statements: Iterable[Statement]) -> list[list[Statement]]:
    """Numbers of one finding that were counted in one way stand together."""
    readings: dict[tuple[str, str], list[Statement]] = {}
    for statement in statements:
        key = statement.qualifier(FINDING), _counted_how(statement)
        readings.setdefault(key, []).append(statement)
    return list(readings.values())


def _from_findings(readings: Sequence[Sequence[Statement]]) -> Drawn:
    first = readings[0][0]
    how = _without_their_days([_counted_how(numbers[0]) for numbers in readings])
    panels = ratios.groups_panels(
        [(words_of, _by_size(numbers)) for words_of, numbers in zip(how, readings, strict=True)],
        _reference(first),
    )
    rows = [_row(s, _counted_how(s)) for numbers in readings for s in numbers]
    return Drawn(
        "who-is-on-it",
        _point([max(numbers, key=_ratio) for numbers in readings]),
        _basis(first),
        tuple(rows),
        tuple(_markup(panel) for panel in panels),
        Link("How it was worked out", finding_address(first.qualifier(FINDING))),
    )


def _without_their_days(how: Sequence[str]) -> list[str]:
    """Ways of counting without the days that all begin with, which the basis tells already.

    Examples
    --------
    >>> _without_their_days(["May 2024, of mixed as Other", "May 2024, of mixed as Black"])
    ['Of mixed as Other', 'Of mixed as Black']
    """
    starts = {text.partition(", ")[0] for text in how}
    ends = [text.partition(", ")[2] for text in how]
    return [sentence(end) for end in ends] if len(starts) == 1 and all(ends) else list(how)


def _as_printed(printed: Sequence[Statement]) -> Drawn:
    """Ratios that a source prints without a range: drawn over what their words can stand for."""
    measures = dict.fromkeys(_tail(s) for s in printed)
    first = max(printed, key=_ratio)
    panels = ratios.groups_panels(
        [(measure, _by_size([s for s in printed if _tail(s) == measure])) for measure in measures],
        _reference(first),
        value=_as_given,
    )
    value = first.value
    assert isinstance(value, Quantity)
    return Drawn(
        "who-is-on-it",
        f"{_tail(first)}: {value.printed}, {heading(_group(first))} beside "
        f"{_reference(first)} people",
        "As printed, without a range: a bar is what the words can stand for.",
        tuple(_row(s, _tail(s)) for s in printed),
        tuple(_markup(panel) for panel in panels),
        None,
    )


def _as_given(ratio: float) -> str:
    """A ratio with the digits that its source gave it, and none more.

    >>> _as_given(4.0), _as_given(3.6)
    ('4', '3.6')
    """
    return f"{ratio:g}"


def _tail(statement: Statement) -> str:
    """What happens more often, without saying that it does."""
    return sentence(statement.qualifier("measure").removeprefix("how many times more often "))


def _point(most: Sequence[Statement]) -> str:
    """The greatest ratio by each way of counting, in words no stronger than its measure.

    One has its range beside it. Several are no range, and say what they differ by.
    """
    by_size = sorted(most, key=_ratio)
    first, last = by_size[0], by_size[-1]
    groups = {heading(_group(s)) for s in most}
    people = f"{groups.pop()} people" if len(groups) == 1 else "Those met with most"
    rate = f"the {_reference(first)} rate"
    if len(most) == 1:
        times = f"{_ratio(first):.1f} times {rate} ({interval_of(first) or 'no range'})"
    else:
        times = f"{_ratio(first):.1f} to {_ratio(last):.1f} times {rate}, by how groups are counted"
    is_list = first.qualifier("measure").startswith(ON_A_LIST)
    return f"{people} are on it at {times}" if is_list else f"{people}: {times}"


def _counted_how(statement: Statement) -> str:
    """The last part of a note, which tells one way of counting from another."""
    note = statement.qualifier("remark") or statement.qualifier("note")
    _, _, how = note.rpartition("; ")
    return sentence(how) if how and "interval" not in how else "Ratios, with their range"


# a force beside the others


def beside_the_others(slug: str, comparable: Iterable[Comparable]) -> tuple[Drawn, ...]:
    """The ratios of a force, each on one line with those that can be compared; searches first."""
    own = [one for one in comparable if slug in one.ratios]
    own.sort(key=lambda one: not one.basis.measure.lower().startswith(SEARCHES))
    return tuple(_beside(slug, one) for one in own)


def _beside(slug: str, comparable: Comparable) -> Drawn:
    own = comparable.ratios[slug]
    others = [_ratio(s) for key, s in comparable.ratios.items() if key != slug]
    measure = own.qualifier("measure").partition(" of one group")[0]
    assert isinstance(own.value, Quantity)
    times, interval = rounded(own.value.printed.removesuffix(" times"), interval_of(own))
    title = (
        f"{sentence(measure)}: {heading(_group(own))} people {times} times {_reference(own)} people"
    )
    title = f"{title} ({interval})" if interval else title
    caution = own.qualifier("measure").partition(" (")[2].rstrip(")")
    return Drawn(
        f"beside-{comparable.basis.finding[-6:]}",
        title,
        f"{basis_of(own)}. {_whose_word(own)}Upright marks are "
        f"{words.counted(len(others), 'other force')}, which have no order here.",
        (_row(own),),
        (_markup(strip(_dot(own), others, f"{title}, with the other forces.")),),
        Link("How it was worked out", finding_address(comparable.basis.finding)),
        " ".join(part for part in (beside_the_finding(own), _cautions(own, caution)) if part),
    )


def _whose_word(own: Statement) -> str:
    """By whose word people are of a group, and why it is not clear; each a sentence."""
    beside = beside_it(own)
    whose = f"ethnicity is {beside.basis}" if beside.basis else ""
    return _sentences([whose, *([] if beside.is_clear else [beside.verdict])])


def _cautions(own: Statement, caution: str) -> str:
    """What the measure is not, and how far it goes by counting; each a sentence."""
    return _sentences([caution, *beside_it(own).wider]).rstrip()


def _sentences(parts: Iterable[str]) -> str:
    return "".join(f"{sentence(part)}. " for part in parts if part)


def strip(own: Dot, others: Iterable[float], says: str) -> Panel:
    """One line on a scale of equal multiplying: a force with its range, the others as marks."""
    scale = Scale(LOWEST, HIGHEST, 8, WIDTH - 8, is_log=True)
    bottom = TOP + MARK
    parts = across(scale, top=TOP - 12, bottom=bottom, rule=1.0, label="times the white rate")
    parts += [
        line(scale.at(ratio), TOP + 6, scale.at(ratio), TOP + 22, "report-limit")
        for ratio in others
    ]
    y = TOP + 14.0
    if own.low is not None:
        high = HIGHEST if own.high is None else own.high
        parts.append(line(scale.at(own.low), y, scale.at(high), y, "report-bar"))
    parts.append(
        f'<circle cx="{scale.at(own.value):.1f}" cy="{y:.1f}" r="4" class="report-mark" '
        f'fill="{INK}" stroke="#ffffff" stroke-width="1"/>'
    )
    parts.append(
        text(scale.at(own.value), TOP - 2, f"{own.value:.1f}", kind="report-title",
             anchor="middle", size=13)
    )  # fmt: skip
    return panel("", says, parts, height=bottom + 36)


# parts


def _is_ratio(statement: Statement) -> bool:
    return isinstance(statement.value, Quantity) and statement.value.unit == "times"


def _ratio(statement: Statement) -> float:
    assert isinstance(statement.value, Quantity)
    return float(statement.value.value)


def _group(statement: Statement) -> str:
    return statement.qualifier("group")


def _reference(statement: Statement) -> str:
    return statement.qualifier("compared_with").lower().removesuffix(" people") or "white"


def _dot(statement: Statement) -> Dot:
    assert isinstance(statement.value, Quantity)
    interval = interval_of(statement)
    if interval:
        low, high = ends_of(interval, _ratio(statement))
        return Dot(heading(_group(statement)), _ratio(statement), low, min(high, HIGHEST))
    least, most = statement.value.interval()
    ends = max(float(least), LOWEST), min(float(most), HIGHEST)
    return Dot(heading(_group(statement)), _ratio(statement), *ends)


def _by_size(statements: Iterable[Statement]) -> list[Dot]:
    return sorted((_dot(s) for s in statements), key=lambda dot: -dot.value)


def _row(statement: Statement, also: str = "") -> Row:
    assert isinstance(statement.value, Quantity)
    name = heading(_group(statement)) + (f": {also}" if also else "")
    return Row(
        name,
        Link(statement.value.printed, statement_address(statement.id)),
        interval_of(statement),
    )


def _basis(statement: Statement) -> str:
    measure = sentence(statement.qualifier("measure"))
    period = words.period_in_words(statement.qualifier("period"))
    parts: Mapping[str, str] = {
        "days": period,
        "denominator": statement.qualifier("denominator"),
    }
    return f"{'; '.join([measure, *(part for part in parts.values() if part)])}."


def _markup(panel: Panel) -> Markup:
    return Markup(panel.svg)  # noqa: S704 - drawn here, its words escaped


__all__ = ["Drawn", "Row", "beside_the_others", "strip", "who_is_on_it"]
