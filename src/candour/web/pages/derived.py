"""Derived numbers as pages show them: said by Candour, with the working, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from candour.core.voice import sentence
from candour.evidence.derived import WORKED_OUT
from candour.web import words
from candour.web.addresses import statement_address
from candour.web.pages.shown import Link, Showing


@dataclass(frozen=True, slots=True)
class DerivedShown:
    """One derived number.

    Attributes
    ----------
    measure : what it tells
    subject : the page it belongs to
    state : in words, where there is no number; else ""
    shown : the number in words, with its interval
    working : the sum with the numbers as printed, or the reason why there is no number
    statements : the printed numbers it is worked out from
    """

    id: str
    measure: str
    subject: Link
    state: str
    shown: str
    working: str
    remark: str
    statements: tuple[Link, ...]


def derived_shown(row: Mapping[str, Any], showing: Showing) -> DerivedShown:
    is_worked_out = row["state"] == WORKED_OUT
    return DerivedShown(
        row["id"],
        sentence(str(row["measure"])),
        showing.link(row["subject"]),
        "" if is_worked_out else words.DERIVED[row["state"]],
        row["shown"],
        row["working"].rpartition(" = ")[0] if is_worked_out else row["reason"],
        row["remark"],
        tuple(
            Link(f"Statement {number}", statement_address(key))
            for number, key in enumerate(row["statements"], 1)
        ),
    )
