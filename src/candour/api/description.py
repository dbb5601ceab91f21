"""The OpenAPI document: what ninja writes of it, completed with words and examples."""

import json
import re
from functools import lru_cache
from typing import Any

from candour.api.app import GROUPS, api
from candour.api.errors import PROBLEM

STATUSES = {
    200: "The answer.",
    304: "Nothing has changed since the `ETag` or the day sent along.",
    404: "Nothing is at this address.",
    422: "A parameter can't be read, is not known, or is given twice.",
}
HEADERS = {
    "ETag": "Names the newest change of the register, and the day.",
    "Last-Modified": "When the newest change came in, or the day began.",
}
FIRST_REFUSAL = 400
MOVED = "The subject is now found under another slug."
LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}

REFERENCE = re.compile(r"#/components/schemas/(\w+)")

Json = dict[str, Any]


@lru_cache(maxsize=1)
def described() -> Json:
    """The whole document. It is made once: it depends on the code and the schema alone."""
    document: Json = dict(api.get_openapi_schema())
    document["info"]["license"] = LICENCE
    schemas = document["components"]["schemas"]
    for path in document["paths"].values():
        operation = path["get"]
        operation["parameters"] = [_parameter(one) for one in operation["parameters"]]
        operation["responses"] = _responses(operation, schemas)
    document["components"]["schemas"] = _used(document["paths"], schemas)
    document["paths"] = dict(sorted(document["paths"].items(), key=_place))
    document["components"]["headers"] = {
        name: {"description": words, "schema": {"type": "string"}}
        for name, words in HEADERS.items()
    }
    return document


def _used(paths: Json, schemas: Json) -> Json:
    """The models that answers are made of; those of parameters are spelt out in the addresses."""
    used: set[str] = set()
    waiting = _references(paths)
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= _references(schemas[name]) - used
    return {name: schemas[name] for name in sorted(used)}


def _references(part: Any) -> set[str]:
    return set(REFERENCE.findall(json.dumps(part)))


def _place(item: tuple[str, Json]) -> int:
    """Addresses stand in the order of their groups."""
    return list(GROUPS).index(item[1]["get"]["tags"][0])


def _parameter(parameter: Json) -> Json:
    """A parameter as a reader writes it: absent, or a text; there is no null in an address."""
    schema = {key: value for key, value in parameter["schema"].items() if key != "examples"}
    choices = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    if choices:
        schema = choices[0] | schema
    if schema.get("default", "") is None:
        del schema["default"]
    example = parameter.pop("examples", parameter["schema"].get("examples", [""]))[0]
    return parameter | {"schema": schema, "example": example}


def _responses(operation: Json, schemas: Json) -> Json:
    resolved: Json = {}
    for status, response in operation["responses"].items():
        words = {"description": STATUSES[int(status)]}
        content = {
            media if int(status) < FIRST_REFUSAL else PROBLEM: kept
            | {"example": example_of(kept["schema"], schemas)}
            for media, kept in response["content"].items()
        }
        resolved[str(status)] = words | {"content": content}
    resolved["200"]["headers"] = {
        name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS
    }
    resolved["304"] = {"description": STATUSES[304]}
    if any(parameter["name"] == "slug" for parameter in operation["parameters"]):
        resolved["302"] = {"description": MOVED}
    return dict(sorted(resolved.items()))


def example_of(schema: Json, schemas: Json) -> Any:
    """Put an example of a schema together from those of its parts."""
    if "$ref" in schema:
        return example_of(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema:
        return example_of(schema["anyOf"][0], schemas)
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas)]
    if "properties" in schema:
        return {key: example_of(part, schemas) for key, part in schema["properties"].items()}
    return schema.get("const", {})
