"""Subjects to content files, in one stable form: reading a file and writing it gives it back.

What many rows share is written once: the source for the file, the attributes of a block of
figures for the block. What can be worked out (the speaker's default basis, a unit in the
printed number) is not written.
"""

import json
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from candour.core.errors import CandourError
from candour.evidence.collection import (
    CheckSpec,
    ContradictionSpec,
    DerivedSpec,
    Row,
    SubjectFile,
)
from candour.evidence.fields import Schema
from candour.evidence.figure_reader import BY, BY_NOTHING, SHARE
from candour.evidence.quantities import Quantity, parse_quantity, plain
from candour.evidence.speakers import (
    SourceDefaults,
    default_basis,
    default_speakers,
    default_via,
)
from candour.evidence.statements import Silence, Statement
from candour.evidence.subject_reader import Handles, automatic_handle

WIDTH = 100
PLAIN = re.compile(r"^(?!\.\.\.|<<$)[^\s!&*\-?|>@%`\"'#,\[\]{}:][^,\[\]{}?]*$")
DAYS_KEYS = ("said_on", "public_on", "valid", "first_public")
BLOCK_ORDER = (
    "field", "measure", "unit", "stated", "said_by", "via", "source", "at", "basis", "said_on",
    "public_on", "valid", "first_public", "first_in", "group", "period", "area", "denominator",
    "compared_with", "system", "note", "remark", "probably",
)  # fmt: skip
Plain = str | list[Any] | dict[str, Any]


def write_subject(
    subject: SubjectFile, schema: Schema, sources: Mapping[str, SourceDefaults]
) -> str:
    """Return the stable form of a subject's file."""
    return dump_yaml(_Writer(subject, schema, sources).document())


class _Writer:
    def __init__(
        self, subject: SubjectFile, schema: Schema, sources: Mapping[str, SourceDefaults]
    ) -> None:
        self.subject, self.schema, self.sources = subject, schema, sources
        statements = subject.statements
        used = Counter(statement.source for statement in statements)
        self.source = min(used, key=lambda slug: (-used[slug], slug)) if used else ""
        named = [s for s in statements if s.field == "name" and s.source == self.source]
        self.at = named[0].locator if named else ""
        self.operators = tuple(sorted(subject.slugs("operator")))

    def document(self) -> dict[str, Plain]:
        document: dict[str, Plain] = {"source": self.source}
        if self.at:
            document["at"] = self.at
        if self.subject.redirects:
            document["redirects-from"] = list(self.subject.redirects)
        rows = {field: list[Row]() for field in self.schema.fields}
        blocks: dict[str, list[Row]] = {}
        for row in self.subject.rows:
            if row.statement.kind == "quantity":
                blocks.setdefault(row.handle.partition(".")[0], []).append(row)
            else:
                rows[row.statement.field].append(row)
        taken = Handles()
        for field, own_rows in rows.items():
            if own_rows:
                document[field] = self._field(own_rows, taken)
        figures = {name: self._block(name, block) for name, block in blocks.items()}
        if figures:
            document["figures"] = figures
        return document | self._following()

    def _following(self) -> dict[str, Plain]:
        """What is to be worked out, and what clashes."""
        subject = self.subject
        following: dict[str, Plain] = {
            "checks": [_check(check) for check in subject.checks if not check.block],
            "derived": {spec.name: _derived(spec) for spec in subject.derived},
            "contradictions": {spec.name: _contradiction(spec) for spec in subject.contradictions},
        }
        return {key: value for key, value in following.items() if value}

    # fields

    def _field(self, rows: list[Row], handles: Handles) -> Plain:
        closures = [row for row in rows if row.statement.kind == "closure"]
        if len(closures) == 1:
            about = self._mapping(closures[0], handles)
            values = [self._entry(row, handles) for row in rows if row is not closures[0]]
            return {"complete": about.pop("value"), **about, "values": values}
        entries = [self._entry(row, handles) for row in rows]
        if len(entries) == 1:
            return entries[0]
        return entries

    def _entry(self, row: Row, handles: Handles) -> Plain:
        entry = self._mapping(row, handles)
        return entry["value"] if list(entry) == ["value"] else entry

    def _mapping(self, row: Row, handles: Handles) -> dict[str, Plain]:
        statement = row.statement
        entry: dict[str, Plain] = {}
        if isinstance(statement.value, Silence):
            entry["silence"] = statement.value.kind
            entry |= {k: v for k, v in statement.value.as_dict().items() if k != "kind"}
        else:
            entry["value"] = str(statement.value)
        entry |= self._attributes(statement) | dict(statement.qualifiers)
        if row.handle != automatic_handle(statement, handles):
            entry["key"] = row.handle.partition(".")[2]
        handles.add(row.handle)
        return entry

    def _attributes(self, statement: Statement) -> dict[str, Plain]:
        """The attributes of a statement that differ from what would be taken anyway."""
        defaults = self.sources.get(statement.source, SourceDefaults((), "", "research"))
        plain: dict[str, Plain] = {}
        told_by = default_speakers(
            self.schema, statement.subject, statement.field, statement.value, defaults
        )
        if statement.said_by != told_by:
            plain["said_by"] = self._speakers(statement.said_by)
        if statement.via != default_via(statement.said_by, defaults):
            plain["via"] = statement.via
        if statement.source != self.source:
            plain["source"] = statement.source
        if statement.locator != self.at:
            plain["at"] = statement.locator
        if statement.basis != default_basis(
            statement.subject, statement.source, statement.said_by, defaults
        ):
            plain["basis"] = statement.basis
        for key in DAYS_KEYS:
            days = getattr(statement, key)
            if days is not None and not (key == "public_on" and days.text == defaults.published):
                plain[key] = days.text
        if statement.first_in:
            plain["first_in"] = statement.first_in
        return plain

    def _speakers(self, said_by: tuple[str, ...]) -> Plain:
        if said_by == self.operators:
            return "operator"
        return said_by[0] if len(said_by) == 1 else list(said_by)

    # figures

    def _block(self, name: str, rows: list[Row]) -> Plain:
        total = [row for row in rows if row.handle == f"{name}.total"]
        numbers = [row for row in rows if row not in total]
        by = _named_by(name, numbers)
        entries = {row.handle: self._number(name, row, by) for row in rows}
        shared = _shared(entries.values())
        block: dict[str, Plain] = {key: shared[key] for key in BLOCK_ORDER if key in shared}
        if numbers and by != BY[0]:
            block["by"] = by
        for row in total:
            block["total"] = _short(entries[row.handle], shared)
        for part, is_share in (("values", False), ("shares", True)):
            plain = {
                _key(name, row): _short(entries[row.handle], shared)
                for row in numbers
                if row.handle.endswith(SHARE) == is_share
            }
            if plain:
                block[part] = plain
        checks = [_check(check) for check in self.subject.checks if check.block == name]
        if checks:
            block["checks"] = checks
        return block

    def _number(self, name: str, row: Row, by: str) -> dict[str, Plain]:
        statement, quantity = row.statement, row.statement.value
        assert isinstance(quantity, Quantity)
        entry: dict[str, Plain] = {"printed": quantity.printed, "field": statement.field}
        entry |= _number_attributes(quantity, is_share=row.handle.endswith(SHARE))
        entry |= self._attributes(statement) | dict(statement.qualifiers)
        if row.handle != f"{name}.total" and by != BY_NOTHING:
            entry.pop(by)
        return entry


def _number_attributes(quantity: Quantity, *, is_share: bool) -> dict[str, Plain]:
    """What has to be written beside the printed number for it to be read as it is."""
    unit = "percent" if is_share else ""
    for attributes in (
        {},
        {"unit": quantity.unit},
        {"unit": quantity.unit, "stated": quantity.stated},
        {"unit": quantity.unit, "value": plain(quantity.value)},
        {"unit": quantity.unit, "value": plain(quantity.value), "stated": quantity.stated},
    ):
        if quantity.high is not None and "value" in attributes:
            attributes["high"] = plain(quantity.high)
        if _reads_as(quantity, {"unit": unit} | attributes):
            return {**attributes}
    raise CandourError(f"'{quantity.printed}' can't be written so that it is read again.")


def _reads_as(quantity: Quantity, attributes: dict[str, str]) -> bool:
    try:
        return parse_quantity(quantity.printed, **attributes) == quantity
    except CandourError:
        return False


def _named_by(name: str, rows: list[Row]) -> str:
    """The qualifier whose text is the key of every number, if there is one."""
    for qualifier in BY:
        if rows and all(row.statement.qualifier(qualifier) == _key(name, row) for row in rows):
            return qualifier
    return BY_NOTHING if rows else BY[0]


def _key(name: str, row: Row) -> str:
    return row.handle.removeprefix(f"{name}.").removesuffix(SHARE)


def _shared(entries: Iterable[dict[str, Plain]]) -> dict[str, Plain]:
    """The attributes that all numbers of a block have alike."""
    every = list(entries)
    first = {
        key: value for key, value in every[0].items() if key not in {"printed", "value", "high"}
    }
    return {
        key: value for key, value in first.items() if all(e.get(key) == value for e in every)
    } | _shared_unit(every)


def _shared_unit(entries: list[dict[str, Plain]]) -> dict[str, Plain]:
    """One unit for all numbers that need one; those whose print implies theirs do not mind."""
    units = {str(entry["unit"]) for entry in entries if "unit" in entry}
    return {"unit": units.pop()} if len(units) == 1 else {}


def _short(entry: dict[str, Plain], shared: Mapping[str, Plain]) -> Plain:
    own = {key: value for key, value in entry.items() if shared.get(key) != value}
    return own["printed"] if list(own) == ["printed"] else own


def _check(check: CheckSpec) -> Plain:
    if not check.undecidable:
        return f"{check.text} -- {check.remark}" if check.remark else check.text
    entry: dict[str, Plain] = {"check": check.text, "undecidable": check.undecidable}
    return entry | ({"remark": check.remark} if check.remark else {})


def _derived(spec: DerivedSpec) -> Plain:
    entry: dict[str, Plain] = {
        "measure": spec.measure,
        "sum": spec.sum,
        "of": list(spec.of),
        "unit": spec.unit,
        "not-comparable": spec.not_comparable,
        "undecidable": spec.undecidable,
        "remark": spec.remark,
    }
    return {key: value for key, value in entry.items() if value}


def _first(spec: ContradictionSpec) -> dict[str, Plain]:
    if spec.rank:
        return {"first": {"rank": str(spec.rank), "why": spec.first}}
    return {"first": spec.first} if spec.first else {}


def _contradiction(spec: ContradictionSpec) -> Plain:
    entry: dict[str, Plain] = {
        "kind": spec.kind,
        **({"touches": spec.touches} if spec.touches else {}),
        **({"strength": spec.strength} if spec.strength else {}),
        **_first(spec),
        "sides": [{"said": side.said, "statements": list(side.statements)} for side in spec.sides],
        "reason": spec.reason,
    }
    return entry | ({"reply": spec.reply} if spec.reply else {})


# YAML: every scalar is text, so only what would be read otherwise is quoted


def dump_yaml(document: Mapping[str, Plain]) -> str:
    lines: list[str] = []
    for key, value in document.items():
        _emit(lines, f"{_scalar(key)}:", value, 0)
    return "\n".join(lines) + "\n"


def _emit(lines: list[str], head: str, value: Plain, indent: int) -> None:
    pad = " " * indent
    flow = "" if _is_long(value) else _flow(value)
    if flow and len(pad) + len(head) + 1 + len(flow) <= WIDTH:
        lines.append(f"{pad}{head} {flow}")
    elif isinstance(value, str):
        if value.isprintable():
            _emit_text(lines, f"{pad}{head}", value, indent + 2)
        else:
            lines.append(f"{pad}{head} {flow}")
    elif isinstance(value, dict):
        _emit_map(lines, pad, head, value, indent)
    else:
        lines.append(f"{pad}{head}")
        for item in value:
            _emit(lines, "-", item, indent + 2)


def _is_long(value: Plain) -> bool:
    """Lists and maps of more than plain words stand one to a line."""
    if isinstance(value, list):
        return any(not isinstance(item, str) for item in value)
    return isinstance(value, dict) and any(not isinstance(item, str) for item in value.values())


def _emit_map(lines: list[str], pad: str, head: str, value: dict[str, Plain], indent: int) -> None:
    if head == "-":
        start = len(lines)
        for key, inner in value.items():
            _emit(lines, f"{_scalar(key)}:", inner, indent + 2)
        lines[start] = f"{pad}- {lines[start].lstrip()}"
        return
    lines.append(f"{pad}{head}")
    for key, inner in value.items():
        _emit(lines, f"{_scalar(key)}:", inner, indent + 2)


def _emit_text(lines: list[str], head: str, text: str, indent: int) -> None:
    lines.append(f"{head} >-")
    wrapped = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    lines.extend(" " * indent + line for line in wrapped)


def _flow(value: Plain) -> str:
    if isinstance(value, str):
        return _scalar(value)
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    pairs = ", ".join(f"{_scalar(key)}: {_flow(item)}" for key, item in value.items())
    return "{" + pairs + "}"


def _scalar(text: str) -> str:
    safe = PLAIN.match(text) and ": " not in text and " #" not in text and not text.endswith(":")
    if safe and text.isprintable():
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    if quoted.isprintable():
        return quoted
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in quoted)
