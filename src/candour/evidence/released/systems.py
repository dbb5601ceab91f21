"""The wide table: one row for each system, with what a spreadsheet is opened for."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from candour.core.days import Days
from candour.evidence.collection import SubjectFile
from candour.evidence.fields import Schema
from candour.evidence.following import CONTRADICTION, GAP, OPERATOR
from candour.evidence.gaps import State
from candour.evidence.released.columns import LABELLED, WIDE, column_of, gap_column
from candour.evidence.released.held import Held, Row, nations_of
from candour.evidence.statements import Silence, Statement
from candour.evidence.use import headline
from candour.evidence.use_tellings import USE_FIELDS


@dataclass(frozen=True)
class Words:
    """What is around some systems, as their rows name it."""

    schema: Schema
    names: Mapping[str, str]
    nations: Mapping[str, tuple[str, ...]]
    gaps: Mapping[str, Mapping[str, str]]
    clashes: Mapping[str, int]
    findings: Mapping[str, Sequence[str]]

    def name(self, slug: str) -> str:
        return self.names.get(slug, slug)


@dataclass(frozen=True)
class Around:
    """What follows for systems, gathered once: some hundred bytes for each."""

    held: Held
    gaps: Mapping[str, Mapping[str, str]]
    clashes: Mapping[str, int]
    findings: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, held: Held) -> "Around":
        gaps: dict[str, dict[str, str]] = defaultdict(dict)
        for gap in held.results(GAP):
            gaps[gap["subject"]][gap["item"]] = gap["state"]
        clashes = Counter(slug for one in held.results(CONTRADICTION) for slug in one["subjects"])
        findings: dict[str, list[str]] = defaultdict(list)
        for finding in held.findings():
            for slug in finding.about:
                findings[slug].append(finding.identifier)
        return cls(held, gaps, clashes, findings)

    def words(self, systems: Sequence[SubjectFile]) -> Words:
        fields = ("operator", *(key for key in WIDE if self._names_subjects(key)))
        named = {slug for one in systems for key in fields for slug in one.slugs(key)}
        named |= {statement.source for one in systems for statement in one.statements}
        named |= {
            speaker
            for one in systems
            for key in USE_FIELDS
            for statement in one.of(key)
            for speaker in statement.said_by
        }
        operators = {slug for one in systems for slug in one.slugs(OPERATOR)}
        return Words(
            self.held.schema,
            self.held.names(named),
            self.held.nations(operators),
            self.gaps,
            self.clashes,
            self.findings,
        )

    def _names_subjects(self, key: str) -> bool:
        return self.held.schema.fields[key].type == "subject"


def system_row(system: SubjectFile, words: Words, *, day: date) -> Row:
    """One system; `day` is that of which its use is told."""
    return {
        **_head(system, words, day),
        **{key: value for name in WIDE for key, value in _field(system, name, words).items()},
        **_tail(system, words),
    }


def _head(system: SubjectFile, words: Words, day: date) -> Row:
    use = headline(system.statements, day, name=words.name)
    operators = list(dict.fromkeys(system.slugs(OPERATOR)))
    kind = system.first_text("kind")
    return {
        "slug": system.slug,
        "name": system.name,
        "kind": kind,
        "kind_label": words.schema.term_label("kind", kind) if kind else "",
        "summary": system.first_text("summary"),
        "operator": operators,
        "operator_names": [words.name(slug) for slug in operators],
        "nation": _nation(system, operators, words),
        "use": use.sentence,
        "use_state": use.state,
        "use_standing": use.standing.value,
        "use_last_told": use.last_told.isoformat() if use.last_told else "",
        "use_disputed": use.is_disputed,
    }


def _nation(system: SubjectFile, operators: Sequence[str], words: Words) -> list[str]:
    of_operators = (one for slug in operators for one in words.nations.get(slug, ()))
    return list(nations_of(system)) or list(dict.fromkeys(of_operators))


def _field(system: SubjectFile, key: str, words: Words) -> Row:
    values = list(dict.fromkeys(_text(one) for one in system.of(key) if _is_value(one)))
    row: Row = {column_of(key): values}
    kind = words.schema.fields[key].type
    if kind in LABELLED:
        labels = [
            words.schema.term_label(key, value) if kind == "term" else words.name(value)
            for value in values
        ]
        row[f"{column_of(key)}_labels"] = labels
    return row


def _is_value(statement: Statement) -> bool:
    return statement.kind not in {"silence", "closure"}


def _text(statement: Statement) -> str:
    value = statement.value
    return value.text if isinstance(value, Days) else str(value)


def _tail(system: SubjectFile, words: Words) -> Row:
    gaps = words.gaps.get(system.slug, {})
    silences = [
        f"{one.field}: {one.value.kind}"
        for one in system.statements
        if isinstance(one.value, Silence)
    ]
    sources = sorted({statement.source for statement in system.statements})
    return {
        "nothing_given": list(dict.fromkeys(silences)),
        **{gap_column(item): gaps.get(item, "") for item in words.schema.gap_items},
        "gaps_open": sum(state != State.PUBLISHED for state in gaps.values()) if gaps else None,
        "contradictions": words.clashes.get(system.slug, 0),
        "figures": sum(one.kind == "quantity" for one in system.statements),
        "statements": len(system.statements),
        "findings": list(words.findings.get(system.slug, ())),
        "sources": sources,
        "source_names": [words.name(slug) for slug in sources],
    }
