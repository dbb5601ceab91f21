"""The page of one statement: what contradicts it, what rests on it, and a citation that says so."""

import html
import json
import re
from datetime import date

import pytest

from candour.register.history import statement_of
from candour.register.models import Recording, WorkedOut
from candour.web.pages.citation import Citation
from candour.web.words import period_in_words

DAY = date(2026, 11, 29)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def rows_of(kind):
    return WorkedOut.objects.filter(kind=kind, ended=None).values_list("row", flat=True)


def page_of(client, key):
    return html.unescape(client.get(f"/statements/{key}/").content.decode())


@pytest.fixture
def clash():
    """A contradiction of two sides, with statements on each."""
    return next(
        row for row in rows_of("contradiction") if all(s["statements"] for s in row["sides"])
    )


def test_each_side_of_a_clash_shows_the_other_and_cites_it(client, clash):
    for side, other in (clash["sides"][:2], clash["sides"][1::-1]):
        key = side["statements"][0]
        page = page_of(client, key)
        assert "What clashes with it" in page
        (cited,) = re.findall(r'<p class="cite">(.*?)<br>', page, re.DOTALL)
        assert re.search(r"(Contradicted|Weakened) \(", cited)
        assert other["said"].rstrip(".") in cited


@pytest.mark.parametrize("form", ["bib", "csl.json"])
def test_a_citation_as_a_file_carries_the_clash(client, clash, form):
    side, other = clash["sides"][:2]
    answer = client.get(f"/statements/{side['statements'][0]}.{form}")
    assert answer.status_code == 200
    text = answer.content.decode()
    plain = re.sub(r"\\(.)", r"\1", text) if form == "bib" else json.loads(text)[0]["note"]
    assert other["said"].rstrip(".") in plain


def test_a_number_names_the_checks_it_stands_in_and_its_part(client):
    row = next(row for row in rows_of("check") if len(row["figures"]) > 1)
    for place, role in ((0, "What is checked"), (1, "Part of the sum")):
        page = page_of(client, row["figures"][place])
        assert role in page
        assert row["working"] in page


def test_a_number_names_what_is_derived_from_it(client):
    row = next(row for row in rows_of("derived") if row["statements"])
    page = page_of(client, row["statements"][0])
    assert "Numbers that Candour works out from it" in page


def test_what_is_in_no_clash_says_nothing_of_one(client):
    clashing = {key for row in rows_of("contradiction") for key in row["statements"]}
    rows = json.loads(b"".join(client.get("/statements.json?field=name").streaming_content))
    key = next(row["id"] for row in rows if row["id"] not in clashing)
    page = page_of(client, key)
    assert "What clashes with it" not in page
    assert "Contradicted" not in page


def test_a_statement_leads_out_to_its_source_and_only_by_addresses_of_the_web(client):
    rows = json.loads(b"".join(client.get("/statements.json?field=website").streaming_content))
    sources = {row["subject"]: row["statement"]["value"] for row in rows}
    every = json.loads(b"".join(client.get("/statements.json?field=summary").streaming_content))
    key = next(row["id"] for row in every if row["source"] in sources)
    links = re.findall(r'<a href="([^"]+)" rel="noreferrer external">', page_of(client, key))
    assert links
    assert all(link.startswith(("https://", "http://")) for link in links)


def test_red_marks_a_contradiction_and_amber_what_sits_badly_together(client):
    rows = [row for row in rows_of("contradiction") if row["statements"]]
    for strength, mark, uneasy in (("exclusive", "clash", False), ("uneasy", "partly", True)):
        row = next(row for row in rows if row["strength"] == strength)
        page = page_of(client, row["statements"][0])
        card = page.partition(f'id="{row["id"]}"')
        head = card[0].rpartition("<article")[2] + card[2].partition("</h3>")[0]
        assert ("clash-uneasy" in head) == uneasy
        assert f"mark-{mark}" in head


def test_a_citation_escapes_what_bibtex_would_read():
    made = Citation("s1-x", "A & B: 50 %", ("C_d",), "E, 1", (), (), False, "https://x/", DAY)
    assert r"A \& B: 50 \%" in made.bibtex()
    assert r"{C\_d}" in made.bibtex()


def test_a_withdrawn_statement_is_cited_as_withdrawn():
    made = Citation("s1-x", "A", ("B",), "C, 1", (), (), True, "https://x/", DAY)
    assert "Withdrawn from the register." in made.plain()
    assert "Withdrawn from the register." in made.csl()[0]["note"]


def test_the_citation_of_a_page_counts_what_it_shows(client):
    address = "/systems/mps-violence-harm-assessment"
    data = client.get(f"{address}.json").json()
    page = html.unescape(client.get(f"{address}/").content.decode())
    (cited,) = re.findall(r'<p class="cite">(.*?)<br>', page, re.DOTALL)
    open_gaps = sum(gap["state"] != "published" for gap in data["gaps"])
    fails = sum(check["verdict"] == "fails" for check in data["checks"])
    assert f"{len(data['statements'])} statements" in cited
    assert f"{len(data['contradictions'])} clashes" in cited
    assert f"{open_gaps} of {len(data['gaps'])} things asked not published" in cited
    assert f"({fails} fail" in cited


def test_what_this_register_adds_is_not_said_to_have_been_public_with_its_source(client):
    rows = json.loads(b"".join(client.get("/statements.json?field=summary").streaming_content))
    page = page_of(client, rows[0]["id"])
    assert "Rests on a source public from" in page
    assert "Publicly known from" not in page
    assert "Said on" not in page


def test_the_own_words_of_a_source_are_of_the_day_it_came_out(client):
    rows = json.loads(b"".join(client.get("/statements.json?field=outcomes").streaming_content))
    own = next(
        row["statement"]
        for row in rows
        if not {"via", "said_on"} & set(row["statement"])
        and "public_on" in row["statement"]
        and row["statement"]["said_by"] != ["candour"]
    )
    key = next(row["id"] for row in rows if row["statement"] == own)
    assert "When the source came out" in page_of(client, key)


def test_the_page_of_a_statement_is_there_as_the_register_stood_on_a_day(client, clash, same_day):
    key = clash["statements"][0]
    today = same_day.isoformat()

    then = client.get(f"/statements/{key}/?as-of={today}")
    page = html.unescape(then.content.decode())
    assert "As Candour stood at the end of" in page
    assert "What clashes with it" in page
    data = client.get(f"/statements/{key}.json?as-of={today}").json()
    now = client.get(f"/statements/{key}.json").json()
    assert data == now


def test_a_statement_that_was_not_yet_in_the_register_is_not_there(client, clash):
    for form in ("/", ".json"):
        answer = client.get(f"/statements/{clash['statements'][0]}{form}?as-of=2020-01-01")
        assert answer.status_code == 404
        assert "in the register as it stood then" in html.unescape(answer.content.decode())


@pytest.mark.parametrize("day", ["on", "known"])
def test_other_days_are_a_statement_s_own_and_are_refused(client, clash, day):
    answer = client.get(f"/statements/{clash['statements'][0]}/?{day}=2024-01-01")
    assert answer.status_code == 400


def test_a_citation_keeps_who_reports_it_and_what_bounds_it(client):
    """That a force uses none "at present" is no statement that it uses none."""
    rows = Recording.objects.filter(retracted_in=None, statement__field="predictive-use")
    statements = [statement_of(row.statement) for row in rows.select_related("statement")]
    bounded = next(s for s in statements if s.qualifier("note") and s.via)
    page = html.unescape(client.get(f"/statements/{bounded.id}/").content.decode())
    (cited,) = re.findall(r'<p class="cite">(.*?)<br>', page, re.DOTALL)
    assert f"{bounded.qualifier('note')})" in cited
    assert ", as reported by " in cited
    bibtex = client.get(f"/statements/{bounded.id}.bib").content.decode()
    assert "As reported by " in bibtex


def test_words_of_ones_own_are_cited_as_reported_by_nobody():
    made = Citation("s1-x", "A", ("B",), "C, 1", (), (), False, "https://x/", DAY)
    assert "B, in C, 1." in made.plain()
    assert "In C, 1." in made.csl()[0]["note"]


def test_every_link_to_a_statement_says_whose_it_is_and_many_of_one_side_fold(client):
    page = html.unescape(client.get("/").content.decode())
    clash = page.partition('<article class="clash"')[2].partition("</article>")[0]
    links = re.findall(r'<a href="/statements/[^"]+">(.*?)</a>', clash, re.DOTALL)
    assert links
    assert all('<span class="hidden"> by ' in link for link in links)
    assert re.search(r"<summary>\d+ more statements<span", page)
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    sides = [side.partition("</p>")[0] for side in shown.split('<p class="side-links">')[1:]]
    assert sides
    assert all(side.count("<a ") <= 3 for side in sides)


def test_a_number_says_first_what_it_is_of_and_of_which_days(client):
    rows = Recording.objects.filter(retracted_in=None, statement__kind="quantity")
    statements = (statement_of(row.statement) for row in rows.select_related("statement"))
    one = next(s for s in statements if s.qualifier("measure") and s.qualifier("period"))
    first = page_of(client, one.id).partition('<dl class="glance')[0]
    (of,) = re.findall(r'<p class="statement-note">(.*?)</p>', first)[:1]
    assert of.lower().startswith(one.qualifier("measure").lower())
    assert period_in_words(one.qualifier("period")) in of


def test_the_first_screen_has_who_and_where_then_what_clashes_then_the_citation(client, clash):
    page = page_of(client, clash["sides"][0]["statements"][0])
    first = page.partition("What clashes with it")[0]
    for label in (
        "Said by",
        "Read in",
        "ublic",
        "Clashes",
        "Worked out with it",
        "Who else says so",
    ):
        assert label in first
    assert '<p class="cite">' not in first
    rest = page.partition("What clashes with it")[2].partition('class="statement-rest"')[0]
    assert "Read it at the source" in rest
    assert '<p class="cite">' in rest
    assert 'href="/report/?about=s1-' in rest
