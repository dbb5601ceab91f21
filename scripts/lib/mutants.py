"""Small faults planted in code, one at a time: what a mutant is, and how it comes about.

A mutant changes one place inside a function: a comparison, a sum, a condition, a number, a word,
what is returned, a step left out. Docstrings, annotations, the messages of errors, pieces of
f-strings and `assert` are left alone: the first two do nothing, no test should pin the wording of
a message, and an assertion is for our own mistakes.
"""

import ast
import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Change: TypeAlias = tuple[str, Callable[[ast.AST], ast.AST]]
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "lower": "upper", "upper": "lower"}
LONGEST = 70  # letters of code that a change is named with
LEFT_ALONE = (ast.Raise, ast.Assert, ast.JoinedStr)


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what it does, and a name that outlives a move of lines.

    Attributes
    ----------
    file, line : where, from the repository's folder
    start : the first line of the function changed
    function : the qualified name of the function changed
    change : what was there and what is in its place
    place : which node of the file's tree, in the order of `ast.walk`
    number : which of the changes of that node
    name : a hash of file, function, the function's text before and the change, whatever the
        function calls its own values
    """

    file: str
    line: int
    start: int
    function: str
    change: str
    place: int
    number: int
    name: str


def mutants_of(path: Path, root: Path) -> list[Mutant]:
    """All mutants of a file, in the order of its tree."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    places = {id(node): place for place, node in enumerate(ast.walk(tree))}
    file = path.relative_to(root).as_posix()
    mutants = []
    for function, name in _functions(tree, ""):
        nameless = _without_own_names(function)
        body = ast.unparse(nameless)
        seen: dict[str, int] = {}
        for node, same in zip(_mutable(function), _mutable(nameless), strict=True):
            both = zip(changes(node), changes(same), strict=True)
            for number, ((change, _), (shape, _)) in enumerate(both):
                nth = seen[shape] = seen.get(shape, 0) + 1
                key = "\n".join((file, name, body, shape, str(nth)))
                line = _line_of(node, function)
                digest = hashlib.sha256(key.encode()).hexdigest()[:12]
                mutants.append(
                    Mutant(
                        file, line, function.lineno, name, change, places[id(node)], number, digest
                    )
                )
    return mutants


def _without_own_names(function: Function) -> Function:
    """A copy in which the function's own values have numbers: to rename one changes nothing."""
    nameless = copy.deepcopy(function)
    numbers: dict[str, str] = {}
    for node in ast.walk(nameless):
        if isinstance(node, ast.arg):
            numbers.setdefault(node.arg, f"_{len(numbers)}")
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            numbers.setdefault(node.id, f"_{len(numbers)}")
    for node in ast.walk(nameless):
        if isinstance(node, ast.arg):
            node.arg = numbers[node.arg]
        elif isinstance(node, ast.Name):
            node.id = numbers.get(node.id, node.id)
    return nameless


def planted(path: Path, mutant: Mutant) -> ast.Module:
    """The tree of the file with the fault in it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    target = next(node for place, node in enumerate(ast.walk(tree)) if place == mutant.place)
    _, change = changes(target)[mutant.number]
    changed = ast.copy_location(change(copy.deepcopy(target)), target)
    _Swap(target, changed).visit(tree)
    return ast.fix_missing_locations(tree)


def _line_of(node: ast.AST, function: Function) -> int:
    """The first line of a node; some, such as the conditions of a list, have none of their own."""
    lines = (getattr(inner, "lineno", 0) for inner in ast.walk(node))
    return next((line for line in lines if line), function.lineno)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else super().generic_visit(node)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[Function, str]]:
    """Each outermost function with its qualified name; what it holds inside is a part of it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child, f"{prefix}{child.name}"
        elif isinstance(child, ast.Lambda):
            yield child, f"{prefix}<lambda>"
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")
        else:
            yield from _functions(child, prefix)


def _mutable(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function's body that may be changed."""
    body = [function.body] if isinstance(function, ast.Lambda) else function.body
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, LEFT_ALONE) or _is_docstring(node):
            continue
        yield node
        waiting += [
            child
            for name, value in ast.iter_fields(node)
            if name not in {"annotation", "returns", "decorator_list", "type_comment"}
            for child in (value if isinstance(value, list) else [value])
            if isinstance(child, ast.AST)
        ]


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def changes(node: ast.AST) -> list[Change]:
    """What may be done to one node.

    >>> [change for change, _ in changes(ast.parse("a < 2", mode="eval").body)]
    ['`a < 2`: < becomes <=']
    """
    makers: tuple[Callable[[ast.AST], Iterator[Change]], ...] = (
        _comparisons,
        _operators,
        _conditions,
        _constants,
        _calls,
        _steps,
    )
    return [change for maker in makers for change in maker(node)]


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return f"`{text[:LONGEST]}{'…' if len(text) > LONGEST else ''}`"


def _sign(operator: ast.AST) -> str:
    names: dict[type[ast.AST], str] = {
        ast.Lt: "<",
        ast.LtE: "<=",
        ast.Gt: ">",
        ast.GtE: ">=",
        ast.Eq: "==",
        ast.NotEq: "!=",
    }
    return names.get(type(operator), type(operator).__name__)


def _comparisons(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Compare):
        return
    for place, operator in enumerate(node.ops):
        new = COMPARISONS[type(operator)]()

        def swap(tree: ast.AST, place: int = place, new: ast.cmpop = new) -> ast.AST:
            assert isinstance(tree, ast.Compare)
            tree.ops[place] = new
            return tree

        yield f"{_text(node)}: {_sign(operator)} becomes {_sign(new)}", swap


def _operators(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        new = OPERATORS[type(node.op)]()

        def swap(tree: ast.AST) -> ast.AST:
            assert isinstance(tree, ast.BinOp | ast.AugAssign)
            tree.op = new
            return tree

        yield f"{_text(node)}: {_sign(node.op)} becomes {_sign(new)}", swap
    if isinstance(node, ast.UnaryOp):

        def drop(tree: ast.AST) -> ast.AST:
            assert isinstance(tree, ast.UnaryOp)
            return tree.operand

        yield f"{_text(node)}: {_sign(node.op)} left out", drop
    if isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()

        def turn(tree: ast.AST) -> ast.AST:
            assert isinstance(tree, ast.BoolOp)
            tree.op = other
            return tree

        yield f"{_text(node)}: {_sign(node.op)} becomes {_sign(other)}", turn


def _conditions(node: ast.AST) -> Iterator[Change]:
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(
        node.test, ast.UnaryOp
    ):  # of `if not x`, the `not` is left out

        def turn(tree: ast.AST) -> ast.AST:
            assert isinstance(tree, ast.If | ast.While | ast.IfExp)
            tree.test = ast.UnaryOp(ast.Not(), tree.test)
            return tree

        yield f"{_text(node.test)}: condition turned round", turn
    if isinstance(node, ast.comprehension) and node.ifs:

        def drop(tree: ast.AST) -> ast.AST:
            assert isinstance(tree, ast.comprehension)
            tree.ifs = tree.ifs[1:]
            return tree

        yield f"{_text(node.ifs[0])}: condition left out", drop


def _constants(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Constant) or node.value is None or node.value is Ellipsis:
        return
    value = node.value
    if isinstance(value, bool):
        new: object = not value
    elif isinstance(value, int | float):
        new = value + 1
    elif isinstance(value, str):
        new = f"{value}x" if value else "x"
    else:
        return

    def swap(tree: ast.AST) -> ast.AST:
        assert isinstance(tree, ast.Constant)
        tree.value = new  # type: ignore[assignment]
        return tree

    yield f"{_text(node)} becomes {new!r:.{LONGEST}}", swap


def _calls(node: ast.AST) -> Iterator[Change]:
    if not isinstance(node, ast.Call):
        return
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name not in CALLS:
        return

    def swap(tree: ast.AST) -> ast.AST:
        assert isinstance(tree, ast.Call)
        if isinstance(tree.func, ast.Attribute):
            tree.func.attr = CALLS[name]
        elif isinstance(tree.func, ast.Name):
            tree.func.id = CALLS[name]
        return tree

    yield f"{_text(node)}: {name} becomes {CALLS[name]}", swap


def _steps(node: ast.AST) -> Iterator[Change]:
    """What is returned, and steps left out."""
    if isinstance(node, ast.Return) and not _is_nothing(node.value):

        def nothing(tree: ast.AST) -> ast.AST:
            assert isinstance(tree, ast.Return)
            tree.value = ast.Constant(None)
            return tree

        yield f"{_text(node)}: nothing returned", nothing
    is_step = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield)
    if is_step or isinstance(node, ast.Continue | ast.Break | ast.AugAssign):
        yield f"{_text(node)}: left out", lambda tree: ast.Pass()


def _is_nothing(value: ast.expr | None) -> bool:
    return value is None or (isinstance(value, ast.Constant) and value.value is None)
