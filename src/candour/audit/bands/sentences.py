"""What a finding on bands says in words: the band that was asked about, then the others."""

from collections.abc import Iterator, Sequence

from candour.audit import names
from candour.audit.bands.question import ALL
from candour.audit.bands.rows import BandRatio, Bands, InBand
from candour.audit.confidentiality.suppression import SMALLEST_SHOWN
from candour.audit.in_words import share, times, whole
from candour.audit.residents.ethnicity import GROUPS
from candour.audit.residents.group_names import group as called
from candour.audit.residents.group_names import people, residents_as_named
from candour.audit.statistics.families import LEVEL
from candour.audit.verdicts import BY_SIDE, side, span
from candour.core.voice import sentence

MOST_OTHERS = 6
NOTHING_COMPARED = "No group could be compared with the reference in any band."
ASSUMPTIONS = (
    "People are counted once, and independently of one another.",
    "Shares: Wilson; ratios of shares: Koopman's score interval with Fisher's exact test; ratios "
    "of rates per resident: exact, conditional on their sum; all at 95%. Where a cell is a range, "
    "every figure reaches over all that it can be.",
    "A share or rate is called clearly higher or lower where its interval excludes 1 and its "
    "p-value, adjusted by Holm over all comparisons made, is below 0.05, whatever a range hides.",
    "Totals of the table are checked against its cells, and narrow no range: what whoever gave it "
    "out has hidden stays hidden.",
)
DOES_NOT_SHOW = (
    "Whether anyone's band was right: the table has no outcomes, so nothing is known of errors.",
    "Why people are in a band, or what was done with them because of it.",
    "Not adjusted for age or anything else in which the groups differ.",
)


def verdict(row: BandRatio) -> int:
    return side(row.low, row.high) if row.p_holm < LEVEL else 0


def by_importance(rows: Sequence[BandRatio]) -> list[BandRatio]:
    """What is clear and touches most people first, then the others by the people they touch."""
    return sorted(rows, key=lambda row: (verdict(row) == 0, -abs(row.excess), row.band, row.group))


def leading_band(ratios: Sequence[BandRatio]) -> str:
    """Where nobody said which band is asked about: that of what matters most."""
    ranked = by_importance(ratios)
    return ranked[0].band if ranked else ""


def sentences(result: Bands, *, against_residents: bool) -> Iterator[str]:
    own = by_importance([row for row in result.ratios if row.band == result.lead])
    others = [
        row for row in by_importance(result.ratios) if row.band != result.lead and verdict(row) != 0
    ]
    if not result.ratios:
        yield NOTHING_COMPARED
    for row in own:
        yield ratio_in_words(row, result, against_residents=against_residents)
    if others:
        clear = "; ".join(
            f"{called(row.group)} {_where(row.band)}, {_from_to(row)} times "
            f"({BY_SIDE[verdict(row)].removeprefix('clearly ')})"
            for row in others[:MOST_OTHERS]
        )
        left = len(others) - MOST_OTHERS
        more = f"; and {left} more" if left > 0 else ""
        yield f"Other bands, where the difference is clear: {clear}{more}."
    made = len(result.ratios)
    if made:
        yield (
            f"{'One comparison was' if made == 1 else f'{made} comparisons were'} made. Knowing "
            "how each band turned out, or people's ages, could change what they mean."
        )
    account = result.accounted_for
    if account.cells_with_a_range:
        yield (
            f"{_hidden(account.cells_with_a_range)} of {account.cells} in the table, as a range or "
            "as fewer than so many: every figure here reaches over all that they can be."
        )
    if account.no_group or account.no_band:
        yield (
            f"Not placed: {whole(account.no_group)} people without a group and "
            f"{whole(account.no_band)} without a band."
        )
    if account.groups_hidden:
        yield (
            f"Not shown, for bands of fewer than {SMALLEST_SHOWN} people or to cover those: "
            f"{names.listed(account.groups_hidden)}."
        )


def ratio_in_words(row: BandRatio, result: Bands, *, against_residents: bool) -> str:
    """One group beside the reference in one band."""
    if against_residents:
        text = (
            f"{sentence(residents_as_named(row.group))} are {_in(row.band)} at {_from_to(row)} "
            f"times the rate of {residents_as_named(row.reference)} "
            f"(range {span(row.low, row.high)})"
        )
        return f"{text}, which is {BY_SIDE[verdict(row)]}, before allowing for age."
    here, there = (_row(result, name, row.band) for name in (row.group, row.reference))
    text = (
        f"Of {people_of(row.group)} in the table, {_shares(here)} are {_in(row.band)}, against "
        f"{_shares(there)} of {people_of(row.reference)}: {_from_to(row)} times the "
        f"share (range {span(row.low, row.high)}), which is {BY_SIDE[verdict(row)]}."
    )
    return f"{text} They are {_part_of(here)}."


def _where(band: str) -> str:
    return "on the whole list" if band == ALL else f"in {band}"


def _in(band: str) -> str:
    return "on the list, in any band," if band == ALL else f"in the band {band}"


def _part_of(row: InBand) -> str:
    of_band = _shares_between(row.share_of_band_from, row.share_of_band_to)
    of_list = _shares_between(row.share_of_list_from, row.share_of_list_to)
    return f"{of_band} of that band and {of_list} of the whole list"


def _row(result: Bands, group: str, band: str) -> InBand:
    return next(row for row in result.groups if row.group == group and row.band == band)


def _shares(row: InBand) -> str:
    return _shares_between(row.share_of_group_from, row.share_of_group_to)


def _shares_between(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return names.listed(["no share"])
    return share(low) if share(low) == share(high) else f"{share(low)} to {share(high)}"


def _from_to(row: BandRatio) -> str:
    if row.ratio_from is None:
        return "no"
    low = times(row.ratio_from)
    if row.ratio_to is None:
        return f"{low} or more"
    high = times(row.ratio_to)
    return low if low == high else f"{low} to {high}"


def _hidden(number: int) -> str:
    return "One number is hidden" if number == 1 else f"{number} numbers are hidden"


def people_of(name: str) -> str:
    return people(name.lower()) if name.lower() in GROUPS else f"{name} people"


def number_in_title(result: Bands, *, against_residents: bool) -> str:
    """What the finding leads with, as a title has it; empty where nothing was compared."""
    own = by_importance([row for row in result.ratios if row.band == result.lead])
    if not own:
        return ""
    row = own[0]
    what = "rate" if against_residents else "share"
    clear = BY_SIDE[verdict(row)] if verdict(row) else "which is not clear"
    return (
        f"{sentence(people_of(row.group))} in {row.band} at {_from_to(row)} times the "
        f"{called(row.reference)} {what}, {clear}"
    )
