"""The headline numbers of a finding as statements about the bodies and systems it concerns.

Only ratios are made into statements, and all of them: every force, every group. Where a finding
holds several censuses, the headline is the one taken nearest to the middle of the period; the
other stands in the note.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from candour.audit.periods import Period
from candour.audit.plans import Finding, Row
from candour.audit.residents.ethnicity import NAMES
from candour.audit.residents.populations import CENSUS_DAYS
from candour.audit.wording import number
from candour.core.days import parse_days
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement

CANDOUR = "candour"  # the register speaks for itself
FIELD = "disproportionality"
AS_COUNTED = "as counted"
HUNDREDTH = Decimal("0.01")
MEASURES = {
    "stops": (
        "searches per 1,000 residents of one group, as a multiple of another's (residents are not "
        "the people available to be stopped)"
    ),
    "force": (
        "tactics of force per 1,000 residents of one group, as a multiple of another's (tactics "
        "are not incidents, and incidents are not people)"
    ),
    "composition": (
        "people on the list per 1,000 residents of one group, as a multiple of another's (not "
        "adjusted for age)"
    ),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the register adds to the numbers of a finding.

    Attributes
    ----------
    bodies : slug of the body for each force that the finding names
    source : slug of the source that the data were published in
    public_on : day the finding became public
    subject : slug of the one subject of a finding that compares no forces
    locator : place in the source; by default the name of the first file
    period : days the list covers, for a finding that compares no forces
    note : what else is to be said beside every number
    """

    bodies: Mapping[str, str]
    source: str
    public_on: str
    subject: str = ""
    locator: str = ""
    period: str = ""
    note: str = ""


def headlines(finding: Finding, setting: Setting) -> tuple[Statement, ...]:
    """Return the ratios of a finding as statements, in the order of its table."""
    if finding.plan.audit not in MEASURES:
        return ()
    return tuple(_statements(finding, setting))


def _statements(finding: Finding, setting: Setting) -> Iterator[Statement]:
    rows = [
        row
        for row in finding.tables.get("ratios", ())
        if row.get("reading", AS_COUNTED) == AS_COUNTED and row.get("ratio") is not None
    ]
    census = _nearest_census(finding, rows)
    period = finding.plan.period.replace(" to ", "/") or setting.period
    file = finding.inputs[0].name if finding.inputs else ""
    for row in rows:
        subject = setting.bodies.get(row.get("force", ""), setting.subject)
        if row.get("population_year") != census or not subject:
            continue
        others = [each for each in rows if _is_same_but_for_census(each, row)]
        known = {
            "compared_with": _named(row["reference"]),
            "denominator": f"residents of each group, Census {census}" if census else "residents",
            "finding": finding.identifier,
            "group": _named(row["group"]),
            "measure": MEASURES[finding.plan.audit],
            "note": "; ".join(part for part in (_note(row, others), setting.note) if part),
            "period": period,
        }
        yield Statement(
            subject=subject,
            field=FIELD,
            kind="quantity",
            value=_times(row["ratio"]),
            said_by=(CANDOUR,),
            source=setting.source,
            locator=setting.locator or file,
            basis="inferred",
            public_on=parse_days(setting.public_on),
            qualifiers=tuple(sorted((key, text) for key, text in known.items() if text)),
        )


def _nearest_census(finding: Finding, rows: list[Row]) -> int | None:
    """The census nearest to the middle of the period, of those that the rows are worked out on."""
    years = set(CENSUS_DAYS) & {row.get("population_year") for row in rows}
    if not years or not finding.plan.period:
        return None
    middle = Period.parse(finding.plan.period.replace(" to ", "..")).middle
    return min(sorted(years), key=lambda year: abs(CENSUS_DAYS[year] - middle))


def _is_same_but_for_census(other: Row, row: Row) -> bool:
    same = all(other.get(key) == row.get(key) for key in ("force", "group"))
    years = CENSUS_DAYS.keys() - {row.get("population_year")}
    return same and other.get("population_year") in years


def _named(group: Any) -> str:
    return NAMES.get(str(group), str(group))


def _times(ratio: float) -> Quantity:
    value = Decimal(str(ratio)).quantize(HUNDREDTH, ROUND_HALF_EVEN)
    return Quantity(f"{value:,} times", value, "times", 2, "rounded")


def _note(row: Row, others: list[Row]) -> str:
    """The intervals, and the same number on the other census."""
    parts = [f"95% interval {_between(row, 'low', 'high')}, if each were independent of the others"]
    if row.get("dispersed_low") is not None:
        spread = _between(row, "dispersed_low", "dispersed_high")
        parts.append(f"{spread} with allowance for numbers that vary more than chance would")
    parts += [
        f"{number(other['ratio'])} on the Census of {other['population_year']}" for other in others
    ]
    return "; ".join(parts)


def _between(row: Row, low: str, high: str) -> str:
    top = row.get(high)
    return f"{number(row[low])} to {'no upper end' if top is None else number(top)}"


# what a finding is about


def forces_of(finding: Finding) -> tuple[str, ...]:
    """The forces a finding speaks of, those it had to refuse included, as data.police.uk has them.

    The row of a whole country is no force.
    """
    rows = finding.tables.get("fitness") or finding.tables.get("rates") or ()
    named = dict.fromkeys(str(row["force"]) for row in rows if row.get("force"))
    return tuple(force for force in named if not force.startswith("total-"))


def refusals(finding: Finding, bodies: Mapping[str, str]) -> dict[str, str]:
    """The bodies whose data could not answer the question, with the reason."""
    return {
        bodies[row["force"]]: str(row["reason"])
        for row in finding.tables.get("fitness", ())
        if row.get("reason") and row["force"] in bodies
    }


def came_to_something(finding: Finding) -> bool:
    """Whether there is a result; an audit of data that were all unfit has none."""
    fitness = finding.tables.get("fitness")
    return fitness is None or any(row["fit"] for row in fitness)
