"""Other columns of scores and bands in the file: said where they would flag other people."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from candour.audit.confidentiality.suppression import SMALLEST_SHOWN
from candour.audit.scores.question import ScoresQuestion, plain
from candour.audit.scores.spelling import NOTHING
from candour.tables import Engine, Rows

LIKE_A_SCORE = re.compile(
    r"\b(scores?|bands?|risk|levels?|tiers?|category|rag|grade|flag(ged)?|rating|decile|priority)\b"
)
MOST_BANDS = 30
MOST_PAIRS = 20_000  # of values of both columns, beyond which they are no bands of a score
FITS = ""
MATTERS = 0.01  # of the people who have both

Pairs = Mapping[tuple[float, str], int]  # people by score and band


def other_columns_words(database: Engine, rows: Rows, question: ScoresQuestion) -> Iterator[str]:
    """What leads where another column of scores or bands disagrees with the one that is used.

    Where one column fits it, so that bands are cuts of that score, others are of something else: a
    file may hold the scores of several risks.
    """
    used = question.decided_by
    if question.counted_by:  # tables of counts have a row for each band, and no second one
        return
    disagree: list[str] = []
    for column in rows.columns:
        if column in question.columns or not LIKE_A_SCORE.search(_words(column)):
            continue
        counted = [
            ((_text(values[0]), _text(values[1])), times)
            for values, times in database.count(rows, [used, column])
        ]
        both = [(pair, people) for pair, people in counted if all(pair)]
        if both and len(both) <= MOST_PAIRS:
            told = _of_two(question, column, Counter(dict(both)))
            if told == FITS:
                return
            disagree += [told] if told else []
    yield from disagree


def _of_two(
    question: ScoresQuestion, column: str, people: Mapping[tuple[str, str], int]
) -> str | None:
    """What is said of two columns that disagree; FITS where one has the bands of the other."""
    everybody = sum(people.values())
    numbers = {pair: (_number(pair[0]), _number(pair[1])) for pair in people}
    are_scores = [all(pair[place] is not None for pair in numbers.values()) for place in (0, 1)]
    if question.score and all(are_scores):
        threshold = question.threshold or 0.0
        apart = sum(
            number
            for pair, number in people.items()
            if ((numbers[pair][0] or 0) >= threshold) != ((numbers[pair][1] or 0) >= threshold)
        )
        if _matters(apart, everybody):
            return (
                f"Column '{column}' may be another score: by it {apart:,} of {everybody:,} people "
                f"would be on the other side of {threshold:g}. All that follows is by "
                f"'{question.score}'."
            )
        return None
    if sum(are_scores) != 1:
        return None
    at = are_scores.index(True)
    pairs: Counter[tuple[float, str]] = Counter()
    for pair, number in people.items():
        pairs[numbers[pair][at] or 0.0, plain(pair[1 - at])] += number
    bands = {band for _, band in pairs}
    if len(bands) > MOST_BANDS:
        return None
    apart = misfits(pairs)
    if not _matters(apart, everybody):
        return FITS if len(bands) > 1 else None
    score, band = (question.decided_by, column) if at == 0 else (column, question.decided_by)
    return (
        f"'{band}' and '{score}' disagree for {apart:,} of {everybody:,} people: no cut-offs "
        f"of '{score}' give the bands of '{band}'. Find out which was acted on; all that "
        f"follows is by '{question.decided_by}'."
    )


def misfits(pairs: Pairs) -> int:
    """How many people at the least would need another band for bands to be cuts of the score.

    Bands are taken in the order of their mean scores, which may fall as well as rise.

    >>> misfits({(1, "low"): 5, (2, "low"): 4, (3, "high"): 6}), misfits({(1, "a"): 3, (1, "b"): 2})
    (0, 2)
    >>> misfits({(1, "low"): 5, (9, "low"): 2, (8, "high"): 6})
    2
    """
    sums: dict[str, list[float]] = {}
    for (score, band), people in pairs.items():
        own = sums.setdefault(band, [0.0, 0.0])
        own[0] += people
        own[1] += people * score
    bands = sorted(sums, key=lambda band: sums[band][1] / sums[band][0])
    scores = sorted({score for score, _ in pairs})
    # The most people who can stay, if the scores up to here have bands up to each: a chain.
    stay = [0] * len(bands)
    for score in scores:
        best = 0
        for place, band in enumerate(bands):
            best = max(best, stay[place])
            stay[place] = best + pairs.get((score, band), 0)
    return sum(pairs.values()) - max(stay, default=0)


def threshold_words(question: ScoresQuestion, decided: Mapping[str | float, int]) -> Iterator[str]:
    """What leads where a threshold flags nobody, or everybody: it may be of another scale."""
    if question.threshold is None or not question.score:
        return
    threshold = question.threshold
    scores = [float(value) for value, people in decided.items() if people]
    are_shares = all(0 <= score <= 1 for score in scores)
    if all(score < threshold for score in scores):
        hint = (
            f" All scores are 1 or less: if {threshold:g} is in per cents, it is "
            f"{threshold / 100:g} of them."
            if are_shares and threshold > 1
            else ""
        )
        yield f"Nobody's '{question.score}' reaches {threshold:g}, so nobody is flagged.{hint}"
    elif all(score >= threshold for score in scores):
        hint = (
            " Scores go beyond 1: if they are per cents, the threshold has to be one as well."
            if not are_shares and 0 < threshold < 1
            else ""
        )
        yield (
            f"Everyone's '{question.score}' is {threshold:g} or more, so everyone is flagged.{hint}"
        )


def _matters(apart: int, everybody: int) -> bool:
    return apart >= SMALLEST_SHOWN and apart > MATTERS * everybody


def _words(column: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", apart.lower()).split())


def _text(value: object) -> str:
    text = "" if value is None else str(value).strip()
    return "" if plain(text) in NOTHING else text


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
