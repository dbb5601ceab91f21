"""All police forces: one row each, the same on tiles, in the table, as data and on their pages."""

import csv
import io
import json
import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candour.evidence.asked import POLICE
from candour.evidence.contradictions import USE_DENIED_AND_SHOWN
from candour.register import models, selectors
from candour.register.follows import worked_out_list
from candour.register.forces import Knowledge, forces
from candour.web.pages.force_tiles import LAYOUT, PLACES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

FORCE_ROWS = re.compile(r'<th scope="row"><a href="/bodies/([a-z-]+)/">')
TILES = re.compile(r'<a href="/bodies/([a-z-]+)/" class="tile tile-([a-z]+)"')
MOST_QUESTIONS = 14


def body_of(answer):
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return text.decode()


def shown_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    rows = page.partition('<details class="ratios"')[0]  # ratios follow the forces
    return FORCE_ROWS.findall(rows), dict(TILES.findall(page))


def test_every_force_of_the_register_has_a_row_and_a_place_among_the_tiles():
    every = {force.slug for force in forces()}
    of_kind = models.Recording.objects.filter(
        statement__field="kind", statement__value_key__in=POLICE, retracted_in=None
    )
    assert every == set(of_kind.values_list("subject", flat=True))
    assert len(every) == 46  # 43 of England and Wales, Scotland, Northern Ireland, the railways
    assert every == set(PLACES)


def test_a_force_whose_systems_have_all_ended_or_are_planned_looks_like_none_that_uses_one(client):
    _, marks = shown_at(client, "/forces/")
    ended = {force.slug for force in forces() if marks[force.slug] == "ended"}
    used = {force.slug for force in forces() if marks[force.slug] == "provided"}
    assert {"durham-constabulary", "kent-police", "police-scotland"} <= ended
    assert {"merseyside-police", "west-midlands-police"} <= used
    for force in forces():
        if force.known is Knowledge.SHOWN:
            assert (force.slug in used) == bool(force.using)
            assert (force.slug in ended) == (not force.using)
        assert force.using <= len(force.systems)


def test_the_title_of_the_tiles_counts_the_forces_with_a_system_as_their_marks_are_counted(client):
    _, marks = shown_at(client, "/forces/")
    of_named = Counter(marks[force.slug] for force in forces() if force.systems)
    title = re.search(
        r"(\d+) of (\d+) police forces have a system named here: ([^<]+)",
        client.get("/forces/").content.decode(),
    )
    assert title is not None
    named, total, told = title.groups()
    assert (int(named), int(total)) == (of_named.total(), len(forces()))
    assert told.strip() == (
        f"{of_named['clash']} denied and shown, {of_named['provided']} last said to be in use or "
        f"on trial, {of_named['ended']} none last said in use"
    )


def test_no_two_tiles_stand_in_one_place_or_have_one_name():
    places = [(x, y) for _, _, x, y in PLACES.values()]
    names = [name for name, _, _, _ in PLACES.values()]
    letters = [short for _, short, _, _ in PLACES.values()]
    assert len(PLACES) == sum(map(len, LAYOUT))
    for values in (places, names, letters):
        assert len(set(values)) == len(values)
    assert max(map(len, names)) <= 9
    assert max(map(len, letters)) <= 3


def test_a_row_says_what_the_pages_it_sums_up_say(client):
    for force in forces():
        if force.slug not in {"essex-police", "metropolitan-police", "kent-police"}:
            continue
        page = client.get(f"/bodies/{force.slug}/").content.decode()
        used = page.partition('<ul class="used"')[2].partition("</ul>")[0]
        assert set(re.findall(r'href="/systems/([a-z0-9-]+)/"', used)) == set(force.systems)
        gaps = worked_out_list("gap").filter(subjects__slug__in=force.systems)
        assert force.items == gaps.count()
        assert force.not_published == gaps.exclude(state="published").count()
        assert f"{force.not_published} of {force.items} things asked" in page
        assert force.clashes == worked_out_list("contradiction", slug=force.slug).count()


def test_what_is_known_follows_from_denials_then_systems_then_words(client):
    denied = set()
    for row in worked_out_list("contradiction"):
        if USE_DENIED_AND_SHOWN in row.row["found_by"]:
            speakers = {slug for side in row.row["sides"] for slug in side["said_by"]}
            denied |= speakers & set(row.subjects.values_list("slug", flat=True))
    for force in forces():
        own = selectors.brief([force.slug], ("predictive-use",))[force.slug].of("predictive-use")
        told = any(statement.kind != "silence" for statement in own)
        is_known = {
            Knowledge.CLASH: force.slug in denied,
            Knowledge.SHOWN: bool(force.systems),
            Knowledge.PARTLY: told,
            Knowledge.NOT_KNOWN: True,
        }
        assert force.known is next(key for key, holds in is_known.items() if holds)


def test_only_a_force_that_itself_denied_the_use_is_told_of_as_denying_it():
    denying = {force.slug for force in forces() if force.known is Knowledge.CLASH}
    assert denying == {"essex-police", "metropolitan-police", "thames-valley-police"}


def test_the_page_is_alphabetical_and_its_tiles_show_what_its_rows_show(client):
    rows, drawn = shown_at(client, "/forces/")
    assert rows == [force.slug for force in sorted(forces(), key=lambda force: force.name)]
    marks = {"clash": "clash", "shown": "provided", "partly": "partly", "not-known": "silent"}
    looks = {
        force.slug: "ended"
        if force.known is Knowledge.SHOWN and not force.using
        else marks[force.known.value]
        for force in forces()
    }
    assert drawn == looks


@pytest.mark.parametrize(
    ("asked", "measure"),
    [
        ("systems", lambda force: len(force.systems)),
        ("ban", lambda force: force.in_ban_scope),
        ("not-given", lambda force: force.asked.told_of - force.asked.given),
        ("not-published", lambda force: force.not_published),
        ("clashes", lambda force: force.clashes),
    ],
)
def test_the_order_asked_for_is_from_the_most_and_ties_stand_by_name(client, asked, measure):
    rows, _ = shown_at(client, f"/forces/?sort={asked}")
    expected = sorted(forces(), key=lambda force: (-measure(force), force.name))
    assert rows == [force.slug for force in expected]
    assert measure(expected[0]) > measure(expected[-1])


def test_filters_keep_what_fits_all_of_them_in_page_and_data(client):
    rows, drawn = shown_at(client, "/forces/?nation=england&ban=some&state=clash")
    expected = {
        force.slug
        for force in forces()
        if force.nation == "england" and force.in_ban_scope and force.known is Knowledge.CLASH
    }
    assert set(rows) == set(drawn) == expected
    assert 0 < len(expected) < len(forces())
    data = json.loads(body_of(client.get("/forces.json?nation=england&ban=some&state=clash")))
    assert [row["slug"] for row in data] == rows
    table = body_of(client.get("/forces.csv?nation=england&ban=some&state=clash"))
    assert [row["slug"] for row in csv.DictReader(io.StringIO(table))] == rows


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/forces/?colour=red", "“colour” means nothing here"),
        ("/forces/?sort=rank", "“sort” must be one of name, systems"),
        ("/forces/?nation=france", "“nation” must be one of england, wales"),
        ("/forces.json?state=guilty", "“state” must be one of clash, shown"),
    ],
)
def test_what_means_nothing_is_refused_by_name(client, address, sentence):
    answer = client.get(address)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()


def test_a_day_before_anything_came_in_has_no_forces(client):
    rows, drawn = shown_at(client, "/forces/?as-of=2001-01-01")
    assert (rows, drawn) == ([], {})


def test_the_page_asks_the_database_a_constant_few_questions(client):
    client.get("/forces/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/forces/")
    assert len(asked) <= MOST_QUESTIONS


def test_home_shows_the_same_tiles_and_the_same_facts_as_a_table(client):
    rows, drawn = shown_at(client, "/")
    assert (rows, drawn) == shown_at(client, "/forces/")


def test_the_page_of_a_force_leads_to_one_table_with_the_statements_on_its_systems(client):
    page = client.get("/bodies/essex-police/").content.decode()
    (address,) = re.findall(r'href="(/statements\.csv\?force=essex-police)"', page)
    whole, own = (
        {
            (row["id"], row["subject"])
            for row in csv.DictReader(io.StringIO(body_of(client.get(at))))
        }
        for at in (address, "/bodies/essex-police.csv")
    )
    assert own < whole
    assert "essex-knife-crime-and-violence-model" in {subject for _, subject in whole}
    vendor = client.get("/sources/automated-racism/").content.decode()
    assert "statements.csv?force=" not in vendor
