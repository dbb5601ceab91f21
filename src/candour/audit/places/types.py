"""Audits of the same areas for several types of crime, set side by side."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from candour.audit.findings import Finding, Plan
from candour.audit.in_words import times, whole
from candour.audit.names import listed
from candour.audit.places.lead import residents_called
from candour.audit.places.rows import Places
from candour.audit.places.types_rows import ByType, TypeRow, TypesAccount
from candour.audit.residents.group_names import group as group_name
from candour.audit.statistics.families import LEVEL
from candour.core.voice import sentence

BY_TYPE = "places-by-type"


def side_by_side(findings: Mapping[str, Finding[Places]]) -> Finding[ByType]:
    """Set findings on the same areas side by side, by what each type of crime is called.

    Parameters
    ----------
    findings : mapping
        Two or more audits of places that differ in their targets only, by the type of crime.

    Raises
    ------
    ValueError
        If there are fewer than two, or their areas or plans differ in more than the targets.
    """
    _need_alike(findings)
    rows = tuple(row for name, one in findings.items() for row in _rows(name, one.result))
    first = next(iter(findings.values()))
    account = first.result.accounted_for
    result = ByType(
        types=rows,
        accounted_for=TypesAccount(
            types=len(findings),
            groups=len(first.result.exposure),
            areas=account.areas,
            areas_marked=account.areas_marked,
            residents=account.residents,
        ),
    )
    return Finding(
        plan=_plan(first.plan, findings),
        inputs=first.inputs,
        sentences=tuple(_sentences(result, first.plan)),
        result=result,
        assumptions=first.assumptions,
        does_not_show=(
            *first.does_not_show,
            "Which type matters most, or whether types differ beyond chance: they share areas and "
            "records, and no test between types was made.",
        ),
    )


def _need_alike(findings: Mapping[str, Finding[Places]]) -> None:
    if len(findings) < 2:  # noqa: PLR2004 - side by side takes two
        raise ValueError("Side by side takes two findings or more.")
    plans = {
        str(replace(one.plan, options={**one.plan.options, "targets": ""}))
        for one in findings.values()
    }
    areas = {one.result.accounted_for.residents for one in findings.values()}
    if len(plans) > 1 or len(areas) > 1:
        raise ValueError("These findings differ in more than their targets.")


def _rows(name: str, result: Places) -> Iterator[TypeRow]:
    compared = {row.group: row for row in result.comparisons}
    most = max(row.share for row in result.exposure)
    for row in result.exposure:
        own = compared.get(row.group)
        yield TypeRow(
            crime_type=name,
            group=row.group,
            share=row.share,
            ratio=own.ratio if own else None,
            within_bands=own.within_bands if own else None,
            expected=own.expected if own else None,
            p_holm=own.p_holm if own else None,
            is_most_exposed=row.share == most,
        )


def _plan(first: Plan, findings: Mapping[str, Finding[Places]]) -> Plan:
    options = {key: value for key, value in first.options.items() if key != "targets"}
    return replace(
        first,
        audit=BY_TYPE,
        options={
            **options,
            "types": list(findings),
            "targets": [one.plan.option("targets") for one in findings.values()],
            "findings": [one.identifier for one in findings.values()],
        },
    )


def changes(result: ByType) -> str:
    """Which group's share is largest, by type, in one clause."""
    types: dict[str, list[str]] = defaultdict(list)
    for name in result.names:
        types[result.most_exposed(name).group].append(name)
    *few, (most, rest) = sorted(types.items(), key=lambda pair: len(pair[1]))
    clauses = [f"{residents_called(group)} for {listed(names)}" for group, names in few]
    others = f"the other {len(rest)} types" if few and len(rest) > 1 else listed(rest)
    return "; ".join([*clauses, f"{residents_called(most)} for {others}"])


def changes_in_title(result: ByType, reference: str) -> str:
    """Two shares of residents where one group leads, and whether areas alike differ, in a title.

    Quoted alone, "the largest share" would read as most of those who live there.
    """
    types: dict[str, list[str]] = defaultdict(list)
    for name in result.names:
        types[result.most_exposed(name).group].append(name)
    *few, (most, whole) = sorted(types.items(), key=lambda pair: len(pair[1]))
    group, names = few[-1] if few else (most, whole)
    name = names[0]
    beside = max(
        (row for row in result.types if row.crime_type == name and row.group != group),
        key=lambda row: (row.group == reference, row.share),
    )
    own, other = result.of(name, group), beside
    tested = [row.p_holm for row in result.types if row.p_holm is not None]
    alike = "; no clear gap in like areas" if tested and min(tested) >= LEVEL else ""
    return (
        f"most {name} live {own.share:.1%} of {group_name(group)} and {other.share:.1%} of "
        f"{group_name(other.group)} residents{alike}"
    )


def led_by_another(result: ByType) -> tuple[str, list[str]] | None:
    """The group of the title and the types for which its share is largest; None where one leads."""
    types: dict[str, list[str]] = defaultdict(list)
    for name in result.names:
        types[result.most_exposed(name).group].append(name)
    *few, _ = sorted(types.items(), key=lambda pair: len(pair[1]))
    return few[-1] if few else None


def _sentences(result: ByType, plan: Plan) -> Iterator[str]:
    reference = residents_called(plan.reference)
    groups = {result.most_exposed(name).group for name in result.names}
    if len(groups) > 1:
        yield (
            "Which group has the largest share of residents where most crime is recorded depends "
            f"on the type of crime: {changes(result)}."
        )
    else:
        yield f"For every type of crime the largest share is that of {changes(result)}."
    for group in dict.fromkeys(row.group for row in result.types if row.group != plan.reference):
        rows = [row for row in result.types if row.group == group and row.ratio]
        low, high = (end(rows, key=lambda row: row.ratio or 0.0) for end in (min, max))
        within = [row.within_bands for row in rows if row.within_bands]
        alike = ""
        if within:
            alike = f"; among areas alike, from {times(min(within))} to {times(max(within))}"
        yield (
            f"{sentence(residents_called(group))}: from {times(low.ratio or 0)} times the share of "
            f"{reference} ({low.crime_type}) to {times(high.ratio or 0)} ({high.crime_type})"
            f"{alike}."
        )
    clear = [row for row in result.types if row.p_holm is not None and row.p_holm < LEVEL]
    tested = sum(row.p_holm is not None for row in result.types)
    yield (
        f"Of {whole(tested)} comparisons, {whole(len(clear)) if clear else 'none'} differ"
        f"{'s' if len(clear) == 1 else ''} from {reference} by more than chance placement among "
        "areas alike gives, with adjustment over the groups of each type."
    )
