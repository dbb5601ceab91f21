"""Every force that can be picked: a result of its own place, and nothing it may never say."""

from datetime import date
from itertools import product

import pytest

from candour.law.answers import ForWhom, Situation
from candour.law.bodies import read_kinds
from candour.law.wording import unsayable
from candour.web.help.law_register import known_forces
from tests.web.test_routes_result import DAYS, names
from tests.web.walking import QUESTIONS, heading, page

pytestmark = [
    pytest.mark.words,
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.usefixtures("loaded_register"),
]

TODAY = date(2026, 11, 22)
SCOTTISH = {"P2", "P4", "P6", "C3", "C4", "D14"}
NORTHERN_IRISH = {"C5", "C8"}
ENGLISH = {"C1", "C2", "C6", "C17", "D12", "D13"}
# Which routes no result of a part of the UK may name, by the nations of a force.
ELSEWHERE = {
    "england": SCOTTISH | NORTHERN_IRISH,
    "wales": SCOTTISH | NORTHERN_IRISH,
    "scotland": ENGLISH | NORTHERN_IRISH | {"P1", "P3", "P5"},
    "northern-ireland": ENGLISH | SCOTTISH | {"C7", "C10"},
}
CARE = ((), *((each,) for each in Situation), tuple(Situation))


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def asked_of(force, number):
    """Answers that differ from force to force, so that together they reach every kind."""
    day, month, year = (DAYS[1:])[number % (len(DAYS) - 1)]
    return {
        "force": force.slug,
        "nation": "england-wales",
        "what": force.kind.what[number % len(force.kind.what)],
        "for": tuple(ForWhom)[number // 3 % len(ForWhom)].value,
        "care": [each.value for each in CARE[number % len(CARE)]] or ["none"],
        "day": day,
        "month": month,
        "year": year,
        "at": "check",
    }


def test_no_force_of_any_place_leads_to_a_result_that_says_what_is_never_said(client):
    known, forces = names(), known_forces()
    assert len(forces) > 45
    for number, force in enumerate(forces):
        response = client.post(QUESTIONS, asked_of(force, number))
        assert heading(response) == "What you can do", force.slug
        found = page(response)
        for line in found.visible:
            assert not unsayable(line, names=known), (force.slug, line)
        assert force.name in " ".join(found.visible)


def test_no_force_is_sent_to_a_body_of_another_part_of_the_uk(client):
    for number, force in enumerate(known_forces()):
        if len(set(force.nations)) != 1 or force.nations[0] not in ELSEWHERE:
            continue
        links = page(client.post(QUESTIONS, asked_of(force, number))).links
        shown = {link.split("/")[2].upper() for link in links if link.startswith("/routes/")}
        assert shown & {"D1", "P1", "P2", "C12", "P7"}, force.slug
        assert not shown & ELSEWHERE[force.nations[0]], force.slug


def test_each_kind_of_answer_is_reached():
    every = [asked_of(force, number) for number, force in enumerate(known_forces())]
    assert {each["what"] for each in every} >= set(read_kinds()["police"].what)
    assert {each["for"] for each in every} == {each.value for each in ForWhom}
    assert len({tuple(each["care"]) for each in every}) == len(CARE)


@pytest.mark.parametrize("slug", ["police-scotland", "police-service-of-northern-ireland"])
def test_every_pair_of_what_and_for_whom_stays_in_its_part_of_the_uk(client, slug):
    nation = "scotland" if slug == "police-scotland" else "northern-ireland"
    for what, whom in product(read_kinds()["police"].what, ForWhom):
        answers = {"force": slug, "what": what, "for": whom.value, "care": ["none"]}
        day = {"day": "1", "month": "10", "year": "2026", "at": "check"}
        found = page(client.post(QUESTIONS, answers | day))
        ids = {each[5:].upper() for each in found.ids if each.startswith("step-")}
        assert ids, (what, whom)
        assert not ids & ELSEWHERE[nation], (what, whom)
