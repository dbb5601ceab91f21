"""What changed, in a line on the front page: counted from what came and went, and never a why."""

import html
import re
from typing import Any, cast

import pytest

from candour.register import selectors
from candour.register.counted import counted_now
from candour.register.counting import Counts
from candour.register.forces import forces
from candour.register.happenings import Happening, TouchedFinding, TouchedSubject, newcomers
from candour.register.models import Recording
from candour.web.pages.changed import what_changed

NAMES = {
    "tool": ("The tool", "system"),
    "other-tool": ("The other tool", "system"),
    "essex-police": ("Essex Police", "body"),
    "a-report": ("A report", "source"),
    "a-firm": ("A firm", "body"),
}
FORCES = {"essex-police"}


def line(*subjects, findings=(), new=()):
    happening = Happening(
        cast("Any", None), tuple(TouchedSubject(*one) for one in subjects), tuple(findings)
    )
    return what_changed(happening, frozenset(new), NAMES, FORCES)


def test_what_goes_out_and_comes_in_on_one_page_is_corrected_and_the_rest_is_told_apart():
    assert line(("tool", 3, 2)) == (
        "What is said of The tool was put right: 2 statements corrected and 1 added."
    )
    assert line(("tool", 2, 0)) == "More is said of The tool: 2 statements added."
    assert line(("tool", 2, 0), ("essex-police", 0, 1)) == (
        "What is said of The tool and Essex Police changed: 2 statements added and 1 taken out."
    )
    assert line(("a-report", 0, 1)) == "Less is said of A report: 1 statement taken out."


def test_of_many_pages_the_systems_and_forces_with_most_are_named():
    touched = [(slug, 1, 1) for slug in ("a-report", "tool", "other-tool", "essex-police")]
    assert line(*touched, ("a-firm", 1, 1)) == (
        "What is said of The tool, The other tool and 3 more pages was put right: "
        "5 statements corrected."
    )


def test_a_new_system_comes_first_and_findings_last():
    finding = TouchedFinding("f1-x", "Searches in Essex", came=True)
    assert line(("tool", 4, 0), findings=[finding], new=["tool"]) == (
        "New here: The tool. More is said of The tool: 4 statements added. "
        "A finding is new: Searches in Essex."
    )


def test_findings_that_are_made_again_are_no_new_ones():
    again = [TouchedFinding(f"f1-{n}", "A title", came=n < 3) for n in range(5)]
    assert line(findings=again) == "2 findings were made anew and 1 is new."
    assert line(findings=again[3:]) == "2 findings were taken out."


def test_a_change_that_touched_nothing_has_no_line():
    assert line() == ""


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_register")
class TestOnTheFrontPage:
    def test_a_line_has_the_numbers_of_its_change(self, client):
        page = html.unescape(client.get("/").content.decode())
        section = page.partition('<section class="changed"')[2].partition("</section>")[0]
        lines = re.findall(r'<a href="/changes/(\d+)/">(.*?)<span', section)
        assert len(lines) == 3
        for number, text in lines:
            change = selectors.change(int(number))
            assert change is not None
            assert change.why not in text
            came = Recording.objects.filter(asserted_in=number).count()
            told = re.findall(r"([\d,]+)(?: statements?)? (corrected|added)", text)
            assert sum(int(count.replace(",", "")) for count, _ in told) == came

    def test_a_newcomer_is_named_in_no_earlier_change(self):
        for number, slugs in newcomers(range(1, 6)).items():
            earlier = Recording.objects.filter(
                subject__in=slugs, statement__field="name", asserted_in__lt=number
            )
            assert slugs
            assert not earlier.exists()

    def test_the_front_page_and_the_page_of_gaps_count_the_same_systems_and_answers(self, client):
        home = words(client.get("/"))
        gaps = words(client.get("/gaps/"))
        asked = counted_now().asked
        assert re.search(rf"those who run {asked} UK systems", home)
        assert f"are asked of {asked} systems of the UK" in gaps
        every = max(Counts().items("gap").values())
        assert f"and of {every - asked} more that" in gaps
        counted = re.search(r"(\d+) of (\d+) answers that are for bodies", gaps)
        assert counted is not None
        published, answers = counted.groups()
        assert f"{int(answers) - int(published)} of the {answers} answers asked" in home

    def test_the_front_page_says_which_forces_it_counts(self, client):
        every = forces()
        areas = sum(force.has_area for force in every)
        assert 0 < areas < len(every)
        said = f"Counted are {len(every)} police forces: the {areas} of an area, and British"
        assert said in words(client.get("/"))
        assert said in words(client.get("/forces/"))


def words(answer):
    text = html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return " ".join(text.split())
