"""Figures and derived numbers of the whole register."""

from collections.abc import Iterator
from typing import Any

from django.db.models.fields.json import KT
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.evidence.listing import figure_row
from candour.register import overviews, selectors
from candour.register.counting import Counts
from candour.register.follows import CHECK, DERIVED, worked_out_list
from candour.register.history import statement_of
from candour.register.moments import Moment
from candour.register.naming import named_in, named_in_derived
from candour.web import query, tables, words
from candour.web.pages.derived import derived_shown
from candour.web.pages.figures import figure_shown
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing, verdicts_by_claim
from candour.web.paging import Part, part
from candour.web.parameters import Takes
from candour.web.tables import Row
from candour.web.views.answering import answering
from candour.web.views.narrowing import as_of_context

FIGURES_ON_A_PAGE = 20  # each is a card on a phone

FAILS = {"verdict": "fails"}
MOST_FAILING = 12  # shown before all figures

# figures


@answering(takes=Takes(("verdict", "subject", "field", "as-of"), on_page=("page",)))
def figures(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("verdict", "subject", "field"))
    moment = query.as_of(request.GET)
    if form:
        return tables.table(_figure_rows(wanted, moment), form, name="figures")
    counted = Counts(moment)
    cut = _figures_cut(wanted, moment, query.number(request.GET, "page"), counted)
    is_opening = not wanted and cut.number == 1
    failing = _figures_cut(FAILS, moment, 1, counted).rows[:MOST_FAILING] if is_opening else []
    subjects = {statement.subject for statement in (*failing, *cut.rows)}
    checks = overviews.verdicts_on(subjects, moment) if subjects else []
    schema = selectors.schema()
    named = named_in([*failing, *cut.rows], schema) | subjects | {wanted.get("subject", "")}
    names = selectors.names(named)
    showing = Showing(
        schema, names, verdicts=verdicts_by_claim(checks), readings=selectors.readings()
    )
    counts = counted.states(CHECK)
    context = {
        **as_of_context(wanted, moment),
        "part": cut.of([figure_shown(statement, showing) for statement in cut.rows]),
        "failing": [figure_shown(statement, showing) for statement in failing],
        "wanted": wanted,
        "subject_name": showing.name(wanted.get("subject", "")),
        "verdicts": [
            (key, key.partition("-")[0], label, counts.get(key, 0))
            for key, label in words.VERDICTS.items()
        ],
        "fields": [
            Choice(field.key, field.label, chosen=field.key == wanted.get("field"))
            for field in schema.fields.values()
            if field.is_figure
        ],
        "derived": counted.totals()[DERIVED],
    }
    return render(request, "figures.html", context)


def _figures_cut(wanted: dict[str, str], moment: Moment, number: int, counted: Counts) -> Part[Any]:
    """Figures of one page of the list; under a verdict, those that it was given to."""
    if "verdict" not in wanted:
        rows = selectors.figures(
            slug=wanted.get("subject", ""), field=wanted.get("field", ""), moment=moment
        )
        days = query.days_of(moment)
        total = None if "subject" in wanted else counted.figures(wanted.get("field", ""))
        cut = part(rows, number, query=wanted | days, total=total, size=FIGURES_ON_A_PAGE)
        return cut.of([statement_of(row.statement) for row in cut.rows])
    checks = worked_out_list(
        CHECK, state=wanted["verdict"], slug=wanted.get("subject", ""), moment=moment
    )
    # The first of a check's figures is the one that it was given to; read alone, not all it says.
    given_to = checks.annotate(claim=KT("row__figures__0")).values_list("claim", flat=True)
    claims = list(dict.fromkeys(given_to))
    if "field" in wanted:
        statements = selectors.statements_by_id(claims)
        claims = [
            key for key in claims if key in statements and statements[key].field == wanted["field"]
        ]
    cut = part(claims, number, query=wanted | query.days_of(moment), size=FIGURES_ON_A_PAGE)
    statements = selectors.statements_by_id(cut.rows)
    return cut.of([statements[key] for key in cut.rows if key in statements])


def _figure_rows(wanted: dict[str, str], moment: Moment) -> Iterator[Row]:
    rows = selectors.figures(
        slug=wanted.get("subject", ""), field=wanted.get("field", ""), moment=moment
    )
    checks = worked_out_list(CHECK, moment=moment).values_list("row", flat=True)
    verdicts: dict[str, list[str]] = {}
    for check in checks:
        verdicts.setdefault(check["figures"][0], []).append(check["verdict"])
    for row in rows.iterator(chunk_size=1_000):
        verdicts_on_it = verdicts.get(row.statement_id, [])
        if wanted.get("verdict", "") in {"", *verdicts_on_it}:
            yield figure_row(statement_of(row.statement)) | {"verdicts": verdicts_on_it}


# derived numbers


@answering(takes=Takes(("state", "subject", "as-of"), on_page=("page",)))
def derived(request: HttpRequest, *, form: str) -> HttpResponseBase:
    wanted = query.texts(request.GET, ("state", "subject"))
    moment = query.as_of(request.GET)
    rows = worked_out_list(
        DERIVED,
        state=wanted.get("state", ""),
        slug=wanted.get("subject", ""),
        moment=moment,
    ).values_list("row", flat=True)
    if form:
        return tables.table(rows.iterator(chunk_size=1_000), form, name="derived-numbers")
    cut = part(
        rows,
        query.number(request.GET, "page"),
        query=wanted | query.days_of(moment),
        size=FIGURES_ON_A_PAGE,
    )
    names = selectors.names(named_in_derived(cut.rows) | {wanted.get("subject", "")})
    showing = Showing(selectors.schema(), names)
    counts = Counts(moment).states(DERIVED)
    context = {
        **as_of_context(wanted, moment),
        "part": cut.of([derived_shown(row, showing) for row in cut.rows]),
        "wanted": wanted,
        "subject_name": showing.name(wanted.get("subject", "")),
        "states": [(key, label, counts.get(key, 0)) for key, label in words.DERIVED.items()],
    }
    return render(request, "derived.html", context)
