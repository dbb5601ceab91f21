"""Pages by term: who uses home addresses, health markers, a vendor's product."""

import json
import re
from datetime import date

import pytest

from candour.register import facets, selectors
from candour.register.at_hand import forget_answers
from candour.register.moments import Moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def body_of(answer):
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def rows_of(client, address):
    return json.loads(body_of(client.get(address)))


def test_a_data_type_names_its_systems_forces_and_numbers_of_people(client):
    page = body_of(client.get("/terms/inputs/home-address/"))
    assert "Risk terrain modelling" in page
    assert "/systems/merseyside-delphi/" in page
    assert "/bodies/metropolitan-police/" in page
    assert "In a clash" in page  # Merseyside's aim at people is denied


def test_systems_abroad_stand_apart_and_are_not_counted_as_of_the_country(client):
    rows = rows_of(client, "/terms/inputs/home-address.json")
    abroad = {row["address"] for row in rows if row["abroad"]}
    assert "/systems/netherlands-cas/" in abroad
    page = body_of(client.get("/terms/inputs/home-address/"))
    uk = len(rows) - len(abroad)
    assert f"is said of {uk} systems in the UK, and of {len(abroad)} system" in page


def test_the_list_of_terms_counts_the_country_and_abroad_as_the_page_of_each_does(client):
    for row in rows_of(client, "/terms.json"):
        if row["facet"] not in {"flags", "outcomes"}:
            continue
        listed = rows_of(client, f"/terms/{row['facet']}/{row['term']}.json")
        abroad = sum(system["abroad"] for system in listed)
        assert (row["uk"], row["abroad"]) == (len(listed) - abroad, abroad), row["term"]
        assert row["uk_in_scope"] <= row["uk"]
        assert row["systems"] == row["uk"] + row["abroad"]


def test_the_list_of_systems_says_how_many_are_of_the_country_and_in_scope(client):
    systems = facets.index().systems
    whose = facets.index().whose(systems)
    assert whose.uk + whose.abroad == len(systems)
    page = body_of(client.get("/systems/"))
    assert f"{whose.uk} systems in the UK</strong>, {whose.in_scope} of them in scope" in page
    assert f"; {whose.abroad} abroad." in page
    assert (
        " + "
        not in re.findall(
            r'<select id="filter-kind".*?</select>',
            body_of(client.get("/systems/?nation=england")),
            re.DOTALL,
        )[0]
    )


def test_the_register_counts_systems_of_the_country_in_one_way(client):
    from candour.register.counted import counted_now

    whose = facets.index().whose(facets.index().systems)
    assert (counted_now().ours, counted_now().ours_in_scope) == (whose.uk, whose.in_scope)


def test_a_vendor_has_the_systems_that_are_built_on_its_product(client):
    rows = rows_of(client, "/terms/vendors/predpol-company.json")
    kent = next(row for row in rows if row["address"] == "/systems/kent-predpol/")
    assert kent["through"] == ["PredPol"]


def test_a_flag_gathers_the_terms_that_carry_it():
    schema = selectors.schema()
    terms = schema.vocabularies["inputs"].values()
    flagged = {term.key for term in terms if "health" in term.flags}
    index = facets.index()
    by_term = frozenset().union(*(index.having("inputs", key) for key in flagged))
    assert by_term <= index.having("flags", "health")


def test_every_flag_of_a_data_type_has_a_label_and_a_page(client):
    schema = selectors.schema()
    for vocabulary in ("inputs", "outcomes", "harms"):
        for term in schema.vocabularies[vocabulary].values():
            for flag in term.flags:
                assert flag in schema.vocabularies["flags"]
    for flag in schema.vocabularies["flags"]:
        assert client.get(f"/terms/flags/{flag}/").status_code == 200


def test_words_are_looked_for_whole_and_shown_where_they_are_what_says_it(client):
    rows = rows_of(client, "/terms/flags/children.json")
    assert "/systems/mps-violence-harm-assessment/" in {row["address"] for row in rows}
    assert "under 18" in body_of(client.get("/terms/flags/children/"))
    for key in ("children", "victims", "suspicion-only", "family"):
        words = selectors.schema().term("flags", key).also
        for why in facets.evidence(facets.FACETS["flags"], key).values():
            for statement in why.by_words:
                assert facets.pattern(words).search(facets.text_of(statement))


def test_a_criterion_is_searched_for_phrases_alone():
    """That victims change while places stay is no statement that a system is used on victims."""
    victims = facets.evidence(facets.FACETS["flags"], "victims")
    assert "essex-risk-terrain-modelling" not in victims
    assert "avon-and-somerset-offender-management-app" in facets.evidence(
        facets.FACETS["flags"], "children"
    )


@pytest.mark.parametrize(("facet", "key"), [("inputs", "home-address"), ("flags", "health")])
def test_the_page_and_the_list_of_systems_name_the_same(client, facet, key):
    name = {"inputs": "input", "flags": "flag"}[facet]
    listed = {f"/systems/{row['slug']}/" for row in rows_of(client, f"/systems.json?{name}={key}")}
    assert listed == {row["address"] for row in rows_of(client, f"/terms/{facet}/{key}.json")}


def test_two_facets_narrow_together_and_their_counts_say_what_is_left(client):
    address = "/systems.json?input=home-address&outcome=patrol"
    both = {row["slug"] for row in rows_of(client, address)}
    one = {row["slug"] for row in rows_of(client, "/systems.json?input=home-address")}
    assert both < one
    page = body_of(client.get("/systems/?input=home-address"))
    count = re.search(r'<option value="patrol">[^(]*\((\d+)(?: \+ (\d+) abroad)?\)', page)
    assert count is not None
    assert sum(int(number or 0) for number in count.groups()) == len(both)


def test_a_filter_that_is_chosen_counts_its_other_choices_as_if_it_were_not(client):
    page = body_of(client.get("/systems/?kind=person-score"))
    whole = {row["slug"] for row in rows_of(client, "/systems.json?kind=place-prediction")}
    abroad = len(whole & facets.index().abroad)
    assert abroad
    told = f"({len(whole) - abroad} + {abroad} abroad)"
    assert f'<option value="place-prediction">Picks out places {told}' in page


def test_nothing_is_said_of_a_term_before_it_was_in_the_register():
    assert (
        facets.index(Moment(as_of=date(2000, 1, 1))).having("inputs", "home-address") == frozenset()
    )


def test_what_is_kept_for_a_head_is_what_is_worked_out_anew():
    kept = facets.index()
    forget_answers()
    assert facets.index() == kept


def test_a_term_that_no_vocabulary_has_is_not_here(client):
    assert client.get("/terms/inputs/telepathy/").status_code == 404
    assert client.get("/terms/colours/red/").status_code == 404


def test_a_term_that_nothing_is_said_of_says_so(client):
    schema, index = selectors.schema(), facets.index()
    facet, silent = next(
        (facet, key)
        for facet in ("inputs", "outcomes", "harms")
        for key in schema.vocabularies[facet]
        if key not in index.subjects[facet]
    )
    page = body_of(client.get(f"/terms/{facet}/{silent}/"))
    assert "is said of no system in any source read so far" in page


def test_two_terms_of_a_like_name_each_say_how_they_differ(client):
    flag = body_of(client.get("/terms/flags/home-address/"))
    assert "It gathers <a" in flag
    assert 'href="/terms/inputs/home-address/"' in flag
    assert 'href="/terms/inputs/postcode/"' in flag
    one = body_of(client.get("/terms/inputs/home-address/"))
    assert "This is one data type alone." in one
    assert 'href="/terms/flags/home-address/"' in one


def test_a_long_list_comes_a_page_at_a_time_and_its_lead_counts_all(client, monkeypatch):
    from functools import partial

    from candour.web.paging import part
    from candour.web.views import terms

    whole = body_of(client.get("/terms/flags/location/"))
    rows = rows_of(client, "/terms/flags/location.json")
    assert len(rows) > 6
    monkeypatch.setattr(terms, "part", partial(part, size=6))
    pages = [body_of(client.get(f"/terms/flags/location/?page={n}")) for n in (1, 2)]
    lead = re.compile(r'<p class="intro">.*?</p>')
    assert {lead.findall(page)[0] for page in pages} == {lead.findall(whole)[0]}
    shown = [re.findall(r'<th scope="row"><a href="([^"]+)"', page) for page in pages]
    assert [*shown[0], *shown[1]] == [row["address"] for row in rows[:12]]
    assert 'rel="next"' in pages[0]
    assert client.get("/terms/flags/location/?page=999").status_code == 404


@pytest.mark.parametrize(
    ("facet", "key"),
    [("inputs", "home-address"), ("flags", "children"), ("vendors", "predpol-company")],
)
def test_why_some_subjects_have_a_value_is_why_they_have_it_among_all(facet, key):
    whole = facets.evidence(facets.FACETS[facet], key)
    assert len(whole) > 1
    some = frozenset(list(whole)[::2])
    part_of_it = facets.evidence(facets.FACETS[facet], key, among=some)
    assert part_of_it == {slug: why for slug, why in whole.items() if slug in some}


def test_bars_of_all_questions_are_on_one_scale(client):
    """A bar of one system is as long under every question: they stand on one page."""
    page = body_of(client.get("/terms/"))
    bars = re.findall(r'said of</span> ([\d,]+)<.*?<rect width="([\d.]+)"', page, re.DOTALL)
    lengths = {number: {width for other, width in bars if other == number} for number, _ in bars}
    assert len(lengths) > 5
    assert all(len(widths) == 1 for widths in lengths.values())
    most = max(int(number.replace(",", "")) for number in lengths)
    assert lengths[str(most)] == {"100.0"}
    assert f"a full bar is {most} systems in the UK" in page


def test_people_known_to_police_are_not_called_suspects(client):
    said = "People known to police are not the same as suspects"
    assert said in body_of(client.get("/terms/inputs/home-address/"))
    assert said not in body_of(client.get("/terms/flags/home-address/"))


def test_the_page_of_a_term_tells_stopped_systems_from_those_in_use(client):
    page = body_of(client.get("/terms/inputs/home-address/"))
    states = re.search(r'<p class="term-states">(.*?)</p>', page)
    assert states is not None
    numbers = {label: int(n) for label, n in re.findall(r"([a-z ]+) <strong>(\d+)<", states[1])}
    listed = rows_of(client, "/systems.json?input=home-address&nation=england&last-said=stopped")
    assert {one["slug"] for one in listed} == {"mps-gangs-matrix"}
    assert sum(numbers.values()) == int(re.findall(r"of the (\d+) systems", states[1])[0])
    assert sorted(key.strip() for key in numbers) == ["in use", "stopped"]


def test_a_developer_is_not_called_a_supplier(client):
    page = body_of(client.get("/terms/"))
    roles = dict(
        re.findall(
            r'<a href="/terms/vendors/([^"/]+)/">[^<]+</a> <span class="terms-also">([a-z ]+)<',
            page,
        )
    )
    assert roles["essex-police"] == roles["university-of-cambridge"] == "developer"
    assert roles["palantir"] == "supplier"
    assert roles["simsi"] == "supplier and developer"
    assert set(roles) == set(facets.index().counted("vendors"))


@pytest.mark.parametrize("days", ["", "&on=2018-01-01"])
def test_what_was_last_said_to_be_in_use_is_listed_and_counted_as_on_the_front_page(client, days):
    from candour.register.counted import counted_now
    from candour.register.moments import Moment

    moment = Moment(true_on=date(2018, 1, 1)) if "on=2018" in days else Moment()
    address = f"/systems/?last-said=in-use{days}"
    counted = counted_now(moment).in_use
    assert f"<strong>{counted} systems in the UK</strong>" in body_of(client.get(address))
    rows = rows_of(client, address.replace("/?", ".json?"))
    assert {row["use"]["state"] for row in rows} == {"in-use"}
    assert len(rows) >= counted > 0
    if not days:
        assert f'<a href="{address}"><strong>{counted}</strong>' in body_of(client.get("/"))
