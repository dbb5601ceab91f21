"""The answers for rates per resident: stops and searches, and the use of force."""

from collections.abc import Iterator, Sequence

from candour.audit import names, verdicts
from candour.audit.plans import Finding, Row
from candour.audit.rate_leads import Asked, left_out, one_verdict
from candour.audit.reports import words

FEW = 3
MOST_NAMED = 6
YEAR = 12  # months
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine"}
WORD_OF = {
    "self": "Ethnicity is what the person searched said it was.",
    "officer": (
        "Ethnicity is what the officer recorded. Officers have no code for mixed: residents of "
        "mixed background are counted in no group, unless it is said."
    ),
}
NONE_GIVEN = {
    "self": "the person gave none, or none was noted",
    "officer": "the officer noted none",
}


def compared(finding: Finding) -> Sequence[str]:
    """Whose rates, where, when, and how residents and ethnicity were counted."""
    rows = ratios_of(finding)
    reference = words.group(finding.plan.reference)
    when = _when(finding)
    if not rows:
        return (
            f"The number of {words.events(finding)} for every 1,000 residents of each ethnic "
            f"group{when}. No place had data fit for this.",
        )
    years = words.years(rows)
    census = f" by the census of {years[-1]}" if years else ""
    return (
        f"The number of {words.events(finding)} for every 1,000 residents of each ethnic group, "
        f"beside the same number for {reference} residents, {_where(rows)}{when}. Residents are "
        f"counted{census}. {_whose_word(finding)}{_repeats(finding)}",
    )


def found(finding: Finding) -> Iterator[str]:
    """Group by group: whether the rate is higher, lower, or can't be told apart."""
    rows = ratios_of(finding)
    if not rows:
        yield "Nothing that can be compared."
        return
    reference = words.group(finding.plan.reference)
    forces = forces_of(rows)
    if len(forces) <= FEW:
        asked = Asked(finding.plan.audit, finding.plan.reference, "", words.events(finding))
        yield from (_one(finding, row, asked, alone=len(forces) == 1) for row in rows)
        return
    for group in sorted({row["group"] for row in rows}):
        own = verdicts.recorded([row for row in rows if row["group"] == group])
        if own:
            yield _many(own, group, reference, areas=len(forces))


def sure(finding: Finding) -> Iterator[str]:
    """The ranges, and what they leave out."""
    rows = ratios_of(finding)
    if not rows:
        yield "Not at all: see the reasons below."
        return
    yield verdicts.CHANCE
    if verdicts.is_widened(rows):
        yield (
            f"All ranges here are widened because {words.why_wider(finding)}. “Clearly” higher or "
            "lower means that the widened range leaves out 1, the same rate."
        )
    else:
        yield "The ranges take each event to be independent of the others, which is seldom true."
    if finding.plan.audit == "force":
        yield "True uncertainty is larger still, because one person can be counted several times."
    missing = _missing(finding)
    if missing:
        yield f"{missing} The ranges ignore these."


def unfit_names(rows: Sequence[Row]) -> str:
    forces = [names.place(row["force"]) for row in rows]
    if len(forces) > MOST_NAMED:
        return f"{len(forces)} forces, listed under 'Whether the data are fit to be compared'"
    return names.listed(forces)


def ratios_of(finding: Finding) -> list[Row]:
    rows = words.main_rows(finding.tables.get("ratios", ()))
    return [row for row in rows if row.get("ratio") is not None and row.get("low") is not None]


def forces_of(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row["force"] for row in rows))


def _where(rows: Sequence[Row]) -> str:
    forces = forces_of(rows)
    if len(forces) > FEW:
        return f"in {len(forces)} police force areas"
    return f"in {names.listed([names.area(force) for force in forces])}"


def _when(finding: Finding) -> str:
    said = names.period(finding.plan.period)
    if " to " in said:
        return f", from {said}"
    return f", in {said}" if said else ""


def _whose_word(finding: Finding) -> str:
    if finding.plan.audit == "force":
        return (
            "Ethnicity is what the officer saw in the person. A tactic is one thing done, such as "
            "handcuffing: one incident can hold several, and one person can count several times."
        )
    return WORD_OF.get(str(finding.plan.options.get("ethnicity")), "")


def _repeats(finding: Finding) -> str:
    return " A person searched twice counts twice." if finding.plan.audit == "stops" else ""


def _one(finding: Finding, row: Row, asked: Asked, *, alone: bool) -> str:
    """The verdict of one ratio, as the lead has it, and the rates themselves."""
    here, there = _per_1000(finding, row)
    place = "" if alone else f"{names.area(row['force'])}, "
    lead = f"{place}{words.group(row['group'])}" if place else words.heading(row["group"])
    readings = verdicts.readings_of(row, finding.tables.get("ratios", ()))
    return (
        f"{lead[:1].upper()}{lead[1:]}: {one_verdict(row, readings, asked)}. That is {here} "
        f"against {there} {words.events(finding)} per 1,000 residents{_over(finding)}."
    )


def _over(finding: Finding) -> str:
    """Over how long, where a rate is not one for a year."""
    months = words.months(finding.plan.period)
    if months in {0, YEAR}:
        return ""
    if months % YEAR:
        return f" over {NUMBERS.get(months, months)} month{'' if months == 1 else 's'}"
    return f" over {NUMBERS.get(months // YEAR, months // YEAR)} years"


def _per_1000(finding: Finding, row: Row) -> tuple[str, str]:
    rates = words.main_rows(finding.tables.get("rates", ()))
    by_group = {each["group"]: each for each in rates if each["force"] == row["force"]}
    here, there = by_group.get(row["group"], {}), by_group.get(row["reference"], {})
    return words.alike(here.get("per_1000"), there.get("per_1000"))


def _many(rows: Sequence[Row], group: str, reference: str, *, areas: int) -> str:
    counts = verdicts.tally(rows)
    return (
        f"{words.heading(group)}: a clearly higher rate than {reference} in {counts.above} of "
        f"{counts.all} areas, a clearly lower rate in {counts.below}, no clear difference in "
        f"{counts.unclear}. In the middle area the rate is {words.times(verdicts.middle(rows))} "
        f"times the {reference} one.{left_out(areas - counts.all)}"
    )


def _missing(finding: Finding) -> str:
    bounds = words.main_rows(finding.tables.get("bounds", ()))
    missing = {row["force"]: row["missing"] for row in bounds if row.get("missing") is not None}
    rates = words.main_rows(finding.tables.get("rates", ()))
    counted = "tactics" if finding.plan.audit == "force" else "stops"
    recorded = sum(row[counted] for row in rates if row["force"] in missing)
    total = sum(missing.values()) + recorded
    if not total or not sum(missing.values()):
        return ""
    given = NONE_GIVEN.get(str(finding.plan.options.get("ethnicity")))
    none = f": {given}" if given else ""
    return (
        f"No ethnicity is recorded for {words.share(sum(missing.values()) / total)} of "
        f"{words.events(finding)}{none}."
    )
