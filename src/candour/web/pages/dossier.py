"""What goes in a court bundle: all that is held on some subjects on a day, each value an exhibit.

An exhibit is one statement under a letter for its subject and a number in the order of that
subject's page, so that another dossier of the same day numbers it alike. What Candour adds
(verdicts, derived numbers, clashes, gaps) follows the exhibits it rests on, and names them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Any

from candour.core.days import Days
from candour.core.hashing import canonical_json, sha256_hex
from candour.core.voice import long_day
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.statements import Statement
from candour.register.moments import Moment
from candour.register.selectors import Head
from candour.register.subject_pages import OnSubject
from candour.web import words
from candour.web.addresses import subject_address
from candour.web.pages.findings import FindingOn, findings_on
from candour.web.pages.shown import Showing, Shown, verdicts_by_claim

MOST = 12  # subjects, which have a letter each
Numbers = Mapping[str, str]  # the number of each exhibit, by its statement


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A statement under its number; `told` is what its page says of when it was said and out."""

    number: str
    shown: Shown
    told: str


@dataclass(frozen=True, slots=True)
class ExhibitGroup:
    """The exhibits on one matter, such as purpose or data."""

    label: str
    exhibits: tuple[Exhibit, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """A number recomputed, or worked out: what it tells, the sum, what came of it, and on what."""

    what: str
    working: str
    came: str
    rests_on: str


@dataclass(frozen=True, slots=True)
class SideTold:
    who: str
    said: str
    exhibits: str


@dataclass(frozen=True, slots=True)
class ClashTold:
    """A clash: how strong, of which kind, each side with its exhibits, why, and any reply."""

    heading: str
    sides: tuple[SideTold, ...]
    reason: str
    reply: str


@dataclass(frozen=True, slots=True)
class GapTold:
    item: str
    state: str
    exhibits: str


@dataclass(frozen=True, slots=True)
class SubjectPart:
    """One subject of a dossier."""

    letter: str
    name: str
    class_label: str
    address: str
    summary: str
    use: str
    groups: tuple[ExhibitGroup, ...]
    checks: tuple[Working, ...]
    derived: tuple[Working, ...]
    clashes: tuple[ClashTold, ...]
    gaps: tuple[GapTold, ...]
    findings: tuple[FindingOn, ...]

    @property
    def exhibits(self) -> int:
        return sum(len(group.exhibits) for group in self.groups)


@dataclass(frozen=True, slots=True)
class SourceTold:
    """A source that exhibits were read in: where it is, and how much of it was read."""

    name: str
    slug: str
    addresses: tuple[str, ...]
    published: str
    reading: str
    exhibits: int


@dataclass(frozen=True)
class Dossier:
    """A whole dossier.

    Attributes
    ----------
    day : the day as of which it stands
    notes : which days were asked about, in sentences
    change, change_hash : the last change set that was in, and the digest that covers all before it
    digest : SHA-256 over the identifiers of the exhibits in their order
    """

    title: str
    day: date
    notes: tuple[str, ...]
    change: int
    change_hash: str
    digest: str
    parts: tuple[SubjectPart, ...]
    sources: tuple[SourceTold, ...]

    @property
    def exhibits(self) -> int:
        return sum(part.exhibits for part in self.parts)


def dossier(
    subjects: Sequence[OnSubject],
    sources: Mapping[str, SubjectFile],
    *,
    day: date,
    head: Head,
    notes: Sequence[str],
) -> Dossier:
    """Put a dossier together; `sources` are the pages of all that exhibits were read in."""
    numbers = _numbered(subjects)
    parts = tuple(
        _part(about, letter, numbers)
        for about, letter in zip(subjects, ascii_uppercase, strict=False)
    )
    names = [part.name for part in parts]
    statements = [one for about in subjects for one in about.subject.statements]
    return Dossier(
        f"{words.listed(names)}: what is on record",
        day,
        tuple(notes),
        head.number,
        head.hash,
        sha256_hex(canonical_json([statement.id for statement in statements])),
        parts,
        _sources(statements, sources, subjects[0].schema),
    )


def _numbered(subjects: Sequence[OnSubject]) -> dict[str, str]:
    return {
        statement.id: f"{letter}{number}"
        for about, letter in zip(subjects, ascii_uppercase, strict=False)
        for number, statement in enumerate(about.subject.statements, 1)
    }


def _part(about: OnSubject, letter: str, numbers: Numbers) -> SubjectPart:
    subject, follows = about.subject, about.consequences.worked_out
    showing = Showing(
        about.schema, about.names, about.moment, verdicts_by_claim(follows.checks), about.readings
    )
    use = about.consequences.use
    return SubjectPart(
        letter,
        subject.name,
        words.CLASS_LABELS[subject.subject_class],
        subject_address(subject.subject_class, subject.slug),
        subject.first_text("summary"),
        use.sentence if use is not None else "",
        _groups(subject, showing, numbers),
        tuple(_check(row, about, numbers) for row in follows.checks),
        tuple(_derived(row, numbers) for row in follows.derived),
        tuple(_clash(row, showing, numbers) for row in follows.contradictions),
        tuple(_gap(row, about.schema, numbers) for row in follows.gaps),
        tuple(findings_on(about.findings, about.headlines, showing)),
    )


def _groups(subject: SubjectFile, showing: Showing, numbers: Numbers) -> tuple[ExhibitGroup, ...]:
    """The exhibits in the order of the table of fields, by its groups."""
    by_group: dict[str, list[Exhibit]] = defaultdict(list)
    for statement in subject.statements:
        group = showing.schema.fields[statement.field].group
        exhibit = Exhibit(numbers[statement.id], showing.show(statement), _told(statement))
        by_group[group].append(exhibit)
    labels = {**showing.schema.groups, "": "Other fields"}
    return tuple(
        ExhibitGroup(label, tuple(by_group[group]))
        for group, label in labels.items()
        if group in by_group
    )


def _told(statement: Statement) -> str:
    parts = [
        f"{word} {words.days_in_words(days)}"
        for word, days in (("said", statement.said_on), ("public", statement.public_on))
        if days is not None
    ]
    return "; ".join(parts)


def _check(row: Mapping[str, Any], about: OnSubject, numbers: Numbers) -> Working:
    claim = next((s for s in about.subject.statements if s.id == row["figures"][0]), None)
    what = (claim.qualifier("measure") or claim.field) if claim is not None else row["check"]
    came = words.VERDICTS[row["verdict"]]
    return Working(what, row["working"], came, _of(row["figures"], numbers))


def _derived(row: Mapping[str, Any], numbers: Numbers) -> Working:
    came = row["shown"] or row["reason"]
    return Working(row["measure"], row["working"], came, _of(row["statements"], numbers))


def _clash(row: Mapping[str, Any], showing: Showing, numbers: Numbers) -> ClashTold:
    kind = words.CLASHES.get(row["kind"], row["kind"])
    return ClashTold(
        f"{kind}: {words.STRENGTHS[row['strength']]}",
        tuple(
            SideTold(
                words.listed([showing.name(slug) for slug in side["said_by"]]),
                side["said"],
                _of(side["statements"], numbers),
            )
            for side in row["sides"]
        ),
        row["reason"],
        row["reply"],
    )


def _gap(row: Mapping[str, Any], schema: Schema, numbers: Numbers) -> GapTold:
    item = schema.gap_items.get(row["item"])
    return GapTold(
        item.label if item is not None else row["item"],
        words.gap_state(row["state"]),
        _of(row["statements"], numbers),
    )


def _of(keys: Sequence[str], numbers: Numbers) -> str:
    """Exhibits by number; a statement on a subject that is not in the dossier by its name."""
    return ", ".join(numbers.get(key, key) for key in dict.fromkeys(keys))


def _sources(
    statements: Sequence[Statement], pages: Mapping[str, SubjectFile], schema: Schema
) -> tuple[SourceTold, ...]:
    counted: dict[str, int] = defaultdict(int)
    for statement in statements:
        counted[statement.source] += 1
    most_first = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(_source(slug, pages.get(slug), number, schema) for slug, number in most_first)


def _source(slug: str, page: SubjectFile | None, number: int, schema: Schema) -> SourceTold:
    if page is None:
        return SourceTold(slug, slug, (), "", "", number)
    addresses = [*page.of("website"), *page.of("archived")]
    published = [one.value for one in page.of("published") if isinstance(one.value, Days)]
    reading = page.first_text("reading")
    return SourceTold(
        page.name,
        slug,
        tuple(str(one.value) for one in addresses if one.kind == "text"),
        words.days_in_words(published[0]) if published else "",
        schema.term_label("reading", reading) if reading else "",
        number,
    )


def notes_on(moment: Moment, day: date) -> list[str]:
    """Which days are asked about, as the cover says it."""
    notes = [f"The register as it stood at the end of {long_day(day)}."]
    if moment.true_on is not None:
        notes.append(
            f"Only what is said to be true on {long_day(moment.true_on)}, or for which that can’t "
            "be told."
        )
    if moment.known_on is not None:
        notes.append(f"Only what the public could know by {long_day(moment.known_on)}.")
    return notes
