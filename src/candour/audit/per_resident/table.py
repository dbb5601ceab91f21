"""The table a reader sees first of rates per resident: group by group, or force by force."""

from collections.abc import Callable, Container, Mapping, Sequence

from candour.audit import names
from candour.audit.exhibits import AnyTable, Column, Table
from candour.audit.in_words import NONE, rate, whole
from candour.audit.per_resident import rows as of
from candour.audit.per_resident.denominators import in_words
from candour.audit.per_resident.rows import Key, Rate, Ratio
from candour.audit.per_resident.summary import FEW, Summary
from candour.audit.reports.tables import between
from candour.audit.residents.group_names import group, heading

NONE_RECORDED = "none recorded"  # with none, the way of recording is the likelier reason
MARK = " †"
MAY_DIFFER = (
    f"†: more than {of.FAR_FROM_USUAL} times, or less than a fifth of, what the middle area has "
    "for the group: it may be recorded differently there, or rest on few or incomplete records"
)
Line = tuple[Rate, Ratio | None]  # a group's rate, and its ratio where there is one
ByGroup = tuple[str, Mapping[str, Ratio]]  # a force, and its ratios


def first_table(summary: Summary) -> AnyTable | None:
    rates = of.of_leading(summary.rates, summary.leading)
    ratios = of.of_leading(summary.ratios, summary.leading)
    if not rates or not ratios:
        return None
    forces = of.forces_of(rates)
    if len(forces) > FEW:
        return _force_by_force(summary, ratios)
    return _one_by_one(summary, rates, ratios, show_force=len(forces) > 1)


def _one_by_one(
    summary: Summary, rates: Sequence[Rate], ratios: Sequence[Ratio], *, show_force: bool
) -> Table[Line]:
    beside = {of.key_of(row): row for row in ratios}
    events, reference = summary.events, summary.reference
    columns: list[Column[Line]] = [
        Column("Group", lambda line: heading(line[0].group), is_number=False),
        Column(f"Ratio to the {group(reference)} rate", lambda line: _ratio(line, reference)),
        Column("Range of the ratio (95% interval)", lambda line: _range(line[1])),
        Column(events.capitalize(), lambda line: whole(line[0].events)),
        Column("Residents", lambda line: whole(line[0].population)),
        Column(f"{events.capitalize()} per 1,000 residents", lambda line: rate(line[0].per_1000)),
        Column(
            "Range of the rate (95% interval)",
            lambda line: between(*of.widest(line[0]), rate),
        ),
    ]
    if show_force:
        area: Column[Line] = Column("Area", lambda line: names.place(line[0].force), False)
        columns.insert(0, area)
    return Table(
        f"{events.capitalize()} per 1,000 residents, and how they compare",
        columns,
        [(row, beside.get(of.key_of(row))) for row in rates],
        _note(summary, ratios),
    )


def _force_by_force(summary: Summary, ratios: Sequence[Ratio]) -> Table[ByGroup]:
    by_force: dict[str, dict[str, Ratio]] = {}
    for row in ratios:
        by_force.setdefault(row.force, {})[row.group] = row
    by_force |= {force: {} for force in summary.refused}
    columns: list[Column[ByGroup]] = [
        Column("Area", lambda line: _area(line[0], summary.refused), is_number=False)
    ]
    groups = sorted({row.group for row in ratios})
    doubted = of.recorded_otherwise(ratios)
    columns += [Column(heading(name), _with_interval(name, doubted)) for name in groups]
    return Table(
        f"{summary.events.capitalize()} per 1,000 residents: ratio to the "
        f"{group(summary.reference)} rate, and its range (95% interval)",
        columns,
        sorted(by_force.items()),
        "; ".join([_note(summary, ratios), *([MAY_DIFFER] if doubted else [])]),
    )


def _area(force: str, refused: Mapping[str, str]) -> str:
    """The place; where it was refused, with the reason, which no number stands for."""
    reason = refused.get(force)
    return f"{names.place(force)} (not compared: {reason})" if reason else names.place(force)


def _with_interval(name: str, doubted: Container[Key]) -> Callable[[ByGroup], str]:
    def show(line: ByGroup) -> str:
        row = line[1].get(name)
        if row is None or row.ratio is None:
            return NONE
        if row.ratio == 0:
            return NONE_RECORDED
        doubt = MARK if of.key_of(row) in doubted else ""
        return f"{rate(row.ratio)} ({_range(row)}){doubt}"

    return show


def _ratio(line: Line, reference: str) -> str:
    row, ratio = line
    if row.group == reference:
        return "1 (compared with)"
    return rate(ratio.ratio if ratio else None)


def _range(ratio: Ratio | None) -> str:
    """The wider interval, by which the answers say what is clear."""
    if ratio is None or ratio.low is None:
        return NONE
    return between(*of.widest(ratio), rate)


def _note(summary: Summary, ratios: Sequence[Ratio]) -> str:
    """Whose count of residents, over how long, and why ranges are wide."""
    months = summary.months
    parts = [
        *([f"Residents by {in_words(ratios[0].population_year)}"] if ratios else []),
        *([f"{summary.events} of {months} months"] if months else []),
        *([f"ranges widened because {summary.subject.why_wider}"] if of.is_widened(ratios) else []),
    ]
    return "; ".join(parts)
