"""Whom statements, and what follows from them, name: so that all their names are asked at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from candour.evidence.fields import Schema
from candour.evidence.statements import Statement


def named_in(statements: Iterable[Statement], schema: Schema) -> set[str]:
    """The slugs of all who speak in some statements, of their sources, and of their values."""
    slugs: set[str] = set()
    for statement in statements:
        slugs.update(statement.said_by, (statement.source, statement.via, statement.first_in))
        if statement.kind == "subject":
            slugs.add(str(statement.value))
        slugs.update(
            text for key, text in statement.qualifiers if schema.qualifiers[key].type == "subject"
        )
    return slugs - {""}


def named_in_clashes(contradictions: Iterable[Mapping[str, Any]]) -> set[str]:
    """The slugs of those whom contradictions are about, and of those who speak in them."""
    slugs: set[str] = set()
    for row in contradictions:
        slugs.update(row["subjects"])
        for side in row["sides"]:
            slugs.update(side["said_by"])
    return slugs


def named_in_derived(numbers: Iterable[Mapping[str, Any]]) -> set[str]:
    """The slugs of those whom derived numbers are about."""
    return {row["subject"] for row in numbers}
