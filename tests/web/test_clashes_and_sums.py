"""Contradictions and derived numbers on pages: their order, what is folded, whom they concern."""

import json
import re

import pytest

from candour.register import selectors
from candour.register.follows import worked_out
from candour.web import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

ESSEX_SYSTEMS = (
    "essex-risk-terrain-modelling",
    "essex-grip-hotspots",
    "southend-harm-spots",
    "essex-knife-crime-and-violence-model",
)


def rows_of(client, address):
    return json.loads(b"".join(client.get(address).streaming_content))


def page_of(client, address):
    return client.get(address).content.decode()


def test_a_force_s_page_shows_every_clash_of_its_systems(client):
    page = page_of(client, "/bodies/essex-police/")
    ids = set(re.findall(r'<article class="clash[^"]*" id="([^"]+)"', page))
    for slug in ESSEX_SYSTEMS:
        of_system = {row["id"] for row in rows_of(client, f"/contradictions.json?subject={slug}")}
        assert of_system
        assert of_system <= ids, slug


def test_a_force_s_page_shows_what_is_worked_out_for_its_systems(client):
    page = page_of(client, "/bodies/west-midlands-police/")
    assert "13,748 people" in page
    assert "Integrated Offender Management" in page


def test_the_list_is_in_the_order_of_what_is_touched_after_those_an_editor_put_first(client):
    rows = rows_of(client, "/contradictions.json")
    order = [(row["rank"] or 99, list(words.TOUCHES).index(row["touches"])) for row in rows]
    assert order == sorted(order)


def test_each_clash_says_whether_both_can_be_so_and_the_list_counts_them(client):
    rows = rows_of(client, "/contradictions.json")
    counted = {key: sum(row["strength"] == key for row in rows) for key in words.STRENGTHS}
    assert all(counted.values())
    page = page_of(client, "/contradictions/")
    assert f"{counted['exclusive']} are contradictions" in page
    assert f"{counted['uneasy']} sit badly together" in page
    first = rows[0]
    article = page.partition(f'id="{first["id"]}"')[2].partition("</article>")[0]
    assert words.STRENGTHS[first["strength"]] in article
    assert f"{words.WHY[first['strength']]}:" in article
    weak = next(row for row in rows if row["strength"] == "uneasy")
    article = page.partition(f'id="{weak["id"]}"')[2].partition("</article>")[0]
    assert "Sit badly together" in article
    assert "both can’t be so" not in article


@pytest.mark.parametrize(
    ("address", "asked"),
    [("/systems/{}/", "subject"), ("/bodies/{}/", "force")],
)
def test_red_stands_at_a_glance_for_contradictions_alone(client, address, asked):
    slug = "durham-hart" if asked == "subject" else "essex-police"
    rows = rows_of(client, f"/contradictions.json?{asked}={slug}")
    counts = {key: sum(row["strength"] == key for row in rows) for key in words.STRENGTHS}
    page = page_of(client, address.format(slug))
    strip = page.partition('<dl class="glance')[2].partition("</dl>")[0]
    cell = re.search(r'<dd><a href="#contradictions">(.*?)</a></dd>', strip)
    assert cell is not None
    shapes = re.findall(r'<span class="mark mark-([a-z]+)"[^>]*></span>(\d+) ', cell[1])
    expected = [("clash", counts["exclusive"]), ("partly", counts["uneasy"])]
    assert shapes == [(shape, str(number)) for shape, number in expected if number]
    assert counts["uneasy"]


def test_clashes_of_wording_are_folded_and_no_others(client):
    last = client.get("/contradictions/?touches=words").content.decode()
    assert last.count('<details class="folded">') == 1
    assert "Of wording alone:" in last
    assert "folded" not in page_of(client, "/contradictions/?touches=people")


def test_a_clash_put_first_says_why(client):
    pages = [page_of(client, f"/contradictions/?page={number}") for number in (1, 2)]
    first = [row for row in rows_of(client, "/contradictions.json") if row["first"]]
    assert first
    assert sum(page.count("Shown before others:") for page in pages) == len(first)


def test_the_list_can_be_narrowed_to_what_is_touched(client):
    rows = rows_of(client, "/contradictions.json?touches=law")
    assert rows
    assert {row["touches"] for row in rows} == {"law"}
    assert len(rows) < len(rows_of(client, "/contradictions.json"))


def test_a_derived_number_is_said_by_candour_and_names_what_it_rests_on(client):
    rows = rows_of(client, "/figures/derived.json")
    assert len(rows) >= 150
    assert {row["said_by"] for row in rows} == {"candour"}
    keys = {key for row in rows for key in row["statements"]}
    found = {key for some in _in_parts(sorted(keys)) for key in selectors.statements_by_id(some)}
    assert keys == found


def _in_parts(keys):
    for start in range(0, len(keys), 500):
        yield keys[start : start + 500]


def test_no_derived_number_stands_among_the_printed_figures(client):
    printed = {row["id"] for row in rows_of(client, "/figures.json")}
    assert not printed & {row["id"] for row in rows_of(client, "/figures/derived.json")}


def test_a_system_s_page_shows_the_sum_or_the_reason_why_there_is_none(client):
    page = page_of(client, "/systems/mps-violence-harm-assessment/")
    section = page.partition('<div class="question-answer" id="derived"')[2].partition(
        "</section>"
    )[0]
    assert "1,307 ÷ 1,413 − 1" in section
    assert "−7.5 per cent" in section
    assert "Not comparable" in section
    assert "nobody printed these" in section


def test_the_figures_lead_to_what_is_worked_out_from_them(client):
    page = page_of(client, "/figures/?subject=durham-hart")
    assert 'href="/figures/derived/?subject=durham-hart"' in page
    assert "27.5 per cent" in page_of(client, "/figures/derived/?subject=durham-hart")


def test_a_state_that_does_not_exist_shows_nothing(client):
    assert "No derived numbers fit" in page_of(client, "/figures/derived/?state=guessed")


@pytest.mark.parametrize("slug", ["essex-police", "essex-risk-terrain-modelling"])
def test_what_is_shown_of_today_is_what_is_worked_out_anew(slug):
    from datetime import date

    from candour.register.moments import Moment

    about = selectors.subject(slug)
    assert about is not None
    today = worked_out(about, selectors.schema())
    anew = worked_out(about, selectors.schema(), Moment(as_of=date(2100, 1, 1)))
    assert {row["id"] for row in today.derived} >= {row["id"] for row in anew.derived}
    assert {row["id"] for row in anew.derived}
    assert {row["id"] for row in anew.contradictions} <= {row["id"] for row in today.contradictions}
