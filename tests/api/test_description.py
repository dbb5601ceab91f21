"""The OpenAPI document is valid, whole, and true of what is answered."""

import json

import jsonschema_rs
import pytest
from django.urls import get_resolver
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from candour.api import reference
from candour.api.description import described
from tests.api.asking import address, paths
from tests.support.shipped_schema import shipped_schema

DOCUMENT = "/api/v1/openapi.json"


@pytest.fixture(autouse=True)
def _no_table_is_asked_for():
    with shipped_schema():
        yield


def operations():
    return [pytest.param(path, one, id=path) for path, one in paths().items()]


def checker(schema):
    components = {"components": described()["components"]}
    return jsonschema_rs.Draft202012Validator(schema | components, validate_formats=True)


def content_of(operation, status):
    media = "application/json" if status == "200" else "application/problem+json"
    return operation["responses"][status]["content"][media]


def test_it_is_valid_openapi_3_1():
    document = json.loads(json.dumps(described()))
    assert document["openapi"].startswith("3.1")
    OPENAPI_31_VALIDATOR.validate(document)


def test_every_route_is_in_it():
    routes = {
        f"/api/v1/{pattern.pattern}".replace("<", "{").replace(">", "}")
        for part in get_resolver("candour.api.urls").url_patterns
        for pattern in getattr(part, "url_patterns", [])
        if pattern.name != "api-root"
    }
    assert routes == paths().keys()


@pytest.mark.parametrize(("path", "operation"), operations())
def test_every_route_is_described_with_examples(path, operation):
    assert operation["summary"]
    assert operation["description"].endswith(".")
    assert operation["operationId"]
    for parameter in operation["parameters"]:
        assert parameter["description"].endswith("."), parameter["name"]
        checker(parameter["schema"]).validate(parameter["example"])


@pytest.mark.parametrize(("path", "operation"), operations())
def test_every_answer_has_words_and_an_example_that_fits(path, operation):
    assert {"200", "304", "422"} <= operation["responses"].keys()
    assert ("404" in operation["responses"]) == ("{" in path)
    for status, response in operation["responses"].items():
        assert response["description"].endswith(".")
        if "content" in response:
            content = content_of(operation, status)
            checker(content["schema"]).validate(content["example"])


def test_every_key_of_every_model_is_described():
    for name, schema in described()["components"]["schemas"].items():
        assert schema["description"], name
        for key, part in schema["properties"].items():
            assert part.get("description") or "$ref" in part or name.endswith("Value"), (name, key)


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_register")
@pytest.mark.parametrize(("path", "operation"), operations())
def test_what_is_answered_fits_its_model(client, path, operation):
    answered = client.get(address(path, operation)).json()
    checker(content_of(operation, "200")["schema"]).validate(answered)


@pytest.mark.django_db
def test_it_can_be_fetched(client):
    assert client.get(DOCUMENT).json() == json.loads(json.dumps(described()))


def test_the_page_to_read_holds_every_address_and_model():
    page = reference.markdown()
    assert all(f"### `{path}`" in page for path in paths())
    assert all(f"\n### {name}\n" in page for name in described()["components"]["schemas"])
