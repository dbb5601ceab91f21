"""The page that explains feedback: by keys, on the narrowest phone, on paper, without scripts."""

import json
import re
from math import sqrt

import pytest

from candour.content import FOLDER
from candour.evidence.findings import read_findings
from candour.simulation.urn import UrnSettings, run_urn
from tests.journeys.keys import tab_to

RUNS, DAYS, RECORDS = 20, 1_000, 500
SAYS = re.compile(r"has (\d+)% of them on average over 20 runs, from (\d+)% to (\d+)%")


@pytest.fixture
def town(page, site):
    page.goto(f"{site}/feedback/")
    return page


def ends(page):
    """The mean share that the page says, and the least and the largest."""
    told = SAYS.search(page.locator("#town-says").inner_text())
    assert told
    return tuple(int(number) / 100 for number in told.groups())


def slide(page, name, to):
    """Move a slider by keys alone: to its start, then up step by step."""
    tab_to(page, f"#{name}")
    page.keyboard.press("Home")
    low, step = (float(page.locator(f"#{name}").get_attribute(key)) for key in ("min", "step"))
    for _ in range(round((to - low) / step)):
        page.keyboard.press("ArrowRight")
    assert page.locator(f"#{name}").input_value() == f"{to}"
    page.evaluate("document.activeElement.blur()")


@pytest.mark.parametrize(
    ("happens", "patrol", "discovery", "reporting"),
    [(50, 70, 3, 0), (60, 70, 3, 0), (60, 30, 1, 10)],
    ids=["a bias is kept", "it runs away", "no runaway shows"],
)
def test_a_town_run_by_keys_alone_ends_where_the_engine_says(
    town, happens, patrol, discovery, reporting
):
    given = {
        "happens": happens, "patrol": patrol, "discovery": discovery, "reporting": reporting
    }  # fmt: skip
    for name, to in given.items():
        slide(town, name, to)
    tab_to(town, ".feedback-form button")
    town.keyboard.press("Enter")

    mean, low, high = ends(town)

    part, first = happens / 100, patrol / 100
    settings = UrnSettings(
        start=(RECORDS * first, RECORDS * (1 - first)),
        rates=(2 * part * discovery, 2 * (1 - part) * discovery),
        reported=(part * reporting, (1 - part) * reporting),
    )
    ours = run_urn(settings, runs=2_000, draws=DAYS, seed=1).share
    spread = (ours.p95 - ours.p05) / 3.29
    # The page's runs are fixed by their seeds: nothing here is left to luck.
    assert mean == pytest.approx(ours.mean, abs=3.5 * spread / sqrt(RUNS) + 0.005)
    assert low <= mean <= high
    assert low >= ours.p05 - 2 * spread - 0.005
    assert high <= ours.p95 + 2 * spread + 0.005


STREETS = re.compile(
    r"On day (\d+) the streets on the left have (\d+)% of the records\. The street with the most "
    r"has ([\d.]+)% of them, and ([\d.]+)% of what happens\. (\d+) of 36 streets have more than "
    r"twice their part, and (\d+) less than half of it\."
)


def streets_told(page):
    told = STREETS.fullmatch(page.locator("#streets-say").inner_text())
    assert told
    return [float(number) for number in told.groups()]


def in_table(page):
    """What happens, and the records on the first day and this day, of each street."""
    text = page.evaluate(
        "[...document.querySelectorAll('#streets-rows tr')]"
        ".map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
    )
    return [[float(cell) for cell in row] for row in text]


def test_neighbourhoods_are_drawn_day_by_day_as_the_table_and_the_sentence_have_them(town):
    slide(town, "happens", 60)
    slide(town, "day", 0)
    rows = in_table(town)
    assert len(rows) == 36
    assert all(first == this for _, first, this in rows)  # nothing has happened yet
    assert streets_told(town)[:2] == [0, 70]
    slide(town, "day", 1_000)
    day, left, most, of_most, over, under = streets_told(town)
    rows = in_table(town)

    assert day == 1_000
    for column, whole in ((0, 100), (1, 100), (2, 100)):
        assert sum(row[column] for row in rows) == pytest.approx(whole, abs=2)
    on_the_left = [row for k, row in enumerate(rows) if k % 6 < 3]
    assert sum(row[0] for row in on_the_left) == pytest.approx(60, abs=1)
    assert sum(row[2] for row in on_the_left) == pytest.approx(left, abs=1.5)
    assert most == max(row[2] for row in rows)
    assert [of_most, most] in [[row[0], row[2]] for row in rows]
    assert over == pytest.approx(sum(row[2] > 2 * row[0] for row in rows), abs=1)
    assert under == pytest.approx(sum(row[2] < row[0] / 2 for row in rows), abs=1)
    drawn = town.evaluate(
        "[...document.querySelectorAll('#streets-told text')].map(text => text.textContent)"
    )
    assert [float(text) for text in drawn] == [row[2] for row in rows]
    kinds = town.evaluate(
        "[...document.querySelectorAll('#streets-told rect')].map(rect => rect.classList[0])"
    )
    assert kinds.count("more-2") == over
    assert kinds.count("less-2") == under
    assert over > 0
    assert under > 0  # though the streets of each half are alike: chance alone tells them apart


@pytest.mark.parametrize(
    ("happens", "discovery", "reporting"), [(60, 3, 0), (50, 1, 10)], ids=["runs away", "does not"]
)
def test_the_streets_of_a_half_come_together_to_what_the_engine_says(
    town, happens, discovery, reporting
):
    for name, to in {
        "happens": happens, "discovery": discovery, "reporting": reporting
    }.items():  # fmt: skip
        slide(town, name, to)
    _, left, *_ = streets_told(town)
    part = happens / 100
    settings = UrnSettings(
        start=(RECORDS * 0.7, RECORDS * 0.3),
        rates=(2 * part * discovery, 2 * (1 - part) * discovery),
        reported=(part * reporting, (1 - part) * reporting),
    )
    ours = run_urn(settings, runs=2_000, draws=DAYS, seed=1).share
    spread = (ours.p95 - ours.p05) / 3.29
    assert ours.p05 - 2 * spread - 0.005 <= left / 100 <= ours.p95 + 2 * spread + 0.005


def test_on_the_narrowest_phone_every_slider_and_table_can_be_reached(town):
    town.set_viewport_size({"width": 320, "height": 640})
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert town.evaluate(too_wide) <= 0
    for name in ("happens", "patrol", "discovery", "reporting", "day"):
        box = town.locator(f"#{name}").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["height"] >= 44  # of a thumb


def test_without_scripts_the_engines_numbers_stand_there_and_nothing_to_push(browser, site):
    context = browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{site}/feedback/")
        assert page.locator("#town").is_hidden()
        text = page.locator("main").inner_text()
        for name in ("simulated-urn", "simulated-city"):
            found = read_findings(FOLDER)[0][name]
            assert found.lead.replace("'", "’") in text.replace("'", "’")
        for row in json.loads(json.dumps(read_findings(FOLDER)[0]["simulated-urn"].finding))[
            "cases"
        ]:
            assert f"{row['share']:.1%}" in text
    finally:
        context.close()


def test_on_paper_the_words_tables_and_picture_stay_and_the_sliders_go(town):
    town.emulate_media(media="print")
    assert town.locator(".feedback-form").first.is_hidden()
    assert town.locator("#streets-told").is_visible()
    assert town.locator("#town-picture").is_visible()
    assert town.locator("#town-says").is_visible()
    assert town.locator("main table").first.is_visible()
    assert town.locator("#not").is_visible()


def test_it_asks_nothing_of_another_host_while_it_runs(page, site):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/feedback/")
    before = len(asked)
    slide(page, "reporting", 5)
    # Its own style, fonts and mark may come late; nothing else does.
    assert all(url.startswith(f"{site}/static/") for url in asked[before:])
    assert all(url.startswith((site, "data:")) for url in asked)
