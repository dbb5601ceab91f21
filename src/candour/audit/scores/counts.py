"""From a file of people's rows, or of counts, to people by group, score or band, and outcome."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import Any

from candour.audit.confidentiality.identity import refuse_identifying_values
from candour.audit.confidentiality.people_files import others_than, people_of, text_of, unlike
from candour.audit.confidentiality.subtraction import Atoms
from candour.audit.confidentiality.suppression import Name
from candour.audit.residents.group_counts import is_ethnicity, need_no_part_beside_its_whole
from candour.audit.residents.labels import is_total
from candour.audit.scores.question import ScoresQuestion, plain
from candour.audit.scores.rows import Account
from candour.audit.scores.spelling import NO, YES, Spelling, need_no_code_for_missing
from candour.tables import Engine, Rows, Unreadable
from candour.tables.errors import CannotRead

MOST_GROUPS = 2_000
LINES_SHOWN = 20
LARGEST_SCORE = 1e15
PER_CENTS = range(99, 102)  # what rounded shares of a whole add up to

Decided = Mapping[str | float, tuple[int, int]]  # people (without, with) the outcome


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a table."""

    atoms: Mapping[Name, Decided]
    outcomes: tuple[frozenset[str], frozenset[str]]  # the texts that mean no, and yes
    everybody: Atoms  # with those who lack a group, a score or an outcome
    account: Account
    no_outcome: Mapping[Name, tuple[int, int]]  # people not flagged, and flagged, without outcome

    @property
    def decided(self) -> Mapping[str | float, int]:
        """How many people have each score or band, over all groups."""
        people: dict[str | float, int] = {}
        for by in self.atoms.values():
            for value, cell in by.items():
                people[value] = people.get(value, 0) + sum(cell)
        return people


@dataclass
class _Tally:
    atoms: dict[Name, dict[str | float, list[int]]] = field(default_factory=dict)
    outcomes: tuple[set[str], set[str]] = field(default_factory=lambda: (set(), set()))
    everybody: list[tuple[tuple[str, ...], int]] = field(default_factory=list)
    missing: dict[str, int] = field(
        default_factory=lambda: {"no_group": 0, "no_score": 0, "no_outcome": 0}
    )
    no_outcome: dict[Name, list[int]] = field(default_factory=dict)  # not flagged, flagged
    used: int = 0


def count_people(
    database: Engine,
    path: Path,
    rows: Rows,
    question: ScoresQuestion,
    *,
    also: Sequence[str] = (),
) -> Counted:
    """Count the people of a file.

    Parameters
    ----------
    database : Engine
    path : Path
        The file, for what is said of it.
    rows : Rows
        As `open_list` gives them: people, or counts of them.
    question : ScoresQuestion
    also : sequence of str
        Columns that something was printed by before.

    Raises
    ------
    IdentifiesPeople
        If the values of a column of groups point at people.
    CannotRead
        If a value is not what it should be.
    """
    width = len(question.groups)
    others = others_than(question.columns[: width + 2], question.counted_by, also)
    tally = _Tally()
    alike = list(_people(database, path, rows, question, others))
    spelling = Spelling.of(alike, question)
    need_no_code_for_missing(path, question, spelling, alike)
    for texts, decided, people in spelling.applied(alike):
        _add(path, question, tally, texts, decided, people)
    if not tally.atoms:
        raise CannotRead(path.name, "no row has a group, a score and an outcome.")
    _need_sense(path, question, tally)
    _need_no_wholes(path, question, tally)
    _need_no_per_cents(path, question, tally)
    return Counted(
        {name: {key: (n[0], n[1]) for key, n in sorted(by.items())}
         for name, by in tally.atoms.items()},
        (frozenset(tally.outcomes[0]), frozenset(tally.outcomes[1])),
        Atoms((*question.columns[: width + 2], *others), tally.everybody),
        _account(tally, database.unreadable()),
        {name: (n[0], n[1]) for name, n in tally.no_outcome.items()},
    )  # fmt: skip


def _account(tally: _Tally, unreadable: Sequence[Unreadable]) -> Account:
    return Account(
        read=tally.used + sum(tally.missing.values()) + len(unreadable),
        used=tally.used,
        no_group=tally.missing["no_group"],
        no_score=tally.missing["no_score"],
        no_outcome=tally.missing["no_outcome"],
        unreadable=len(unreadable),
        unreadable_lines=tuple(unreadable[:LINES_SHOWN]),
    )


def _people(
    database: Engine, path: Path, rows: Rows, question: ScoresQuestion, others: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], Any, int]]:
    """Give people alike: their texts in our columns and the others, their score, their number."""
    wanted = [*question.columns, *others]
    place = wanted.index(question.counted_by) if question.counted_by else len(wanted)
    decided_at = len(question.groups)
    for values, times in database.count(rows, wanted):
        each = people_of(path, question.counted_by, values[place]) if question.counted_by else 1
        texts = tuple(text_of(value) for value in (*values[:place], *values[place + 1 :]))
        yield texts, values[decided_at], times * each


def _add(
    path: Path,
    question: ScoresQuestion,
    tally: _Tally,
    texts: tuple[str, ...],
    decided: Any,
    people: int,
) -> None:
    if people == 0:
        return
    width = len(question.groups)
    group, outcome = texts[:width], texts[width + 1]
    for column, label in zip(question.groups, group, strict=True):
        if is_total(label):
            raise unlike(path, column, label, "rows that add up others would count them twice")
    tally.everybody.append((texts, people))
    reason = _reason(group, texts[width], outcome)
    if reason:
        tally.missing[reason] += people
        if reason == "no_outcome":
            key = _number(path, question.score, decided) if question.score else texts[width]
            tally.no_outcome.setdefault(group, [0, 0])[question.flags(key)] += people
        return
    happened = _happened(path, question.outcome, outcome)
    tally.outcomes[happened].add(outcome)
    key = _number(path, question.score, decided) if question.score else texts[width]
    tally.atoms.setdefault(group, {}).setdefault(key, [0, 0])[happened] += people
    tally.used += people


def _reason(group: Name, decided: str, outcome: str) -> str:
    if not all(group):
        return "no_group"
    if not decided:
        return "no_score"
    return "" if outcome else "no_outcome"


def _happened(path: Path, column: str, text: str) -> int:
    plain = text.lower()
    if plain not in YES | NO:
        raise unlike(path, column, text, "an outcome is 1 or 0, yes or no.")
    return int(plain in YES)


def _number(path: Path, column: str, value: Any) -> float:
    try:
        number = float(value)
    except ValueError:
        raise unlike(path, column, value, "a score is a number.") from None
    if not isfinite(number) or abs(number) > LARGEST_SCORE:
        raise unlike(path, column, value, "a score is no such number: write a finite one.")
    return number


def _need_no_per_cents(path: Path, question: ScoresQuestion, tally: _Tally) -> None:
    """Refuse counts that add up to 100 in every group: shares of it, not people."""
    sums = [sum(sum(cell) for cell in by.values()) for by in tally.atoms.values()]
    if question.counted_by and len(sums) > 1 and all(total in PER_CENTS for total in sums):
        raise CannotRead(
            path.name,
            f"column '{question.counted_by}' adds up to 100 in each group, so it looks like per "
            "cents. Numbers of people are needed.",
        )


def _need_no_wholes(path: Path, question: ScoresQuestion, tally: _Tally) -> None:
    """Refuse counts of a part of a group beside those of the whole, which may hold it."""
    for place in range(len(question.groups)) if question.counted_by else ():
        labels = sorted({name[place] for name in tally.atoms})
        if is_ethnicity(labels):
            need_no_part_beside_its_whole(labels, of=path.name)


def _need_sense(path: Path, question: ScoresQuestion, tally: _Tally) -> None:
    seen = sorted({str(value) for by in tally.atoms.values() for value in by})
    for value in question.flag_values:
        if plain(value) not in {plain(band) for band in seen}:
            raise CannotRead(
                path.name,
                f"no row has {question.flag_column} '{value}', only: {_some(seen)}.",
            )
    for place, column in enumerate(question.groups):
        values = {name[place] for name in tally.atoms}
        if len(values) > MOST_GROUPS:
            raise CannotRead(
                path.name,
                f"column '{column}' has {len(values):,} different values, which are no groups.",
            )
        if not question.is_official:
            refuse_identifying_values(path.name, column, sorted(values))


def _some(texts: Sequence[str]) -> str:
    shown = ", ".join(texts[:20])
    return f"{shown} and {len(texts) - 20:,} more" if len(texts) > 20 else shown  # noqa: PLR2004
