"""The figures of a file: small tables of printed numbers, each number a statement."""

from difflib import get_close_matches
from typing import TYPE_CHECKING

from candour.core.errors import BadQuantity
from candour.evidence.clash_reader import read_checks
from candour.evidence.fields import MEASURES
from candour.evidence.nodes import Node
from candour.evidence.quantities import parse_quantity

if TYPE_CHECKING:
    from candour.evidence.subject_reader import SubjectReader

PARTS = frozenset({"total", "values", "shares", "checks", "by"})
NUMBER_KEYS = frozenset({"printed", "unit", "value", "stated", "high"})
BY = ("group", "area", "period", "measure")
BY_NOTHING = "key"
SHARE = " share"


def read_figures(reader: "SubjectReader", node: Node) -> None:
    if not node.is_map:
        reader.problem(node, "figures", "is a mapping of block names to blocks")
        return
    for name, block in node.map.items():
        if not block.is_map:
            reader.problem(block, f"figures.{name}", "is a mapping; see the content guide")
        elif "." in name or "#" in name:
            reader.problem(block, f"figures.{name}", "can't have '.' or '#' in its name")
        else:
            _Block(reader, name, block).read()


class _Block:
    """One block: attributes that hold for all its numbers, and the numbers."""

    def __init__(self, reader: "SubjectReader", name: str, node: Node) -> None:
        self.reader, self.name, self.node = reader, name, node
        self.path = f"figures.{name}"
        self.shared = {key: value for key, value in node.map.items() if key not in PARTS}

    def read(self) -> None:
        stated = self.node.map.get("by")
        if stated is not None and not stated.is_text:
            self.reader.problem(stated, self.path, "`by:` must be a plain value")
            return
        by = stated.text if stated is not None else BY[0]
        if by not in (*BY, BY_NOTHING):
            self.reader.problem(self.node, self.path, f"`by:` is one of {', '.join(BY)}, key")
            return
        if not {"total", "values", "shares"} & self.node.map.keys():
            self.reader.problem(self.node, self.path, "has no `total:`, `values:` or `shares:`")
        if "total" in self.node.map:
            self._number("total", self.node.map["total"], {})
        for part, suffix in (("values", ""), ("shares", SHARE)):
            for key, node in self._mapping(part).items():
                if key == "total":
                    self.reader.problem(node, self.path, "put `total` beside `values:`")
                    continue
                named = {} if by == BY_NOTHING else {by: Node(node.line, key)}
                if part == "shares":
                    named["unit"] = Node(node.line, "percent")
                self._number(key + suffix, node, named)
        if "checks" in self.node.map:
            path = f"{self.path}.checks"
            read_checks(self.reader, self.node.map["checks"], block=self.name, path=path)

    def _measure(self, node: Node, path: str) -> Node:
        """A wording of a measure of the vocabulary; the term's own key stands for its label."""
        schema, wording = self.reader.schema, self.reader.text(node, path)
        if wording not in schema.measures:
            near = get_close_matches(wording, schema.measures, n=1)
            like = f"; the nearest there is '{near[0]}'" if near else ""
            self.reader.fail(
                node,
                path,
                f"'{wording}' is no measure of the vocabulary 'measures'{like}; use one that is, "
                "add this wording under the `also:` of one that means the same, or add a term",
            )
        is_key = wording in schema.vocabularies[MEASURES]
        return Node(node.line, schema.term(MEASURES, wording).label) if is_key else node

    def _mapping(self, part: str) -> dict[str, Node]:
        node = self.node.map.get(part)
        if node is None:
            return {}
        if not node.is_map:
            self.reader.problem(node, f"{self.path}.{part}", "is a mapping of names to numbers")
            return {}
        return node.map

    def _number(self, key: str, node: Node, qualifiers: dict[str, Node]) -> None:
        from candour.evidence.subject_reader import META, Abort

        reader, path = self.reader, f"{self.path}.{key}"
        try:
            own = node.map if node.is_map else {"printed": node}
            parts = {**self.shared, **qualifiers, **own}
            field = reader.text(parts["field"], path) if "field" in parts else ""
            if field not in reader.schema.fields or not reader.schema.fields[field].is_figure:
                figures = [k for k, row in reader.schema.fields.items() if row.is_figure]
                reader.fail(node, path, f"`field:` is one of {', '.join(figures)}")
            allowed = set(reader.schema.allowed_qualifiers(field))
            for extra in parts.keys() - META - NUMBER_KEYS - allowed - {"field"}:
                reader.problem(parts[extra], f"{path}.{extra}", "is not known for a figure")
            if "printed" not in parts:
                reader.fail(node, path, "has no `printed:` number")
            if "measure" not in parts:
                reader.fail(node, path, "does not say what is counted; say `measure:`")
            parts["measure"] = self._measure(parts["measure"], path)
            texts = {k: reader.text(parts[k], f"{path}.{k}") for k in NUMBER_KEYS & parts.keys()}
            quantity = parse_quantity(texts.pop("printed"), **texts)
            statement = reader.statement(field, "quantity", quantity, parts, path, node)
            reader.add(f"{self.name}.{key}", statement, node)
        except BadQuantity as error:
            reader.problem(node, path, str(error))
        except Abort:
            return
