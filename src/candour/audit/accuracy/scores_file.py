"""A file of published scores: one row for each model, each score as it was printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from candour.audit.accuracy.charts import SCORES
from candour.audit.accuracy.enclosures import ONE, SLACK, TWO, Range
from candour.tables.errors import CannotRead
from candour.tables.lines import rows_of
from candour.tables.numerals import whole

NAME = "name"
SIZES = ("total", "positives", "negatives")
SYNONYMS = {
    **dict.fromkeys(
        ("model", "model_name", "name_of_model", "classifier", "algorithm", "method", "tool",
         "system", "system_name"), NAME,
    ),
    **dict.fromkeys(("ppv", "positive_predictive_value"), "precision"),
    **dict.fromkeys(("sensitivity", "tpr", "true_positive_rate"), "recall"),
    **dict.fromkeys(("tnr", "true_negative_rate"), "specificity"),
    **dict.fromkeys(("f1_score", "f1_measure"), "f1"),
    **dict.fromkeys(
        ("matthews", "matthews_correlation", "matthews_correlation_coefficient"), "mcc",
    ),
    **dict.fromkeys(
        ("roc_auc", "auc_roc", "auroc", "area_under_the_roc_curve", "area_under_roc_curve"), "auc",
    ),
    **dict.fromkeys(("n", "sample_size", "number_of_cases", "cases"), "total"),
}  # fmt: skip
IN_BRACKETS = re.compile(r"^(?P<name>[^(]*)\((?P<besides>[^()]*)\)$")
PER_CENT = frozenset({"%", "per_cent", "percent", "percentage"})
NOTE = re.compile(r"\s*(\[(note\s*)?\d+\]|[*¹²³†‡])+$", re.IGNORECASE)
NOT_PRINTED = frozenset({"n/a", "na", "n.a.", "-", "–", "—", "..", "not reported", "nr", "none",
                         "not given", "not stated", "not available"})  # fmt: skip
PRINTED = re.compile(r"(?P<sign>[-−]?)(?P<number>\d+(?:[.,]\d*)?|\.\d+)(?P<percent> ?%)?")
HALF, HUNDRED = Decimal("0.5"), Decimal(100)
FINE = 10**6  # times the slack of arithmetic: an end that is not in the range
LONGEST = 30  # characters of a printed score
CORRELATION = "mcc"


@dataclass(frozen=True, slots=True)
class Score:
    """A score as printed, its value as a proportion, and what it can stand for."""

    printed: str
    value: Decimal
    range: Range  # if rounded
    range_if_cut_off: Range


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds; whether its heading says that its numbers are per cents."""

    name: str
    heading: str
    is_per_cent: bool = False


@dataclass(frozen=True, slots=True)
class ScoredModel:
    """One row: a model's printed scores by name, and its numbers of cases where they are given."""

    name: str
    line: int
    scores: Mapping[str, Score]
    sizes: Mapping[str, int]

    @property
    def ranges(self) -> dict[str, Range]:
        return {name: score.range for name, score in self.scores.items()}

    @property
    def ranges_if_cut_off(self) -> dict[str, Range]:
        return {name: score.range_if_cut_off for name, score in self.scores.items()}


def read_scores(path: Path) -> tuple[ScoredModel, ...]:
    """Read every row.

    Raises
    ------
    CannotRead
        In one sentence, with the row and the column, if any row can't be used.
    """
    rows = iter(rows_of(path))
    _, header = next(rows)
    columns = _columns(path, header)
    models = tuple(_model(path, line, columns, fields) for line, fields in rows)
    if not models:
        raise CannotRead(path.name, "it has a header and no row of scores.")
    for place, model in enumerate(models):
        if model.name in {earlier.name for earlier in models[:place]}:
            raise CannotRead(
                path.name, f"column 'name': '{model.name}' stands twice.", line=model.line
            )
    return models


def _columns(path: Path, header: list[str]) -> list[Column]:
    columns = [_column(path, heading) for heading in header]
    names = [column.name for column in columns]
    for column in columns:
        if names.count(column.name) > 1:
            raise CannotRead(path.name, f"column '{column.name}' stands twice.", line=1)
    if NAME not in names or not set(SCORES) & set(names):
        raise CannotRead(
            path.name, f"it needs a column 'name' and one or more of {', '.join(SCORES)}.", line=1
        )
    return columns


def _column(path: Path, heading: str) -> Column:
    """What a heading names, as "Precision (PPV)" or "Recall (%)" does.

    What it says in brackets has to be known too: a "Precision (macro)" is another score.
    """
    text = NOTE.sub("", heading.strip())
    in_brackets = IN_BRACKETS.fullmatch(text)
    parts = [in_brackets["name"], in_brackets["besides"]] if in_brackets else [text]
    words = [_plain(part) for part in parts]
    is_per_cent = any(word in PER_CENT for word in words) or words[0].endswith("_%")
    names = {
        SYNONYMS.get(name, name)
        for word in words
        if word not in PER_CENT and (name := word.removesuffix("_%"))
    }
    known = (NAME, *SCORES, *SIZES)
    if len(names) != 1 or not names <= {*known}:
        raise CannotRead(
            path.name, f"column '{heading[:40]}' is none of {', '.join(known)}.", line=1
        )
    return Column(names.pop(), heading, is_per_cent)


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _model(path: Path, line: int, columns: list[Column], fields: list[str]) -> ScoredModel:
    if len(fields) != len(columns):
        raise CannotRead(
            path.name,
            f"this row has {len(fields)} columns and the header {len(columns)} "
            f"(column '{columns[min(len(fields), len(columns) - 1)].name}').",
            line=line,
        )
    cells = {
        column.name: (column, text.strip())
        for column, text in zip(columns, fields, strict=True)
        if text.strip() and (column.name == NAME or text.strip().lower() not in NOT_PRINTED)
    }
    _, text_of_name = cells.pop(NAME, (None, ""))
    name = " ".join(text_of_name.split())
    if not name:
        raise CannotRead(path.name, "column 'name' is empty.", line=line)
    scores, sizes = {}, {}
    for column, text in cells.values():
        if column.name in SIZES:
            sizes[column.name] = _size(path, line, column.name, text)
        else:
            scores[column.name] = _score(path, line, column, text)
    if not scores:
        raise CannotRead(path.name, f"column '{_first(columns)}': no score is printed.", line=line)
    return ScoredModel(name, line, scores, _with_all_sizes(path, line, sizes))


def _first(columns: list[Column]) -> str:
    return next(column.name for column in columns if column.name in SCORES)


def _score(path: Path, line: int, column: Column, text: str) -> Score:
    try:
        return read_score(
            text, is_correlation=column.name == CORRELATION, is_per_cent=column.is_per_cent
        )
    except ValueError as error:
        raise CannotRead(path.name, f"column '{column.name}': {error}.", line=line) from None


def read_score(text: str, *, is_correlation: bool = False, is_per_cent: bool = False) -> Score:
    """Read a score as printed.

    Rounded, it stands for half a unit of its last decimal to either side, ends included, since a
    half may have gone either way. Cut off, it stands for less than a unit further from nothing.
    Under a heading of per cents (`is_per_cent`) numbers stand without their sign.

    Raises
    ------
    ValueError
        If it is no number, or can't be such a score.

    Examples
    --------
    >>> read_score("0.95").range
    Range(low=Decimal('0.945'), high=Decimal('0.955'))
    >>> read_score("72.5%").range
    Range(low=Decimal('0.7245'), high=Decimal('0.7255'))
    """
    match = PRINTED.fullmatch(text) if len(text) <= LONGEST else None
    if match is None:
        raise ValueError(f"'{text[:LONGEST]}' is no score: write 0.95 or 95%, as printed")
    value = Decimal(match["number"].replace(",", "."))
    if match["sign"]:
        value = -value
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    step = HALF.scaleb(min(0, exponent))
    if is_per_cent and not match["percent"] and 0 < abs(value) <= ONE:
        raise ValueError(f"'{text}' stands under per cents: write {text}% or {value * 100:f}%")
    if match["percent"] or is_per_cent:
        value, step = value.scaleb(-2), step.scaleb(-2)
    lowest = -ONE if is_correlation else Decimal(0)
    if not lowest <= value <= ONE:
        a_per_cent = f": of a per cent write {text}%" if ONE < value <= HUNDRED else ""
        raise ValueError(f"'{text}' is outside {lowest} to 1{a_per_cent}")
    rounded = Range(max(lowest, value - step), min(ONE, value + step))
    further = TWO * step - SLACK * FINE
    cut_off = Range(value, min(ONE, value + further))
    if match["sign"]:
        cut_off = Range(max(lowest, value - further), value)
    return Score(text, value, rounded, cut_off)


def _size(path: Path, line: int, column: str, text: str) -> int:
    number = whole(text.replace(",", ""))
    if number is None or number < 1:
        raise CannotRead(
            path.name, f"column '{column}': '{text[:LONGEST]}' is no number of cases.", line=line
        )
    return number


def _with_all_sizes(path: Path, line: int, sizes: dict[str, int]) -> dict[str, int]:
    """Any two of total, positives and negatives give the third."""
    total, positives, negatives = (sizes.get(name) for name in SIZES)
    if positives and negatives:
        if total not in {None, positives + negatives}:
            raise CannotRead(
                path.name,
                f"column 'total': {total} is not {positives} + {negatives}.",
                line=line,
            )
        return {"total": positives + negatives, "positives": positives, "negatives": negatives}
    known = positives or negatives
    if total and known:
        if known >= total:
            raise CannotRead(path.name, f"column 'total': {total} leaves no other case.", line=line)
        one, other = ("positives", "negatives") if positives else ("negatives", "positives")
        return {"total": total, one: known, other: total - known}
    return sizes
