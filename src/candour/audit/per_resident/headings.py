"""What the columns of rates per resident are called, in every audit of them."""

COLUMNS = {
    "population": "Residents",
    "per_1000": "{events} per 1,000 residents",
    "population_year": "Census",
    "reading": "How the mixed group is counted",
    "ratio": "Ratio of the rates",
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
INTERVALS = {"dispersed_": "95% interval, widened for events that happen together"}
SHARES = frozenset({"tipping_point"})
COUNTS = frozenset({"population", "tipping_events", "missing"})
