"""The page of a finding: its first screen, what is folded, and how its numbers stand to others."""

import re

import pytest

from candour.evidence.findings import read_findings

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

LONGEST_TITLE = 120  # characters: four lines of a phone’s heading, with number, place and years
FOLD = '<details class="question report-fold">'


@pytest.fixture(scope="module")
def shipped():
    from candour.content import FOLDER

    return read_findings(FOLDER)[0]


def page_of(client, finding):
    return client.get(f"/findings/{finding.identifier}/").content.decode()


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_title_has_its_number_and_can_be_read_on_one_screen(shipped):
    for finding in shipped.values():
        assert len(finding.title) <= LONGEST_TITLE, finding.title
        assert "{" not in finding.title
        assert not finding.lead.startswith(finding.title.partition(":")[0]), "said twice"


def test_the_first_screen_is_the_sentence_its_limits_and_the_picture(client, shipped):
    for finding in shipped.values():
        page = page_of(client, finding)
        first, _, folded = page.partition(FOLD)
        assert first.count("</p>") <= 16, "the first screen is short"
        lead, limits = first.index("report-lead"), first.find("What this does not show:")
        assert first.index("<h1") < first.index("report-shown") < lead
        if "report-map-" in first:
            assert limits < first.index("report-map-"), "no map without what it does not show"
        else:
            assert limits == -1 or limits > lead
        if "report-panel" in page:
            assert first.index("report-panel") < lead, "number and picture before the story"
        for question in ("What was compared?", "How sure can we be?", "What it rests on"):
            assert question in folded


GIST = re.compile(r"How sure can we be\?</h2><span class=\"gist\">([^<]+)</span>")


def test_the_range_stands_beside_the_question_how_sure_and_all_that_was_found_in_one_place(
    client, shipped
):
    told = {}
    for finding in shipped.values():
        page = page_of(client, finding)
        assert "All that was found" not in page
        assert page.count("What was found?</h2>") == 1
        if gist := GIST.search(page):
            told[finding.title] = gist[1]
    assert all(text.startswith(("range", "clear in")) for text in told.values())
    (essex,) = [
        text for title, text in told.items() if title.startswith("Searches by where made, E")
    ]
    assert essex == "range for chance 2.1 to 2.5"


SHARE = re.compile(r"(\d+) in (\d+)")


def numbers_of(title):
    """The numbers that a title comes to, behind what it is of; a share in words in per cent."""
    told = SHARE.sub(lambda found: f"{100 * int(found[1]) // int(found[2])}%", title)
    told = told.partition(": ")[2] or told
    return set(re.findall(r"\d[\d,.]*\d|\d", told))


def test_what_is_drawn_first_has_every_number_of_the_title(client, shipped):
    """Whoever quotes the title finds its number, and its range, in the picture or beside it."""
    for finding in shipped.values():
        first, *_ = page_of(client, finding).partition(FOLD)
        shown = words_of(first.partition("report-shown")[2].partition("report-story")[0])
        shown += " ".join(re.findall(r"<title>(.*?)</title>", first))
        lacking = {
            number
            for number in numbers_of(finding.title)
            if not re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)", shown)
        }
        if finding.name == "claims-southend-basildon-grip":
            lacking -= {"3"}  # claims, of which those with a ratio are drawn
        assert not lacking, (finding.title, lacking)


def test_panels_after_the_first_fold_on_a_phone_alone(client, shipped):
    page = page_of(client, shipped["stops-2019-20"])
    assert '<details class="narrowing report-more"><summary>3 more of this picture' in page
    assert page.index(">Black</text>") < page.index(">Asian</text>"), "whom the plan asks about"


def test_a_finding_and_a_force_say_whose_count_of_residents_each_goes_by(client, shipped):
    """Essex: 3.17 times on a line between two censuses, and 2.97 times on that of 2021."""
    finding = words_of(page_of(client, shipped["stops-2019-20"]))
    assert "set against residents by a line between two censuses (1 October 2019)" in finding
    assert "set the same searches against residents of each group, Census 2021" in finding
    force = words_of(client.get("/bodies/essex-police/").content.decode())
    assert "April 2019 to March 2020 2.97 times the white rate (2.75 to 3.20)" in force
    assert "Searches per 1,000 residents; residents of each group, Census 2021." in force
    assert (
        "The finding leads with a line between two censuses (1 October 2019), on which this is "
        "3.17 times."
    ) in force


def test_a_finding_that_goes_by_one_count_of_residents_says_nothing_of_another(client, shipped):
    assert "report-beside" not in page_of(client, shipped["vha-2024"])


def test_the_ratio_stands_beside_the_name_of_the_group(client, shipped):
    page = page_of(client, shipped["vha-2024"])
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page)
    assert heads[:2] == ["Group", "Ratio to the white rate"]


def test_a_page_by_deprivation_draws_its_number_first_with_the_plain_one_beside(client, shipped):
    finding = shipped["stops-by-deprivation-avon-and-somerset-2019-20"]
    first, _, folded = page_of(client, finding).partition(FOLD)
    assert "<strong>4.3 times</strong>" in first
    assert (
        ": Black, areas alike 4.3 (range for chance 3.4 to 5.5, 4.2 to 4.4 as published points "
        "are moved)" in first
    )
    assert "; Black, all areas 6.7; " in first
    assert "Black 6.56 (" in folded, "the plain ratios with their intervals"


def test_a_page_of_too_few_weeks_says_so_beside_its_number(client, shipped):
    first, *_ = page_of(client, shipped["stops-greater-manchester-2019"]).partition(FOLD)
    assert "(too few weeks to be clear)" in first
    assert "(not clear)" not in first
