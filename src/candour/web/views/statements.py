"""The page of one statement, and its citation."""

import json
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.evidence.statements import Statement
from candour.register import selectors
from candour.register.follows import WorkedOutRows, results
from candour.register.lives import corroboration_of
from candour.register.moments import NOW, Moment
from candour.register.naming import named_in, named_in_clashes, named_in_derived
from candour.register.proving import prove_statement
from candour.register.removals import removal_of
from candour.web import query, tables
from candour.web.addresses import statement_address
from candour.web.pages.banner import moment_banner
from candour.web.pages.citation import Citation
from candour.web.pages.shown import verdicts_by_claim
from candour.web.pages.statement import StatementShowing, statement_page
from candour.web.pages.statement_use import citation, rows_with, statement_use
from candour.web.parameters import Takes
from candour.web.problems import NotHere, TakenOut
from candour.web.views.answering import answering
from candour.web.words import day_in_words

OF_SOURCE = ("name", "website", "archived")
AS_OF = ("as-of",)  # its other days are its own


@answering(takes=Takes(AS_OF))
def statement(request: HttpRequest, key: str, *, form: str) -> HttpResponseBase:
    moment = query.as_of(request.GET)
    record = _record(key, moment)
    if form:
        return tables.json_page(_as_data(record, moment))
    one = record.statement
    rows = _rows(one, moment)
    brief = selectors.brief([one.subject, one.source], ("name", one.field, *OF_SOURCE), moment)
    about, source = brief.get(one.subject), brief.get(one.source)
    others = about.of(one.field) if about is not None else []
    alike = corroboration_of(one, moment) if record.stands else None
    statements = [one, *others, *(alike.statements if alike is not None else ())]
    showing = _showing(statements, rows, moment)
    context = {
        "page": statement_page(record, showing, alike),
        "use": statement_use(
            one, rows, others, source.statements if source is not None else (), showing
        ),
        "canonical": json.dumps(json.loads(one.canonical), ensure_ascii=False, indent=1),
        "citation": _citation(request, record, rows, showing),
        "banner": moment_banner(moment),
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


def _record(key: str, moment: Moment = NOW) -> selectors.StatementRecord:
    record = selectors.statement_record(key, moment)
    if record is None:
        _say_if_taken_out(key)
        then = "" if moment.is_of_today else " in the register as it stood then"
        raise NotHere(f"No statement has this identifier{then}.")
    return record


def _say_if_taken_out(key: str) -> None:
    removal = removal_of(key)
    if removal is not None:
        day = day_in_words(date.fromisoformat(removal.on))
        raise TakenOut(
            f"What was stated here about “{removal.subject}” was taken out of the register on "
            f"{day}. The reason given: {removal.why}"
        )


@answering()
def proof(request: HttpRequest, key: str, *, form: str) -> HttpResponseBase:
    """The proof of a statement, as `candour verify` reads it."""
    _record(key)
    proved = prove_statement(key)
    if proved is None:
        raise NotHere("No line of this statement is left in the chains.")
    text = json.dumps(proved.as_dict(), ensure_ascii=False, indent=1)
    answer = HttpResponse(f"{text}\n", content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{key}.proof.json"'
    return answer


def _rows(one: Statement, moment: Moment = NOW) -> WorkedOutRows:
    rows = WorkedOutRows.of(results(one.subject, moment).values_list("kind", "row"))
    return rows_with(one.id, rows)


def _showing(
    statements: list[Statement], rows: WorkedOutRows, moment: Moment = NOW
) -> StatementShowing:
    schema = selectors.schema()
    slugs = named_in(statements, schema) | {s.subject for s in statements}
    slugs |= named_in_clashes(rows.contradictions) | named_in_derived(rows.derived)
    return StatementShowing(
        schema,
        selectors.names(slugs),
        verdicts=verdicts_by_claim(rows.checks),
        readings=selectors.readings(moment),
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


def _as_data(record: selectors.StatementRecord, moment: Moment) -> dict[str, Any]:
    alike = corroboration_of(record.statement, moment) if record.stands else None
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
