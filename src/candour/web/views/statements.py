"""The page of one statement, and its citation."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.statements import Statement
from candour.register import selectors
from candour.register.follows import WorkedOutRows, results
from candour.register.lives import corroboration_of
from candour.register.naming import named_in, named_in_clashes, named_in_derived
from candour.web import tables
from candour.web.addresses import statement_address
from candour.web.pages.citation import Citation
from candour.web.pages.shown import verdicts_by_claim
from candour.web.pages.statement import StatementShowing, statement_page
from candour.web.pages.statement_use import citation, rows_with, statement_use
from candour.web.problems import NotHere
from candour.web.views.answering import answering

OF_SOURCE = ("name", "website", "archived")


@answering()
def statement(request: HttpRequest, key: str, *, form: str) -> HttpResponseBase:
    record = _record(key)
    if form:
        return tables.json_page(_as_data(record))
    one = record.statement
    rows = _rows(one)
    brief = selectors.brief([one.subject, one.source], ("name", one.field, *OF_SOURCE))
    about, source = brief.get(one.subject), brief.get(one.source)
    others = about.of(one.field) if about is not None else []
    alike = corroboration_of(one) if record.stands else None
    showing = _showing([one, *others, *(alike.statements if alike is not None else ())], rows)
    context = {
        "page": statement_page(record, showing, alike),
        "use": statement_use(
            one, rows, others, source.statements if source is not None else (), showing
        ),
        "canonical": json.dumps(json.loads(one.canonical), ensure_ascii=False, indent=1),
        "citation": _citation(request, record, rows, showing),
    }
    return render(request, "statement.html", context)


@answering()
def cite(request: HttpRequest, key: str, *, kind: str, form: str) -> HttpResponseBase:
    """A citation as a file: `bib` is BibTeX, `csl.json` what reference managers read."""
    record = _record(key)
    rows = _rows(record.statement)
    citation = _citation(request, record, rows, _showing([record.statement], rows))
    if kind == "bib":
        return HttpResponse(citation.bibtex(), content_type="application/x-bibtex; charset=utf-8")
    text = json.dumps(citation.csl(), ensure_ascii=False, indent=1)
    return HttpResponse(f"{text}\n", content_type="application/vnd.citationstyles.csl+json")


def _record(key: str) -> selectors.StatementRecord:
    record = selectors.statement_record(key)
    if record is None:
        raise NotHere("No statement has this identifier.")
    return record


def _rows(one: Statement) -> WorkedOutRows:
    rows = WorkedOutRows.of(results(one.subject).values_list("kind", "row"))
    return rows_with(one.id, rows)


def _showing(statements: list[Statement], rows: WorkedOutRows) -> StatementShowing:
    schema = selectors.schema()
    slugs = named_in(statements, schema) | {s.subject for s in statements}
    slugs |= named_in_clashes(rows.contradictions) | named_in_derived(rows.derived)
    return StatementShowing(
        schema,
        selectors.names(slugs),
        verdicts=verdicts_by_claim(rows.checks),
        readings=selectors.readings(),
    )


def _citation(
    request: HttpRequest,
    record: selectors.StatementRecord,
    rows: WorkedOutRows,
    showing: StatementShowing,
) -> Citation:
    return citation(
        record.statement,
        rows,
        showing,
        stands=record.stands,
        address=request.build_absolute_uri(statement_address(record.statement.id)),
        read_on=timezone.localdate(),
    )


def _as_data(record: selectors.StatementRecord) -> dict[str, Any]:
    alike = corroboration_of(record.statement) if record.stands else None
    return {
        "id": record.statement.id,
        "stands": record.stands,
        "recordings": [
            {
                "asserted_in": stretch.began.number,
                "asserted_at": stretch.began.arrived_at.isoformat(),
                "retracted_in": stretch.ended.number if stretch.ended else None,
                "retracted_at": stretch.ended.arrived_at.isoformat() if stretch.ended else None,
            }
            for stretch in record.stretches
        ],
        "statement": record.statement.as_dict(),
        "corroborated": alike.as_dict() if alike is not None else None,
    }
