"""The rows of every table of a release but the wide one, made a few at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice

from candour.core.days import Days
from candour.evidence.chain import ChangeSet, Line
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.findings import KeptFinding
from candour.evidence.following import CHECK, CONTRADICTION, DERIVED, GAP
from candour.evidence.listing import figure_row, subject_row
from candour.evidence.quantities import Quantity
from candour.evidence.released.held import Held, Row
from candour.evidence.released.systems import Around, system_row
from candour.evidence.statements import Silence, Statement, name_of

AT_ONCE = 200


@dataclass
class Rows:
    """The rows of each table by its name; to be read in the order of `columns.tables`.

    Former statements are those of the change log that do not stand, so the identifiers of those
    that do are kept in mind as they go by: 60 bytes each.
    """

    held: Held
    day: date
    _standing: set[str] = field(default_factory=set)

    def of(self, table: str) -> Iterator[Row]:
        makers: Mapping[str, Callable[[], Iterator[Row]]] = {
            "systems": self._systems,
            "subjects": self._subjects,
            "statements": self._statements,
            "figures": self._figures,
            "checks": lambda: self.held.results(CHECK),
            "derived_numbers": lambda: self.held.results(DERIVED),
            "contradictions": lambda: self.held.results(CONTRADICTION),
            "gaps": lambda: self.held.results(GAP),
            "findings": lambda: map(_finding_row, self.held.findings()),
            "changes": lambda: map(_change_row, self.held.change_sets()),
            "history": self._history,
            "former_statements": self._former,
            "fields": lambda: _field_rows(self.held.schema),
            "terms": lambda: _term_rows(self.held.schema),
        }
        return makers[table]()

    @cached_property
    def _of_findings(self) -> Counter[str]:
        """How many numbers of findings there are on each subject; its file has none of them."""
        return Counter(
            statement.subject
            for finding in self.held.findings()
            for statement in finding.statements
        )

    def _systems(self) -> Iterator[Row]:
        around = Around.of(self.held)
        systems = (one for one in self.held.subjects() if one.subject_class == "system")
        while some := list(islice(systems, AT_ONCE)):
            words = around.words(some)
            for one in some:
                of_findings = self._of_findings[one.slug]
                yield system_row(one, words, day=self.day) | {"of_findings": of_findings}

    def _subjects(self) -> Iterator[Row]:
        for subject in self.held.subjects():
            of_findings = self._of_findings[subject.slug]
            yield subject_row(subject) | {
                "of_findings": of_findings,
                "was": list(subject.redirects),
            }

    def _statements(self) -> Iterator[Row]:
        for some in self._in_parts():
            names = self._names(statement for one in some for statement in one.statements)
            for subject in some:
                for row in subject.rows:
                    yield self._statement(row.statement, names) | {"handle": row.handle}
        for finding in self.held.findings():
            for statement in finding.statements:
                yield self._statement(statement, {}) | {"handle": ""}

    def _in_parts(self) -> Iterator[list[SubjectFile]]:
        subjects = self.held.subjects()
        while some := list(islice(subjects, AT_ONCE)):
            yield some

    def _names(self, statements: Iterator[Statement]) -> Mapping[str, str]:
        return self.held.names({str(one.value) for one in statements if one.kind == "subject"})

    def _statement(self, statement: Statement, names: Mapping[str, str]) -> Row:
        self._standing.add(statement.id)
        return statement_row(statement, self.held.schema, names)

    def _figures(self) -> Iterator[Row]:
        verdicts: dict[str, list[str]] = defaultdict(list)
        for check in self.held.results(CHECK):
            verdicts[check["figures"][0]].append(check["verdict"])
        for subject in self.held.subjects():
            for statement in subject.statements:
                if statement.kind == "quantity":
                    yield figure_row(statement) | {"verdicts": verdicts.get(statement.id, [])}
        for finding in self.held.findings():
            for statement in finding.statements:  # no check reaches into a finding
                yield figure_row(statement) | {"verdicts": []}

    def _history(self) -> Iterator[Row]:
        for change_set in self.held.change_sets():
            for number, line in enumerate(change_set.lines, 1):
                yield {"change": _name(change_set), "line": number, **_line_row(line)}

    def _former(self) -> Iterator[Row]:
        seen: set[str] = set()
        for change_set in self.held.change_sets():
            for line in change_set.lines:
                if "assert" not in line.entry:
                    continue
                key = name_of(line.asserted)
                if key not in self._standing and key not in seen:
                    seen.add(key)
                    statement = Statement.from_canonical(line.asserted, key=key)
                    yield statement_row(statement, self.held.schema, {})


def statement_row(statement: Statement, schema: Schema, names: Mapping[str, str]) -> Row:
    """A statement with a column for everything; `import` reads it back from these."""
    data = statement.as_dict()
    ((kind, value),) = data.pop("value").items()
    inside = value if isinstance(value, dict) else {}
    head = {"quantity": "value", "silence": "kind"}.get(kind)
    return {
        "id": statement.id,
        **data,
        **inside,
        "kind": kind,
        "value": inside[head] if head else value,
        "label": _label(statement, schema, names),
    }


def _label(statement: Statement, schema: Schema, names: Mapping[str, str]) -> str:
    value = statement.value
    if isinstance(value, Quantity):
        return value.printed
    if isinstance(value, Silence):
        return schema.term("silences", value.kind).label
    if statement.kind == "term":
        return schema.term_label(statement.field, str(value))
    if statement.kind == "subject":
        return names.get(str(value), str(value))
    return value.text if isinstance(value, Days) else value


def _finding_row(finding: KeptFinding) -> Row:
    return {
        "id": finding.identifier,
        "name": finding.name,
        "audit": finding.audit,
        "title": finding.title,
        "lead": finding.lead,
        "about": list(finding.about),
        "refused": dict(finding.refused),
        "source": finding.source,
        "licence": finding.licence,
        "public_on": finding.public_on,
        "statements": [statement.id for statement in finding.statements],
    }


def _name(change_set: ChangeSet) -> str:
    return f"{change_set.origin}:{change_set.number}"


def _change_row(change_set: ChangeSet) -> Row:
    entries = [next(iter(line.entry), "") for line in change_set.lines]
    return {
        "change": _name(change_set),
        "origin": change_set.origin,
        "number": change_set.number,
        "acts_for": change_set.acts_for,
        "made_at": change_set.made_at,
        "made_by": change_set.made_by,
        "why": change_set.why,
        "asserted": entries.count("assert"),
        "retracted": entries.count("retract"),
        "previous": change_set.previous,
        "hash": change_set.hash,
    }


def _line_row(line: Line) -> Row:
    if line.gone:
        left = dict(line.gone)
        why = f"{left['removed']}: {left['why']}"
        return {"about": line.about, "entry": "taken-out", "id": "", "why": why}
    ((entry, value),) = line.entry.items()
    identifiers = {
        "assert": lambda: name_of(line.asserted),
        "retract": lambda: str(value),
        "finding": lambda: KeptFinding.from_dict(value).identifier,
    }
    key = identifiers[entry]() if entry in identifiers else ""
    return {"about": line.about, "entry": entry, "id": key, "why": ""}


def _field_rows(schema: Schema) -> Iterator[Row]:
    for key, row in sorted(schema.fields.items()):
        names = ("label", "type", "group", "help", "many", "vocabulary", "answers", "also")
        yield {"key": key, **{name: getattr(row, name) for name in names}}


def _term_rows(schema: Schema) -> Iterator[Row]:
    for vocabulary, terms in sorted(schema.vocabularies.items()):
        for key, term in sorted(terms.items()):
            row = {"label": term.label, "help": term.help, "flags": list(term.flags)}
            yield {"vocabulary": vocabulary, "key": key, **row}
