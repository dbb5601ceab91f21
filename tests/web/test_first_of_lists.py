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
