"""The checks and the contradictions that a file declares, each with its line."""

from contextlib import suppress
from typing import TYPE_CHECKING

from candour.evidence.collection import CheckSpec, ContradictionSpec, Side
from candour.evidence.nodes import Node
from candour.evidence.weights import CONTRADICTION_KINDS, LAST_RANK, STRENGTHS, TOUCHES

RANKS = frozenset(map(str, range(1, LAST_RANK + 1)))

if TYPE_CHECKING:
    from candour.evidence.subject_reader import SubjectReader


def read_checks(reader: "SubjectReader", node: Node | None, *, block: str, path: str) -> None:
    from candour.evidence.subject_reader import Abort

    for entry in node.entries() if node is not None else ():
        with suppress(Abort):
            reader.checks.append(_check(reader, entry, block, path))


def _check(reader: "SubjectReader", entry: Node, block: str, path: str) -> CheckSpec:
    parts = entry.map if entry.is_map else {"check": entry}
    for key in parts.keys() - {"check", "remark", "undecidable"}:
        reader.problem(parts[key], f"{path}.{key}", "is not known in a check")
    if "check" not in parts:
        reader.fail(entry, path, "has no `check:`")
    text, _, remark = reader.text(parts["check"], path).partition(" -- ")
    if "remark" in parts:
        remark = reader.text(parts["remark"], path)
    undecidable = reader.text(parts["undecidable"], path) if "undecidable" in parts else ""
    return CheckSpec(reader.slug, block, text.strip(), remark.strip(), undecidable, entry.line)


def read_contradictions(reader: "SubjectReader", node: Node | None) -> None:
    from candour.evidence.subject_reader import Abort

    if node is None:
        return
    if not node.is_map:
        reader.problem(node, "contradictions", "is a mapping of names to contradictions")
        return
    for name, entry in node.map.items():
        try:
            reader.contradictions.append(_contradiction(reader, name, entry))
        except Abort:
            continue


def _contradiction(reader: "SubjectReader", name: str, node: Node) -> ContradictionSpec:
    path = f"contradictions.{name}"
    parts = node.map if node.is_map else {}
    known = {"kind", "sides", "reason", "reply", "touches", "first", "strength"}
    reader.known_keys(node, known, path)
    for key in ("kind", "sides", "reason"):
        if key not in parts:
            reader.fail(node, path, f"has no `{key}:`")
    kind = reader.text(parts["kind"], path)
    if kind not in CONTRADICTION_KINDS:
        reader.fail(parts["kind"], path, f"kind is one of {', '.join(CONTRADICTION_KINDS)}")
    sides = tuple(_side(reader, side, path) for side in parts["sides"].entries())
    if len(sides) == 1:
        reader.fail(node, path, "needs two sides or more")
    reply = reader.text(parts["reply"], path) if "reply" in parts else ""
    reason = reader.text(parts["reason"], path)
    touches = reader.text(parts["touches"], path) if "touches" in parts else ""
    if touches not in {"", *TOUCHES}:
        reader.fail(parts["touches"], path, f"touches is one of {', '.join(TOUCHES)}")
    strength = reader.text(parts["strength"], path) if "strength" in parts else ""
    if strength not in {"", *STRENGTHS}:
        reader.fail(parts["strength"], path, f"strength is one of {', '.join(STRENGTHS)}")
    rank, first = _first(reader, parts["first"], path) if "first" in parts else (0, "")
    return ContradictionSpec(
        reader.slug, name, kind, sides, reason, reply, touches, first, rank, strength, node.line
    )


def _first(reader: "SubjectReader", node: Node, path: str) -> tuple[int, str]:
    """The rank that an editor gives, and why; a reason alone stands after all that have a rank."""
    if not node.is_map:
        return 0, reader.text(node, path)
    if node.map.keys() != {"rank", "why"}:
        reader.fail(node, path, "first has `rank:` and `why:`")
    rank = reader.text(node.map["rank"], path)
    if rank not in RANKS:
        reader.fail(node.map["rank"], path, f"rank is a whole number from 1 to {LAST_RANK}")
    return int(rank), reader.text(node.map["why"], path)


def _side(reader: "SubjectReader", node: Node, path: str) -> Side:
    if not node.is_map or not {"said", "statements"} <= node.map.keys():
        reader.fail(node, path, "each side has `said:` and `statements:`")
    reader.known_keys(node, {"said", "statements"}, path)
    handles = reader.list_of_text(node.map["statements"], path)
    return Side(reader.text(node.map["said"], path), tuple(handles))
