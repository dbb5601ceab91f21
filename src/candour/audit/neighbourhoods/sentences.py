"""What a finding on neighbourhoods says, by rule from its numbers."""

from collections.abc import Collection, Iterator

from candour.audit.findings import Plan
from candour.audit.in_words import number, share, whole
from candour.audit.names import listed
from candour.audit.neighbourhoods.nations import Nation
from candour.audit.neighbourhoods.rows import Neighbourhoods, ResidentsRow
from candour.audit.residents.group_names import group
from candour.audit.residents.group_names import residents as residents_called
from candour.core.voice import sentence

LED = "black"
OTHERS = ("asian", "mixed", "other")
REFERENCE = "white"
CENSUS = 2021
WEAK, STRONG = 0.3, 0.6  # of a rank correlation, for words: below weak, from here on strong


def lead_in_title(result: Neighbourhoods) -> str:
    """The number that leads, beside that of the reference."""
    own, beside = result.row(LED), result.row(REFERENCE)
    whose = "its" if len(result.districts) == 1 else "their district’s"
    return (
        f"{share(own.share)} of {group(LED)} and {share(beside.share)} of "
        f"{residents_called(REFERENCE)} live in {whose} most deprived fifth"
    )


def sentences(result: Neighbourhoods, place: str) -> tuple[str, ...]:
    return (
        _lead(result, place),
        *_other_groups(result),
        *_other_indices(result),
        *_correlations(result),
        _both_thirds(result),
    )


def _lead(result: Neighbourhoods, place: str) -> str:
    own, beside = result.row(LED), result.row(REFERENCE)
    where = (
        "the most deprived fifth of the district"
        if len(result.districts) == 1
        else "the most deprived fifths of their districts"
    )
    return (
        f"In {place}, {share(own.share)} of {residents_called(LED)} "
        f"({whole(own.in_most_deprived)} of {whole(own.residents)}) live in {where} and "
        f"{share(beside.share)} of {residents_called(REFERENCE)} "
        f"({whole(beside.in_most_deprived)} of {whole(beside.residents)}), by the census of 2021 "
        f"and the income index of {result.newest}."
    )


def _other_groups(result: Neighbourhoods) -> Iterator[str]:
    rows = [result.row(name) for name in OTHERS if name in result.groups]
    parts = [
        f"{share(row.share)} of {residents_called(row.group)} ({whole(row.in_most_deprived)} of "
        f"{whole(row.residents)})"
        for row in rows
        if row.residents
    ]
    if parts:
        yield f"In the most deprived fifth live also {listed(parts)}."


def _other_indices(result: Neighbourhoods) -> Iterator[str]:
    years = dict.fromkeys(row.index for row in result.residents)
    for year in years:
        if year != result.newest:
            parts = [
                f"{share(result.row(name, index=year).share)} of {residents_called(name)}"
                for name in (LED, "asian", REFERENCE)
            ]
            yield f"By the index of {year}, {listed(parts)} live in the most deprived fifth."


def _correlations(result: Neighbourhoods) -> Iterator[str]:
    for district in result.districts:
        told = [
            f"{residents_called(name)} {signed(row.rank_correlation)}"
            for name in (LED, "asian", REFERENCE)
            for row in (result.row(name, district=district),)
            if row.rank_correlation is not None
        ]
        if told:
            own = result.row(LED, district=district).rank_correlation or 0.0
            yield (
                f"Rank correlation of a group’s share of residents with income deprivation, over "
                f"the small areas of {district}: {listed(told)}; for {residents_called(LED)} that "
                f"is {_strength(own)}."
            )


def signed(value: float | None) -> str:
    """A correlation with its sign.

    >>> signed(-0.654), signed(0.2)
    ('−0.65', '0.20')
    """
    return number(value).replace("-", "−")


def _strength(value: float) -> str:
    """A rank correlation in a word, by bounds that are fixed above.

    >>> _strength(0.7), _strength(-0.4), _strength(0.1)
    ('a strong link', 'a middling link the other way', 'a weak link or none')
    """
    if abs(value) < WEAK:
        return "a weak link or none"
    size = "strong" if abs(value) >= STRONG else "middling"
    return f"a {size} link{' the other way' if value < 0 else ''}"


def _both_thirds(result: Neighbourhoods) -> str:
    areas = result.row(LED).areas
    parts = [
        f"{whole(result.upper_third_of_both(name))} for {residents_called(name)}"
        for name in (LED, "asian")
    ]
    return (
        f"Of {whole(areas)} small areas, this many are both in the most deprived third and in the "
        f"third with the highest share of the group: {listed(parts)}."
    )


def in_words(row: ResidentsRow) -> str:
    return (
        f"{sentence(residents_called(row.group))}: {share(row.share)} "
        f"({whole(row.in_most_deprived)} of {whole(row.residents)})."
    )


def assumptions(result: Neighbourhoods, nation: Nation) -> tuple[str, ...]:
    account = result.accounted_for
    texts = [
        "The census counts all residents of a small area (a Lower layer Super Output Area, some "
        "1,700 people) in March 2021; its published counts are altered a little to keep people "
        "unknown.",
        f"Deprivation is the score of the Income domain of {nation.index}, {nation.income_score}; "
        "the whole index holds recorded crime, which policing shapes.",
        "The most deprived fifth of a district are the small areas with the highest score that "
        "hold a fifth of its residents; thirds are made likewise. They are within the district: a "
        "place that is poor as a whole has a fifth like any other.",
        "Outlines are strongly generalised "
        f"({account.corners_of_an_area} corners an area at the median): the maps show roughly "
        "where areas lie, and no number is measured on them.",
        f"The index of 2019 is of the areas of 2011. Of those here, "
        f"{whole(account.areas_split_since_2011)} were split off since and have the score of the "
        f"whole; {whole(account.areas_merged_since_2011)} were merged and have the mean of their "
        "parts, weighted by residents in 2020.",
    ]
    if account.areas_without_index:
        texts.append(
            f"{whole(account.areas_without_index)} of {whole(account.areas)} areas have no score "
            "in one of the indices, and are left out of what rests on it."
        )
    return tuple(texts)


def does_not_show(result: Neighbourhoods, plan: Plan) -> tuple[str, ...]:
    texts = [
        "Where police were sent, by any system: no place that anybody marked is in this finding, "
        "so it neither bears out nor refutes a claim about such places."
    ]
    if claim := plan.option("claim"):
        texts.append(
            f"Whether what {plan.option('said_by')} says of these places is so. In this "
            f"register’s words: {claim} (statement {plan.option('claim_statement')})."
        )
    texts.append(
        "Whether people of a group are themselves deprived: deprivation is told of an area, for "
        "all who live in it."
    )
    if beside := plan.option("groups_beside"):
        texts.append(beside)
    texts += [
        "Why groups live where they do, or anything about a person.",
        "Who is in a place by day: residents are those who sleep there.",
        f"Change since the census: {_when({row.index for row in result.residents})}.",
    ]
    return tuple(texts)


def _when(indices: Collection[str]) -> str:
    """How the years of the indices lie to the census of 2021.

    >>> _when({"2019"})
    'the index of 2019 is of earlier years than the counts of residents'
    """
    of = {year: "later" if int(year) > CENSUS else "earlier" for year in indices}
    first, *others = sorted(indices, reverse=True)
    told = [f"the index of {first} is of {of[first]} years than the counts of residents"]
    return ", ".join([*told, *(f"that of {year} of {of[year]} ones" for year in others)])


def explains() -> tuple[str, ...]:
    return (
        "A rank correlation puts the small areas of a district in order of income deprivation and "
        "in order of a group’s share of residents: 1 is the same order, 0 none, −1 the opposite. "
        "It describes areas, each alike, and not people. It has no p-value, as neighbouring areas "
        "resemble each other and the census counts everyone.",
        f"In words, a link is weak below {WEAK}, strong from {STRONG} on, and middling between.",
    )
