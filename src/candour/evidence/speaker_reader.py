"""Who said a row: as the file names them, by default, or by rule; refused where they can't have."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from candour.evidence.nodes import Node
from candour.evidence.quantities import Quantity
from candour.evidence.reader_voice import (
    note_is_a_remark,
    says_in_general,
    tells_what_is_left_out,
)
from candour.evidence.speakers import (
    INFERRED,
    REGISTER_ITSELF,
    SourceDefaults,
    default_speakers,
    why_not_said,
)
from candour.evidence.statements import BASES, Value

if TYPE_CHECKING:
    from candour.evidence.subject_reader import SubjectReader

GENERAL = "general"


def who_said(
    reader: "SubjectReader",
    field: str,
    value: Value,
    parts: Mapping[str, Node],
    defaults: SourceDefaults,
    path: str,
    at: Node,
) -> tuple[str, ...]:
    """Those whom the row names, or who speak by default; refused where they can't have."""
    named = _speakers(reader, parts, path, at)
    speakers = named or default_speakers(reader.schema, reader.slug, field, value, defaults)
    reason = why_not_said(reader.schema, reader.slug, field, value, speakers, defaults)
    if speakers and reason:
        reader.fail(parts.get("said_by", at), path, reason)
    if speakers == (REGISTER_ITSELF,):
        _for_itself(reader, parts, path)
    else:
        _in_its_own_voice(reader, field, value, parts, path, at)
    return speakers


def _for_itself(reader: "SubjectReader", parts: Mapping[str, Node], path: str) -> None:
    """The register reports through nobody, and all it adds to a source is inferred."""
    if "via" in parts:
        reader.fail(parts["via"], f"{path}.via", "stands where the register speaks for itself")
    basis = parts.get("basis")
    if basis is not None and basis.is_text and basis.text in BASES and basis.text != INFERRED:
        reader.fail(basis, f"{path}.basis", f"is '{INFERRED}' for all that the register says")


def _in_its_own_voice(
    reader: "SubjectReader",
    field: str,
    value: Value,
    parts: Mapping[str, Node],
    path: str,
    at: Node,
) -> None:
    """Refuse what a speaker can't have said because it speaks of the source itself."""
    if isinstance(value, str) and tells_what_is_left_out(value):
        reader.fail(
            parts.get("value", at),
            path,
            "tells what the source leaves out, which this register found: move that to "
            "`remark:`, make it a silence, or say `said_by: candour`",
        )
    note = parts.get("note")
    if note is None or not note.is_text:
        return
    if GENERAL in reader.schema.allowed_qualifiers(field) and says_in_general(note.text):
        reader.fail(
            note,
            f"{path}.note",
            "says that this was said in general: write `general:` with whom it was said of, so "
            "that it stands nowhere as said of this subject alone",
        )
    if not isinstance(value, Quantity) and note_is_a_remark(note.text):
        reader.fail(
            note,
            f"{path}.note",
            "speaks of the source, so its speaker did not say it: write `remark:`, which is "
            "this register's",
        )


def _speakers(
    reader: "SubjectReader", parts: Mapping[str, Node], path: str, at: Node
) -> tuple[str, ...]:
    if "said_by" not in parts:
        return ()
    named = reader.list_of_text(parts["said_by"], f"{path}.said_by")
    slugs: list[str] = []
    for name in named:
        if name == "operator" and not reader.operators:
            reader.fail(at, f"{path}.said_by", "names the operator, but the file has none")
        slugs += reader.operators if name == "operator" else [name]
    return tuple(sorted(set(slugs)))
