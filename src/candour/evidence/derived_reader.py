"""The derived numbers of a file: what Candour works out, each under a name of its own."""

from typing import TYPE_CHECKING

from candour.evidence.collection import DerivedSpec
from candour.evidence.nodes import Node

if TYPE_CHECKING:
    from candour.evidence.subject_reader import SubjectReader

KEYS = frozenset({"measure", "sum", "of", "unit", "not-comparable", "undecidable", "remark"})
REASONS = ("not-comparable", "undecidable")


def read_derived(reader: "SubjectReader", node: Node) -> tuple[DerivedSpec, ...]:
    from candour.evidence.subject_reader import Abort

    if not node.is_map:
        reader.problem(node, "derived", "is a mapping of names to derived numbers")
        return ()
    specs = []
    for name, entry in node.map.items():
        try:
            specs.append(_read(reader, name, entry))
        except Abort:
            continue
    return tuple(specs)


def _read(reader: "SubjectReader", name: str, node: Node) -> DerivedSpec:
    path = f"derived.{name}"
    parts = node.map if node.is_map else {}
    reader.known_keys(node, set(KEYS), path)
    texts = {key: reader.text(parts[key], f"{path}.{key}") for key in KEYS - {"of"} if key in parts}
    of = tuple(reader.list_of_text(parts.get("of"), f"{path}.of"))
    if "measure" not in texts:
        reader.fail(node, path, "does not say what the number tells; say `measure:`")
    reasons = [key for key in REASONS if key in texts]
    if len(reasons) > 1:
        reader.fail(node, path, "is either not comparable or undecidable; give one reason")
    if reasons and ("sum" in texts or not of):
        reader.fail(node, path, "has no number, so say what it would be worked out from, as `of:`")
    if not reasons and ("sum" not in texts or of):
        reader.fail(node, path, "needs a `sum:`, or a reason why there is none")
    return DerivedSpec(
        reader.slug,
        name,
        texts["measure"],
        texts.get("sum", ""),
        texts.get("unit", ""),
        of,
        texts.get("not-comparable", ""),
        texts.get("undecidable", ""),
        texts.get("remark", ""),
        node.line,
    )
