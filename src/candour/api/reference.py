"""The API as a page to read, written from its OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from candour.api.app import GROUPS
from candour.api.description import described

Json = dict[str, Any]


def markdown() -> str:
    """Return the reference of the API as Markdown."""
    document = described()
    return "\n".join([*_head(document), *_addresses(document), *_models(document)]) + "\n"


def _head(document: Json) -> Iterator[str]:
    yield f"# The API, version {document['info']['version']}"
    yield ""
    yield document["info"]["description"]
    yield ""
    yield "The same for programs: `/api/v1/openapi.json`."


def _addresses(document: Json) -> Iterator[str]:
    group = ""
    for path, methods in document["paths"].items():
        operation = methods["get"]
        if operation["tags"][0] != group:
            group = operation["tags"][0]
            yield f"\n## {group}\n"
            yield GROUPS[group]
        yield f"\n### `{path}`\n"
        yield operation["description"]
        yield from _parameters(operation["parameters"])
        yield f"\nAnswers with {_model_of(operation)}."


def _parameters(parameters: list[Json]) -> Iterator[str]:
    if not parameters:
        return
    yield "\n| parameter | what it asks | example |"
    yield "|---|---|---|"
    for one in parameters:
        needed = "" if not one["required"] or one["in"] == "path" else " (needed)"
        yield f"| `{one['name']}`{needed} | {one['description']} | `{one['example']}` |"


def _model_of(operation: Json) -> str:
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return _type(schema)


def _models(document: Json) -> Iterator[str]:
    yield "\n## What answers are made of"
    for name, schema in sorted(document["components"]["schemas"].items()):
        yield f"\n### {name}\n"
        yield schema.get("description", "")
        yield "\n| key | type | what it holds |"
        yield "|---|---|---|"
        for key, part in schema.get("properties", {}).items():
            absent = "" if key in schema.get("required", []) else " May be left out."
            yield f"| `{key}` | {_type(part)} | {part.get('description', '')}{absent} |"


def _type(schema: Json) -> str:
    """The type of a value in a few words, with a link where it has a table of its own."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return " or ".join(f"`{one}`" for one in schema["enum"])
    return str(schema.get("format", schema.get("type", "any value")))
