"""One system and one force in Easy Read: made of what the register holds, short, and never more."""

import re
from html import unescape

import pytest

from candour.evidence.use_tellings import CALLED_USED, USE_FIELDS
from candour.register import selectors, uses
from candour.register.moments import NOW
from candour.web.pages import easy, easy_body, easy_system
from tests.journeys.pages import SYSTEM

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

LINE = re.compile(r'<li><svg class="easy-picture".*?</svg><p>(.*?)</p></li>')
MOST_WORDS = 16  # of a line, names left aside
FORCE = "/bodies/essex-police/"


def lines_of(client, address):
    answer = client.get(f"{address}easy-read/")
    assert answer.status_code == 200, address
    found = LINE.findall(answer.content.decode())
    return [unescape(re.sub(r"<[^>]+>", "", line)) for line in found]


def slugs_of(subject_class):
    return list(
        selectors.listed(subject_class, selectors.Filters({})).values_list("slug", flat=True)
    )


def test_every_term_that_a_line_is_made_of_has_its_words():
    schema = selectors.schema()
    kinds = {term.key for term in schema.vocabularies["kinds"].values() if "system" in term.of}
    assert kinds == set(easy_system.KINDS)
    assert set(schema.vocabularies["flags"]) == set(easy_system.FLAGGED)
    assert set(schema.vocabularies["use"]) == set(easy.SAID_OF_USE)
    assert CALLED_USED in easy.SAID_OF_USE
    own_word = set(schema.vocabularies["predictive-use"])
    assert own_word == set(easy_body.SAYS) | set(easy_body.SHOWN)


def test_every_system_has_a_page_of_short_lines_that_words_its_use_by_the_one_rule(
    client, same_day
):
    slugs = slugs_of("system")
    systems = selectors.brief(slugs, ("name", *USE_FIELDS))
    headlines = uses.headlines(systems, today=same_day, moment=NOW)
    for slug in slugs:
        lines = lines_of(client, f"/systems/{slug}/")
        names = systems[slug].name
        for line in lines:
            assert len(line.replace(names, "").split()) <= MOST_WORDS, (slug, line)
            assert ";" not in line, (slug, line)
        said = [line for line in lines if line.endswith(tuple(easy.SAID_OF_USE.values()))]
        state = headlines[slug].state
        if not state:
            assert "Nobody told us if it was used." in lines, slug
            continue
        assert any(line.endswith(easy.SAID_OF_USE[state]) for line in said), slug
        assert "We do not know about today." in lines, slug


def test_a_system_tells_what_is_not_public_and_who_is_on_it(client):
    data = client.get(f"{SYSTEM.rstrip('/')}.json").json()
    lines = lines_of(client, SYSTEM)
    open_gaps = sum(gap["state"] != "published" for gap in data["gaps"])
    assert f"We looked for {len(data['gaps'])} things about it." in lines
    assert f"{open_gaps} of them are not public." in lines
    assert f"{len(data['contradictions'])} times we found words that do not fit together." in lines
    assert "Black people are on it more often than white people." in lines
    assert any(re.fullmatch(r"About \d+ to \d+ times as often\.", line) for line in lines)


def test_a_range_that_holds_one_is_never_told_as_more(client, monkeypatch):
    unclear = easy.Times(1.2, 0.9, 1.6)
    monkeypatch.setattr(easy_system, "times", lambda statement: unclear)
    monkeypatch.setattr(easy_body, "times", lambda statement: unclear)
    assert not any("more often than white" in line for line in lines_of(client, SYSTEM))
    lines = lines_of(client, FORCE)
    assert not any("times as often" in line for line in lines)
    assert "We can’t tell if police here searched Black people more often." in lines


def test_a_force_tells_its_systems_its_own_word_and_how_often_it_answered(client):
    lines = lines_of(client, FORCE)
    assert "We know of 4 systems: in use, stopped or only planned." in lines
    assert {"Southend harm spots", "Knife Crime and Violence Model"} <= set(lines)
    assert "It has said it did not use computers like that." in lines
    assert "Others have written that it used them." in lines
    assert "We do not know if this is still so." in lines
    page = client.get(f"{FORCE}easy-read/").content.decode()
    assert 'href="/systems/southend-harm-spots/easy-read/"' in page


def test_a_force_of_which_nothing_is_known_is_not_said_to_have_nothing(client):
    lines = lines_of(client, "/bodies/dorset-police/")
    assert "We know of no computer system that guesses about crime." in lines
    assert "That does not mean there is none." in lines
    assert "It has not told us." in lines


def test_only_those_who_use_a_system_have_such_a_page_and_pages_lead_to_it(client):
    assert client.get("/bodies/amnesty-international/easy-read/").status_code == 404
    assert client.get("/systems/no-such-thing/easy-read/").status_code == 404
    for address in (SYSTEM, FORCE):
        assert f'href="{address}easy-read/"' in client.get(address).content.decode()
    moved = client.get("/systems/essex-police/easy-read/")
    assert (moved.status_code, moved["Location"]) == (301, f"{FORCE}easy-read/")
