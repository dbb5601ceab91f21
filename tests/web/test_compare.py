"""Forces or systems side by side: what differs is marked, and what can't be compared is refused."""

import json
import re

import pytest

from candour.register import selectors
from candour.register.forces import forces

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

TWO_FORCES = "with=essex-police&with=kent-police"
TWO_SYSTEMS = "with=durham-hart&with=mps-violence-harm-assessment"


def data_at(client, asked):
    answer = client.get(f"/compare.json?{asked}")
    assert answer.status_code == 200
    return {row["question"]: row for row in json.loads(b"".join(answer.streaming_content))}


def test_forces_compared_say_what_the_list_of_forces_says(client):
    rows = data_at(client, TWO_FORCES)
    known = {force.slug: force for force in forces()}
    for slug in ("essex-police", "kent-police"):
        force = known[slug]
        names = selectors.names(force.systems)
        assert rows["Systems known"][slug] == [names[key][0] for key in force.systems]
        assert rows["Clashes"][slug] == [f"{force.clashes}"]
        assert rows["Not published"][slug] == [
            f"{force.not_published} of {force.items} things asked"
        ]


@pytest.mark.parametrize("asked", [TWO_FORCES, TWO_SYSTEMS])
def test_a_row_differs_when_its_answers_are_not_the_same_set(client, asked):
    rows = data_at(client, asked)
    for row in rows.values():
        answers = [set(value) for key, value in row.items() if key not in {"question", "differs"}]
        assert row["differs"] == (answers[0] != answers[1]), row["question"]
    assert {row["differs"] for row in rows.values()} == {True, False}
    page = client.get(f"/compare/?{asked}").content.decode()
    assert page.count('<tr class="differs">') == sum(row["differs"] for row in rows.values())


def test_every_value_of_a_field_leads_to_the_statement_that_has_it(client):
    page = client.get(f"/compare/?{TWO_SYSTEMS}").content.decode()
    keys = re.findall(r"/statements/(s1-[a-z0-9]+)/", page)
    found = selectors.statements_by_id(keys)
    assert keys
    assert {s.subject for s in found.values()} <= {"durham-hart", "mps-violence-harm-assessment"}


def test_what_is_compared_stays_in_the_address_and_one_alone_asks_for_more(client):
    page = client.get(f"/compare/?{TWO_FORCES}").content.decode()
    assert f'href="/compare/?{TWO_FORCES.replace("&", "&amp;")}"' in page
    alone = client.get("/compare/?with=essex-police").content.decode()
    assert "<table" not in alone
    assert '<option value="essex-police" selected>' in alone


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("with=essex-police&with=nobody", "“nobody”, which is not in the register"),
        ("with=essex-police&with=durham-hart", "police forces alone, or systems alone"),
        ("with=essex-police&with=amnesty-international", "which is no police force"),
        ("with=essex-police&colour=red", "“colour” means nothing here"),
        (
            "&".join(
                f"with={name}-police"
                for name in ("essex", "kent", "sussex", "surrey", "cleveland", "northumbria")
            ),
            "at most 5 can be set side by side",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(client, asked, sentence):
    answer = client.get(f"/compare/?{asked}")
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
