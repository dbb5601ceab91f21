"""One line of header, no list without end, and words explained in their place without scripts."""

import pytest

from tests.journeys.pages import PAGES, SYSTEM

PHONE = {"width": 360, "height": 740}
TALLEST = 9_000
GALLERIES = {"findings", "charts"}  # a card for each question: shorter than other pages may be
TALLEST_GALLERY = 7_000
LETTERS = {"open questions"}  # a letter is as long as what it asks
REPORTS = {name for name in PAGES if name.startswith("finding ") or name == "finding"}
WELSH = {name for name in PAGES if name.startswith("welsh")}  # longer words, in the same layout
HEIGHT = "document.documentElement.scrollHeight"
HEAD = "document.querySelector('.site-head').getBoundingClientRect().height"


@pytest.mark.parametrize("name", [name for name in PAGES if name not in LETTERS | REPORTS | WELSH])
def test_a_page_ends_within_reach_before_anything_is_unfolded(page, site, name):
    page.set_viewport_size(PHONE)
    page.goto(site + PAGES[name])
    assert page.evaluate(HEIGHT) <= (TALLEST_GALLERY if name in GALLERIES else TALLEST)


LETTERS_IN_PICTURES = """[...document.querySelectorAll('svg text')]
  .filter(t => t.checkVisibility() && t.textContent.trim())
  .map(t => ({words: t.textContent, box: t.getBoundingClientRect(),
              size: parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a}))
  .map(t => ({words: t.words, left: t.box.left, right: t.box.right, size: t.size}))"""
SMALLEST = 11  # pixels


@pytest.mark.parametrize("name", ["finding", "finding of a force", "findings", "charts", "system"])
def test_words_in_pictures_can_be_read_and_are_whole(page, site, name):
    page.set_viewport_size(PHONE)
    page.goto(site + PAGES[name])
    page.evaluate("document.fonts.ready")
    words = page.evaluate(LETTERS_IN_PICTURES)
    assert words
    for one in words:
        assert one["size"] >= SMALLEST, one
        assert 0 <= one["left"] <= one["right"] <= PHONE["width"], one
        assert "…" not in one["words"], one


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["finding of a force", "findings", "charts"])
def test_letters_in_pictures_are_as_large_as_those_of_the_page_at_any_width(
    page, site, name, width
):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + PAGES[name])
    page.evaluate("document.fonts.ready")
    sizes = [one["size"] for one in page.evaluate(LETTERS_IN_PICTURES)]
    assert min(sizes) >= 11.9, "pixels"
    assert max(sizes) <= 17, "no larger than the text of the page"


OUT_OF_VIEW = """name => [...document.querySelectorAll(name)].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && (box.left < 0 || box.right > document.documentElement.clientWidth);
}).map(e => e.textContent)"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_all_items_of_a_system_are_seen_at_once(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + "/gaps/")
    marks = page.locator(".matrix tbody:last-child tr:first-child td .mark")
    assert marks.count() == 19
    assert page.evaluate(OUT_OF_VIEW, ".matrix :is(th, td, .mark)") == []
    lines = {round(marks.nth(place).bounding_box()["y"]) for place in range(19)}
    assert len(lines) == 1, "one strip"


def test_no_column_of_the_table_of_data_is_cut_on_a_phone(page, site):
    page.set_viewport_size(PHONE)
    page.goto(site + "/data/")
    assert page.evaluate(OUT_OF_VIEW, ".data-files :is(th, td, summary)") == []


def test_forces_with_their_districts_stand_in_three_columns_beside_one_another(page, site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site + "/places/districts/")
    lefts = page.evaluate(
        "[...document.querySelectorAll('.district-forces > details')]"
        ".map(e => Math.round(e.getBoundingClientRect().left))"
    )
    assert len(lefts) > 30
    assert len(set(lefts)) == 3


def test_vendors_stand_in_the_same_columns_as_the_other_questions(page, site):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site + "/terms/")
    lefts = page.evaluate(
        "[...document.querySelectorAll('.facet-values')].map(e => e.getBoundingClientRect().left)"
    )
    assert len(set(lefts)) == 1
    assert lefts[0] > 200


@pytest.mark.parametrize(("width", "most"), [(320, 64), (360, 64), (768, 64), (1200, 80)])
def test_the_header_takes_one_line(page, site, width, most):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + "/about/")
    assert page.evaluate(HEAD) <= most


def test_a_word_is_explained_in_its_place_without_scripts(browser, site):
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(site + SYSTEM)
    explanation = plain.locator("#word-clash")
    assert not explanation.is_visible()
    plain.get_by_role("button", name="Clashes").press("Enter")
    assert explanation.is_visible()
    plain.keyboard.press("Escape")
    assert not explanation.is_visible()
    plain.context.close()


def test_every_page_is_set_in_the_fonts_that_ship(page, site):
    page.goto(site + "/")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert {family.strip('"') for family in loaded} >= {"Candour Sans", "Candour Serif"}


def test_a_mark_keeps_its_ground_on_paper(page, site):
    """Without it a full mark prints as a ring, which says that nothing is known."""
    page.goto(site + "/forces/")
    page.emulate_media(media="print")
    grounds = page.evaluate(
        "[...document.querySelectorAll('.mark')].map(m => getComputedStyle(m).printColorAdjust)"
    )
    assert set(grounds) == {"exact"}


def test_the_life_of_a_system_shows_its_use_alone_and_folds_the_rest(page, site):
    page.set_viewport_size(PHONE)
    page.goto(site + "/systems/mps-gangs-matrix/")
    page.evaluate("document.fonts.ready")
    shown = [one for one in page.evaluate(LETTERS_IN_PICTURES) if one["words"]]
    assert "Stopped" in {one["words"] for one in shown}
    assert "Event" not in {one["words"] for one in shown}
    assert min(one["size"] for one in shown) >= 12
    page.get_by_text("What else is told, drawn").click()
    unfolded = page.evaluate(LETTERS_IN_PICTURES)
    assert "Event" in {one["words"] for one in unfolded}
    assert all(0 <= one["left"] <= one["right"] <= PHONE["width"] for one in unfolded)
