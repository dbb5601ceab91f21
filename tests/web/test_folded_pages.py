"""Pages of forces and systems: answers on the first screen, the rest folded by question."""

import re

import pytest

from candour.audit.headlines import intervals_in_words, widest_interval
from candour.evidence.asked import behaviour_when_asked, when_asked
from candour.register import selectors
from candour.web.page_order import sections_of
from tests.journeys.pages import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

ESSEX = "/bodies/essex-police/"
CELL = re.compile(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", re.DOTALL)
SECTION = re.compile(
    r'<section aria-labelledby="([a-z-]+)-heading">\s*<details class="question"( open)?>'
    r'.*?<div class="question-answer" id="([a-z-]+)">',
    re.DOTALL,
)


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def first_screen(client, address):
    return [(label, words_of(answer)) for label, answer in CELL.findall(page_at(client, address))]


@pytest.mark.parametrize(("address", "subject_class"), [(ESSEX, "body"), (SYSTEM, "system")])
def test_each_question_folds_and_its_anchor_stands_inside_so_that_a_link_unfolds_it(
    client, address, subject_class
):
    sections = SECTION.findall(page_at(client, address))
    assert len(sections) > 8
    open_ones = {section.key for section in sections_of(subject_class) if section.is_open}
    for heading, is_open, anchor in sections:
        assert heading == anchor
        assert bool(is_open) == (anchor in open_ones), anchor


def test_a_force_is_summed_up_before_anything_else(client):
    cells = first_screen(client, ESSEX)
    assert [label for label, _ in cells] == [
        "Systems",
        "Its own word",
        "When asked",
        "Not published",
        "Clashes",
        "Black beside white",
        "Black beside white",
    ]
    told = dict(cells)
    operated = selectors.operated_by(["essex-police"])
    assert told["Systems"] == f"{len(operated)} systems known"
    assert told["Its own word"] == ("Says it does not use such systems; shown to use such systems")
    assert re.fullmatch(r"\d+ contradictions, \d+ that sit badly together", told["Clashes"])


def test_a_number_at_a_glance_that_fails_when_recomputed_says_so(client):
    page = page_at(client, "/systems/mps-violence-harm-assessment/")
    first = page[page.index("On whom") :].partition("</dd>")[0]
    assert "1,307 people" in first
    assert "mark-fails" in first
    assert "Fails when recomputed: 870 + " in re.sub(r"\s+", " ", first)


def test_a_ratio_at_a_glance_has_its_wider_range_beside_it(client):
    told = [answer for label, answer in first_screen(client, ESSEX) if label.startswith("Black")]
    (searches,) = [answer for answer in told if "Searches per 1,000" in answer]
    assert searches.startswith("2.97 times (2.77 to 3.18) Searches per 1,000 residents")


def test_what_a_force_gave_when_asked_is_counted_from_what_is_told(client):
    body = selectors.subject("essex-police")
    assert body is not None
    disclosures = body.of("disclosure")
    counted = when_asked(behaviour_when_asked(disclosures))
    values = [s.value for s in disclosures]
    not_given = {
        "exemption-cited", "refused", "no-reply", "asked-not-sent", "promised-not-sent",
        "did-not-specify",
    }  # fmt: skip
    assert counted.given == values.count("answered") > 0
    assert counted.told_of - counted.given == sum(value in not_given for value in values) > 0


def test_a_force_that_no_system_names_is_not_said_to_have_none(client):
    quiet = next(
        slug
        for slug in ("city-of-london-police", "cumbria-constabulary", "gwent-police")
        if not selectors.operated_by([slug])
    )
    told = dict(first_screen(client, f"/bodies/{quiet}/"))
    assert "does not say that there are none" in told["Systems"]
    assert re.match(r"None found|\d+ (contradiction|that sit)", told["Clashes"])


def test_a_body_that_is_no_force_and_runs_no_system_has_no_such_box(client):
    assert "glance-body" not in page_at(client, "/bodies/amnesty-international/")


@pytest.mark.parametrize("wider", [(None, None), (0.8, 4.5), (0.8, None)])
@pytest.mark.parametrize("plain", [(1.0, 2.25), (0.0, None), (1234.5, 9876.54)])
def test_the_wider_interval_is_read_back_from_the_words_it_was_put_in(plain, wider):
    low, high = wider if wider[0] is not None else plain
    end = "no upper end" if high is None else f"{high:,.2f}"
    note = intervals_in_words(*plain, *wider) + "; 4.98 on the Census of 2011"
    assert widest_interval(note) == f"{low:,.2f} to {end}"
