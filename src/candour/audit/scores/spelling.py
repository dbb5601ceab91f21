"""One spelling for values that differ only by case and spaces, and none for those that say nothing.

The spelling taken is the one that most rows have. It follows from the file alone, so that runs on
one file call a group alike, and what was printed before is known again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from candour.audit.errors import PlanError
from candour.audit.scores.question import ScoresQuestion, plain

YES = {"1", "1.0", "true", "t", "yes", "y"}
NO = {"0", "0.0", "false", "f", "no", "n"}
NOTHING = {
    "", "nan", "n/a", "na", "#n/a", "null", "none", "missing", "unknown", "not known",
    "not recorded",
    "not stated", "not available", "blank", "(blank)", "-", ".", "?", "<na>", "nat",
    "not applicable",
    "no data", "nil", "refused", "not provided", "prefer not to say",
}  # fmt: skip
CODES = (-1, -9, -99, -999, -9999)  # written for missing in tables of scores
HIGH_CODES = (99, 999, 9999)
FAR = 5  # times the next highest score, from which such a number is no score of the same scale

Alike = tuple[tuple[str, ...], Any, int]  # texts, the score or band as it stands, people


@dataclass(frozen=True, slots=True)
class Spelling:
    """How the values of each column are spelled, by their place among the texts."""

    chosen: Mapping[tuple[int, str], str]
    missing: frozenset[str]
    width: int  # of the columns of groups

    @classmethod
    def of(cls, alike: Sequence[Alike], question: ScoresQuestion) -> "Spelling":
        counts: dict[tuple[int, str], Counter[str]] = {}
        for texts, _, people in alike:
            for place, text in enumerate(texts):
                counts.setdefault((place, plain(text)), Counter())[text] += people
        chosen = {key: _commonest(texts) for key, texts in counts.items()}
        missing = frozenset(plain(text) for text in question.missing)
        return cls(chosen, missing, len(question.groups))

    def applied(self, alike: Sequence[Alike]) -> Iterator[Alike]:
        for texts, decided, people in alike:
            spelled = tuple(self._chosen_spelling(place, text) for place, text in enumerate(texts))
            yield spelled, decided if spelled[self.width] else None, people

    def _chosen_spelling(self, place: int, text: str) -> str:
        bare = plain(text)
        if bare in NOTHING or (bare in self.missing and place >= self.width):
            return ""
        return self.chosen[place, bare]


def _commonest(texts: Counter[str]) -> str:
    """The spelling of most; of several the first by letters, so that it never depends on order."""
    return min(texts, key=lambda text: (-texts[text], text))


def need_no_code_for_missing(
    path: Path, question: ScoresQuestion, spelling: Spelling, alike: Sequence[Alike]
) -> None:
    """Ask about a score such as -1 or 999 that stands apart from all others.

    Raises
    ------
    PlanError
        If there is one, and nobody said what it means.
    """
    if not question.score or question.missing or not question.asks_about_missing:
        return
    scores = set()
    for _, decided, _ in spelling.applied(alike):
        try:
            scores.add(float(decided))
        except (TypeError, ValueError):
            continue
    code = _code(sorted(score for score in scores if isfinite(score)))
    if code is not None:
        raise PlanError(
            f"{path.name}: column '{question.score}' holds {code}, which stands apart from all "
            f"other scores and is a usual code for missing. If it means that there is no score, "
            f"add --missing={code}; if it is a score, add --missing none."
        )


def _code(scores: Sequence[float]) -> int | None:
    """The number among scores that is likely a code.

    >>> _code([-1.0, 1.0, 10.0]), _code([1.0, 10.0, 99.0]), _code([-2.0, -1.0, 1.0])
    (-1, 99, None)
    """
    if len(scores) <= 2 or any(not score.is_integer() for score in scores):  # noqa: PLR2004
        return None
    if scores[0] in CODES and scores[1] >= 0:
        return int(scores[0])
    if scores[-1] in HIGH_CODES and scores[-1] > FAR * max(scores[-2], 1):
        return int(scores[-1])
    return None
