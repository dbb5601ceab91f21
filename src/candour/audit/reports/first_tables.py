"""The one table that a reader sees first: made of the finding's tables by rule, for each audit."""

from collections.abc import Callable, Sequence
from typing import Any

from candour.audit import names, verdicts
from candour.audit.plans import Finding, Row
from candour.audit.reports import tables, words
from candour.audit.reports.answers import composition
from candour.audit.reports.tables import Column, Table

FEW = 3  # forces that are shown one by one, with all their figures
MOST_ROWS = 50
NOT_KNOWN = "not known"
QUESTIONS = {
    "flagged": "Of what was flagged: was it recorded?",
    "incidents": "Of what was recorded: had it been flagged?",
}


def first_table(finding: Finding) -> Table | None:
    """The table for the first pages; None where the finding has no rows."""
    made = BY_AUDIT.get(finding.plan.audit, _any)(finding)
    return made if made is not None and made.rows else _any(finding)


def _any(finding: Finding) -> Table | None:
    for name, rows in finding.tables.items():
        if rows:
            return tables.from_rows(name, rows[:MOST_ROWS], events="events")
    return None


# rates of forces: stops, and use of force


def _rates(finding: Finding) -> Table | None:
    rates = words.main_rows(finding.tables.get("rates", ()))
    ratios = words.main_rows(finding.tables.get("ratios", ()))
    if not rates or not ratios or "force" not in rates[0]:
        return None
    forces = list(dict.fromkeys(row["force"] for row in rates))
    if len(forces) > FEW:
        return _forces(finding, ratios)
    return _one_by_one(finding, rates, ratios, show_force=len(forces) > 1)


def _one_by_one(
    finding: Finding, rates: Sequence[Row], ratios: Sequence[Row], *, show_force: bool
) -> Table:
    beside = {(row["force"], row["group"]): row for row in ratios}
    rows = [row | {"beside": beside.get((row["force"], row["group"]), {})} for row in rates]
    counted = "tactics" if finding.plan.audit == "force" else "stops"
    events = words.events(finding)
    reference = words.group(finding.plan.reference)
    columns = [
        Column("Group", lambda row: words.heading(row["group"]), is_number=False),
        Column(events.capitalize(), lambda row: words.whole(row[counted])),
        Column("Residents", lambda row: words.whole(row["population"])),
        Column(
            f"{events.capitalize()} per 1,000 residents", lambda row: words.rate(row["per_1000"])
        ),
        Column(
            f"Range of the rate, were {events} independent",
            lambda row: _between(row, "low", "high"),
        ),
        Column(f"Ratio to the {reference} rate", lambda row: _ratio(row, finding.plan.reference)),
        Column("Range of the ratio (95% interval)", lambda row: _range(row["beside"])),
    ]
    if show_force:
        columns.insert(0, Column("Area", lambda row: names.place(row["force"]), is_number=False))
    return Table(
        f"{events.capitalize()} per 1,000 residents, and how they compare", columns, rows,
        _note(finding, ratios),
    )  # fmt: skip


def _forces(finding: Finding, ratios: Sequence[Row]) -> Table:
    groups = sorted({row["group"] for row in ratios})
    by_force: dict[str, Row] = {}
    for row in ratios:
        by_force.setdefault(row["force"], {"force": row["force"]})[row["group"]] = row
    columns = [Column("Area", lambda row: names.place(row["force"]), is_number=False)]
    columns += [Column(words.heading(group), _with_interval(group)) for group in groups]
    reference = words.group(finding.plan.reference)
    return Table(
        f"{words.events(finding).capitalize()} per 1,000 residents: ratio to the {reference} rate, "
        "and its range (95% interval)",
        columns,
        [by_force[force] for force in sorted(by_force)],
        _note(finding, ratios),
    )


def _with_interval(group: str) -> Callable[[Row], str]:
    def show(row: Row) -> str:
        found = row.get(group)
        if not found or found["ratio"] is None:
            return words.NONE
        return f"{words.rate(found['ratio'])} ({_range(found)})"

    return show


def _ratio(row: Row, reference: str) -> str:
    if row["group"] == reference:
        return "1 (compared with)"
    return words.rate(row["beside"].get("ratio"))


def _between(row: Row, low: str, high: str) -> str:
    return tables.between(row.get(low), row.get(high), words.rate)


def _range(row: Row) -> str:
    """The wider interval, by which the answers say what is clear."""
    if row.get("low") is None:
        return words.NONE
    return tables.between(*verdicts.widest(row), words.rate)


def _note(finding: Finding, rows: Sequence[Row]) -> str:
    """Whose count of residents, over how long, and why ranges are wide."""
    years, months = words.years(rows), words.months(finding.plan.period)
    said = [
        *([f"Residents by the census of {years[-1]}"] if years else []),
        *([f"{words.events(finding)} of {months} months"] if months else []),
        *(
            [f"ranges widened because {words.why_wider(finding)}"]
            if verdicts.is_widened(rows)
            else []
        ),
    ]
    return "; ".join(said)


# scores and lists


def _scores(finding: Finding) -> Table:
    keys = ("selection_rate", "base_rate", "fpr", "fnr", "ppv")
    columns = [
        Column("Group", lambda row: str(row["group"]), is_number=False),
        Column("People", lambda row: words.whole(row["people"])),
        *(_named(key) for key in keys),
    ]
    return Table(
        "Who is flagged, and how often wrongly",
        columns,
        finding.tables.get("groups", ())[:MOST_ROWS],
        "In brackets: the range (95% interval)",
    )


def _named(key: str) -> Column:
    return Column(
        {
            "selection_rate": "Flagged",
            "base_rate": "Outcome recorded",
            "fpr": "Wrongly flagged, of those without the recorded outcome",
            "fnr": "Missed, of those with the recorded outcome",
            "ppv": "Outcome recorded, of those flagged",
        }[key],
        lambda row: tables.text_of(key, row.get(key)),
    )


def _composition(finding: Finding) -> Table:
    beside: dict[str, Any] = {row["group"]: row for row in finding.tables.get("ratios", ())}

    def ratio(row: Row) -> str:
        if row["group"] == finding.plan.reference:
            return "1 (compared with)"
        found = beside.get(row["group"], {})
        if found.get("ratio") is None:
            return words.NONE
        return f"{words.rate(found['ratio'])} ({_between(found, 'low', 'high')})"

    per = composition.per_of(finding)

    def rate(row: Row) -> str:
        value, low, high = (
            f"{row['per_1000'][end] * per / 1_000:,.1f}" for end in ("value", "low", "high")
        )
        return f"{value} ({low} to {high})"

    columns = [
        Column("Group", lambda row: words.heading(str(row["group"])), is_number=False),
        Column("On the list", lambda row: words.whole(row["people"])),
        Column("Residents", lambda row: words.whole(row["population"])),
        Column("Share of the list", lambda row: tables.text_of("share_", row["share_of_list"])),
        Column("Share of residents", lambda row: words.share(row["share_of_population"])),
        Column(f"Listed per {per:,} residents", rate),
        Column(f"Ratio to the {words.group(finding.plan.reference)} rate", ratio),
    ]
    return Table(
        "The list beside those who live there",
        columns,
        finding.tables.get("groups", ())[:MOST_ROWS],
        "In brackets: the range (95% interval)",
    )


# accuracy


def _accuracy(finding: Finding) -> Table | None:
    if finding.tables.get("readings"):
        return _readings(finding.tables["readings"])
    rows = finding.tables.get("baselines", ())
    columns = [
        Column("Beside", lambda row: str(row["name"]).capitalize(), is_number=False),
        Column("Cells a day", lambda row: words.whole(row["top"])),
        Column("Events", lambda row: words.whole(row["events"])),
        Column(
            "Predictions: share of events found",
            lambda row: tables.text_of("hit_rate", row["forecasts_hit_rate"]),
        ),
        Column("This method", lambda row: tables.text_of("hit_rate", row["hit_rate"])),
        Column(
            "How much more the predictions found",
            lambda row: tables.text_of("share_", row["difference"]),
        ),
    ]
    return Table(
        "The predictions beside plain counting and chance, on the same days",
        columns,
        rows[:MOST_ROWS],
        "In brackets: 95% intervals; differences in percentage points",
    )


def _readings(rows: Sequence[Row]) -> Table:
    columns = [
        Column("The question", lambda row: QUESTIONS[row["of"]], is_number=False),
        Column("Share", lambda row: words.share(row["share"]).replace(".0%", "%")),
        Column("Yes, for every 1,000", lambda row: words.whole(row["right_in_1000"])),
        Column("No, for every 1,000", lambda row: words.whole(row["wrong_in_1000"])),
        Column("What rounding leaves open", lambda row: tables.between(
            row["rounding_low"], row["rounding_high"], words.share)),
        Column("Range for chance (95% interval)", lambda row: NOT_KNOWN if row["low"] is None
               else tables.between(row["low"], row["high"], words.share)),
    ]  # fmt: skip
    return Table("What the published share can mean", columns, rows)


# parts of a list


def _parts(finding: Finding) -> Table:
    columns = [
        Column("Part", lambda row: str(row["part"]), is_number=False),
        Column("People", lambda row: words.whole(row["people"])),
        Column("Of the people", lambda row: str(row["of"]), is_number=False),
        Column("Who are", lambda row: words.whole(row["whole"])),
        Column("Share", lambda row: f"{100 * row['share']:.3g}%"),
    ]
    return Table("Shares", columns, finding.tables.get("shares", ())[:MOST_ROWS])


BY_AUDIT: dict[str, Callable[[Finding], Table | None]] = {
    "stops": _rates,
    "force": _rates,
    "scores": _scores,
    "composition": _composition,
    "accuracy": _accuracy,
    "parts": _parts,
}
