"""One content file to a subject: its rows, checks and contradictions."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from typing import NoReturn

from candour.core.days import Days, parse_days
from candour.core.errors import BadDays, Problem, in_short
from candour.evidence.collection import (
    CheckSpec,
    ContradictionSpec,
    DerivedSpec,
    Row,
    SubjectFile,
)
from candour.evidence.fields import Field, Schema
from candour.evidence.names import AS_A_SLUG, is_slug
from candour.evidence.nodes import MOST_PROBLEMS, Node
from candour.evidence.speakers import (
    SourceDefaults,
    default_basis,
    default_via,
)
from candour.evidence.statements import BASES, Silence, Statement, Value

META = frozenset(
    {"said_by", "via", "source", "at", "basis", "said_on", "public_on", "valid", "key"}
    | {"first_public", "first_in"}
)
SHOWN = 60  # characters of what a file holds, in a message about it
LONGEST_NAME = 300  # characters; lists are sorted by it
SILENCE_KEYS = frozenset({"silence", "act", "section", "reason", "asked_on", "due_on", "review_on"})
TOP_LEVEL = frozenset(
    {"source", "at", "figures", "checks", "derived", "contradictions", "redirects-from"}
)


class Abort(Exception):
    """The row can't be read; its problem has been noted."""


class TooMany(Exception):
    """The file has so many problems that the rest of it is not read."""


class Handles:
    """The handles of a file's rows, and how many each field and each stem has used."""

    def __init__(self) -> None:
        self._handles: set[str] = set()
        self._of_field: Counter[str] = Counter()
        self._last_tried: dict[str, int] = {}

    def __contains__(self, handle: object) -> bool:
        return handle in self._handles

    def add(self, handle: str) -> None:
        self._handles.add(handle)
        self._of_field[handle.partition(".")[0]] += 1

    def next_place(self, field: str) -> int:
        return self._of_field[field] + 1

    def free(self, stem: str) -> str:
        """The stem, or with the first number behind it that no other handle has."""
        if stem not in self._handles:
            return stem
        number = self._last_tried.get(stem, 2)
        while f"{stem}-{number}" in self._handles:
            number += 1
        self._last_tried[stem] = number
        return f"{stem}-{number}"


class SubjectReader:
    """Reads the nodes of one file; collects problems instead of stopping at the first."""

    def __init__(
        self,
        slug: str,
        subject_class: str,
        file: str,
        schema: Schema,
        sources: Mapping[str, SourceDefaults],
    ) -> None:
        self.slug, self.subject_class, self.file = slug, subject_class, file
        self.schema, self.sources = schema, sources
        self.problems: list[Problem] = []
        self.rows: list[Row] = []
        self.checks: list[CheckSpec] = []
        self.contradictions: list[ContradictionSpec] = []
        self.handles = Handles()
        self.ids: set[str] = set()
        self.operators: tuple[str, ...] = ()
        self.defaults: dict[str, str] = {}

    def read(self, root: Node) -> SubjectFile:
        """Read the whole file, or as much of it as stands before too many problems."""
        derived: tuple[DerivedSpec, ...] = ()
        redirects: tuple[str, ...] = ()
        with suppress(TooMany):
            self._read_defaults(root)
            self._read_rows(root)
            derived = self._read_what_follows(root)
            redirects = self._redirects(root.map.get("redirects-from"))
            self._need(root)
        return SubjectFile(
            self.slug,
            self.subject_class,
            tuple(self.rows),
            tuple(self.checks),
            tuple(self.contradictions),
            redirects,
            derived,
        )

    def _read_defaults(self, root: Node) -> None:
        for key in ("source", "at"):
            with suppress(Abort):
                if key in root.map:
                    self.defaults[key] = self._text(root.map[key], key)
        self.operators = self._plain_slugs(root.map.get("operator"))

    def _read_rows(self, root: Node) -> None:
        from candour.evidence.figure_reader import read_figures

        for key, node in root.map.items():
            if key in self.schema.fields and not self.schema.fields[key].is_figure:
                self._field(self.schema.fields[key], node)
            elif key in self.schema.fields:
                self._silent_figure(self.schema.fields[key], node)
            elif key not in TOP_LEVEL:
                self.problem(node, key, "is not in the table of fields (fields.yaml)")
        if "figures" in root.map:
            read_figures(self, root.map["figures"])

    def _read_what_follows(self, root: Node) -> tuple[DerivedSpec, ...]:
        from candour.evidence.clash_reader import read_checks, read_contradictions
        from candour.evidence.derived_reader import read_derived

        read_checks(self, root.map.get("checks"), block="", path="checks")
        read_contradictions(self, root.map.get("contradictions"))
        return read_derived(self, root.map["derived"]) if "derived" in root.map else ()

    def _redirects(self, node: Node | None) -> tuple[str, ...]:
        """The slugs that now lead here: each can be the name of a file, and none stands twice."""
        slugs: dict[str, None] = {}
        for entry in node.entries() if node is not None else ():
            if not entry.is_text or not is_slug(entry.text):
                shown = f"'{entry.text[:SHOWN]}'" if entry.is_text else "a list or mapping"
                message = f"{shown} can't be the name of a page: use {AS_A_SLUG}"
                self.problem(entry, "redirects-from", message)
            elif entry.text == self.slug or entry.text in slugs:
                why = "is this very file" if entry.text == self.slug else "stands here twice"
                self.problem(entry, "redirects-from", f"'{entry.text}' {why}")
            else:
                slugs[entry.text] = None
        return tuple(slugs)

    # fields

    def _field(self, field: Field, node: Node) -> None:
        if node.is_map and ("values" in node.map or "complete" in node.map):
            try:
                node = self._closure(field, node)
            except Abort:
                return
        entries = list(node.entries())
        if len(entries) > 1 and not field.many and not self._differ_in_days_or_speaker(entries):
            self.problem(
                node, field.key, "takes one value; say of which days or by whom each is said"
            )
        for entry in entries:
            self._entry(field, entry)

    def _silent_figure(self, field: Field, node: Node) -> None:
        """Outside the blocks, a field of figures can only say that there is no number."""
        if all(entry.is_map and "silence" in entry.map for entry in node.entries()):
            self._field(field, node)
        else:
            self.problem(node, field.key, "is a figure: write it as a block under `figures:`")

    def _differ_in_days_or_speaker(self, entries: list[Node]) -> bool:
        """A single-valued field may hold several statements if they are told apart."""
        return all(entry.is_map and len(entry.map) > 1 for entry in entries)

    def _closure(self, field: Field, node: Node) -> Node:
        if not field.closure:
            self.problem(node, field.key, "takes no closure (`complete:`)")
        stated = self._text(node.map["complete"], field.key) if "complete" in node.map else ""
        if stated in {"yes", "no"}:
            meta = {k: v for k, v in node.map.items() if k not in {"complete", "values"}}
            closure = Node(node.line, {"value": Node(node.line, stated), **meta})
            self._entry(field, closure, kind="closure")
        elif stated not in {"", "not known"}:
            self.problem(node, field.key, "`complete:` is yes, no or not known")
        return node.map.get("values", Node(node.line, []))

    def _entry(self, field: Field, entry: Node, kind: str = "") -> None:
        path = field.key
        try:
            parts = entry.map if entry.is_map else {"value": entry}
            allowed = (
                META | SILENCE_KEYS | {"value"} | set(self.schema.allowed_qualifiers(field.key))
            )
            for key in parts:
                if key not in allowed:
                    self.problem(
                        parts[key],
                        f"{path}.{key}",
                        "is not known here; see the table of fields, and put a text with a comma "
                        "inside {} in quotes",
                    )
            chosen, value = self._value(field, parts, entry, kind)
            statement = self.statement(field.key, chosen, value, parts, path, entry)
            self.add(self._handle(field, statement, parts, path), statement, entry)
        except Abort:
            return

    def _value(
        self, field: Field, parts: dict[str, Node], entry: Node, kind: str
    ) -> tuple[str, Value]:
        if "silence" in parts:
            if "value" in parts:
                self.fail(entry, field.key, "has a value and a silence; it can only have one")
            return "silence", self._silence(field, parts)
        if "value" not in parts:
            self.fail(entry, field.key, "has no `value:` and no `silence:`")
        text = self._text(parts["value"], field.key)
        if kind:
            return kind, text
        if field.type == "term" and text not in self.schema.vocabularies[field.vocabulary]:
            self.fail(
                parts["value"],
                field.key,
                f"'{text}' is not in the vocabulary '{field.vocabulary}'; add it there with its "
                "definition, or use a term that is",
            )
        if field.type == "term":
            self._fits_class(field, text, parts["value"])
        if field.type == "days":
            return "days", self.days(parts["value"], field.key)
        return field.type, text

    def _fits_class(self, field: Field, text: str, node: Node) -> None:
        """Some terms belong to some classes of subject only: a vendor is no kind of document."""
        allowed = self.schema.term(field.vocabulary, text).of
        if allowed and self.subject_class not in allowed:
            self.problem(
                node,
                field.key,
                f"'{text}' is for a {' or '.join(allowed)}; this is a {self.subject_class}",
            )

    def _silence(self, field: Field, parts: dict[str, Node]) -> Silence:
        kind = self._text(parts["silence"], field.key)
        if kind not in self.schema.vocabularies["silences"]:
            silences = ", ".join(self.schema.vocabularies["silences"])
            self.fail(parts["silence"], field.key, f"'{kind}' is no silence; use one of {silences}")
        texts = {
            key: self._text(parts[key], f"{field.key}.{key}")
            for key in SILENCE_KEYS - {"silence"}
            if key in parts
        }
        for key in {"asked_on", "due_on", "review_on"} & texts.keys():
            self.days(parts[key], f"{field.key}.{key}")
        return Silence(kind, **texts)

    # statements

    def statement(
        self, field: str, kind: str, value: Value, parts: Mapping[str, Node], path: str, at: Node
    ) -> Statement:
        """Put together a statement from a value and its attributes, with the defaults filled in."""
        from candour.evidence.speaker_reader import who_said

        source = self._attribute(parts, "source", path)
        if source not in self.sources:
            message = f"names no source of this register ('{source[:SHOWN]}'); say `source:`"
            self.fail_for(at, path, message)
        defaults = self.sources[source]
        speakers = who_said(self, field, value, parts, defaults, path, at)
        if not speakers:
            self.fail_for(at, path, f"the source '{source}' has no author, so say `said_by:`")
        locator = self._attribute(parts, "at", path)
        if not locator:
            self.fail(at, path, "has no place in its source; say `at:`")
        days = {
            key: self.days(parts[key], f"{path}.{key}") if key in parts else None
            for key in ("said_on", "public_on", "valid", "first_public")
        }
        first_in = self._text(parts["first_in"], f"{path}.first_in") if "first_in" in parts else ""
        if first_in and days["first_public"] is None:
            self.fail(at, path, "names an earlier text without its day; say `first_public:`")
        if days["public_on"] is None and defaults.published:
            days["public_on"] = parse_days(defaults.published)
        return Statement(
            subject=self.slug,
            field=field,
            kind=kind,
            value=value,
            said_by=speakers,
            source=source,
            locator=locator,
            basis=self._basis(parts, source, speakers, defaults, path),
            via=self._via(parts, speakers, defaults, path),
            said_on=days["said_on"],
            public_on=days["public_on"],
            valid=days["valid"],
            first_public=days["first_public"],
            first_in=first_in,
            qualifiers=self.qualifiers(field, parts, path),
        )

    def _attribute(self, parts: Mapping[str, Node], key: str, path: str) -> str:
        return (
            self._text(parts[key], f"{path}.{key}") if key in parts else self.defaults.get(key, "")
        )

    def _basis(
        self,
        parts: Mapping[str, Node],
        source: str,
        speakers: tuple[str, ...],
        defaults: SourceDefaults,
        path: str,
    ) -> str:
        if "basis" in parts:
            basis = self._text(parts["basis"], f"{path}.basis")
            if basis not in BASES:
                self.fail(parts["basis"], f"{path}.basis", f"is one of {', '.join(BASES)}")
            return basis
        return default_basis(self.slug, source, speakers, defaults)

    def _via(
        self,
        parts: Mapping[str, Node],
        speakers: tuple[str, ...],
        defaults: SourceDefaults,
        path: str,
    ) -> str:
        if "via" in parts:
            return self._text(parts["via"], f"{path}.via")
        return default_via(speakers, defaults)

    def qualifiers(
        self, field: str, parts: Mapping[str, Node], path: str
    ) -> tuple[tuple[str, str], ...]:
        values = {}
        for key in self.schema.allowed_qualifiers(field):
            if key in parts:
                text = self._text(parts[key], f"{path}.{key}")
                if self.schema.qualifiers[key].type == "days":
                    text = self.days(parts[key], f"{path}.{key}").text
                values[key] = text
        return tuple(sorted(values.items()))

    # handles

    def _handle(
        self, field: Field, statement: Statement, parts: Mapping[str, Node], path: str
    ) -> str:
        if "key" in parts:
            return f"{field.key}.{self._text(parts['key'], f'{path}.key')}"
        return automatic_handle(statement, self.handles)

    def add(self, handle: str, statement: Statement, node: Node) -> None:
        if handle in self.handles:
            self.problem(node, handle, "stands here twice; give one another `key:`")
            return
        if statement.id in self.ids:
            self.problem(node, handle, "says the same as another row; take one out")
            return
        self.handles.add(handle)
        self.ids.add(statement.id)
        self.rows.append(Row(handle, statement, node.line))

    # the small things

    def known_keys(self, node: Node, allowed: set[str], path: str) -> None:
        for key in (node.map.keys() if node.is_map else set()) - allowed:
            hint = "is not known here; a text with a comma inside {} stands in quotes"
            self.problem(node.map[key], f"{path}.{key}", hint)

    def _need(self, root: Node) -> None:
        for key in ("name", "kind"):
            if key not in root.map:
                self.problem(root, key, f"is missing: every {self.subject_class} needs one")
        named = root.map.get("name")
        for entry in named.entries() if named is not None else ():
            name = entry.map.get("value") if entry.is_map else entry
            if name is not None and name.is_text and len(name.text) > LONGEST_NAME:
                message = f"is over {LONGEST_NAME} characters long: give what it is called"
                self.problem(name, "name", message)
        if self.subject_class == "system":
            for key in ("operator", "in-scope", "use"):
                if key not in root.map:
                    self.problem(root, key, "is missing: every system needs one, or a silence")

    def _plain_slugs(self, node: Node | None) -> tuple[str, ...]:
        values = []
        for entry in node.entries() if node is not None else ():
            inner = entry.map.get("value") if entry.is_map else entry
            if inner is not None and inner.is_text:
                values.append(inner.text)
        return tuple(sorted(values))

    def list_of_text(self, node: Node | None, path: str) -> list[str]:
        return [self._text(entry, path) for entry in node.entries()] if node is not None else []

    def _text(self, node: Node, path: str) -> str:
        if not node.is_text:
            self.fail(node, path, "must be a plain value here, not a list or mapping")
        if not node.text:
            self.fail(node, path, "is empty; leave it out, or say what kind of silence it is")
        return node.text

    text = _text

    def days(self, node: Node, path: str) -> Days:
        try:
            return parse_days(self._text(node, path))
        except BadDays as error:
            self.fail(node, path, str(error))

    def problem(self, node: Node, path: str, message: str, *, is_consequence: bool = False) -> None:
        if len(self.problems) == MOST_PROBLEMS:
            message = f"has over {MOST_PROBLEMS} problems; the rest of it was not read"
            self.problems.append(Problem(self.file, node.line, "", message, is_consequence=True))
            raise TooMany
        self.problems.append(Problem(self.file, node.line, path, in_short(message), is_consequence))

    def fail(self, node: Node, path: str, message: str) -> NoReturn:
        self.problem(node, path, message)
        raise Abort

    def fail_for(self, node: Node, path: str, message: str) -> NoReturn:
        """Fail for what may be the fault of another file, so that it is told after that."""
        self.problem(node, path, message, is_consequence=True)
        raise Abort


def automatic_handle(statement: Statement, handles: Handles) -> str:
    """Name a row after its field and value, or after its place among its field's rows."""
    if statement.kind in {"term", "subject"}:
        stem = f"{statement.field}.{statement.value}"
    elif statement.kind == "silence":
        assert isinstance(statement.value, Silence)
        stem = f"{statement.field}.{statement.value.kind}"
    elif statement.kind == "closure":
        stem = f"{statement.field}.complete"
    else:
        stem = f"{statement.field}.{handles.next_place(statement.field)}"
    return handles.free(stem)
