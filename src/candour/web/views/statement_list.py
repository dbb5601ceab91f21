"""Every statement of the register: by force, field, kind of value and state, with counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from candour.evidence.fields import Schema
from candour.register import selectors, statement_lists
from candour.register.by_force import Forces, by_force
from candour.register.history import statement_of
from candour.register.moments import Moment
from candour.register.naming import named_in
from candour.register.statement_lists import STANDS, WITHDRAWN, FieldAndKind, Wanted
from candour.web import query, tables
from candour.web.pages.lists import Choice
from candour.web.pages.shown import Showing
from candour.web.paging import part
from candour.web.parameters import Takes
from candour.web.problems import BadQuery
from candour.web.tables import Row
from candour.web.views import narrowing
from candour.web.views.answering import answering

KINDS = {
    "quantity": "A number",
    "silence": "An empty answer",
    "text": "Words",
    "term": "A term",
    "subject": "Something in the register",
    "days": "Days",
    "closure": "Whether a list is complete",
}
# What readers look for, before names and kinds of pages.
TELLING = frozenset(
    {
        "use",
        "predictive-use",
        "people-profiled",
        "harm",
        "discrimination",
        "disclosure",
        "limitation",
        "claimed-effect",
        "purpose",
    }
)
SHOWN = 40
STATES = {STANDS: "Stands", WITHDRAWN: "Withdrawn"}


@answering(takes=Takes(("force", "subject", "field", "kind", "state", "as-of"), on_page=("page",)))
def statements(request: HttpRequest, *, form: str) -> HttpResponseBase:
    moment = query.as_of(request.GET)
    texts = query.texts(request.GET, ("force", "subject", "field", "kind", "state"))
    forces, schema = by_force(moment), selectors.schema()
    narrowing.refuse_other_forces(texts, forces)
    wanted = _read_wanted(texts, forces, schema)
    rows = statement_lists.listed(wanted, moment)
    if form:
        return tables.table(_as_data(rows), form, name="statements")
    counted = _counted(texts, wanted, moment)
    total = sum(
        number
        for (field, kind), number in counted.items()
        if wanted.field in {"", field} and wanted.kind in {"", kind}
    )
    days = query.days_of(moment)
    cut = part(rows, query.number(request.GET, "page"), query=texts | days, size=SHOWN, total=total)
    some = [statement_of(row.statement) for row in cut.rows]
    slugs = named_in(some, schema) | {s.subject for s in some} | {texts.get("subject", "")}
    showing = Showing(schema, selectors.names(slugs), readings=selectors.readings())
    context = {
        **narrowing.as_of_context(texts, moment),
        "wanted": texts,
        "subject_name": showing.name(texts.get("subject", "")),
        "part": cut.of([(showing.link(s.subject), showing.show(s)) for s in some]),
        "fields": _choices(
            {key: schema.fields[key].label for key, _ in counted},
            _by(counted, 0, wanted.kind),
            wanted.field,
        ),
        "kinds": _choices(KINDS, _by(counted, 1, wanted.field), wanted.kind),
        "telling": TELLING,
        "states": [Choice(key, label, key == wanted.state) for key, label in STATES.items()],
        "forces": _forces(forces, wanted, texts, moment),
    }
    return render(request, "statements.html", context)


def _read_wanted(texts: dict[str, str], forces: Forces, schema: Schema) -> Wanted:
    state = texts.get("state", STANDS)
    for name, value, known in (
        ("state", state, STATES),
        ("kind", texts.get("kind", ""), KINDS),
        ("field", texts.get("field", ""), dict(schema.fields)),
    ):
        if value and value not in known:
            raise BadQuery(f"“{name}” must be one of {', '.join(known)}.")
    among: frozenset[str] | None = None
    if "subject" in texts:
        among = frozenset({texts["subject"]})
    if "force" in texts:
        around = forces.around(texts["force"])
        among = around if among is None else among & around
    return Wanted(texts.get("field", ""), texts.get("kind", ""), state, among)


def _counted(texts: dict[str, str], wanted: Wanted, moment: Moment) -> Counter[FieldAndKind]:
    if wanted.state == STANDS and "subject" not in texts:
        tallies = statement_lists.tallies(moment)
        return tallies.by_force.get(texts["force"], Counter()) if "force" in texts else tallies.all
    return statement_lists.tally(wanted, moment)


def _by(counted: Counter[FieldAndKind], place: int, other: str) -> Counter[str]:
    """Counts by field (0) or kind (1), among those of one of the other, or all."""
    summed: Counter[str] = Counter()
    for pair, number in counted.items():
        if other in {"", pair[1 - place]}:
            summed[pair[place]] += number
    return summed


def _choices(labels: dict[str, str], counted: Counter[str], chosen: str) -> list[Choice]:
    some = [
        Choice(key, label, key == chosen, counted[key])
        for key, label in labels.items()
        if counted[key] or key == chosen
    ]
    return sorted(some, key=lambda choice: choice.label.casefold())


def _forces(forces: Forces, wanted: Wanted, texts: dict[str, str], moment: Moment) -> list[Choice]:
    """The forces; how many statements of each stand is counted, of those withdrawn it is not."""
    by = statement_lists.tallies(moment).by_force
    choices = []
    for slug, name in forces.names.items():
        counted = by.get(slug, Counter[FieldAndKind]())
        number = sum(
            n
            for (field, kind), n in counted.items()
            if wanted.field in {"", field} and wanted.kind in {"", kind}
        )
        chosen = slug == texts.get("force")
        if wanted.state == WITHDRAWN:
            choices.append(Choice(slug, name, chosen))
        elif number or chosen:
            choices.append(Choice(slug, name, chosen, number))
    return choices


def _as_data(rows: QuerySet[Any]) -> Iterator[Row]:
    recordings: Iterable[Any] = rows.iterator(chunk_size=1_000)
    for row in recordings:
        statement = statement_of(row.statement)
        yield {
            "id": statement.id,
            "subject": statement.subject,
            "field": statement.field,
            "kind": statement.kind,
            "stands": row.retracted_in_id is None,
            "said_by": list(statement.said_by),
            "source": statement.source,
            "locator": statement.locator,
            "statement": statement.as_dict(),
        }
