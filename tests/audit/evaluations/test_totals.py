"""Published totals: what follows from them, what does not, and what is refused."""

import pytest
from scipy.stats import binomtest

from candour.audit.evaluations.kind import KIND
from candour.audit.evaluations.totals import Verdict, audit_totals
from candour.audit.statistics.rates import rate_ratio

HEAD = (
    "claim,fall,fewer,before,after,comparison_before,comparison_after,units,treated_at_once,tests"
)


@pytest.fixture
def audited(tmp_path):
    def audit(*rows, head=HEAD):
        path = tmp_path / "claims.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return audit_totals(path)

    return audit


def test_a_fall_and_its_size_give_what_was_counted_before_and_after(audited):
    """A fall of 45 per cent that is 90 fewer: 200 before, give or take what rounding leaves."""
    row = audited("Basildon,-45%,90,,,,,,,").result.claims[0]
    possible = [n for n in range(90, 400) if 44.5 <= 100 * 90 / n <= 45.5]
    assert (row.before_low, row.before_high) == (possible[0], possible[-1])
    assert (row.after_low, row.after_high) == (possible[0] - 90, possible[-1] - 90)
    expected = rate_ratio(110, 1, reference_events=200, reference_exposure=1)
    assert (row.ratio, row.low, row.high) == pytest.approx((0.55, expected.low, expected.high))
    assert row.verdict == Verdict.BEYOND_CHANCE
    assert row.is_implied


BASILDON = "claim,fall,fewer,units,chosen_by_count,confounders"


def test_a_fall_of_places_chosen_in_a_bad_spell_is_never_called_more_than_luck(audited):
    """Such places get better by themselves, whatever luck alone would give."""
    found = audited("Basildon,-45%,90,2,yes,the lockdowns", head=BASILDON)
    row, told = found.result.claims[0], found.sentences[1]
    assert (row.verdict, row.in_a_bad_spell) == (Verdict.BAD_SPELL, True)
    assert "how the places were chosen" not in row.lacks
    assert "how many places it was" not in row.lacks
    for said in (
        "read together, −45% and 90 fewer would mean about 200 before (198 to 202) and 110 after; "
        "the source does not print it.",
        "If both spells were as long and crimes came singly, luck alone would seldom give it",
        "such places get better by themselves",
        "In the same time: the lockdowns.",
        "can’t be put down to what was done",
    ):
        assert said in told, told
    assert "which means" not in told
    assert "more than" not in told


def test_beside_other_places_a_choice_in_a_bad_spell_is_not_clearly_lower(audited):
    head = "claim,before,after,comparison_before,comparison_after,chosen_by_count,drawn"
    chosen = audited("A,100,40,400,400,yes,no", head=head).result.claims[0]
    assert chosen.verdict == Verdict.BESIDE_BAD_SPELL
    drawn = audited("A,100,40,400,400,yes,yes", head=head).result.claims[0]
    assert drawn.verdict == Verdict.BESIDE_BEYOND


def test_what_was_not_read_is_told_apart_from_what_is_not_printed(tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text(
        'claim,fall,units,treated_at_once,also,not_read\n"Southend, patrols",31 per cent,20,8,'
        '"277 offences, not said of what place or time",the study\n',
        encoding="utf-8",
    )
    finding = audit_totals(path, what="Southend", read_in="the report")
    told = finding.sentences[1]
    assert "How many events there were is not printed in the report" in told
    assert "Not read, and it may print more: the study." in told
    assert "Printed too: 277 offences, not said of what place or time." in told
    assert KIND.title(finding) == (
        "Southend: what the report prints is too little to tell whether crime fell because of it"
    )


def test_whose_numbers_give_counts_is_said_by_name(audited):
    found = audited("Basildon,-45%,90,,,,,,,", "Grip,,,,,,,,,20")
    assert found.sentences[0] == (
        "From the totals printed it can’t be told whether crime fell because of any of the two. "
        "Only the numbers of Basildon give counts; none has places without the measure beside it."
    )


def test_a_fall_without_counts_can_not_be_told_from_chance(audited):
    finding = audited("Southend,31 per cent,,,,,,20,8,")
    row = finding.result.claims[0]
    assert (row.low, row.high, row.verdict) == (None, None, Verdict.NO_COUNTS)
    share = 0.69 * 0.4 / (0.69 * 0.4 + 0.6)
    for events, clear in ((row.fewest_events, True), (60, False)):
        p = binomtest(round(events * share), events, 0.4, alternative="less").pvalue
        assert bool(p <= 0.025) is clear
    assert [one.events for one in finding.result.if_so_many] == [50, 100, 200, 400]
    assert "for want of counts" in row.verdict
    assert "is not printed" in finding.sentences[1]


def test_tests_without_numbers_are_set_beside_what_chance_gives(audited):
    row = audited("Grip,,,,,,,,,20").result.claims[0]
    assert row.by_chance == pytest.approx(0.5)
    assert row.verdict == Verdict.NO_NUMBER


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ("100,90,,", Verdict.WITHIN_CHANCE),
        ("100,40,,", Verdict.BEYOND_CHANCE),
        ("100,40,400,170", Verdict.BESIDE_WITHIN),
        ("100,40,400,400", Verdict.BESIDE_BEYOND),
        ("100,180,,", Verdict.BEYOND_CHANCE),
    ],
)
def test_the_verdict_goes_as_far_as_the_counts_do(numbers, verdict, audited):
    finding = audited(f"A town,,,{numbers},,,")
    assert finding.result.claims[0].verdict == verdict
    is_shown = verdict is Verdict.BESIDE_BEYOND
    assert ("it can’t be told whether crime fell" in finding.sentences[0]) is not is_shown


def test_no_claim_without_counts_is_ever_called_clear(audited):
    finding = audited("A,90%,,,,,,,,", "B,31 per cent,,,,,,20,8,", "C,,,,,,,,,5")
    assert finding.sentences[0].startswith("From the totals printed it can’t be told whether")
    assert not any("clearly" in text for text in finding.sentences)


REFUSED = {
    "A,45%,90,,,,,,,\nA,45%,90,,,,,,,": "line 3: column 'claim' has 'A' again",
    ",45%,,,,,,,,": "line 2: column 'claim' is empty",
    "A,lots,,,,,,,,": "line 2: column 'fall' holds 'lots'",
    "A,120%,,,,,,,,": "line 2: column 'fall' holds '120%'",
    "A,,,-4,3,,,,,": "line 2: column 'before' holds '-4'",
    "A,,,4,,,,,,": "line 2: column 'after' is empty",
    "A,,,0,0,,,,,": "line 2: column 'before' and 'after' are both 0",
    "A,,,,,,,8,8,": "line 2: column 'treated_at_once' is 8",
    "A,45%": "line 2: this row has too few",
    "A,50.0%,3,,,,,,,": None,
    "A,33.0%,1,,,,,,,": "no whole number of events",
}


@pytest.mark.parametrize("rows", REFUSED)
def test_totals_that_can_not_be_are_refused_with_line_and_column(rows, tmp_path, run):
    path = tmp_path / "claims.csv"
    path.write_text(f"{HEAD}\n{rows}\n", encoding="utf-8")
    status, printed, err = run("audit", "evaluation", "--totals", path)
    said = REFUSED[rows]
    if said is None:
        assert status == 0, err
        return
    assert (status, printed) == (2, "")
    assert said in err


def test_a_column_that_nobody_knows_is_refused_with_those_there_are(tmp_path, run):
    path = tmp_path / "claims.csv"
    path.write_text("claim,reduction\nA,3\n", encoding="utf-8")
    status, _, err = run("audit", "evaluation", "--totals", path)
    assert status == 2
    assert "no column 'reduction'" in err
    assert "comparison_before" in err
