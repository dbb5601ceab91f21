"""Published totals, a row for each claim: whatever was printed, and nothing that was not."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from candour.core.errors import BadQuantity
from candour.evidence.quantities import parse_quantity
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of
from candour.tables.numerals import whole

COUNTS = (
    "fewer",
    "before",
    "after",
    "comparison_before",
    "comparison_after",
    "days_before",
    "days_after",
    "units",
    "treated_at_once",
    "periods",
    "tests",
)
ABOVE_NOUGHT = frozenset({"days_before", "days_after", "units", "treated_at_once", "periods",
                          "tests", "fewer"})  # fmt: skip
ANSWERS = ("drawn", "chosen_by_count")
TEXTS = ("claim", "fall", "confounders", "also", "not_read", "statement")
COLUMNS = (*TEXTS, *COUNTS, *ANSWERS)
YES_OR_NO = {"yes": True, "no": False, "": None}
HUNDRED = 100.0
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class PrintedFall:
    """A fall as printed: its text, the point, and what rounding leaves open, as shares."""

    text: str
    point: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedClaim:
    """What was printed of one claim; None where it was not.

    Attributes
    ----------
    fall : over before, or beside times or places without
    fewer : by how many events
    before, after : events in as many days, in the places of the measure
    comparison_before, comparison_after : the same elsewhere
    units, treated_at_once, periods : places, how many of them at once, for how many periods
    tests : places or forces that were each tested
    drawn : whether treatment was drawn by lot
    chosen_by_count : whether places were chosen for their counts
    confounders : what else changed in the same time, as the sources say
    also : what else is printed, said in a sentence
    not_read : what was not read, and may print more
    """

    claim: str
    fall: PrintedFall | None
    fewer: int | None
    before: int | None
    after: int | None
    comparison_before: int | None
    comparison_after: int | None
    days_before: int | None
    days_after: int | None
    units: int | None
    treated_at_once: int | None
    periods: int | None
    tests: int | None
    drawn: bool | None
    chosen_by_count: bool | None
    confounders: tuple[str, ...]
    also: str
    not_read: str


def read_totals(path: Path) -> tuple[PrintedClaim, ...]:
    """Read a CSV of claims; a cell that is empty is a number that was not printed.

    Raises
    ------
    CannotRead
        If a column is unknown, a claim has no name or stands twice, or a cell can't be read: says
        the line and the column.
    """
    rows = rows_of(path)
    _, names = next(rows, (1, []))
    names = [name.strip().removeprefix("\ufeff") for name in names]
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or "claim" not in names or len(set(names)) < len(names):
        problem = f"there is no column '{unknown[0]}'" if unknown else "name each column once, and"
        problem = problem if unknown else f"{problem} one of them 'claim'"
        raise CannotRead(path.name, f"{problem}. Columns are: {', '.join(COLUMNS)}.", line=1)
    claims: dict[str, PrintedClaim] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise CannotRead(path.name, "this row has too few or too many values.", line=line)
        claim = _Row(path, line, dict(zip(names, fields, strict=True))).claim()
        if claim.claim in claims:
            raise CannotRead(path.name, f"column 'claim' has '{claim.claim}' again.", line=line)
        claims[claim.claim] = claim
    if not claims:
        raise CannotRead(path.name, "there are no claims below the first line.")
    return tuple(claims.values())


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it is read."""

    path: Path
    line: int
    cells: dict[str, str]

    def claim(self) -> PrintedClaim:
        name = self.text("claim")
        if not name:
            raise self.wrong("claim", "is empty: name each claim")
        counts = {column: self.count(column) for column in COUNTS}
        claim = PrintedClaim(
            claim=name,
            fall=self.fall(),
            drawn=self.answer("drawn"),
            chosen_by_count=self.answer("chosen_by_count"),
            also=self.text("also"),
            not_read=self.text("not_read"),
            confounders=tuple(
                part.strip() for part in self.text("confounders").split(";") if part.strip()
            ),
            **counts,
        )
        self.need_sense(claim)
        return claim

    def text(self, column: str) -> str:
        text = " ".join(self.cells.get(column, "").split())
        if len(text) > MOST_LETTERS:
            raise self.wrong(column, f"is longer than {MOST_LETTERS} letters")
        return text

    def wrong(self, column: str, problem: str) -> CannotRead:
        return CannotRead(self.path.name, f"column '{column}' {problem}.", line=self.line)

    def count(self, column: str) -> int | None:
        text = self.text(column)
        if not text:
            return None
        number = whole(text)
        if number is None or (number == 0 and column in ABOVE_NOUGHT):
            raise self.wrong(column, f"holds '{text}', which is no number of them")
        return number

    def answer(self, column: str) -> bool | None:
        text = self.text(column).lower()
        if text not in YES_OR_NO:
            raise self.wrong(column, f"holds '{text}': write yes, no, or nothing if not known")
        return YES_OR_NO[text]

    def fall(self) -> PrintedFall | None:
        """A fall as printed; one written with a minus is taken by its size."""
        text = self.text("fall")
        if not text:
            return None
        try:
            quantity = parse_quantity(text.lstrip("-−"), unit="percent")
        except BadQuantity:
            raise self.wrong(
                "fall", f"holds '{text}': write it as printed, as 31 per cent"
            ) from None
        interval = quantity.stands_for()
        point = float(quantity.value) / HUNDRED
        low = max(0.0, float(max(interval.low, Decimal(0))) / HUNDRED)
        high = min(1.0, float(min(interval.high, Decimal(100))) / HUNDRED)
        if quantity.unit != "percent" or not 0 < point < 1:
            raise self.wrong("fall", f"holds '{text}': a fall is above 0 and below 100 per cent")
        return PrintedFall(text, point, low, high)

    def need_sense(self, claim: PrintedClaim) -> None:
        """Numbers that can't stand together are refused."""
        if claim.treated_at_once and claim.units and claim.treated_at_once >= claim.units:
            raise self.wrong(
                "treated_at_once", f"is {claim.treated_at_once}, and there are {claim.units} units"
            )
        for one, other in (("before", "after"), ("comparison_before", "comparison_after")):
            if (getattr(claim, one) is None) != (getattr(claim, other) is None):
                raise self.wrong(
                    other if getattr(claim, other) is None else one,
                    f"is empty: '{one}' and '{other}' are given together or not at all",
                )
        if claim.before is not None and claim.before + (claim.after or 0) == 0:
            raise self.wrong("before", "and 'after' are both 0: nothing can be compared")
