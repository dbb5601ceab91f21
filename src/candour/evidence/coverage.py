"""Every number-like token of a source against the figures read from it, and the other way round.

A token is a figure of ours, a date, a reference, an endnote marker, a heading, part of a name,
or explained by hand in `content/coverage/<source>.yaml`. What is left is unexplained. The other
way round, every printed number of ours must stand in the section its locator names.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from candour.core.errors import Problem
from candour.evidence.collection import Collection
from candour.evidence.nodes import Node, read_nodes
from candour.evidence.quantities import Quantity
from candour.evidence.source_text import DIGITS, WORDS, YEAR, NumberToken, number_tokens
from candour.evidence.statements import Statement

FOLDER_NAME = "coverage"
EVERYWHERE = "everywhere"
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY_BEFORE_MONTH = re.compile(rf"^\s(?:{MONTHS})\b")
SHORT_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:/|-|–|s-)$")
AGE_RANGE = re.compile(r"^\d{1,2}$")
REFERENCE = re.compile(
    r"(?:sections?|figures?|tables?|page|articles?|part|schedule|para\.|articles? [\d()]+ and)\s*$",
    re.IGNORECASE,
)
MARKER, HEADING, DATE, REFERRED = "endnote marker", "heading", "date", "reference"
PER = re.compile(r"\b(?:per|every)\s$", re.IGNORECASE)
ROUND_BASES = frozenset({"100", "1,000", "10,000", "100,000"})
BASE = "base of a rate"
FIGURE, EXPLAINED, UNEXPLAINED = "figure", "explained", "unexplained"


@dataclass(frozen=True, slots=True)
class Covered:
    """A token and what became of it."""

    token: NumberToken
    what: str
    why: str = ""
    figures: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "line": self.token.line,
            "section": self.token.section,
            "token": self.token.text,
            "what": self.what,
            "why": self.why,
            "figures": list(self.figures),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a token is no figure: its text, and what tells it apart.

    `section` is the section it stands in, or `everywhere`; `before` and `after` are what
    stands right beside it.
    """

    section: str
    token: str
    before: str
    after: str
    why: str

    def fits(self, token: NumberToken) -> bool:
        return (
            self.section in {EVERYWHERE, token.section}
            and self.token == token.text
            and token.before.rstrip().endswith(self.before)
            and token.after.lstrip().startswith(self.after)
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    tokens: list[Covered]
    not_found: list[Statement]

    def counts(self) -> dict[str, int]:
        return dict(Counter(covered.what for covered in self.tokens))

    @property
    def is_complete(self) -> bool:
        return not self.not_found and all(c.what != UNEXPLAINED for c in self.tokens)


def cover(
    text: str, source: str, collection: Collection, explanations: Iterable[Explanation]
) -> Coverage:
    """Hold the tokens of a source's text against the figures read from it, and back."""
    figures = [s for s in collection.statements() if s.source == source and s.kind == "quantity"]
    by_place: dict[tuple[str, str], list[str]] = defaultdict(list)
    for figure in figures:
        for section in sections_of(figure.locator):
            for token in tokens_in(figure):
                by_place[section, token].append(figure.id)
    explanations_left = list(explanations)
    tokens = list(number_tokens(text))
    covered = [_covered(token, by_place, explanations_left) for token in tokens]
    return Coverage(covered, _not_found(figures, tokens))


def sections_of(locator: str) -> list[str]:
    """The sections a locator names: "4.1 n478, 5.1" gives 4.1 and 5.1."""
    numbers = []
    for part in locator.split(","):
        named = re.match(
            r"\s*(\d(?:\.\d)*|Executive summary|Methodology|Glossary|Abbreviations)\b", part
        )
        if named:
            numbers.append(named.group(1))
    return numbers


def tokens_in(figure: Statement) -> list[str]:
    """The number-like tokens of a printed number, as a source text would hold them."""
    assert isinstance(figure.value, Quantity)
    printed = figure.value.printed
    digits = [match.group().rstrip(".,") for match in DIGITS.finditer(printed)]
    return digits + [match.group().lower() for match in WORDS.finditer(printed)]


def _covered(
    token: NumberToken, by_place: dict[tuple[str, str], list[str]], explanations: list[Explanation]
) -> Covered:
    if token.is_heading or token.is_marker:
        return Covered(token, HEADING if token.is_heading else MARKER)
    figures = by_place.get((token.section, token.text.lower()), [])
    if figures:
        return Covered(token, FIGURE, figures=tuple(figures))
    for explanation in explanations:
        if explanation.fits(token):
            return Covered(token, EXPLAINED, explanation.why)
    return Covered(token, _by_its_form(token))


def _by_its_form(token: NumberToken) -> str:
    if REFERENCE.search(token.before):
        return REFERRED
    if PER.search(token.before) and token.text in ROUND_BASES:
        return BASE
    return DATE if _is_date(token) else UNEXPLAINED


def _is_date(token: NumberToken) -> bool:
    return bool(
        YEAR.match(token.text)
        or (AGE_RANGE.match(token.text) and DAY_BEFORE_MONTH.match(token.after))
        or (AGE_RANGE.match(token.text) and SHORT_YEAR.search(token.before))
    )


def _not_found(figures: list[Statement], tokens: list[NumberToken]) -> list[Statement]:
    """Figures whose printed number does not stand in any section their locator names."""
    texts = {(t.section, t.text.lower()) for t in tokens if not (t.is_marker or t.is_heading)}
    missing = []
    for figure in figures:
        wanted, sections = tokens_in(figure), sections_of(figure.locator)
        if wanted and not any(all((s, w) in texts for w in wanted) for s in sections):
            missing.append(figure)
    return missing


def report(coverage: Coverage, collection: Collection, source: str) -> str:
    """The coverage as a page of the documentation: every token that is no marker or heading."""
    counts = coverage.counts()
    name = collection.subjects[source].name
    lines = [
        f"# Coverage of {name}",
        "",
        "Every number-like token in the text of the source, with the figure it became or why it is",
        "none. Printed by `candour content coverage`; the tokens stand in the order of the text.",
        "",
        "| what became of it | tokens |",
        "|---|---|",
        *(f"| {what} | {counts[what]} |" for what in sorted(counts)),
        "",
        "| section | token | what became of it |",
        "|---|---|---|",
    ]
    lines += [
        f"| {covered.token.section} | {covered.token.text} | {_became(covered, collection)} |"
        for covered in coverage.tokens
        if covered.what not in {MARKER, HEADING}
    ]
    return "\n".join(lines) + "\n"


def _became(covered: Covered, collection: Collection) -> str:
    if covered.what == FIGURE:
        subjects = dict.fromkeys(collection.by_id[key].subject for key in covered.figures)
        return f"figure of {', '.join(subjects)}"
    return covered.why or covered.what


def read_explanations(folder: Path, source: str) -> tuple[list[Explanation], list[Problem]]:
    """Read `coverage/<source>.yaml`; a source without one has no explanations."""
    path = folder / FOLDER_NAME / f"{source}.yaml"
    if not path.exists():
        return [], []
    name = f"{FOLDER_NAME}/{path.name}"
    root, problems = read_nodes(path, name=name)
    numbers = []
    for section, entries in (root.map if root else {}).items():
        for entry in entries.entries():
            if not entry.is_map or not {"token", "why"} <= entry.map.keys():
                problems.append(Problem(name, entry.line, section, "needs `token:` and `why:`"))
                continue
            numbers.append(
                Explanation(
                    section=section,
                    token=entry.map["token"].text,
                    before=_text(entry, "before"),
                    after=_text(entry, "after"),
                    why=entry.map["why"].text,
                )
            )
    return numbers, problems


def _text(entry: Node, key: str) -> str:
    return entry.map[key].text if key in entry.map else ""
