"""The answers for the make-up of a list."""

from collections.abc import Iterator, Sequence

from candour.audit import verdicts
from candour.audit.plans import Finding, Row
from candour.audit.reports import words

MOST_GROUPS = 6


def compared(finding: Finding) -> Iterator[str]:
    groups = finding.tables.get("groups", ())
    options = finding.plan.options
    listed = sum(row["people"] for row in groups)
    living = sum(row["population"] for row in groups)
    of = f": {options['list']}" if options.get("list") else ""
    where = options.get("residents") or "residents of its area"
    if options.get("counted"):
        yield f"{_first(str(options['counted']))}: another way of counting can change this."
    yield (
        f"The {words.whole(listed)} people on a list{of}, beside {words.whole(living)} {where}, of "
        f"all ages. Group by group: how many are listed for every {per_of(finding):,} residents, "
        f"each beside {words.group(finding.plan.reference)} residents."
    )


def found(finding: Finding) -> Iterator[str]:
    groups = {row["group"]: row for row in finding.tables.get("groups", ())}
    ratios = [row for row in finding.tables.get("ratios", ()) if row.get("ratio") is not None]
    per = per_of(finding)
    for row in ratios[:MOST_GROUPS]:
        yield _one(row, groups[row["group"]], groups[finding.plan.reference], per)
    if not ratios:
        yield "No group could be compared with the reference."
        return
    there = groups[finding.plan.reference]
    yield (
        f"{words.heading(finding.plan.reference)}, with which they are compared: "
        f"{words.share(there['share_of_list']['value'])} of the list and "
        f"{words.share(there['share_of_population'])} of residents."
    )


def sure(finding: Finding) -> Iterator[str]:
    yield (
        "Ranges (95% intervals) allow for chance only, not for missing records, wrong census "
        "counts or age."
    )
    yield (
        "This assumes that people were listed separately. Where whole circles of friends or "
        "families are listed together, the true ranges are wider."
    )
    missing, used = finding.accounted_for.get("no_group"), finding.accounted_for.get("used")
    if missing:
        yield f"No group is recorded for {words.whole(missing)} people: the ranges ignore them."
    elif used:
        yield f"A group is recorded for all {words.whole(used)} people who are counted here."


def changes(finding: Finding) -> Sequence[str]:
    return (
        "Age: lists hold mostly young people. Beside residents of the same ages the ratios would "
        "be others; we cannot say which way.",
        "The area: residents of the places that the list draws from, instead of all.",
        "The year of the population, and how each side names its groups: police and census may "
        "label one person differently.",
    )


def per_of(finding: Finding) -> int:
    """Of how many residents the rates are told: the same for every group."""
    rates = [row["per_1000"]["value"] for row in finding.tables.get("groups", ())]
    return words.of_each(min((rate / 1_000 for rate in rates if rate), default=0))


def _one(row: Row, here: Row, there: Row, per: int) -> str:
    ratio, span = words.times(row["ratio"]), verdicts.span(row["low"], row["high"])
    reference = words.group(row["reference"])
    figures = (
        f"{words.share(here['share_of_list']['value'])} of the list and "
        f"{words.share(here['share_of_population'])} of residents; listed per {per:,} residents: "
        f"{_rate(here, per)} against {_rate(there, per)}"
    )
    lead = words.heading(str(row["group"]))
    times = f"{ratio} times the {reference} rate (range {span})"
    if verdicts.is_above(row["low"], row["high"]):
        return f"{lead}: listed at a clearly higher rate, {times}. {_first(figures)}."
    if verdicts.is_below(row["low"], row["high"]):
        return f"{lead}: listed at a clearly lower rate, {times}. {_first(figures)}."
    return f"{lead}: no clear difference, {times}. {_first(figures)}."


def _rate(row: Row, per: int) -> str:
    return f"{row['per_1000']['value'] * per / 1_000:,.1f}"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
