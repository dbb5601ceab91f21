"""About the register itself: what there is, its schema, and this API's description."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest

import candour
from candour.api import answers
from candour.api.app import TITLE, get
from candour.api.changes import change_row
from candour.api.description import described
from candour.api.parameters import no_parameters
from candour.register import selectors
from candour.register.counting import Counts

TAG = "About"


@get("/", answers.Root, name="root", tag=TAG)
def root(request: HttpRequest) -> dict[str, Any]:
    """What there is: how much stands in the register today, and every address that can be asked."""
    no_parameters(request)
    last = selectors.last_change()
    return {
        "name": TITLE,
        "version": candour.__version__,
        "schema_version": selectors.schema().version,
        "last_change": change_row(last) if last else None,
        "counts": Counts().totals(),
        "addresses": {
            path: operation["get"]["summary"] for path, operation in described()["paths"].items()
        },
    }


@get("/schema", answers.Schema, name="schema", tag=TAG)
def schema(request: HttpRequest) -> dict[str, Any]:
    """The table of fields, qualifiers, vocabularies, and what gaps are asked of every subject."""
    no_parameters(request)
    schema = selectors.schema()
    return {
        "version": schema.version,
        "groups": dict(schema.groups),
        "fields": [asdict(row) for row in schema.fields.values()],
        "qualifiers": [asdict(row) for row in schema.qualifiers.values()],
        "vocabularies": {
            name: [asdict(term) for term in terms.values()]
            for name, terms in schema.vocabularies.items()
        },
        "gap_items": [asdict(item) for item in schema.gap_items.values()],
    }


@get("/openapi.json", answers.Description, name="openapi", tag=TAG)
def openapi(request: HttpRequest) -> dict[str, Any]:
    """Describe all of these addresses, as an OpenAPI 3.1 document."""
    no_parameters(request)
    return described()
