"""Recomputing one printed number from others: two verdicts, with the working in one line.

The *point* verdict takes every printed number at its face. The *interval* verdict takes each
as all it can stand for after rounding or hedging, and asks whether the claim can be true of
any of it. The glossary gives the order of verdicts and what each word is taken to mean.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from candour.core.errors import CandourError
from candour.evidence.collection import CheckSpec, Collection, SubjectFile
from candour.evidence.intervals import INFINITY, Interval, settled
from candour.evidence.printed_numbers import read_plain
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement

HOLDS, ROUNDED, TRUNCATED, WORDING = "holds", "holds-rounded", "holds-truncated", "holds-wording"
FAILS, UNDECIDABLE = "fails", "undecidable"
VERDICTS = (HOLDS, ROUNDED, TRUNCATED, WORDING, FAILS, UNDECIDABLE)

HUNDRED = Decimal(100)
SHOWN_PLACES = 4
OPERATORS = re.compile(r" ([+\-*/]) ")
SHARE = " share"
EQUALITIES = frozenset({"exact", "rounded", "truncated"})  # the claims that are no hedge
NOTHING = Interval(Decimal(0), Decimal(0), low_open=True)
SHARES_OF, PARTS_OF = "shares of ", "parts of "


class CannotCheck(CandourError):
    """A check points at a number that is not there, or can't be read."""


@dataclass(frozen=True, slots=True)
class ShownAmount:
    """A number in a sum: its point, all it can stand for, and how it reads."""

    point: Decimal
    interval: Interval
    shown: str


@dataclass(frozen=True)
class Check:
    """One claim and the expression it is recomputed from."""

    id: str
    subject: str
    claim: Statement
    expression: str
    kind: str
    parts: tuple[Statement, ...]
    remark: str
    undecidable: str
    evaluate: Callable[[], ShownAmount]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: the two verdicts, the one to print, and the working in one line."""

    check: Check
    point: str
    interval: str
    verdict: str
    working: str
    off_by: Decimal | None = None


def expand(spec: CheckSpec, collection: Collection) -> list[Check]:
    """Turn a check as written into the single checks it stands for.

    Raises
    ------
    CannotCheck
        If it has no claim, or a name in it points at no figure.
    """
    written = _written(spec.text)
    if written.form == SHARES_OF:
        return [
            _single(spec, f"{key}{SHARE}", f"{key} / {written.claim}", collection, number)
            for number, key in enumerate(_keys(spec, collection, shares=True), 1)
        ]
    if written.form == PARTS_OF:
        keys = _keys(spec, collection, shares=False)
        return [_single(spec, written.claim, " + ".join(keys), collection, 0)]
    return [_single(spec, written.claim, written.expression, collection, 0)]


def references(spec: CheckSpec) -> tuple[str, ...]:
    """Return the names that a check points at, as written; its block's values go without saying."""
    try:
        written = _written(spec.text)
    except CannotCheck:
        return ()
    pieces = _pieces(written.expression)[::2] if written.expression else ()
    return (written.claim, *(piece for piece in pieces if not read_plain(piece)))


@dataclass(frozen=True, slots=True)
class _Written:
    """A check as written, taken apart: its form, what it claims, and from what."""

    form: str
    claim: str
    expression: str = ""


def _written(text: str) -> _Written:
    for form in (SHARES_OF, PARTS_OF):
        if text.startswith(form):
            return _Written(form, text.removeprefix(form))
    claim, equals, expression = text.partition(" = ")
    if not equals:
        raise CannotCheck(
            f"'{text}' is no check: write `claim = expression`, `shares of …` or `parts of …`"
        )
    return _Written("", claim.strip(), expression.strip())


def _pieces(expression: str) -> list[str]:
    """The operands of an expression with the operators between them."""
    return [piece.strip() for piece in OPERATORS.split(f" {expression} ".strip())]


def _keys(spec: CheckSpec, collection: Collection, *, shares: bool) -> list[str]:
    """The names of a block's values, or of those values that have a share."""
    subject = collection.subjects[spec.subject]
    prefix = f"{spec.block}."
    handles = [
        row.handle.removeprefix(prefix) for row in subject.rows if row.handle.startswith(prefix)
    ]
    if shares:
        keys = [handle.removesuffix(SHARE) for handle in handles if handle.endswith(SHARE)]
    else:
        keys = [handle for handle in handles if not handle.endswith(SHARE) and handle != "total"]
    if not spec.block or not keys:
        raise CannotCheck(f"'{spec.text}' belongs in a block with values")
    return keys


def _single(
    spec: CheckSpec, claim_name: str, expression: str, collection: Collection, number: int
) -> Check:
    claim = _figure(claim_name, spec, collection)
    terms = _terms(expression, spec, collection)
    return Check(
        id=f"{spec.id}.{number}" if number else spec.id,
        subject=spec.subject,
        claim=claim,
        expression=f"{claim_name} = {expression}",
        kind=_kind(claim, terms),
        parts=tuple(statement for _, _, parts in terms for statement in parts),
        remark=spec.remark,
        undecidable=spec.undecidable,
        evaluate=lambda: _evaluate([(operator, amount) for operator, amount, _ in terms]),
    )


def _figure(name: str, spec: CheckSpec, collection: Collection) -> Statement:
    statements = collection.find(name, home=spec.subject, block=spec.block)
    if len(statements) != 1 or not isinstance(statements[0].value, Quantity):
        raise CannotCheck(f"'{name}' in '{spec.text}' points at no single figure")
    return statements[0]


Term = tuple[str, ShownAmount, tuple[Statement, ...]]


def _terms(expression: str, spec: CheckSpec, collection: Collection) -> list[Term]:
    pieces = _pieces(expression)
    operators = ["+", *pieces[1::2]]
    return [
        (operator, *_operand(name, spec, collection))
        for operator, name in zip(operators, pieces[::2], strict=True)
    ]


def _operand(
    name: str, spec: CheckSpec, collection: Collection
) -> tuple[ShownAmount, tuple[Statement, ...]]:
    literal = read_plain(name)
    if literal:
        return ShownAmount(literal[0], Interval.only(literal[0]), name), ()
    try:
        statement = _figure(name, spec, collection)
    except CannotCheck:
        if not spec.undecidable:  # what the sources leave out may be named all the same
            raise
        return ShownAmount(Decimal(0), Interval(-INFINITY, INFINITY), name), ()
    assert isinstance(statement.value, Quantity)
    return amount_of(statement.value), (statement,)


def amount_of(quantity: Quantity) -> ShownAmount:
    """A printed number as an amount; per cent become parts of one."""
    scale = 1 / HUNDRED if quantity.unit == "percent" else Decimal(1)
    return ShownAmount(
        quantity.value * scale, quantity.stands_for().scaled(scale), quantity.printed
    )


def _kind(claim: Statement, terms: list[Term]) -> str:
    assert isinstance(claim.value, Quantity)
    operators = [operator for operator, _, _ in terms[1:]]
    if not operators:
        return "wording" if claim.value.stated not in EQUALITIES else "same number"
    if set(operators) == {"+"}:
        return "parts sum to total"
    if "/" in operators:
        return "share of a whole" if claim.value.unit in {"percent", "proportion"} else "ratio"
    return "product" if "*" in operators else "difference"


# arithmetic on intervals


def _evaluate(terms: list[tuple[str, ShownAmount]]) -> ShownAmount:
    """Work an expression out, products before sums, from left to right."""
    sums: list[tuple[str, ShownAmount]] = []
    for operator, amount in terms:
        if operator in "*/" and sums:
            sign, last = sums.pop()
            sums.append((sign, _times(last, amount) if operator == "*" else _over(last, amount)))
        else:
            sums.append((operator, amount))
    total = sums[0][1]
    for operator, amount in sums[1:]:
        total = _plus(total, amount) if operator == "+" else _minus(total, amount)
    return total


def _plus(one: ShownAmount, other: ShownAmount) -> ShownAmount:
    shown = f"{one.shown} + {other.shown}"
    return ShownAmount(one.point + other.point, one.interval + other.interval, shown)


def _minus(one: ShownAmount, other: ShownAmount) -> ShownAmount:
    shown = f"{one.shown} - {other.shown}"
    return ShownAmount(one.point - other.point, one.interval - other.interval, shown)


def _times(one: ShownAmount, other: ShownAmount) -> ShownAmount:
    shown = f"{one.shown} x {other.shown}"
    return ShownAmount(one.point * other.point, one.interval * other.interval, shown)


def _over(one: ShownAmount, other: ShownAmount) -> ShownAmount:
    try:
        interval = one.interval / other.interval
    except ZeroDivisionError:
        raise CannotCheck("the number divided by may be nought") from None
    shown = f"{one.shown} / {other.shown}"
    return ShownAmount(one.point / other.point, interval, shown)


# verdicts


def judge(check: Check) -> Verdict:
    """Give both verdicts on a check, and the one that is printed."""
    if check.undecidable:
        return Verdict(check, UNDECIDABLE, UNDECIDABLE, UNDECIDABLE, check.undecidable)
    claim = check.claim.value
    assert isinstance(claim, Quantity)
    try:
        derived = _in_unit_of(claim, check.evaluate())
    except CannotCheck as error:
        return Verdict(check, UNDECIDABLE, UNDECIDABLE, UNDECIDABLE, str(error))
    point, off_by = _point_verdict(claim, derived)
    interval = _interval_verdict(claim, derived)
    return Verdict(
        check,
        point,
        interval,
        _printed_verdict(claim, point, interval),
        _working(claim, derived, point, interval, off_by),
        off_by,
    )


def _in_unit_of(claim: Quantity, derived: ShownAmount) -> ShownAmount:
    """What was derived in the unit of the claim, without what division may have left wrong."""
    scale = HUNDRED if claim.unit == "percent" else Decimal(1)
    interval = derived.interval.scaled(scale)
    ends = settled(interval.low), settled(interval.high)
    return ShownAmount(
        settled(derived.point * scale),
        Interval(*ends, interval.low_open, interval.high_open),
        derived.shown,
    )


def _point_verdict(claim: Quantity, derived: ShownAmount) -> tuple[str, Decimal | None]:
    if claim.stated in EQUALITIES:
        verdict = _equals(claim, derived.point)
    else:
        verdict = WORDING if claim.stands_for().holds(derived.point) else FAILS
    return verdict, claim.value - derived.point if verdict == FAILS else None


def _equals(claim: Quantity, point: Decimal) -> str:
    """Compare at the printed precision; what fits rounding and cutting off both `holds`."""
    if point == settled(claim.value):
        return HOLDS
    rounds = _rounding_to(claim).holds(point)
    cuts = _cut_to(claim).holds(point)
    if rounds and cuts:
        return HOLDS
    return ROUNDED if rounds else TRUNCATED if cuts else FAILS


def _rounding_to(claim: Quantity) -> Interval:
    """All that is printed so when rounded, a half either upwards or to the even digit.

    Nothing, where the file says that decimals were cut off. A fraction in words has no last digit:
    it stands for all that is nearest to it, both ends in.
    """
    size, half = abs(claim.value), claim.step / 2
    if claim.stated == "truncated":
        return NOTHING
    if (fraction := claim.fraction()) is not None:
        return fraction
    interval = Interval(size - half, size + half, high_open=bool(size / claim.step % 2))
    return interval if claim.value >= 0 else -interval


def _cut_to(claim: Quantity) -> Interval:
    """All that is printed so when further decimals are cut off; fractions in words have none."""
    size = abs(claim.value)
    if claim.is_fraction:
        return NOTHING
    if not size:
        return Interval(-claim.step, claim.step, low_open=True, high_open=True)
    interval = Interval(size, size + claim.step, high_open=True)
    return interval if claim.value > 0 else -interval


def _interval_verdict(claim: Quantity, derived: ShownAmount) -> str:
    """The verdict on some number of all that the sum can come to; rounded before cut off."""
    if derived.interval.is_point:
        return _point_verdict(claim, derived)[0]
    if claim.stated not in EQUALITIES:
        return WORDING if claim.stands_for().meets(derived.interval) else FAILS
    if _rounding_to(claim).meets(derived.interval):
        return ROUNDED
    return TRUNCATED if _cut_to(claim).meets(derived.interval) else FAILS


def _printed_verdict(claim: Quantity, point: str, interval: str) -> str:
    """The point's verdict, unless only rounding or wording of the parts could save it."""
    if point != FAILS or interval == FAILS:
        return point
    return UNDECIDABLE if interval == WORDING else interval


def _working(
    claim: Quantity, derived: ShownAmount, point: str, interval: str, off_by: Decimal | None
) -> str:
    unit = {"percent": " per cent", "times": " times"}.get(claim.unit, "")
    line = f"{derived.shown} = {_short(derived.point)}{unit}; printed {claim.printed}"
    if off_by:
        line += f"; off by {_short(abs(off_by))}"
    elif off_by is not None:
        line += f"; the words leave {_short(claim.value)} itself out"
    if point == FAILS and interval != FAILS:
        low, high = derived.interval.low, derived.interval.high
        line += f"; between {_short(low)} and {_short(high)} with their rounding"
    return line


def _short(value: Decimal) -> str:
    if not value.is_finite():
        return "any number"
    text = f"{value:,.{SHOWN_PLACES}f}"
    return text.rstrip("0").rstrip(".")


def all_verdicts(
    collection: Collection,
    *,
    about: Iterable[SubjectFile] | None = None,
    skip_broken: bool = False,
) -> Iterator[Verdict]:
    """Judge the checks of some subjects, or of all.

    `skip_broken` leaves out the checks that point at nothing.
    """
    for subject in collection.subjects.values() if about is None else about:
        for spec in subject.checks:
            try:
                checks = expand(spec, collection)
            except CannotCheck:
                if not skip_broken:
                    raise
                continue
            for check in checks:
                yield judge(check)
