"""What a list says first: what fails, and what the register answers itself."""

import re

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
