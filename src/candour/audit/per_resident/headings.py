"""What the columns of rates per resident are called, in every audit of them."""

COLUMNS = {
    "population": "Residents",
    "per_1000": "{events} per 1,000 residents",
    "population_year": "Residents of",
    "reading": "How the mixed group is counted",
    "ratio": "Ratio of the rates",
    "ratios.shrunken_ratio": "Ratio, drawn towards that of all forces",
    "dispersion": "How many times more they vary than by chance",
    "verdict": "What can be said",
    "depends_on": "What it depends on",
    "ratio_lowest": "Lowest ratio of the plausible ways of counting",
    "ratio_highest": "Highest ratio of the plausible ways of counting",
    "difference_per_1000": "More {events} per 1,000 residents than the reference",
    "missing": "Without ethnicity",
    "recorded": "Ratio as recorded",
    "all_missing_reference": "Ratio if all missing were the reference's",
    "all_missing_group": "Ratio if all missing were the group's",
    "tipping_point": "Share of the missing that would have to be the reference's for a ratio of 1",
    "tipping_events": "More events in the reference for a ratio of 1",
}
CAPTIONS = {
    "rates": "Rates",
    "ratios": "Ratios to the reference",
    "bounds": "What missing ethnicity could do",
}
INTERVALS = {
    "dispersed_": "95% interval, widened for events that happen together",
    "officer_filled_": "95% interval, widened, with the missing filled from the officer's record",
}
SHARES = frozenset({"tipping_point"})
COUNTS = frozenset({"population", "tipping_events", "missing"})
