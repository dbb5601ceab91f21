"""Derived numbers: worked out by Candour from printed ones, and never passed off as printed.

A sum names the figures it takes by their handles. Its result carries an interval, from how each
number is printed; it is a number of its own kind, said by Candour, with its working. Where the
numbers do not count the same thing there is a reason and no number; nor is there one where
something that the sum needs is not printed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NoReturn

from candour.core.errors import CandourError
from candour.evidence.amounts import HUNDRED, WITHOUT_BOUND, Amount
from candour.evidence.collection import Collection, DerivedSpec, SubjectFile
from candour.evidence.intervals import settled
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement

WORKED_OUT, NOT_COMPARABLE, UNDECIDABLE = "worked-out", "not-comparable", "undecidable"
STATES = (WORKED_OUT, NOT_COMPARABLE, UNDECIDABLE)

PARTS_OF_HUNDRED = frozenset({"percent", "percentage points"})
OF_RATIOS = frozenset({"percent", "percentage points", "proportion", "times"})
PIECES = re.compile(r"\s*([()])|\s+([+\-*/])(?:\s+|$)")
NUMBER = re.compile(r"^\d[\d,]*(?:\.\d+)?$", re.ASCII)
SIGNS = {"*": "\N{MULTIPLICATION SIGN}", "/": "\N{DIVISION SIGN}", "-": "\N{MINUS SIGN}", "+": "+"}
MINUS = "\N{MINUS SIGN}"
THOUSAND = 1000
PENCE = 2
MAY_BE_NOUGHT = "the number divided by may be nought"
EVERY_VALUE = "the printed numbers leave every value open"


class CannotDerive(CandourError):
    """A sum can't be read, or names a number that is not there."""


@dataclass(frozen=True, slots=True)
class Operand:
    """A figure of the register, or a plain number that turns one unit into another."""

    shown: str
    amount: Amount
    unit: str
    statement: Statement | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    operator: str
    left: "Sum"
    right: "Sum"


Sum = Operand | Operation


@dataclass(frozen=True)
class Derived:
    """A number that Candour worked out, or the reason why there is none.

    Attributes
    ----------
    spec : as it is written in the content
    state : one of `STATES`
    statements : what it is worked out from, each once, in the order of the sum
    unit : of the result; `percent` is per hundred, `times` a ratio
    amount : the result and its interval, in `unit`; None where there is no number
    shown : the result in words; "" where there is no number
    working : the sum with the numbers as printed, and what it comes to
    reason : why there is no number, else ""
    """

    spec: DerivedSpec
    state: str
    statements: tuple[Statement, ...]
    unit: str
    amount: Amount | None = None
    shown: str = ""
    working: str = ""
    reason: str = ""

    @property
    def subjects(self) -> tuple[str, ...]:
        return tuple(sorted({self.spec.subject, *(s.subject for s in self.statements)}))


def derive(spec: DerivedSpec, collection: Collection) -> Derived:
    """Work a sum out, or say why it can't be.

    Raises
    ------
    CannotDerive
        If the sum can't be read, names no figure, adds unlike things, or needs a unit.
    """
    if spec.not_comparable or spec.undecidable:
        state = NOT_COMPARABLE if spec.not_comparable else UNDECIDABLE
        named = tuple(_each_once(_operand_statements(spec, collection)))
        return Derived(
            spec, state, named, spec.unit, reason=spec.not_comparable or spec.undecidable
        )
    tree = _Parser(spec, collection).read()
    operands = list(_operands(tree))
    statements = tuple(_each_once(o.statement for o in operands if o.statement is not None))
    if not statements:
        raise CannotDerive(f"'{spec.sum}' names no printed number")
    _stands_once(operands, spec)
    unit = spec.unit or _own_unit(tree, spec)
    try:
        amount = _in_unit(unit, _worked_out(tree))
    except ZeroDivisionError:
        return Derived(spec, UNDECIDABLE, statements, unit, reason=MAY_BE_NOUGHT)
    if amount.low in WITHOUT_BOUND and amount.high in WITHOUT_BOUND:
        return Derived(spec, UNDECIDABLE, statements, unit, reason=EVERY_VALUE)
    shown = in_words(amount, unit)
    working = f"{_printed(tree)} = {shown}"
    return Derived(spec, WORKED_OUT, statements, unit, amount, shown, working)


def derived_numbers(
    collection: Collection,
    *,
    about: Iterable[SubjectFile] | None = None,
    skip_broken: bool = False,
) -> Iterator[Derived]:
    """Work out the derived numbers of some subjects, or of all.

    `skip_broken` leaves out those that point at nothing.
    """
    for subject in collection.subjects.values() if about is None else about:
        for spec in subject.derived:
            try:
                yield derive(spec, collection)
            except CannotDerive:
                if not skip_broken:
                    raise


def handles(spec: DerivedSpec) -> tuple[str, ...]:
    """Every name that a derived number points at, as written."""
    return spec.of + tuple(
        piece for kind, piece in _tokens(spec.sum) if kind == "name" and not NUMBER.match(piece)
    )


def _operand_statements(spec: DerivedSpec, collection: Collection) -> Iterator[Statement]:
    for handle in handles(spec):
        statements = collection.find(handle, home=spec.subject)
        if not statements:
            raise CannotDerive(f"'{handle}' points at nothing")
        yield from statements


def _each_once(statements: Iterable[Statement]) -> Iterable[Statement]:
    return {statement.id: statement for statement in statements}.values()


# reading a sum


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Cut a sum into brackets, operators and names."""
    start = 0
    for match in PIECES.finditer(text):
        if name := text[start : match.start()].strip():
            yield "name", name
        yield ("bracket", match[1]) if match[1] else ("operator", match[2])
        start = match.end()
    if name := text[start:].strip():
        yield "name", name


class _Parser:
    """Reads a sum: products before sums, from left to right, brackets first."""

    def __init__(self, spec: DerivedSpec, collection: Collection) -> None:
        self.spec, self.collection = spec, collection
        self.left = list(_tokens(spec.sum))

    def read(self) -> Sum:
        tree = self._chain("+-")
        if self.left:
            self._fail(f"'{self.left[0][1]}' is not expected")
        return tree

    def _chain(self, operators: str) -> Sum:
        deeper = operators == "+-"
        tree = self._chain("*/") if deeper else self._single()
        while self.left and self.left[0][0] == "operator" and self.left[0][1] in operators:
            operator = self.left.pop(0)[1]
            tree = Operation(operator, tree, self._chain("*/") if deeper else self._single())
        return tree

    def _single(self) -> Sum:
        kind, piece = self.left.pop(0) if self.left else ("end", "its end")
        if (kind, piece) == ("bracket", "("):
            tree = self._chain("+-")
            if not self.left or self.left.pop(0) != ("bracket", ")"):
                self._fail("a bracket is not closed")
            return tree
        if kind != "name":
            self._fail(f"a number is missing before {piece}")
        return self._operand(piece)

    def _operand(self, name: str) -> Operand:
        if NUMBER.match(name):
            return Operand(name, Amount.exactly(Decimal(name.replace(",", ""))), "")
        statements = self.collection.find(name, home=self.spec.subject)
        if len(statements) != 1 or not isinstance(statements[0].value, Quantity):
            self._fail(f"'{name}' points at no single figure")
        quantity = statements[0].value
        return Operand(quantity.printed, Amount.of(quantity), quantity.unit, statements[0])

    def _fail(self, message: str) -> NoReturn:
        raise CannotDerive(f"'{self.spec.sum}' can't be worked out: {message}")


def _operands(tree: Sum) -> Iterator[Operand]:
    if isinstance(tree, Operand):
        yield tree
    else:
        yield from _operands(tree.left)
        yield from _operands(tree.right)


def _stands_once(operands: Iterable[Operand], spec: DerivedSpec) -> None:
    """An inexact number that stands twice would be counted as two numbers that differ."""
    seen: set[str] = set()
    for operand in operands:
        if operand.statement is None or operand.amount.is_exact:
            continue
        if operand.statement.id in seen:
            raise CannotDerive(
                f"'{operand.shown}' is not exact and stands twice in '{spec.sum}'; write the sum "
                "so that it stands once (a change is `later / earlier - 1`)"
            )
        seen.add(operand.statement.id)


def _own_unit(tree: Sum, spec: DerivedSpec) -> str:
    """The unit that all numbers of a sum or difference share."""
    units = {operand.unit for operand in _operands(tree)}
    if any(o.operator in "*/" for o in _operations(tree)) or len(units) != 1 or "percent" in units:
        raise CannotDerive(f"say what '{spec.sum}' comes to, as `unit:`")
    return units.pop()


def _operations(tree: Sum) -> Iterator[Operation]:
    if isinstance(tree, Operation):
        yield tree
        yield from _operations(tree.left)
        yield from _operations(tree.right)


def _worked_out(tree: Sum) -> Amount:
    if isinstance(tree, Operand):
        return tree.amount
    left, right = _worked_out(tree.left), _worked_out(tree.right)
    if tree.operator in "+-":
        _alike(tree)
        return left + right if tree.operator == "+" else left - right
    return left * right if tree.operator == "*" else left / right


def _alike(operation: Operation) -> None:
    """Two figures are only added, or taken from each other, if they have one unit."""
    units = [side.unit for side in (operation.left, operation.right) if isinstance(side, Operand)]
    named = {unit for unit in units if unit}
    if len(named) > 1 and not named <= OF_RATIOS:
        raise CannotDerive(f"{' and '.join(sorted(named))} can't be added or taken away")


def _in_unit(unit: str, amount: Amount) -> Amount:
    return amount * Amount.exactly(HUNDRED) if unit in PARTS_OF_HUNDRED else amount


def _printed(tree: Sum, *, inside: str = "", is_right: bool = False) -> str:
    """The sum with its numbers as printed, and the brackets it can't do without."""
    if isinstance(tree, Operand):
        return f"({tree.shown})" if " in " in tree.shown and inside else tree.shown
    left = _printed(tree.left, inside=tree.operator)
    right = _printed(tree.right, inside=tree.operator, is_right=True)
    text = f"{left} {SIGNS[tree.operator]} {right}"
    weaker = tree.operator in "+-" and inside in {"*", "/"}
    undone = is_right and inside in {"-", "/"} and (tree.operator in "+-") == (inside == "-")
    return f"({text})" if weaker or undone else text


# a result in words


def in_words(amount: Amount, unit: str) -> str:
    """Write a result no finer than it can be known, its interval rounded outwards.

    Examples
    --------
    >>> from candour.evidence.intervals import Interval
    >>> black_to_white = Interval(Decimal("4.3617"), Decimal("4.6"))
    >>> in_words(Amount(Decimal("4.4783"), black_to_white), "times")
    '4.48 times (4.36 to 4.60)'
    >>> in_words(Amount(Decimal("59.7"), Interval(Decimal(0), Decimal("59.7"))), "percent")
    'at most 59.7 per cent'
    >>> in_words(Amount(Decimal("27.4"), Interval(Decimal(0), Decimal("27.4333"))), "percent")
    'less than 27.5 per cent'
    >>> of_a_range = Amount(Decimal(210), Interval(Decimal(180), Decimal(240)), has_point=False)
    >>> in_words(of_a_range, "hours")
    '180 to 240 hours'
    """
    places = _places(amount, unit)
    low = _number(amount.low, places, ROUND_FLOOR)
    high = _number(amount.high, places, ROUND_CEILING)
    point = _with_unit(_number(amount.point, places, ROUND_HALF_UP), unit)
    if amount.is_exact:
        return point
    if amount.high in WITHOUT_BOUND:
        beyond = amount.interval.low_open or _moved(amount.low, places, ROUND_FLOOR)
        return f"{'more than' if beyond else 'at least'} {_with_unit(low, unit)}"
    if amount.low in WITHOUT_BOUND or amount.low == 0:
        beyond = amount.interval.high_open or _moved(amount.high, places, ROUND_CEILING)
        return f"{'less than' if beyond else 'at most'} {_with_unit(high, unit)}"
    if not amount.has_point:
        lower = _with_unit(low, "GBP") if unit.startswith("GBP") else low
        return f"{lower} to {_with_unit(high, unit)}"
    return f"{point} ({low} to {high})"


def _moved(bound: Decimal, places: int, rounding: str) -> bool:
    """Whether rounding outwards moved a bound, so that the rounded one is never reached."""
    bound = settled(bound)
    return bound.quantize(Decimal(1).scaleb(-places), rounding=rounding) != bound


def _places(amount: Amount, unit: str) -> int:
    """Decimal places: pence for money, else what counts of the number and of its interval."""
    point, digits = amount.point, amount.point.adjusted()
    if unit.startswith("GBP"):
        to_the_penny = amount.is_exact and _written(point) <= PENCE
        small = abs(point) < THOUSAND
        return PENCE if _written(point) > 0 and (to_the_penny or small) else 0
    of_hundred = unit in PARTS_OF_HUNDRED
    most = max(1, 1 - digits) if of_hundred else max(0, 2 - digits)
    if amount.is_exact:
        return max(min(most, _written(point)), 0)
    if not (amount.low.is_finite() and amount.high.is_finite()) or amount.low == 0:
        bound = amount.low if amount.high in WITHOUT_BOUND else amount.high
        return max(min(most, _written(bound)), 0)
    of_width = 1 - (amount.high - amount.low).adjusted()
    return min(of_width, most) if of_width > 0 else max(of_width, min(3 - digits, 0))


def _written(value: Decimal) -> int:
    """The decimal places that it takes to write a number out."""
    return -int(value.normalize().as_tuple().exponent)


def _number(value: Decimal, places: int, rounding: str) -> str:
    if not value.is_finite():
        return ""
    # Settled first, so that what division left in the last digits is not rounded outwards.
    rounded = settled(value).quantize(Decimal(1).scaleb(-places), rounding=rounding)
    return f"{rounded:,f}".replace("-", MINUS)


def _of_one(unit: str) -> str:
    first, space, rest = unit.partition(" ")
    one = "person" if first == "people" else first.removesuffix("s")
    return f"{one}{space}{rest}"


def _with_unit(number: str, unit: str) -> str:
    if unit == "percent":
        return f"{number} per cent"
    if unit.startswith("GBP"):
        sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        return f"{sign}£{digits}{unit.removeprefix('GBP')}"
    if number == "1":
        unit = _of_one(unit)
    return number if unit in {"", "proportion"} else f"{number} {unit}"
