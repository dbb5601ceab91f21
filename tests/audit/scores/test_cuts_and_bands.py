"""Files cut to those with the outcome in one group, and bands above the one that is flagged."""

import pytest

from candour.audit.errors import Unfit
from candour.audit.scores.answers import verdict
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.scores.leading import Beside
from candour.audit.statistics.estimates import Estimate


def rows(cut="", high="High"):
    cells = {("High", 1): 30, ("High", 0): 30, ("Low", 1): 20, ("Low", 0): 60}
    lines = [
        f"{group},{high if band == 'High' and n % 2 else band},{again}"
        for group in "AB"
        for (band, again), people in cells.items()
        for n in range(people)
        if group != cut or again
    ]
    return "\n".join(["group,band,again", *lines]) + "\n"


def audited(tmp_path, text, flags=("High",)):
    path = tmp_path / "scores.csv"
    path.write_text(text, encoding="utf-8")
    question = ScoresQuestion(
        groups=("group",),
        outcome="again",
        flag_column="band",
        flag_values=flags,
        reference="A",
        replicates=0,
    )
    return audit_scores(path, question)


def test_a_group_cut_to_those_with_the_outcome_is_refused(tmp_path):
    with pytest.raises(Unfit, match="Everyone of B has the outcome 'again', and of other groups"):
        audited(tmp_path, rows(cut="B"))


def test_a_band_above_the_flagged_one_is_said_first(tmp_path):
    first = audited(tmp_path, rows(high="Very High")).sentences[0]
    assert first.startswith("Only 'High' counts as flagged, so everyone in 'Very High'")


@pytest.mark.parametrize("high", ["High", "HIGH"])
def test_where_no_band_is_above_nothing_is_said_of_it(tmp_path, high):
    assert not audited(tmp_path, rows(high=high)).sentences[0].startswith("Only")
    both = audited(tmp_path, rows(high="Very High"), ("High", "Very High"))
    assert not both.sentences[0].startswith("Only")


@pytest.mark.parametrize(("p_holm", "is_clear"), [(0.01, True), (0.2, False), (None, False)])
def test_an_answer_is_as_clear_as_the_sentence_that_leads(p_holm, is_clear):
    some = Estimate(0.2, 0.1, 0.3)
    beside = Beside(
        group="B",
        reference="A",
        measure="fpr",
        here=some,
        there=some,
        people=100,
        ratio=Estimate(0.74, 0.6, 0.9),
        difference=Estimate(-0.1, -0.2, -0.05),
        p_holm=p_holm,
    )
    told = verdict(beside, made=5)
    assert ("for this comparison alone; not clear once 5 are allowed for" in told) is not is_clear
