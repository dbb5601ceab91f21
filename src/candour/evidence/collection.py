"""All that content files say, as values: subjects, their rows, and what follows from them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from candour.core.hashing import canonical_json, hashed_name
from candour.evidence.findings import KeptFinding
from candour.evidence.statements import Statement


@dataclass(frozen=True, slots=True)
class Row:
    """A statement under the handle by which its file points at it, and where it stands."""

    handle: str
    statement: Statement
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class CheckSpec:
    """A check as written: `claim = expression`, or `shares of …`, or `parts of …`."""

    subject: str
    block: str
    text: str
    remark: str = ""
    undecidable: str = ""
    line: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, str]:
        data = {"subject": self.subject, "block": self.block, "text": self.text}
        optional = {"remark": self.remark, "undecidable": self.undecidable}
        return data | {key: value for key, value in optional.items() if value}

    @cached_property
    def id(self) -> str:
        return hashed_name("k1", canonical_json(self.as_dict()))


@dataclass(frozen=True)
class DerivedSpec:
    """A number to be worked out, as written: a sum, or the reason why there is none.

    `measure` says what the number tells. `sum` names figures by their handles; where there is no
    number, `of` may name what it would have been worked out from.
    """

    subject: str
    name: str
    measure: str
    sum: str = ""
    unit: str = ""
    of: tuple[str, ...] = ()
    not_comparable: str = ""
    undecidable: str = ""
    remark: str = ""
    line: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, object]:
        data: dict[str, object] = {
            "subject": self.subject,
            "name": self.name,
            "measure": self.measure,
            "sum": self.sum,
            "unit": self.unit,
            "of": list(self.of),
            "not_comparable": self.not_comparable,
            "undecidable": self.undecidable,
            "remark": self.remark,
        }
        return {key: value for key, value in data.items() if value}

    @cached_property
    def id(self) -> str:
        return hashed_name("d1", canonical_json(self.as_dict()))


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a contradiction says, paraphrased, and the handles of its statements."""

    said: str
    statements: tuple[str, ...]


@dataclass(frozen=True)
class ContradictionSpec:
    """A contradiction that an editor declares, with the reason."""

    subject: str
    name: str
    kind: str
    sides: tuple[Side, ...]
    reason: str
    reply: str = ""
    touches: str = ""  # what it touches, which is its weight; "" where the kind decides
    first: str = ""  # why an editor puts it before the order of weight
    rank: int = 0  # its place before that order, from 1; 0 where none is given
    strength: str = ""  # whether both can't be so; "" where the kind decides
    line: int = field(default=0, compare=False)

    def as_dict(self) -> dict[str, object]:
        data: dict[str, object] = {
            "subject": self.subject,
            "name": self.name,
            "kind": self.kind,
            "sides": [
                {"said": side.said, "statements": list(side.statements)} for side in self.sides
            ],
            "reason": self.reason,
        }
        optional = {
            "reply": self.reply,
            "touches": self.touches,
            "first": self.first,
            "rank": self.rank,
            "strength": self.strength,
        }
        return data | {key: value for key, value in optional.items() if value}

    @cached_property
    def id(self) -> str:
        return hashed_name("c1", canonical_json(self.as_dict()))


@dataclass(frozen=True)
class SubjectFile:
    """All that one file says: a subject, its rows in order, and what follows from them."""

    slug: str
    subject_class: str
    rows: tuple[Row, ...]
    checks: tuple[CheckSpec, ...] = ()
    contradictions: tuple[ContradictionSpec, ...] = ()
    redirects: tuple[str, ...] = ()  # slugs that now lead here
    derived: tuple[DerivedSpec, ...] = ()

    @cached_property
    def by_handle(self) -> dict[str, Statement]:
        return {row.handle: row.statement for row in self.rows}

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(row.statement for row in self.rows)

    @cached_property
    def by_field(self) -> dict[str, list[Statement]]:
        fields: dict[str, list[Statement]] = defaultdict(list)
        for statement in self.statements:
            fields[statement.field].append(statement)
        return dict(fields)

    def of(self, field_key: str) -> list[Statement]:
        return list(self.by_field.get(field_key, ()))

    def first_text(self, field_key: str) -> str:
        for statement in self.by_field.get(field_key, ()):
            if isinstance(statement.value, str):
                return statement.value
        return ""

    def slugs(self, field_key: str) -> list[str]:
        return [str(s.value) for s in self.of(field_key) if s.kind == "subject"]

    @property
    def name(self) -> str:
        return self.first_text("name") or self.slug


@dataclass(frozen=True)
class Collection:
    """Every subject by its slug, and every finding by its short name.

    The mapping may read its subjects only when asked for.
    """

    subjects: Mapping[str, SubjectFile]
    findings: Mapping[str, KeptFinding] = field(default_factory=dict)

    def of_class(self, subject_class: str) -> list[SubjectFile]:
        slugs = sorted(slug for slug in self.subjects if self.class_of(slug) == subject_class)
        return [self.subjects[slug] for slug in slugs]

    def class_of(self, slug: str) -> str:
        """The class of a subject, through a redirect if there is one; "" if it is not here."""
        subject = self.subjects.get(self.redirects.get(slug, slug))
        return subject.subject_class if subject else ""

    def name_of(self, slug: str) -> str:
        """The name of a subject; its slug where it is not here."""
        subject = self.subjects.get(slug)
        return subject.name if subject is not None else slug

    def statements(self) -> Iterator[Statement]:
        for subject in self.subjects.values():
            yield from subject.statements

    def headlines(self) -> Iterator[Statement]:
        """The statements that findings bring with them; they stand in no subject's file."""
        for finding in self.findings.values():
            yield from finding.statements

    @cached_property
    def redirects(self) -> dict[str, str]:
        return {old: s.slug for s in self.subjects.values() for old in s.redirects}

    @cached_property
    def by_id(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self.statements()}

    def find(self, reference: str, *, home: str, block: str = "") -> list[Statement]:
        """Return the statements a handle points at: in `home`, or in `slug#handle`.

        Inside a block a bare name is looked up there first. A block's or field's own name stands
        for all its rows.
        """
        slug, _, handle = reference.rpartition("#")
        subject = self.subjects.get(self.redirects.get(slug, slug) if slug else home)
        if subject is None:
            return []
        candidates = [f"{block}.{handle}", handle] if block and not slug else [handle]
        for candidate in candidates:
            if candidate in subject.by_handle:
                return [subject.by_handle[candidate]]
        prefix = f"{handle}."
        return [row.statement for row in subject.rows if row.handle.startswith(prefix)]
