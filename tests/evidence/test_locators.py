"""A locator names the one place where a fact stands."""

import pytest

from candour.evidence.reading import read_with_problems
from tests.evidence.making import KEEPER, TOOL, make_folder, schema

NO_TITLE = {
    "what it is for": ("purpose: {value: Find people, at: title}\n", "purpose.1"),
    "who runs it": ("used-on: {value: Drivers, at: title}\n", "used-on.1"),
    "a summary of ours": ("summary: {value: A list of people., at: title}\n", "summary.1"),
}
TAKEN = {
    "another name in a title": "also: {value: The list, at: title}\n",
    "a title page, which prints more": "purpose: {value: Find people, at: title page}\n",
    "two places that both hold it": "purpose: {value: Find people, at: '1, 3 n174'}\n",
    "a word that holds these letters": "purpose: {value: Find people, at: editor's foreword}\n",
}


def problems_of(tmp_path, extra):
    folder = make_folder(
        tmp_path / "content", {"systems/tool": TOOL + extra, "bodies/candour": KEEPER}
    )
    return [(p.field, p.message) for p in read_with_problems(folder, schema())[1]]


@pytest.mark.parametrize(("extra", "field"), NO_TITLE.values(), ids=NO_TITLE)
def test_what_no_title_prints_is_not_located_in_one(tmp_path, extra, field):
    ((where, message),) = problems_of(tmp_path, extra)

    assert where == field
    assert message.startswith("stands in no title")


@pytest.mark.parametrize("place", ["title or byline", "opening or text"])
def test_one_place_or_another_is_refused(tmp_path, place):
    ((where, message),) = problems_of(tmp_path, f"purpose: {{value: Find people, at: {place}}}\n")

    assert where == "purpose.1"
    assert message.startswith(f"'{place}' is one place or another")


@pytest.mark.parametrize("extra", TAKEN.values(), ids=TAKEN)
def test_a_place_that_can_hold_the_fact_is_taken(tmp_path, extra):
    assert problems_of(tmp_path, extra) == []
