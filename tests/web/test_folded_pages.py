"""Pages of forces and systems: answers on the first screen, the rest folded by question."""

import re
from collections import Counter
from html import unescape

import pytest

from candour.audit.headlines import intervals_in_words, widest_interval
from candour.content import FOLDER
from candour.evidence.asked import behaviour_when_asked, when_asked
from candour.evidence.places import neighbours
from candour.evidence.quantities import Quantity
from candour.evidence.use_tellings import USE_FIELDS
from candour.register import selectors, uses
from candour.register.moments import NOW
from candour.web.page_order import sections_of
from candour.web.pages.force_lead import OWN_WORD, SHOWN, STATES
from tests.journeys.pages import SYSTEM

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

ESSEX = "/bodies/essex-police/"
CELL = re.compile(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", re.DOTALL)
SECTION = re.compile(
    r'<section aria-labelledby="([a-z-]+)-heading">\s*<details class="question"( open)?>'
    r'.*?<div class="question-answer" id="([a-z-]+)">',
    re.DOTALL,
)


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def first_screen(client, address):
    return [(label, words_of(answer)) for label, answer in CELL.findall(page_at(client, address))]


def sentences(client, address):
    told = page_at(client, address).partition('<ul class="force-lead">')[2].partition("</ul>")[0]
    said = re.sub(r'<a class="lead-why".*?</a>', "", told)
    return [unescape(words_of(one)) for one in re.findall("<li>(.*?)</li>", said)]


@pytest.mark.parametrize(("address", "subject_class"), [(ESSEX, "body"), (SYSTEM, "system")])
def test_each_question_folds_and_its_anchor_stands_inside_so_that_a_link_unfolds_it(
    client, address, subject_class
):
    sections = SECTION.findall(page_at(client, address))
    assert len(sections) > 8
    open_ones = {section.key for section in sections_of(subject_class) if section.is_open}
    for heading, is_open, anchor in sections:
        assert heading == anchor
        assert bool(is_open) == (anchor in open_ones), anchor


def test_a_force_is_summed_up_in_sentences_before_anything_else(client):
    told = sentences(client, ESSEX)
    operated = selectors.operated_by(["essex-police"])
    assert told[0].startswith(f"{len(operated)} systems known. Last said of them: ")
    assert told[1] == (
        "By 20 February 2025 Essex Police had said, on a day not told, that it used no such "
        "system; Amnesty International (2025) wrote that it used such systems."
    )
    assert re.fullmatch(r"When asked: \d+ answers are told of, \d+ things were .+\.", told[2])
    assert re.fullmatch(r"\d+ of \d+ things asked of its systems are not published\.", told[3])
    assert [label for label, _ in first_screen(client, ESSEX)][:2] == ["Clashes", "Money"]


def test_the_states_of_use_in_a_sentence_are_those_of_the_systems(client, same_day):
    slugs = selectors.operated_by(["essex-police"])
    briefs = selectors.brief(slugs, ("name", *USE_FIELDS))
    headlines = uses.headlines(briefs, today=same_day, moment=NOW)
    states = Counter(STATES[headline.state] for headline in headlines.values())
    assert sum(states.values()) == len(slugs)
    first = sentences(client, ESSEX)[0]
    for label, number in states.items():
        assert f"{number} {label}" in first


def test_every_state_of_use_has_its_words_in_the_sentence():
    assert set(selectors.schema().vocabularies["use"]) | {""} == set(STATES)
    own_word = set(selectors.schema().vocabularies["predictive-use"])
    assert own_word == set(OWN_WORD) | {SHOWN}


def test_money_at_a_glance_is_the_greatest_amount_and_says_how_many_more(client):
    money = dict(first_screen(client, ESSEX))["Money"]
    costs = [
        (statement.value.value, statement.value.printed)
        for slug in ("essex-police", *selectors.operated_by(["essex-police"]))
        for statement in selectors.brief([slug], ("cost",))[slug].of("cost")
        if isinstance(statement.value, Quantity)
    ]
    _value, printed = max(costs)
    assert money.startswith(printed)
    assert f"{len(costs) - 1} more amounts printed" in money


def test_a_force_leads_to_the_forces_near_it_side_by_side(client):
    page = page_at(client, ESSEX)
    for near in neighbours(FOLDER)["essex-police"][:4]:
        address = f"/compare/?with=essex-police&amp;with={near}"
        assert address in page
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_whoever_is_near_a_force_has_it_near():
    near = neighbours(FOLDER)
    assert all(slug in near[other] for slug, others in near.items() for other in others)
    assert all(slug not in others for slug, others in near.items())


def test_a_number_at_a_glance_that_fails_when_recomputed_says_so(client):
    page = page_at(client, "/systems/mps-violence-harm-assessment/")
    first = page[page.index("On whom") :].partition("</dd>")[0]
    assert "1,307 people" in first
    assert "mark-fails" in first
    assert "Fails when recomputed: 870 + " in re.sub(r"\s+", " ", first)


def test_one_ratio_stands_in_a_sentence_rounded_with_its_range_and_the_rest_fold(client):
    (searches,) = [told for told in sentences(client, ESSEX) if "were searched" in told]
    assert searches == (
        "From April 2019 to March 2020 Black people were searched at 3.0 times the rate of white "
        "people, per resident (range 2.7 to 3.2). Ethnicity is by people’s own word."
    )
    page = page_at(client, ESSEX)
    before, _, folded = page.partition('<details class="seen-more">')
    assert before.count("were searched") == 1
    assert "were met with tactics" not in before
    assert "2.5 to 7.9" in before.partition("<details><summary>How far it goes")[2]
    told = dict(CELL.findall(folded))
    for label, exact in (("Searches of Black", "2.97"), ("Tactics of force on people", "2.80")):
        (number,) = (words_of(told[key]) for key in told if key.startswith(label))
        assert number.startswith(f"{exact} times the white rate (")


def test_the_systems_of_a_force_and_its_ratio_stand_above_its_life(client):
    for address in (ESSEX, "/bodies/metropolitan-police/"):
        page = page_at(client, address)
        places = [page.index(one) for one in ("seen-used", "drawn-strip", 'id="life"')]
        assert places == sorted(places)


def test_the_sections_of_a_system_stand_in_three_groups_and_each_fold_says_what_it_holds(client):
    page = page_at(client, SYSTEM)
    body = page.partition('<div class="record-body">')[2]
    assert re.findall(r'<p class="section-group">([^<]+)</p>', body) == [
        "What happens to people", "What is known, and what is not", "The record itself",
    ]  # fmt: skip
    folded = re.findall(r'<details class="question">\s*<summary>(.*?)</summary>', body, re.DOTALL)
    gists = [re.findall(r'<span class="gist">([^<]+)</span>', one) for one in folded]
    assert all(gists[:-2])
    in_fields = [one for (one,) in gists[:-2]][:8]
    assert not any(re.fullmatch(r"\d+ statements?", one) for one in in_fields)


def test_a_range_that_holds_one_is_said_to_settle_nothing(client):
    (searches,) = [
        told for told in sentences(client, "/bodies/north-wales-police/") if "were searched" in told
    ]
    assert searches.endswith("The range holds 1: it can’t be told whether more or less often.")


def test_what_a_force_gave_when_asked_is_counted_from_what_is_told(client):
    body = selectors.subject("essex-police")
    assert body is not None
    disclosures = body.of("disclosure")
    counted = when_asked(behaviour_when_asked(disclosures))
    values = [s.value for s in disclosures]
    not_given = {
        "exemption-cited", "refused", "no-reply", "asked-not-sent", "promised-not-sent",
        "did-not-specify",
    }  # fmt: skip
    assert counted.given == values.count("answered") > 0
    assert counted.told_of - counted.given == sum(value in not_given for value in values) > 0


def test_a_force_that_no_system_names_is_not_said_to_have_none(client):
    quiet = next(
        slug
        for slug in ("city-of-london-police", "cumbria-constabulary", "gwent-police")
        if not selectors.operated_by([slug])
    )
    assert "does not say that there are none" in sentences(client, f"/bodies/{quiet}/")[0]
    told = dict(first_screen(client, f"/bodies/{quiet}/"))
    assert re.match(r"None found|\d+ (contradiction|that sit)", told["Clashes"])


def test_a_body_that_is_no_force_and_runs_no_system_has_no_such_box(client):
    assert "glance-body" not in page_at(client, "/bodies/amnesty-international/")


@pytest.mark.parametrize("wider", [(None, None), (0.8, 4.5), (0.8, None)])
@pytest.mark.parametrize("plain", [(1.0, 2.25), (0.0, None), (1234.5, 9876.54)])
def test_the_wider_interval_is_read_back_from_the_words_it_was_put_in(plain, wider):
    low, high = wider if wider[0] is not None else plain
    end = "no upper end" if high is None else f"{high:,.2f}"
    note = intervals_in_words(*plain, *wider) + "; 4.98 on the Census of 2011"
    assert widest_interval(note) == f"{low:,.2f} to {end}"
