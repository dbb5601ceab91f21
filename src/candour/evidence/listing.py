"""Rows of plain data: what `candour content list`, the API and the downloads print."""

from decimal import Decimal
from typing import Any

from candour.evidence.advice import Suggestion
from candour.evidence.checks import Verdict
from candour.evidence.collection import SubjectFile
from candour.evidence.contradictions import Contradiction
from candour.evidence.derived import Derived
from candour.evidence.gaps import Gap
from candour.evidence.quantities import Quantity, plain
from candour.evidence.speakers import REGISTER_ITSELF
from candour.evidence.statements import Statement
from candour.evidence.use import Headline


def figure_row(statement: Statement) -> dict[str, Any]:
    quantity = statement.value
    assert isinstance(quantity, Quantity)
    named = dict(statement.qualifiers)
    row = {
        "id": statement.id,
        "subject": statement.subject,
        "field": statement.field,
        "measure": named.get("measure", ""),
        "value": plain(quantity.value),
        "printed": quantity.printed,
        "unit": quantity.unit,
        "stated": quantity.stated,
        "period": named.get("period", ""),
        "group": named.get("group", ""),
        "area": named.get("area", ""),
        "denominator": named.get("denominator", ""),
        "compared_with": named.get("compared_with", ""),
        "finding": named.get("finding", ""),
        "said_by": " and ".join(statement.said_by),
        "via": statement.via,
        "source": statement.source,
        "locator": statement.locator,
        "basis": statement.basis,
        "note": named.get("note", ""),
        "remark": named.get("remark", ""),
        "probably": named.get("probably", ""),
    }
    return row | ({"high": plain(quantity.high)} if quantity.high is not None else {})


def check_row(verdict: Verdict) -> dict[str, Any]:
    check = verdict.check
    return {
        "id": check.id,
        "subject": check.subject,
        "kind": check.kind,
        "check": check.expression,
        "figures": [check.claim.id, *(part.id for part in check.parts)],
        "point": verdict.point,
        "interval": verdict.interval,
        "verdict": verdict.verdict,
        "working": verdict.working,
        "remark": check.remark,
    }


def derived_row(number: Derived) -> dict[str, Any]:
    """A derived number as lists print it; `value`, `low` and `high` to ten-thousandths."""
    amount = number.amount
    return {
        "id": number.spec.id,
        "subject": number.spec.subject,
        "name": number.spec.name,
        "measure": number.spec.measure,
        "state": number.state,
        "value": _decimal(amount.point) if amount else "",
        "low": _decimal(amount.low) if amount else "",
        "high": _decimal(amount.high) if amount else "",
        "unit": number.unit,
        "shown": number.shown,
        "working": number.working,
        "reason": number.reason,
        "remark": number.spec.remark,
        "said_by": REGISTER_ITSELF,
        "statements": [statement.id for statement in number.statements],
        "subjects": list(number.subjects),
    }


def _decimal(value: Decimal) -> str:
    """A number to ten-thousandths; empty where it has no bound."""
    return plain(round(value, 4)) if value.is_finite() else ""


def contradiction_row(contradiction: Contradiction) -> dict[str, Any]:
    return {
        "id": contradiction.id,
        "kind": contradiction.kind,
        "touches": contradiction.touches,
        "strength": contradiction.strength,
        "rank": contradiction.rank,
        "first": contradiction.first,
        "subjects": list(contradiction.subjects),
        "statements": [statement.id for statement in contradiction.statements],
        "sides": [
            {
                "said_by": list(side.said_by),
                "said": side.said,
                "statements": [statement.id for statement in side.statements],
            }
            for side in contradiction.sides
        ],
        "found_by": contradiction.found_by,
        "reason": contradiction.reason,
        "reply": contradiction.reply,
    }


def suggestion_row(suggestion: Suggestion) -> dict[str, Any]:
    pair = (suggestion.first, suggestion.second)
    return {
        "subject": suggestion.first.subject,
        "why": suggestion.why,
        "weight": suggestion.weight,
        "statements": [statement.id for statement in pair],
        "said": [str(statement.value) for statement in pair],
    }


def gap_row(gap: Gap) -> dict[str, Any]:
    return {
        "subject": gap.subject,
        "item": gap.item,
        "state": gap.state.value,
        "why": gap.why,
        "contradicted": gap.is_contradicted,
        "link": gap.link,
        "statements": [statement.id for statement in gap.statements],
        "practice": [statement.id for statement in gap.practice],
    }


def subject_row(subject: SubjectFile, use: Headline | None = None) -> dict[str, Any]:
    """A subject as a row; `use` is the headline of a system, and null for other classes."""
    return {
        "slug": subject.slug,
        "class": subject.subject_class,
        "name": subject.name,
        "kind": subject.first_text("kind"),
        "also": [str(s.value) for s in (*subject.of("also"), *subject.of("formerly"))],
        "operator": subject.slugs("operator"),
        "summary": subject.first_text("summary"),
        "use": use.as_dict() if use is not None else None,
        "statements": len(subject.statements),
        "sources": sorted({statement.source for statement in subject.statements}),
    }
