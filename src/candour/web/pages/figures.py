"""Printed numbers as pages show them: one table for each block of a file, one row for each key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from candour.core.days import parse_days
from candour.core.errors import BadDays
from candour.core.voice import sentence
from candour.evidence.collection import Row
from candour.evidence.findings import FINDING
from candour.evidence.statements import Statement
from candour.web import words
from candour.web.addresses import finding_address
from candour.web.pages.shown import Showing, Shown

SHARE = " share"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One key of a block: its number, its share, or both."""

    name: str
    number: Shown | None
    share: Shown | None

    @property
    def shown(self) -> tuple[Shown, ...]:
        return tuple(one for one in (self.number, self.share) if one is not None)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Figures that are read together.

    Attributes
    ----------
    caption : what is measured, of whom, where and when
    field : what kind of figure it is, where the caption does not say so
    note, remark : what is said of the whole table, and what this register adds to it
    source : who printed it and where, where one place holds for all; else ""
    has_numbers, has_shares, has_checks : which columns it needs
    """

    caption: str
    field: str
    note: str
    remark: str
    source: str
    has_numbers: bool
    has_shares: bool
    has_checks: bool
    rows: tuple[FigureRow, ...]


Block = dict[str, Statement]


def figure_tables(rows: Iterable[Row], showing: Showing) -> tuple[FigureTable, ...]:
    """Put a subject's figures in tables: a block of one measure in its own, the rest by field."""
    return tuple(
        _block_table(blocks[0], showing) if field == "" else _field_table(blocks, showing)
        for field, blocks in _grouped(_blocks(rows))
    )


def _blocks(rows: Iterable[Row]) -> list[Block]:
    blocks: dict[str, Block] = {}
    for row in rows:
        if row.statement.kind == "quantity":
            block, _, key = row.handle.partition(".")
            blocks.setdefault(block, {})[key] = row.statement
    return list(blocks.values())


def _grouped(blocks: Iterable[Block]) -> list[tuple[str, list[Block]]]:
    """Blocks that stand alone, under "", and those of one field together where the first stood."""
    groups: list[tuple[str, list[Block]]] = []
    shared: dict[str, list[Block]] = {}
    for block in blocks:
        field = next(iter(block.values())).field
        if len(block) > 1 and _shared(list(block.values()), "measure"):
            groups.append(("", [block]))
        elif field in shared:
            shared[field].append(block)
        else:
            shared[field] = [block]
            groups.append((field, shared[field]))
    return groups


def _block_table(block: Block, showing: Showing) -> FigureTable:
    statements = list(block.values())
    measure = _shared(statements, "measure")
    rows = [_row(key, block, _group_name(key, block), showing) for key in _keys(block)]
    return _table(_caption(statements, measure), rows, statements, showing, field=True)


def _field_table(blocks: Sequence[Block], showing: Showing) -> FigureTable:
    rows = [
        _row(key, block, _full_name(key, block), showing)
        for block in blocks
        for key in _keys(block)
    ]
    statements = [statement for block in blocks for statement in block.values()]
    caption = showing.schema.fields[statements[0].field].label
    return _table(caption, rows, statements, showing, field=False)


def _table(
    caption: str,
    rows: Sequence[FigureRow],
    statements: Sequence[Statement],
    showing: Showing,
    *,
    field: bool,
) -> FigureTable:
    shown = [one for row in rows for one in row.shown]
    sources = {(one.who, one.place, one.read) for one in shown}
    who, place, read = next(iter(sources))
    return FigureTable(
        caption=caption,
        field=showing.schema.fields[statements[0].field].label if field else "",
        note=_same(one.note for one in shown) if len(rows) > 1 else "",
        remark=_same(one.remark for one in shown) if len(rows) > 1 else "",
        source=f"{who} · {place}{f' ({read})' if read else ''}" if len(sources) == 1 else "",
        has_numbers=any(row.number for row in rows),
        has_shares=any(row.share for row in rows),
        has_checks=any(one.verdicts or one.note or one.remark or one.probably for one in shown),
        rows=tuple(rows),
    )


def _keys(block: Block) -> Iterable[str]:
    return dict.fromkeys(key.removesuffix(SHARE) for key in block)


def _row(key: str, block: Block, name: str, showing: Showing) -> FigureRow:
    number, share = block.get(key), block.get(key + SHARE)
    return FigureRow(
        name,
        showing.show(number) if number else None,
        showing.show(share) if share else None,
    )


def _any(key: str, block: Block) -> Statement:
    return block[key] if key in block else block[key + SHARE]


def _group_name(key: str, block: Block) -> str:
    """The group as printed, else the key."""
    return (_any(key, block).qualifier("group") if key != "total" else "") or sentence(key)


def _full_name(key: str, block: Block) -> str:
    """What is measured, of whom, where and when: the row stands alone."""
    named = dict(_any(key, block).qualifiers)
    parts = [named.get("group", ""), named.get("area", ""), period(named.get("period", ""))]
    about = ", ".join(part for part in parts if part)
    measure = sentence(named.get("measure", "") or key)
    return f"{measure} ({about})" if about else measure


def _caption(statements: Sequence[Statement], measure: str) -> str:
    head = measure or _shared(statements, "group") or "several measures"
    parts = [head, _shared(statements, "area"), period(_shared(statements, "period"))]
    return sentence(", ".join(part for part in parts if part))


def period(text: str) -> str:
    try:
        return words.days_in_words(parse_days(text)) if text else ""
    except BadDays:
        return text


def _shared(statements: Sequence[Statement], qualifier: str) -> str:
    return _same(statement.qualifier(qualifier) for statement in statements)


def _same(texts: Iterable[str]) -> str:
    """The text, if all are the same."""
    periods = set(texts)
    return periods.pop() if len(periods) == 1 else ""


@dataclass(frozen=True, slots=True)
class FigureShown:
    """One figure of the list of all figures."""

    subject: str
    subject_address: str
    measure: str
    about: str
    shown: Shown
    finding: str  # the address of the finding it was worked out in


def figure_shown(statement: Statement, showing: Showing) -> FigureShown:
    named = dict(statement.qualifiers)
    about = [named.get("group", ""), named.get("area", ""), period(named.get("period", ""))]
    name, address = showing.link(statement.subject)
    return FigureShown(
        name,
        address,
        sentence(named.get("measure", "")),
        ", ".join(part for part in about if part),
        showing.show(statement),
        finding_address(named[FINDING]) if FINDING in named else "",
    )
