"""Contradictions, gaps and statements by force, kind and state; a count is what its link shows."""

import json
import re

import pytest

from candour.register.at_hand import forget_answers
from candour.register.by_force import by_force

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def body_of(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def rows_of(client, address):
    return json.loads(body_of(client.get(address)))


def counts_of(page, name):
    """The choices of a filter with the number beside each."""
    (box,) = re.findall(rf'<select id="{name}".*?</select>', page, re.DOTALL)
    return dict(re.findall(r'<option value="([^"]+)"[^>]*>[^<(]*\(([\d,]+)\)', box))


@pytest.mark.parametrize(
    ("list_name", "filters"),
    [
        ("contradictions", ("force", "kind")),
        ("gaps", ("force", "item", "state")),
        ("statements", ("force", "field", "kind")),
    ],
)
@pytest.mark.parametrize("force", ["", "essex-police"])
def test_a_count_beside_a_choice_is_how_many_it_shows(client, list_name, filters, force):
    page = body_of(client.get(f"/{list_name}/", {"force": force}))
    for name in filters:
        counted = counts_of(page, name)
        assert counted
        some = {**dict(list(counted.items())[:2]), **dict(list(counted.items())[-1:])}
        for key, number in some.items():
            wanted = {"force": force, name: key}
            rows = rows_of(
                client, f"/{list_name}.json?" + "&".join(f"{k}={v}" for k, v in wanted.items())
            )
            assert len(rows) == int(number.replace(",", "")), (name, key)


def test_gaps_of_a_force_are_those_of_its_systems(client):
    rows = rows_of(client, "/gaps.json?force=essex-police")
    assert {row["subject"] for row in rows} <= by_force().systems["essex-police"]
    assert rows


def test_what_a_contradiction_touches_keeps_the_force_that_is_chosen(client):
    page = body_of(client.get("/contradictions/?force=essex-police"))
    assert "?touches=people&amp;force=essex-police" in page


@pytest.mark.parametrize("list_name", ["contradictions", "gaps", "statements"])
def test_a_force_that_is_none_is_refused_in_a_sentence(client, list_name):
    answer = client.get(f"/{list_name}/?force=durham-hart")
    assert answer.status_code == 400
    assert "must be the short name of one of" in body_of(answer)


def test_statements_that_were_withdrawn_are_listed_apart_and_stand_nowhere_else(client):
    withdrawn = rows_of(client, "/statements.json?state=withdrawn&force=essex-police")
    stands = rows_of(client, "/statements.json?force=essex-police")
    assert withdrawn
    assert not any(row["stands"] for row in withdrawn)
    assert {row["id"] for row in withdrawn}.isdisjoint(row["id"] for row in stands)


def test_a_state_or_kind_that_means_nothing_is_refused(client):
    assert client.get("/statements/?state=asleep").status_code == 400
    assert client.get("/statements/?kind=rumour").status_code == 400


def test_what_is_kept_for_a_head_is_what_is_worked_out_anew():
    kept = by_force()
    forget_answers()
    assert by_force() == kept
