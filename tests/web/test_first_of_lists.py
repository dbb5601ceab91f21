"""What a list says first: what fails, and what the register answers itself."""

import json
import re
from collections import Counter

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def test_an_item_that_the_register_answers_itself_says_so(client):
    page = client.get("/gaps/").content.decode()
    row = page.partition('href="?item=ban-scope')[2].partition("</tr>")[0]
    said = " ".join(re.sub(r"<[^>]+>", " ", row).split())
    assert (
        "this register's own answer. It counts as published once the reason is given."
        in said.replace("&#39;", "'")
    )
    assert page.count("It counts as published once the reason is given.") == 1


def test_what_is_not_published_of_a_system_is_counted_under_that_name(client):
    page = client.get("/gaps/").content.decode()
    table = page.partition('<table class="matrix">')[2].partition("</table>")[0]
    headings = re.findall(r'<th scope="col"[^>]*>(?:<span[^>]*>)?([^<]+)', table)
    assert headings[:2] == ["System", "Not published"]
    rows = json.loads(b"".join(client.get("/gaps.json").streaming_content))
    told = re.findall(r'href="/systems/([a-z0-9-]+)/#not-known".*?<td class="num">(\d+)<', table)
    for slug, number in told:
        own = [row["state"] for row in rows if row["subject"] == slug]
        assert int(number) == sum(state != "published" for state in own), slug
    assert told


def test_figures_open_with_those_that_fail(client):
    page = client.get("/figures/").content.decode()
    first, _, all_of_them = page.partition('<h2 id="all">')
    assert "Figures that fail when recomputed" in first
    assert all_of_them
    counted = re.search(r"Fails <strong>(\d+)</strong>", page)
    assert counted is not None
    rows = first.partition("<tbody>")[2].count('<th scope="row">')
    assert 1 <= rows <= int(counted[1])
    assert "verdict-fails" in first.partition("<tbody>")[2]
    assert "Figures that fail" not in client.get("/figures/?page=2").content.decode()


def test_bodies_begin_with_police_forces_and_end_with_people_by_their_role(client):
    page = client.get("/bodies/").content.decode()
    kinds = re.findall(r'<section class="of-a-kind">\s*<h2>([^<]+)</h2>', page)
    assert kinds[0] == "Territorial police force"
    first = re.findall(r'<h3><a href="/bodies/([a-z-]+)/">', page)[:3]
    assert first == [
        "avon-and-somerset-police", "bedfordshire-police", "cambridgeshire-constabulary",
    ]  # fmt: skip
    last = client.get("/bodies/?page=6").content.decode()
    assert "Speaker in a role" in last
    # What is looked for by words stands by how well it fits.
    assert '<section class="of-a-kind">' not in client.get("/bodies/?q=kent").content.decode()


def test_what_the_register_answers_itself_is_not_counted_as_published_by_bodies(client):
    rows = json.loads(b"".join(client.get("/gaps.json").streaming_content))
    of_bodies = [row for row in rows if row["item"] != "ban-scope"]
    published = sum(row["state"] == "published" for row in of_bodies)
    assert len(of_bodies) < len(rows)
    page = client.get("/gaps/").content.decode()
    lead = page.partition('class="key-number page-number">')[2].partition("</p>")[0]
    lead = " ".join(re.sub("<[^>]+>", " ", lead).split())
    assert lead.startswith(f"{published:,} of {len(of_bodies):,} answers that are for bodies to")


def test_the_matrix_begins_with_how_many_have_each_item_published(client):
    page = client.get("/gaps/").content.decode()
    rows = json.loads(b"".join(client.get("/gaps.json").streaming_content))
    sums = page.partition('<tbody class="matrix-sum">')[2].partition("</tbody>")[0]
    told = [int(number) for number in re.findall(r"<td[^>]*>(\d+)</td>", sums)]
    published = Counter(row["item"] for row in rows if row["state"] == "published")
    items = list(dict.fromkeys(re.findall(r'href="\?item=([a-z-]+)"', page)))
    assert told == [len(rows) - published.total(), *(published[item] for item in items)]
    assert len(items) == 19
    key = page.partition('<details class="matrix-key">')[2].partition("</details>")[0]
    assert key.count("<li>") == len(items), "on a phone, where marks have no heads"


STATE = re.compile(
    r'<p class="entry-state"><span class="mark mark-([a-z]+)"[^>]*></span>([^<]+)</p>'
)


def shown_of_systems(client, query=""):
    """The mark and the word before each system of the country, over all pages of a list."""
    shown = []
    for number in range(1, 4):
        answer = client.get(f"/systems/?page={number}{query}")
        if answer.status_code != 200:
            break
        ours, _, _ = answer.content.decode().partition('<h2 class="of-abroad">')
        shown += STATE.findall(ours)
        if 'rel="next"' not in ours and "of-abroad" in answer.content.decode():
            break
    return shown


def test_systems_begin_with_how_many_were_last_said_to_be_what_and_each_count_is_its_list(client):
    page = client.get("/systems/").content.decode()
    head, _, rest = page.partition('<p class="count">')
    counts = re.findall(
        r'last-said=([a-z-]+)"><span class="mark mark-([a-z]+)"[^>]*></span>([^<]+) <strong>(\d+)<',
        head,
    )
    assert [key for key, *_ in counts][:2] == ["in-use", "in-trial"]
    ours = int(re.findall(r"<strong>(\d+) systems in the UK", head)[0])
    untold = re.findall(r"Nothing read says <strong>(\d+)<", head)
    assert sum(int(number) for *_, number in counts) + int(untold[0]) == ours
    shown = shown_of_systems(client)
    assert len(shown) == ours
    for key, mark, word, number in counts:
        of_it = [one for one in shown if one[1].removesuffix(", disputed") == word]
        assert len(of_it) == int(number), key
        assert {one[0] for one in of_it} <= {mark, "clash"}
    assert ("clash", "Never deployed, disputed") in shown
    assert rest


def test_systems_abroad_stand_at_the_end_under_a_heading_of_their_own(client):
    first, last = (client.get(f"/systems/?page={number}").content.decode() for number in (1, 2))
    assert 'href="/systems/netherlands-top400/"' not in first.partition('"of-abroad"')[0]
    assert last.count('<h2 class="of-abroad">Abroad</h2>') == 1
    assert "/systems/west-midlands" not in last
    found = client.get("/systems/?kind=place-prediction").content.decode()
    before, _, after = found.partition('<h2 class="of-abroad">')
    assert 'href="/systems/essex-risk-terrain-modelling/"' in before
    assert 'href="/systems/netherlands-cas/"' in after


def test_three_ways_to_narrow_systems_stand_first_and_the_rest_folds(client):
    page = client.get("/systems/").content.decode()
    first, folded, further = page.partition('<details class="filters-more">')
    assert folded
    assert re.findall(r'<select id="filter-([a-z-]+)"', first) == ["last-said", "operator"]
    assert {"kind", "use", "target", "nation", "vendor"} <= set(
        re.findall(r'<select id="filter-([a-z-]+)"', further)
    )
    assert (
        '<details class="filters-more" open>'
        in client.get("/systems/?nation=england").content.decode()
    )
