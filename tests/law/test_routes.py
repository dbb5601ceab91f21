"""Routes: each row of the law that was read is there, whole, and points at things that exist."""

import re
from itertools import product
from pathlib import Path

import pytest

import candour
from candour.core.errors import BadContent
from candour.law.holidays import Country, Nation
from candour.law.letters import letters_of, read_letters
from candour.law.routes import Phase, read_routes
from candour.law.rules import Meaning, read_rules

ROUTES = read_routes()
DOCTEST = re.compile(r">>> .*")
RULES = read_rules().by_id
ROWS = (
    *(f"P{n}" for n in range(1, 8)),
    *(f"D{n}" for n in range(1, 15)),
    *(f"C{n}" for n in range(1, 20)),
    *("C8A", "C10N", "C10S", "C17A", "C17C", "C17D"),
    *("H1", "H2", "H3", "B1", "A1", "A2", "A3", "A4", "G2", "G3", "G5", "G11", "I1", "I2"),
    *("E1", "E2"),
    *(f"R{n}" for n in range(1, 10)),
    *(f"V{n}" for n in range(1, 6)),
    *("O1", "O2", "O3", "O4", "O5", "O9", "O10"),
)
CLOCKS = {
    *("FOIA20", "FOIA-PIT", "FOIA-CLARIFY", "FOIA-FEES", "FOI-IR", "ICO-FOI", "FTT28"),
    *("FOISA20", "FOISA-REV", "SIC6M", "DPA1M", "DPA+2M", "DPA-STOP", "DPA164A", "ICO-DP"),
    *("S166", "LPB28", "PIRC3M", "JR3M", "JR3M-S", "JR3M-NI", "HRA1Y", "EQA6M", "IPT1Y"),
    *("TORT6Y", "SEARCH3M", "S166-28", "SC-ACK", "SC-56"),
}


def test_every_row_of_the_law_has_its_route():
    assert set(ROUTES) == set(ROWS)


def test_every_clock_of_the_law_has_its_rule():
    assert set(RULES) >= CLOCKS


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_a_route_says_all_that_a_person_needs(route):
    texts = (route.plain, route.who, route.against, route.cost, route.cost_risk, route.delivers)
    assert all((*texts, route.law, route.source.startswith("https://"), route.limits))
    assert route.checked_on.isoformat() >= "2026-11-22"
    assert route.nations


@pytest.mark.parametrize("route", ROUTES.values(), ids=ROUTES)
def test_the_clock_of_a_route_is_the_law_where_the_route_is(route):
    for country, kind in product(Country, route.bodies):
        if country.nation not in route.nations:
            continue
        clock = route.here(country.nation, country, kind).event_clock(country.nation)
        if clock:
            assert country.nation in RULES[clock].nations
            assert RULES[clock].holds_in(country)


def test_no_route_is_known_to_code():
    """Which route is which is data: no identifier of one stands in the program."""
    named = re.compile(r"""["']([A-Z]\d{1,2}[A-Z]?)["']""")
    for path in Path(candour.__file__).parent.rglob("*.py"):
        said = set(named.findall(DOCTEST.sub("", path.read_text(encoding="utf-8"))))
        assert not said & set(ROUTES), path


def test_limits_are_whole_sentences():
    for route in ROUTES.values():
        for limit in route.limits:
            assert limit[0].isupper(), (route.id, limit)
            assert limit.endswith("."), (route.id, limit)


def test_a_route_that_names_a_letter_has_one():
    letters = read_letters()
    for route in ROUTES.values():
        if route.letter:
            assert route.id in letters.find(route.letter).routes, route.id
            assert letters_of(route, letters)


def test_each_nation_has_routes_in_and_out_of_court_alone_together_and_with_no_client():
    for nation in Nation:
        there = [route for route in ROUTES.values() if nation in route.nations]
        assert {route.kind for route in there} == {"judicial", "non-judicial"}
        assert {who for route in there for who in route.starters} == {"person", "group", "body"}


def test_going_to_court_tells_of_the_cost():
    for route in ROUTES.values():
        if route.phase is Phase.TIME and route.kind == "judicial" and "court fee" in route.cost:
            assert "costs" in route.cost_risk


def test_every_rule_carries_its_act_its_status_and_the_day_it_was_checked():
    for rule in RULES.values():
        assert all((rule.act, rule.plain, rule.starts))
        assert rule.checked_on.isoformat() >= "2026-11-22"
        assert rule.meaning in Meaning


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("R:\n  nam: x\n", "R.nam: is not a key"),
        ("R:\n  length: 20 moons after\n", "'20 moons after' is no length"),
        ("R:\n  holidays: everywhere\n", "'everywhere' is not one of"),
        ("R:\n  checked-on: soon\n", "'soon' is no day"),
        ("R:\n  in-force: whenever\n", "names no days"),
        ("R:\n  instead: {scotland: NONE}\n", "'NONE' is no rule"),
        ("R: text\n", "must be a mapping"),
        ("R: [", "not well-formed"),
    ],
)
def test_a_mistake_in_the_rules_says_where_and_what(tmp_path, yaml, says):
    file = tmp_path / "rules.yaml"
    file.write_text(yaml)
    with pytest.raises(BadContent) as caught:
        read_rules(file)
    texts = [str(problem) for problem in caught.value.problems]
    assert any(says in text and text.startswith("law/rules.yaml:") for text in texts), texts


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("R:\n  clocks: [SOON]\n", "'SOON' is no clock"),
        ("R:\n  next: [Z9]\n", "'Z9' is no route"),
        ("R:\n  nations: [mars]\n", "'mars' is not one of"),
        ("R:\n  name: x\n", "R.plain: is missing"),
    ],
)
def test_a_mistake_in_the_routes_says_where_and_what(tmp_path, yaml, says):
    file = tmp_path / "routes.yaml"
    file.write_text(yaml)
    with pytest.raises(BadContent) as caught:
        read_routes(file)
    assert any(says in str(problem) for problem in caught.value.problems)
