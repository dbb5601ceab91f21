"""A parameter that an address does not take is refused by name, on every page and in its data."""

import pytest
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from candour.web.parameters import OF_OTHERS, NotTaken, Takes, nearest_to, unless_misread
from candour.web.problems import BadQuery
from tests.web.test_fuzz_pages import every_page, filling

DATA = "application/problem+json"
ELSEWHERE = {301, 404}  # led on, or nothing here: that comes first


def in_register(test):
    """Mark a test that asks the pages of a loaded register."""
    loaded = pytest.mark.usefixtures("loaded_register")
    return pytest.mark.django_db(pytest.mark.slow(loaded(test)))


def addresses():
    """Every address that says what it takes, with real parts, in each of its forms."""
    for pattern in every_page():
        takes = getattr(pattern.callback, "takes", None)
        if takes is None:
            continue
        parts = {name: values[0] for name, values in filling(pattern).items() if values}
        given_parts = {name: value for name, value in parts.items() if name != "form"}
        known = takes(**pattern.default_args, **given_parts)
        forms = filling(pattern).get("form", [""])
        for form in forms:
            chosen = parts | ({"form": form} if form else {})
            yield reverse(pattern.name, kwargs=chosen), form, known


@in_register
def test_every_address_refuses_what_it_does_not_take_by_name(client):
    refused = 0
    for address, form, known in addresses():
        names = known.names(is_page=not form)
        answer = client.get(address, {"colour": "red"})
        if answer.status_code in ELSEWHERE:
            continue
        if address.startswith("/places"):  # what stands in its address is not even repeated
            assert (answer.status_code, b"colour" in answer.content) == (400, False)
            continue
        refused += 1
        assert answer.status_code == 400, address
        if form:
            assert answer["Content-Type"] == DATA, address
            told = answer.json()
            assert (told["status"], told["parameter"]) == (400, "colour"), address
            assert told["parameters"] == list(names), address
        else:
            assert "“colour” means nothing here" in answer.content.decode(), address
    assert refused > 60


@in_register
def test_every_address_reads_what_it_says_it_takes(client, monkeypatch):
    read: set[str] = set()

    def get(self, key, default=None):
        read.add(key)
        return super(QueryDict, self).get(key, default)

    def getlist(self, key, default=None):
        read.add(key)
        return super(QueryDict, self).getlist(key, default)

    monkeypatch.setattr(QueryDict, "get", get, raising=False)
    monkeypatch.setattr(QueryDict, "getlist", getlist, raising=False)
    for address, form, known in addresses():
        read.clear()
        if client.get(address).status_code in ELSEWHERE:
            continue
        assert read == set(known.names(is_page=not form)), address


@in_register
@pytest.mark.parametrize(
    ("address", "nearest"),
    [
        ("/systems.json?as_of=2020-01-01", "as-of"),
        ("/bodies/kent-police.json?As-Of=2020-01-01", "as-of"),
        ("/figures.csv?verdicts=fails", "verdict"),
        ("/search.json?query=hart", ""),
        ("/gaps.json?page=2", ""),
    ],
)
def test_a_program_is_told_the_nearest_name(client, address, nearest):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (400, DATA)
    assert answer.json().get("nearest", "") == nearest


@in_register
def test_a_reader_is_offered_the_page_that_was_meant(client):
    page = client.get("/systems/?as_of=2999-01-01&q=hart").content.decode()
    assert "“as_of” means nothing here. Did you mean “as-of”?" in page
    assert 'href="/systems/?as-of=2999-01-01&amp;q=hart"' in page
    assert 'href="/systems/?q=hart"' in page
    assert client.get("/systems/?as-of=2999-01-01&q=hart").status_code == 200


@in_register
def test_a_link_that_another_site_counts_still_leads_to_the_page(client):
    for name in (*OF_OTHERS, "utm_source"):
        assert client.get("/systems/", {name: "x"}).status_code == 200


@in_register
def test_a_parameter_given_twice_is_refused(client):
    answer = client.get("/systems/?kind=place-prediction&kind=person-list")
    assert answer.status_code == 400
    assert "“kind” is given 2 times. Give it once." in answer.content.decode()
    assert client.get("/compare/?with=essex-police&with=kent-police").status_code == 200


@in_register
def test_search_obeys_the_day_by_which_something_was_known(client):
    page = client.get("/search/?q=hart&known=1990-01-01").content.decode()
    assert "What was public by 1 January 1990" in page
    assert "known=1990-01-01" in page


names = st.text(max_size=12)


@given(st.lists(st.tuples(names, names), max_size=5), st.lists(names, max_size=4))
def test_only_what_is_taken_passes_and_each_is_given_once(pairs, known):
    asked = QueryDict(mutable=True)
    for name, value in pairs:
        asked.appendlist(name, value)
    request = type("Request", (), {"GET": asked})()
    given_names = [name for name, _ in pairs]
    takes, response = Takes(tuple(known)), HttpResponse()
    if set(given_names) <= set(known) and len(set(given_names)) == len(given_names):
        assert unless_misread(response, request, takes, is_page=True) is response
        return
    with pytest.raises(BadQuery) as refused:
        unless_misread(response, request, takes, is_page=True)
    if isinstance(refused.value, NotTaken):
        assert refused.value.parameter not in known
    else:
        assert "Give it once." in refused.value.sentence


def test_the_nearest_name_is_one_that_is_taken():
    assert nearest_to("AS_OF", ("on", "as-of")) == "as-of"
    assert nearest_to("", ("on",)) == ""
    assert nearest_to("on", ()) == ""
