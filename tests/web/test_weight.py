"""Pages are light on their way, but for those that hold what a reader said."""

import gzip

import pytest

from tests.journeys.pages import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

MOST_BYTES = 120_000
NO_BREAK = "\N{NO-BREAK SPACE}".encode()
TAKES_GZIP = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.mark.parametrize("address", ["/", SYSTEM, "/systems/essex-risk-terrain-modelling/"])
def test_a_page_is_compressed_and_light(client, address):
    answer = client.get(address, **TAKES_GZIP)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < MOST_BYTES
    plain = gzip.decompress(answer.content).replace(NO_BREAK, b" ")  # as the client reads them
    assert plain == client.get(address).content


def test_a_list_that_is_streamed_is_compressed_and_whole(client):
    answer = client.get("/places.json", **TAKES_GZIP)
    assert answer["Content-Encoding"] == "gzip"
    whole = b"".join(client.get("/places.json").streaming_content)
    assert gzip.decompress(b"".join(answer.streaming_content)) == whole


@pytest.mark.parametrize("address", ["/routes/", "/routes/questions/"])
def test_what_a_reader_may_have_said_is_never_compressed(client, address):
    assert "Content-Encoding" not in client.get(address, **TAKES_GZIP)


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/terms/", **TAKES_GZIP)
    again = client.get("/terms/", HTTP_IF_NONE_MATCH=first["ETag"], **TAKES_GZIP)
    assert again.status_code == 304
