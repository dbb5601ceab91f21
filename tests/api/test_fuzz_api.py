"""The API under fuzz: by its own description, against it, and with hostile texts."""

from functools import lru_cache

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import strategies as st
from schemathesis import checks
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from tests.api.asking import paths, real_values
from tests.api.fuzzing import (
    AGAINST_IT,
    BY_DESCRIPTION,
    HOSTILE_TO_API,
    LEAST,
    PAGES,
    Tally,
    fuzzed,
    hostile,
    in_address,
    query_of,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.usefixtures("loaded_register"),
]

AS_DESCRIBED = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


def test_there_are_enough_cases():
    assert BY_DESCRIPTION + AGAINST_IT + HOSTILE_TO_API + PAGES >= LEAST


@pytest.fixture
def one_connection():
    """Keep the connection, and with it the loaded content, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@lru_cache(maxsize=1)
def operations():
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    return {operation.path: operation for operation in found}


@lru_cache
def cases_of(path, mode):
    return operations()[path].as_strategy(generation_mode=mode)


def answered(case):
    """What a case is answered; it must also be as the description says."""
    response = case.call(headers={"Accept-Encoding": "identity"})  # the caller would not unpack it
    case.validate_response(response, checks=AS_DESCRIBED)
    return response.status_code


def test_the_api_answers_what_its_description_allows(one_connection):
    tally = Tally()

    @fuzzed(BY_DESCRIPTION)
    def ask(data):
        path = data.draw(st.sampled_from(sorted(operations())))
        case = data.draw(cases_of(path, GenerationMode.POSITIVE))
        for places in (case.path_parameters, case.query):
            for name in sorted((places or {}).keys() & real_values().keys()):
                if data.draw(st.integers(0, 9)):  # a real value, nine times in ten
                    places[name] = data.draw(st.sampled_from(real_values()[name]))
        tally.note(answered(case), case.as_curl_command())

    ask()
    tally.expect(BY_DESCRIPTION, answered=0.35)


def test_the_api_survives_what_its_description_forbids(one_connection):
    tally = Tally()
    asking = sorted(
        operations().keys() & {path for path, one in paths().items() if one["parameters"]}
    )

    @fuzzed(AGAINST_IT)
    def ask(data):
        case = data.draw(cases_of(data.draw(st.sampled_from(asking)), GenerationMode.NEGATIVE))
        tally.note(answered(case), case.as_curl_command())

    ask()
    tally.expect(AGAINST_IT, answered=0)


def test_the_api_survives_hostile_texts(client):
    tally = Tally()

    @fuzzed(HOSTILE_TO_API)
    def ask(data):
        path, operation = data.draw(st.sampled_from(sorted(paths().items(), key=repr)))
        pairs = []
        for parameter in operation["parameters"]:
            name = parameter["name"]
            known = st.sampled_from(real_values().get(name, (parameter["example"],)))
            odd = not data.draw(st.integers(0, 5))
            value = data.draw(hostile() if odd else known)
            if parameter["in"] == "path":
                path = path.replace(f"{{{name}}}", in_address(value))
            elif parameter["required"] or data.draw(st.booleans()):
                pairs.append((name, value))
        if not data.draw(st.integers(0, 9)):
            pairs.append((data.draw(hostile()), data.draw(hostile())))
        asked = f"{path}?{query_of(pairs)}"
        tally.note(client.get(asked).status_code, asked)

    ask()
    tally.expect(HOSTILE_TO_API, answered=0.15)
