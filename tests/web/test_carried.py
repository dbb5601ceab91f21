"""What rests on a source is counted by the places its statements name, pages kept whole."""

import re
from html import escape

import pytest

from candour.register import overviews, selectors, statement_lists
from candour.web.pages.carried import FEW, by_chapter, by_section, share_of_all


def test_pages_are_counted_each_for_itself_and_stand_in_their_order():
    places = [("p. 12", 2), ("p. 9", 1), ("p. 12, p. 9", 1), ("p. 12 n3", 1)]
    assert by_section(places) == (("p. 9", 2), ("p. 12", 4))


def test_sections_come_before_what_has_a_name_or_a_page():
    places = [("Executive summary n3", 1), ("p. 2", 1), ("10", 1), ("4.1 n508", 1), ("4.1.2", 1)]
    assert [name for name, _ in by_section(places)] == [
        "4.1",
        "4.1.2",
        "10",
        "Executive summary",
        "p. 2",
    ]


def test_a_place_that_names_two_sections_counts_in_both():
    assert by_section([("4.1 n478, 5.1", 3)]) == (("4.1", 3), ("5.1", 3))


def test_a_note_behind_a_section_is_one_of_that_section_and_no_place_of_its_own():
    assert by_section([("5.4 n719, n720", 2)]) == (("5.4", 2),)
    assert by_section([("n145", 1)]) == (("n145", 1),)


def test_places_of_one_kind_stand_together_however_they_are_written():
    places = [("figure 8a", 1), ("Figure 2", 1), ("Back cover", 1), ("back cover", 2)]
    chapters = by_chapter(places, {})
    assert {chapter.name: chapter.statements for chapter in chapters} == {
        "Figures": 2,
        "Back cover": 3,
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_register")
def test_the_page_of_a_source_says_how_much_of_the_register_rests_on_it(client):
    every = sum(statement_lists.tallies().all.values())
    own = sum(overviews.carried_by_subject("automated-racism").values())
    page = page_at(client, REPORT)
    share = share_of_all(own, every, kind="Report")
    assert share is not None
    assert share.percent == round(100 * own / every) > 50
    assert f"{own:,} of {every:,} statements" in share.sentence
    assert share.sentence in page
    assert "Where it is mistaken or left something out, so does this register" in page
    assert f'<rect width="{share.percent}"' in page


REPORT = "/sources/automated-racism/"


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_register")
class TestThePageOfASource:
    def test_its_own_facts_stand_first(self, client):
        page = page_at(client, REPORT)
        glance = page.partition('<dl class="glance glance-source">')[2].partition("</dl>")[0]
        assert re.findall("<dt>(.*?)</dt>", glance) == [
            "Published",
            "How it was read",
            "Where it is",
            "What rests on it",
        ]
        assert "20 February 2025" in glance
        total = sum(overviews.carried_by_subject("automated-racism").values())
        assert f"{total:,} statements on" in glance

    def test_it_says_where_it_can_be_read_and_how_it_is_cited_before_the_rest(self, client):
        cited = page_at(client, REPORT).partition('class="contents"')[0]
        assert (
            "Its address is not recorded here. Look on the site of Amnesty International" in cited
        )
        assert re.search(
            r'<p class="cite">Amnesty International, Automated Racism.*\(20 Feb', cited
        )
        slugs = selectors.listed("source", selectors.Filters({})).values_list("slug", flat=True)
        briefs = selectors.brief(list(slugs), ("website",))
        slug, address = next(
            (slug, one.first_text("website")) for slug, one in briefs.items() if one.of("website")
        )
        first = page_at(client, f"/sources/{slug}/").partition('class="contents"')[0]
        assert f'rel="noreferrer external">The source itself: {escape(address)}</a>' in first

    def test_thousands_of_statements_are_counted_and_not_listed_until_asked_for(self, client):
        page = page_at(client, REPORT)
        assert (
            '<ul class="statements">'
            not in page.partition('id="carried"')[2].partition('id="history"')[0]
        )
        assert 'href="?page=1#carried"' in page
        assert "<h3>By what it is about</h3>" in page
        assert "<h3>By section of the source</h3>" in page

    def test_each_subject_leads_to_as_many_statements_as_it_is_said_to_have(self, client):
        counts = overviews.carried_by_subject("automated-racism")
        page = page_at(client, f"{REPORT}?of=mps-violence-harm-assessment")
        number = counts["mps-violence-harm-assessment"]
        assert f"On Violence Harm Assessment: {number} statements" in page
        assert page_at(client, f"{REPORT}?of=essex-police").count('class="carried-on"') == 1

    def test_a_source_with_few_statements_lists_them(self, client):
        few = "met-stop-and-search-2023-2025"
        assert 0 < sum(overviews.carried_by_subject(few).values()) <= FEW
        assert 'class="carried-on"' in page_at(client, f"/sources/{few}/")

    def test_page_by_page_every_statement_is_reached(self, client):
        assert "There is no page" not in page_at(client, f"{REPORT}?page=1")
        assert client.get(f"{REPORT}?page=9999").status_code == 404
