"""The page of one statement."""

import json

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from candour.register import overviews, selectors
from candour.register.naming import named_in
from candour.web import tables
from candour.web.addresses import statement_address
from candour.web.pages.shown import verdicts_by_claim
from candour.web.pages.statement import StatementShowing, statement_page
from candour.web.problems import NotHere
from candour.web.views.answering import answering


@answering
def statement(request: HttpRequest, key: str, *, form: str) -> HttpResponseBase:
    record = selectors.statement_record(key)
    if record is None:
        raise NotHere("No statement has this identifier.")
    if form:
        return tables.json_page(_as_data(record))
    statement, schema = record.statement, selectors.schema()
    checks = overviews.verdicts_on([statement.subject]) if statement.kind == "quantity" else []
    showing = StatementShowing(
        schema,
        selectors.names(named_in([statement], schema) | {statement.subject}),
        verdicts=verdicts_by_claim(checks),
        readings=selectors.readings(),
    )
    context = {
        "page": statement_page(record, showing),
        "canonical": json.dumps(json.loads(statement.canonical), ensure_ascii=False, indent=1),
        "cite": request.build_absolute_uri(statement_address(statement.id)),
        "today": timezone.localdate(),
    }
    return render(request, "statement.html", context)


def _as_data(record: selectors.StatementRecord) -> dict[str, object]:
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
    }
