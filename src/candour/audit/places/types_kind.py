"""Audits of several types of crime side by side, as everything else knows them."""

from collections.abc import Iterator, Sequence

from candour.audit.exhibits import AnyTable, Column, KeyNumber, Picture, Table
from candour.audit.findings import Finding
from candour.audit.in_words import p_value, rate, share, whole
from candour.audit.kinds import Answers, Concerned, Headings, Kind
from candour.audit.names import listed
from candour.audit.places.lead import residents_called
from candour.audit.places.types import BY_TYPE, changes, led_by_another
from candour.audit.places.types_rows import ByType, TypeRow, read
from candour.audit.reports.dots import Dot, limits_of
from candour.audit.reports.ratios import ratios_panel
from candour.audit.residents.group_names import group as group_of
from candour.audit.residents.group_names import heading
from candour.audit.statistics.families import LEVEL
from candour.core.voice import sentence

LABEL = "Who lives where crime of each type is recorded"


def title(finding: Finding[ByType]) -> str:
    return f"{LABEL}: {changes(finding.result)}"


def first_table(finding: Finding[ByType]) -> AnyTable:
    """A row for each type, a column for each group: ratio over all areas, and among areas alike."""
    result, reference = finding.result, finding.plan.reference
    groups = dict.fromkeys(row.group for row in result.types if row.group != reference)

    def cell(name: str, group: str) -> str:
        row = result.of(name, group)
        if row.within_bands is None:
            return rate(row.ratio)
        return f"{rate(row.ratio)} ({rate(row.within_bands)})"

    def column(group: str) -> Column[str]:
        return Column(heading(group), lambda name: cell(name, group))

    columns: list[Column[str]] = [
        Column("Type of crime", sentence, is_number=False),
        Column("Largest share", lambda name: _largest(result.most_exposed(name)), is_number=False),
        *(column(group) for group in groups),
    ]
    return Table(
        f"Ratio to the {group_of(reference)} share of living where most of a type is recorded",
        columns,
        result.names,
        "In brackets: the ratio among areas alike in density and deprivation",
    )


def _largest(row: TypeRow) -> str:
    return f"{heading(row.group)}, {share(row.share)}"


def key_number(finding: Finding[ByType]) -> KeyNumber | None:
    """For how many types another group leads, and whether any group differs among areas alike."""
    result, led = finding.result, led_by_another(finding.result)
    if led is None:
        return None
    group, names = led
    tested = [row.p_holm for row in result.types if row.p_holm is not None]
    clear = sum(p < LEVEL for p in tested)
    count = f"{clear} of {len(tested)}" if clear else f"none of {len(tested)}"
    return KeyNumber(
        f"{len(names)} of {len(result.names)} types",
        f"of crime, {listed(names)}, where more of all {residents_called(group)} live in the areas "
        "with most records than of any other group",
        f"in areas alike {count} differences is clear" if tested else "",
    )


def ratios_picture(finding: Finding[ByType]) -> Picture:
    """A panel for each group: its ratio for every type, over all areas."""
    result, reference = finding.result, group_of(finding.plan.reference)
    lead = (led_by_another(result) or ("", []))[0]
    groups = sorted(
        dict.fromkeys(row.group for row in result.types if row.ratio), key=lambda name: name != lead
    )
    by_group = {
        group: [
            Dot(sentence(row.crime_type), row.ratio, stands_out=row.is_most_exposed)
            for row in result.types
            if row.group == group and row.ratio
        ]
        for group in groups
    }
    limits = limits_of([dot for dots in by_group.values() for dot in dots], also=(1.0,))
    panels = [
        ratios_panel(
            heading(group),
            f"{heading(group)}: ratios to the {reference} share: "
            + "; ".join(f"{dot.name} {rate(dot.value)}" for dot in dots)
            + ".",
            dots,
            limits=limits,
            label=f"ratio to the {reference} share",
        )
        for group, dots in by_group.items()
    ]
    return Picture(
        f"Ratios to the {reference} share, type by type",
        "Each dot is a type of crime; a diamond, where the group’s share is larger than that of "
        "any other group. At 1 the share is that of the reference. These ratios are over all "
        "areas; those among areas alike stand in the table. Equal steps mean equal multiplying.",
        panels,
        name="types",
        table="types",
    )


def _compared(finding: Finding[ByType]) -> Sequence[str]:
    result, plan = finding.result, finding.plan
    account = result.accounted_for
    return (
        f"For {whole(account.types)} types of crime ({listed(list(result.names))}): the "
        f"{whole(account.areas_marked)} of {whole(account.areas)} small areas with the most "
        "records of it, marked by the same rule.",
        f"For each group: the share of its residents who live in them, beside that of "
        f"{residents_called(plan.reference)}.",
    )


def _found(finding: Finding[ByType]) -> Iterator[str]:
    for name in finding.result.names:
        most = finding.result.most_exposed(name)
        yield (
            f"{sentence(name)}: the largest share is that of {residents_called(most.group)}, "
            f"{share(most.share)}."
        )


def _how_sure(finding: Finding[ByType]) -> Iterator[str]:
    adjusted = [row.p_holm for row in finding.result.types if row.p_holm is not None]
    yield (
        "The counts are those of a census, and have no sampling error; what is uncertain is where "
        "in a year crime is recorded, and why there."
    )
    if adjusted:
        yield (
            f"Against chance placement among areas alike the smallest p-value, adjusted over the "
            f"groups of its type, is {p_value(min(adjusted))}."
        )


KIND = Kind(
    name=BY_TYPE,
    label=LABEL,
    read=read,
    title=title,
    events=lambda f: "residents",
    concerned=lambda result: Concerned(),
    headlines=lambda f: None,
    not_compared=lambda f: (),
    answers=Answers(
        compared=_compared,
        what_was_found=_found,
        how_sure=_how_sure,
        what_would_change_it=lambda f: (
            "Another rule for what is marked, another period, or types divided otherwise.",
            "A census of another year, or counts of who is there by day.",
        ),
    ),
    first_table=first_table,
    key_number=key_number,
    pictures=(ratios_picture,),
    headings=Headings(
        captions={"types": "Each group for each type of crime"},
        columns={
            "crime_type": "Type of crime",
            "types.share": "Share in the areas marked",
            "within_bands": "Ratio among areas alike in density and deprivation",
            "expected": "Ratio that tenths of deprivation alone would give",
            "is_most_exposed": "Has the largest share",
        },
    ),
)
