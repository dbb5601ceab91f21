"""The tables that readers see first, and what columns are called."""

from dataclasses import dataclass

from candour.audit.evaluations.rows import Evaluation, FallRow, Falls, TotalRow, Totals
from candour.audit.exhibits import Column, Table
from candour.audit.in_words import p_value, rate, whole
from candour.audit.kinds import Headings
from candour.audit.reports.tables import between

NOT_PRINTED = "not printed"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the first table: what it is, and its ratio."""

    name: str
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None


def beside(result: Evaluation) -> Table[Line]:
    """The effect, and below it what would be there without any."""
    effect, back = result.effect, result.regression_to_the_mean
    placebo, ring = result.placebo, result.displacement
    lines = [
        Line("Under treatment", effect.estimate, effect.low, effect.high, effect.p_value),
        Line("What return to the mean alone would show", back.on_this_estimate, None, None, None),
        Line("A made-up treatment before", placebo.ratio, placebo.low, placebo.high,
             placebo.p_value),
        Line("Highest counts, one period on, nothing done", placebo.fall, placebo.fall_most,
             placebo.fall_least, None),
        Line("The trend before, if it had gone on", result.pre_trend.if_continued, None, None,
             result.pre_trend.p_value),
        *(Line(f"Carried over: {row.where}", row.ratio, row.low, row.high, row.p_value)
          for row in result.carry_over),
        Line("In the ring around", ring.ratio, ring.low, ring.high, ring.p_value),
    ]  # fmt: skip
    columns: list[Column[Line]] = [
        Column("Rate ratio", lambda line: line.name, is_number=False),
        Column("Ratio", lambda line: rate(line.ratio)),
        Column("Range", lambda line: between(line.low, line.high, rate)),
        Column("P-value or rank", lambda line: p_value(line.p_value)),
    ]
    shown = [line for line in lines if line.ratio is not None]
    note = "Ranges are 95% intervals; of highest counts, the lowest and the highest seen"
    return Table("The effect, beside what would be there without it", columns, shown, note)


def falls(result: Falls) -> Table[FallRow]:
    columns: list[Column[FallRow]] = [
        Column("Chosen by their counts in", lambda row: row.chosen_in, is_number=False),
        Column("Count then", lambda row: whole(row.chosen_count)),
        Column("Count over as long after", lambda row: whole(row.next_count)),
        Column("Ratio", lambda row: rate(row.ratio)),
        Column("Everywhere else", lambda row: rate(row.others_ratio)),
    ]
    return Table(
        f"The {whole(result.chosen)} highest counts, and what followed", columns, result.falls
    )


def claims(result: Totals) -> Table[TotalRow]:
    columns: list[Column[TotalRow]] = [
        Column("Claim", lambda row: row.claim, is_number=False),
        Column("Fall as printed", lambda row: row.change or NOT_PRINTED),
        Column("Before", lambda row: _counts(row, row.before_low, row.before_high)),
        Column("After", lambda row: _counts(row, row.after_low, row.after_high)),
        Column("Ratio", lambda row: rate(row.ratio)),
        Column("Range for chance alone", lambda row: between(row.low, row.high, rate)),
        Column("What can be said", lambda row: row.verdict.capitalize(), is_number=False),
    ]
    return Table("Published claims, and what their totals can show", columns, result.claims)


def _counts(row: TotalRow, low: int | None, high: int | None) -> str:
    """A count; where it only follows from a fall and its size, that it is not printed."""
    if low is None or high is None:
        return NOT_PRINTED
    told = whole(low) if low == high else f"{whole(low)} to {whole(high)}"
    return f"{NOT_PRINTED}; would be {told}" if row.is_implied else told


HEADINGS = Headings(
    captions={
        "inference": "Ways to tell the effect from chance",
        "arms": "What was counted",
        "event_study": "Period by period",
        "carry_over": "What treatment goes with elsewhere",
        "synthetic": "A weighted mean of other units",
        "power": "How often a true fall would be seen",
        "falls": "Highest counts, and what followed",
        "pilots": "What a pilot in such places could see",
        "claims": "Published claims",
        "if_so_many": "What so many events could have shown",
    },
    columns={
        "method": "Way",
        "smallest_p": "Smallest it could have been",
        "note": "Note",
        "arm": "Side",
        "units": "Units",
        "unit_periods": "Unit-periods",
        "counted": "Counted",
        "exposure": "Set against",
        "rate": "Rate",
        "from_start": "Periods from the start",
        "where": "Where",
        "fit_before": "Missed the periods before by, of their mean",
        "units_used": "Units with weight",
        "fall": "True fall",
        "seen": "Seen",
        "chosen_in": "Chosen by their counts in",
        "chosen_count": "Count then",
        "next_count": "Count over as long after",
        "others_ratio": "Ratio everywhere else",
        "beside_others": "Ratio beside everywhere else",
        "pilot": "Pilot",
        "share": "Share of unit-periods under treatment",
        "smallest_fall": "Smallest fall seen four times in five",
        "seen_at_tenth": "A fall of a tenth is seen",
        "seen_at_fifth": "A fall of a fifth is seen",
        "seen_at_third": "A fall of a third is seen",
        "claim": "Claim",
        "change": "Fall as printed",
        "beside": "Ratio beside places without it",
        "fewest_events": "Events from which on such a ratio is clear",
        "tests": "Tests",
        "by_chance": "Significant falls with no change anywhere",
        "verdict": "What can be said",
        "lacks": "Not printed",
        "confounders": "In the same time",
        "is_implied": "Counts are not printed, and follow from a fall and its size",
        "in_a_bad_spell": "Chosen in a bad spell, not by lot",
        "as_long": "How long both sides were is printed",
        "also": "Printed too",
        "not_read": "Not read",
    },
    intervals={
        "before_": "Before",
        "after_": "After",
        "beside_": "Its range for chance",
        "claims.": "Range for chance alone",
    },
    shares=frozenset(
        {
            *("fall", "seen", "fit_before", "smallest_fall"),
            *("seen_at_tenth", "seen_at_fifth", "seen_at_third"),
        }
    ),
)
