"""What the columns of a finding's tables are called, and how their values are written.

The keys are those of the JSON, which has the full numbers. A key that nobody has named yet is
written with spaces, so that a new column is never lost.
"""

from collections.abc import Callable
from typing import Any

from candour.audit.reports import words

HEADINGS = {
    # where, who, when
    "force": "Force",
    "area": "Area",
    "area_code": "Code of the area",
    "area_name": "Area",
    "group": "Group",
    "reference": "Compared with",
    "population_year": "Census",
    "reading": "How the mixed group is counted",
    "month": "Month",
    "measure": "Measure",
    "label": "Label in the files",
    "kind": "Kind of search",
    "power": "Power used",
    "sex": "Sex",
    "object": "Object of search",
    "top": "Cells targeted each day",
    "name": "Method",
    "baseline": "Method",
    # counts and rates
    "stops": "Searches",
    "tactics": "Tactics reported",
    "people": "People",
    "population": "Residents",
    "per_1000": "{events} per 1,000 residents",
    "per_1000_if_missing_at_random": "The same, if missing ethnicity were missing at random",
    "ratio": "Ratio of the rates",
    "value": "Value",
    "shrunken_ratio": "Ratio, drawn in for few searches",
    "difference": "Difference",
    "difference_per_1000": "More {events} per 1,000 residents than the reference",
    "excess_stops": "Searches beyond the reference's rate",
    "dispersion": "How many times more they vary than by chance",
    "without_repeats": "Ratio without repeated rows",
    "tactics_per_incident": "Tactics for each incident",
    "p_value": "P-value",
    "p_holm": "P-value, adjusted for all comparisons",
    # missing ethnicity
    "missing": "Without ethnicity",
    "without_ethnicity": "Without ethnicity",
    "recorded": "Ratio as recorded",
    "all_missing_reference": "Ratio if all missing were the reference's",
    "all_missing_group": "Ratio if all missing were the group's",
    "tipping_point": "Share of the missing that would have to be the reference's for a ratio of 1",
    "tipping_events": "More events in the reference for a ratio of 1",
    "officer_filled": "Ratio with the missing filled from the officer's record",
    # age, areas and other parts
    "age": "Age",
    "age_rates": "Rates by age",
    "ratio_not_standardised": "Ratio without standardising",
    "reference_per_1000": "{events} per 1,000 residents, reference",
    "share_without_age": "Without age",
    "reference_share_without_age": "Without age, reference",
    "refused": "Why not",
    "analysis": "What was refused",
    "area_kind": "Kind of area",
    "shrunken_per_1000": "{events} per 1,000 residents, drawn in for few searches",
    "few": "Few searches or residents",
    "by": "By",
    "areas": "Areas",
    "share_with_area": "With an area",
    "share_of_group": "Share of the group's searches",
    "stops_without_area": "Searches without an area",
    "stops_in_areas_not_in_the_population": "Searches in areas that the population lacks",
    # outcomes and fitness
    "stops_without_action": "Searches without further action",
    "stops_with_find": "Searches with a find",
    "find_with_linked_but_no_action": "Found, if results without action but linked count",
    "linked_without_action": "Linked to what was looked for, but no action",
    "labels_never_used": "Labels never used",
    "no_further_action": "No further action",
    "find": "Something looked for was found",
    "fit": "Compared",
    "reason": "Why not",
    "months": "Months with data",
    "months_missing": "Months without data",
    "share_without_ethnicity": "Without ethnicity",
    "groups_never_used": "Groups never used",
    "share_located": "With a place",
    "share_without_area": "Without an area",
    "share_with_outcome": "With an outcome",
    "share_of_results_with_link": "Results that say if linked to the search",
    "outcomes_refused": "Why outcomes are not compared",
    "finds_refused": "Why finds are not compared",
    "repeated_rows": "Rows that repeat another",
    # the funnel
    "log_error": "Standard error of the log ratio",
    "target": "Ratio of all forces together",
    "tau": "Spread between forces (log scale)",
    "outside": "Outside the limits",
    "outside_naive": "Outside the limits for chance alone",
    # scores
    "tp": "Flagged, outcome recorded",
    "fp": "Flagged, no outcome recorded",
    "fn": "Not flagged, outcome recorded",
    "tn": "Not flagged, no outcome recorded",
    "selection_rate": "Flagged",
    "selection_rate_shrunken": "Flagged, drawn in for few people",
    "base_rate": "With the outcome recorded",
    "ppv": "Of those flagged, with the outcome recorded",
    "npv": "Of those not flagged, without the outcome recorded",
    "fpr": "Of those without the recorded outcome, flagged",
    "fnr": "Of those with the recorded outcome, not flagged",
    "score_from": "Score from",
    "score_to": "Score to",
    "threshold": "Flagged from this score on",
    "recorded_times_as_readily": "Outcomes recorded so many times as readily",
    "fpr_ratio": "Ratio of wrongly flagged shares",
    "fnr_ratio": "Ratio of missed shares",
    "ppv_ratio": "Ratio of shares right among those flagged",
    "times": "Recorded so many times as readily, the difference would vanish",
    "representation": "Share of the list over share of residents",
    "share_of_list": "Share of the list",
    "share_of_population": "Share of residents",
    "listed": "On the list",
    # accuracy
    "events": "Events",
    "captured": "Events in the cells targeted",
    "hit_rate": "Hit rate: share of events in the cells targeted",
    "best_hit_rate": "Best hit rate that was possible",
    "pai": "Hit rate for each unit of area (PAI)",
    "pei": "Share of the best possible (PEI)",
    "precision": "Targeted cells in which anything happened that day",
    "cells_ever_targeted": "Cells ever targeted",
    "best_possible": "Events that the best choice of cells would have held",
    "area_share": "Share of the area",
    "cells_ever_targeted_at_least": "Cells ever targeted, at least",
    "cells_ever_targeted_at_most": "Cells ever targeted, at most",
    "forecasts_captured": "Events in the cells of the predictions",
    "forecasts_hit_rate": "Hit rate of the predictions",
    "standard_error": "Standard error of the difference",
    "beaten": "Beaten by the predictions",
    "possible": "A whole number could give it",
    "number": "Out of",
    "right_means": "The first means",
    "wrong_means": "The second means",
    "share": "Share",
    "of": "Of what",
    "part": "Part",
    "whole": "People in all",
    "in_1000": "In 1,000",
    "right_in_1000": "Recorded, or flagged, of 1,000",
    "wrong_in_1000": "Not recorded, or not flagged, of 1,000",
    "flagged": "Flagged",
}

INTERVALS = {
    "": "95% interval",
    "midp_": "95% interval (mid-P)",
    "dispersed_": "95% interval, widened for events that happen together",
    "bootstrap_": "95% interval by bootstrap",
    "naive_": "Limits for chance alone",
    "shrunken_": "95% interval, drawn in",
    "outer_": "Outer limits, with room for differences between all forces",
    "ratio_": "95% interval of the ratio",
    "rounding_": "What rounding leaves open",
    "widest_": "Rounding and chance together",
    "count_": "Counts it could be",
}

# Of a measure compared between groups, as the tables of scores name it.
MEASURES = {
    "selection_rate": "flagged, of all",
    "base_rate": "with the recorded outcome, of all",
    "ppv": "with the recorded outcome, of those flagged",
    "npv": "without the recorded outcome, of those not flagged",
    "fpr": "flagged, of those without the recorded outcome",
    "fnr": "not flagged, of those with the recorded outcome",
}

CAPTIONS = {
    "rates": "Rates",
    "ratios": "Ratios to the reference",
    "differences": "Differences from the reference",
    "bounds": "What missing ethnicity could do",
    "outcomes": "What came of the searches",
    "fitness": "Whether the data are fit to be compared",
    "powers": "By power: section 60, which needs no suspicion, apart",
    "kinds": "Searches of people and of vehicles",
    "funnel": "Forces beside one another",
    "trend": "Month by month",
    "labels": "Labels in the files, and the group each is counted in",
    "areas": "Small areas, drawn towards the rate of all",
    "areas_fitness": "Whether searches can be placed in areas",
    "age_rates": "Rates by age",
    "refused": "What was refused, and why",
    "ages": "By age",
    "sexes": "By sex",
    "objects": "By object of search",
    "standardised": "Standardised for age",
    "groups": "Groups",
    "recording": "If outcomes were recorded more readily in one group",
    "recording_tipping": "How outcomes would have to be recorded for no difference",
    "calibration": "How often the outcome was recorded, score by score",
    "auc": "How well the score ranks the people of each group",
    "thresholds": "What each threshold would do",
    "shares": "Shares",
    "in_no_part": "People in none of the parts",
    "readings": "What the published share can mean",
    "accuracy": "How much the predictions found",
    "baselines": "Beside plain counting and chance",
}

SHARES = frozenset(
    {
        "tipping_point", "no_further_action", "find", "selection_rate", "selection_rate_shrunken",
        "base_rate", "ppv", "npv", "fpr", "fnr", "hit_rate", "best_hit_rate", "precision", "pei",
        "share", "area_share", "forecasts_hit_rate", "standard_error",
    }
)  # fmt: skip
IN_SHARES = frozenset(  # where the name of the column alone does not say so
    {("calibration", "value"), ("differences", "value"), ("baselines", "difference")}
)
COUNTS = frozenset({"population", "tipping_events", "excess_stops", "missing"})
PLACES = frozenset({"force", "area_name"})
GROUPS = frozenset({"group", "reference"})


def heading(key: str, *, table: str = "", events: str) -> str:
    """The heading of a column; `events` is what is counted: searches, or tactics."""
    for end in ("_low", "_high"):
        if key.endswith(end):
            key = key.removesuffix(end)
    named = "Read as" if (table, key) == ("readings", "reading") else HEADINGS.get(key)
    if named is None:
        return key.replace("_", " ").capitalize()
    text = named.format(events=events)
    return text[:1].upper() + text[1:]


def interval_heading(start: str, *, table: str) -> str:
    if table == "funnel" and not start:
        return "Limits, with room for differences between all forces"
    known = INTERVALS.get(start)
    return known or f"{INTERVALS['']} ({start.rstrip('_').replace('_', ' ')})"


def caption(table: str) -> str:
    return CAPTIONS.get(table) or table.replace("_", " ").capitalize()


def is_share(key: str, *, table: str) -> bool:
    in_shares = (table, key) in IN_SHARES
    return in_shares or key in SHARES or key.startswith("share_")


def writer(key: str, *, table: str) -> Callable[[Any], str]:
    """How the plain numbers of a column are written."""
    if is_share(key, table=table):
        return words.share
    if key in {"p_value", "p_holm"}:
        return words.p_value
    if key in COUNTS:
        return words.whole
    return words.rate
