"""Who is in each band without outcomes: however a table is laid out, and whatever it hides."""

import json
from dataclasses import replace
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from candour.audit import ranks
from candour.audit.bands.audit import BandsQuestion, audit_bands
from candour.audit.bands.comparing import band_ratios, in_bands
from candour.audit.bands.table import Tabled
from candour.audit.errors import IdentifiesPeople, PlanError, Unfit
from candour.audit.ranged_counts import Cell, read_cell
from candour.audit.statistics.proportions import koopman_ratio, wilson
from candour.config.kinds import KINDS
from candour.tables.errors import CannotRead

LONG = """ethnicity,band,people
White,High,329
White,Low,2500
Black,High,942
Black,Low,400
"""
BY_BAND = "band,White,Black,Total\nHigh,329,942,1271\nLow,2500,400,2900\n"
BY_GROUP = "ethnicity,High,Low\nWhite,329,2500\nBlack,942,400\n"
POPULATION = "ethnicity,population\nWhite,4000000\nBlack,1000000\nMixed,300000\n"


@pytest.fixture
def write(tmp_path):
    def writer(text, name="bands.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return writer


def question(**changes):
    asked = BandsQuestion(group="ethnicity", reference="White", band="band", is_official=True)
    return replace(asked, **changes)


def numbers(result):
    return {
        (row.band, row.group): (row.people_from, row.people_to, row.share_of_group_from)
        for row in result.groups
    }


def test_a_table_says_the_same_however_it_is_laid_out(write):
    long = audit_bands(write(LONG, "a.csv"), question(count="people")).result
    by_band = audit_bands(write(BY_BAND, "b.csv"), question()).result
    by_group = audit_bands(write(BY_GROUP, "c.csv"), question(band="")).result
    assert numbers(long) == numbers(by_band) == numbers(by_group)
    assert long.ratios == by_band.ratios == by_group.ratios
    assert long.lead == "High"


def test_shares_and_ratios_are_those_of_the_textbooks(write):
    result = audit_bands(write(LONG), question(count="people", leads=("High",))).result
    row = next(row for row in result.groups if (row.band, row.group) == ("High", "Black"))
    expected = wilson(942, 1342)
    assert (row.share_of_group_low, row.share_of_group_high) == (expected.low, expected.high)
    assert isclose(row.share_of_band_from or 0, 942 / 1271)
    assert isclose(row.share_of_list_from or 0, 1342 / 4171)
    ratio = next(row for row in result.ratios if row.band == "High")
    koopman = koopman_ratio(942, 1342, reference_count=329, reference_people=2829)
    assert (ratio.ratio_from, ratio.ratio_to) == (koopman.value, koopman.value)
    assert (ratio.low, ratio.high) == (koopman.low, koopman.high)
    p_value = fisher_exact([[942, 400], [329, 2500]])[1]
    assert isclose(ratio.p_value, float(p_value), abs_tol=1e-12)
    assert ratio.p_holm == min(1.0, 2 * ratio.p_value)


def test_beside_residents_rates_are_compared_and_the_whole_list_with_them(write):
    finding = audit_bands(
        write(LONG.replace("Black,High", "Black - African,High")
                  .replace("Black,Low", "Black - African,Low")),
        question(count="people"),
        write(POPULATION, "residents.csv"),
    )  # fmt: skip
    ratios = {row.band: row.ratio_from for row in finding.result.ratios}
    assert ratios["High"] == pytest.approx(942 / 329 * 4)
    assert ratios["The whole list"] == pytest.approx(1342 / 2829 * 4)
    assert finding.sentences[0].startswith(
        "Black residents are in the band High at 11 times the rate of white residents"
    )


CELL = st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda one: Cell(one[0], sum(one)))


@given(st.lists(CELL, min_size=4, max_size=4), st.data())
def test_whatever_a_range_hides_its_figures_lie_within_those_shown(cells, data):
    pairs = [(group, band) for group in ("White", "Black") for band in ("High", "Low")]
    hidden = Tabled(cells=dict(zip(pairs, cells, strict=True)))
    filled = {
        pair: Cell(people, people)
        for pair, cell in hidden.cells.items()
        for people in [data.draw(st.integers(cell.low, cell.high))]
    }
    true = Tabled(cells=filled)
    groups, bands = ["White", "Black"], ["High", "Low"]
    for shown, own in zip(
        in_bands(hidden, bands, groups), in_bands(true, bands, groups), strict=True
    ):
        for what in ("share_of_group", "share_of_band", "share_of_list"):
            value, low, high = (
                getattr(one, f"{what}_{end}")
                for one, end in ((own, "from"), (shown, "from"), (shown, "to"))
            )
            if None not in (value, low, high):
                assert low - 1e-12 <= value <= high + 1e-12
    inside = {row.band: row for row in band_ratios([(true, bands)], groups, "White", {})}
    for row in band_ratios([(hidden, bands)], groups, "White", {}):
        if row.band not in inside:
            continue
        ratio = inside[row.band]
        assert row.ratio_from is not None
        assert ratio.ratio_from is not None
        assert row.ratio_from <= ratio.ratio_from * (1 + 1e-9)
        assert row.low is None or ratio.low is None or row.low <= ratio.low + 1e-9
        assert row.high is None or ratio.high is None or row.high >= ratio.high - 1e-9


def test_hidden_numbers_are_read_as_all_that_they_can_be(write):
    text = BY_GROUP.replace("Black,942", "Black,<5") + "Not stated,*,7\n"
    finding = audit_bands(write(text), question(band="", is_official=False))
    row = next(row for row in finding.result.groups if (row.band, row.group) == ("High", "Black"))
    assert (row.people_from, row.people_to) == (0, 4)
    account = finding.result.accounted_for
    assert (account.cells_with_a_range, account.no_group) == (1, 7)
    said = " ".join(finding.sentences)
    assert "One number is hidden of 4" in said
    assert "Not placed: 7 people without a group" in said


@pytest.mark.parametrize(
    ("text", "asked", "says"),
    [
        ("band,White,Black\nHigh,12,30\nLow,88,70\n", {}, "look like per cents"),
        ("band,White,Black\nHigh,12.5,30\nLow,88,70\n", {}, "a share and not a number"),
        ("band,White,Black\nHigh,12%,30%\nLow,88%,70%\n", {}, "a share and not a number"),
        ("band,White,Black\nHigh,*,30\nLow,88,90\n", {}, "write the range that its note gives"),
        ("band,White,Black\nHigh,,30\nLow,88,90\n", {}, "is empty: write 0"),
        ("band,White,Black,Total\nHigh,12,30,50\nLow,88,90,178\n", {}, "add up to 42"),
        ("band,White,Black\nHigh,12,1e20\nLow,88,90\n", {}, "'1e20'; a cell is 0, 1, 2"),
        ("band,White,Black\nHigh,12,30\nLow,88,90\n", {"leads": ("Gold",)}, "only: Low, High"),
        ("band,White,Black\nHigh,12,30\nLow,88,90\n", {"reference": "Martian"}, "no column"),
        ("band,White\nHigh,12\nLow,88\n", {}, "one group only"),
        (LONG, {}, "add --count 'people'"),
        (LONG.replace("942", "-4"), {"count": "people"}, "holds '-4'"),
    ],
)
def test_what_is_no_table_of_people_is_refused_with_what_to_do(write, text, asked, says):
    with pytest.raises((PlanError, CannotRead), match=r".+") as refused:
        audit_bands(write(text), question(**asked))
    assert says in str(refused.value)


def test_a_whole_group_beside_its_part_is_refused_where_residents_are_counted(write):
    text = "band,White,White British,Black\nHigh,12,10,30\nLow,880,700,90\n"
    with pytest.raises(PlanError, match="'White British' stands beside 'White'"):
        audit_bands(write(text), question(), write(POPULATION, "residents.csv"))


def people(**bands):
    rows = [f"{g},{b}" for g, counts in bands.items() for b, n in counts.items() for _ in range(n)]
    return "race,tier\n" + "\n".join(rows) + "\n"


ROWS = people(
    A={"High": 60, "Low": 300}, B={"High": 90, "Low": 200}, C={"High": 2, "Low": 40},
    D={"High": 9, "Low": 30},
)  # fmt: skip


def test_groups_with_few_people_in_a_band_are_hidden_with_another_that_covers_them(write):
    asked = question(group="race", band="tier", reference="A", is_official=False)
    finding = audit_bands(write(ROWS), asked)
    assert {row.group for row in finding.result.groups} == {"A", "B"}
    assert finding.result.accounted_for.groups_hidden == ("C", "D")
    assert "Not shown, for bands of fewer than 5 people" in " ".join(finding.sentences)
    with pytest.raises(Unfit, match="The reference 'C' has bands of too few people"):
        audit_bands(write(ROWS), question(group="race", band="tier", reference="C",
                                          is_official=False))  # fmt: skip


def test_a_later_run_by_other_bands_gives_no_small_group_away(write, tmp_path):
    """First all bands of C are put together and shown; then its two in High must stay hidden."""
    path = write(ROWS)
    ledgers = tmp_path / "ledgers"
    merged = question(group="race", band="tier", reference="A", is_official=False,
                      leads=("High", "Low"))  # fmt: skip
    first = audit_bands(path, merged, ledgers=ledgers)
    assert "C" in {row.group for row in first.result.groups}
    asked = question(group="race", band="tier", reference="A", is_official=False)
    second = audit_bands(path, asked, ledgers=ledgers)
    assert "C" not in {row.group for row in second.result.groups}
    assert second == audit_bands(path, asked, ledgers=ledgers), "the same question, the same answer"


def test_names_are_refused(write):
    text = "surname,ethnicity,band\n" + "Smith,White,High\n" * 30
    with pytest.raises(IdentifiesPeople):
        audit_bands(write(text), question(is_official=False))


def test_a_score_without_outcomes_is_cut_at_its_threshold(write, run_json, monkeypatch, tmp_path):
    monkeypatch.setenv("CANDOUR_DATA_DIR", str(tmp_path / "data"))
    rows = [f"{'AB'[n % 2]},{n % 10 + (n % 2) * 3}" for n in range(400)]
    data = run_json(
        "audit", "scores", write("race,score\n" + "\n".join(rows) + "\n"), "--group", "race",
        "--score", "score", "--threshold", "7", "--reference", "A",
    )  # fmt: skip
    assert data["audit"] == "bands"
    assert data["lead"] == "score from 7 on"
    assert {row["band"] for row in data["groups"]} == {"score below 7", "score from 7 on"}
    assert json.loads(json.dumps(KINDS.read(data).as_dict())) == data


def test_the_command_reads_a_published_table_and_says_it_in_words(run, write):
    status, out, _ = run("audit", "scores", write(BY_BAND), "--group", "ethnicity", "--flagged",
                         "band=high", "--reference", "White", "--official")  # fmt: skip
    assert status == 0
    assert out.startswith(
        "Of Black people in the table, 70.2% are in the band High, against 11.6% of white people: "
        "6.0 times the share"
    )
    status, _, err = run("audit", "scores", write(LONG), "--group", "ethnicity", "--reference",
                         "White")  # fmt: skip
    assert status == 2
    assert "(--outcome COL)" in err
    assert "(--band COL)" in err


def test_bands_stand_in_the_order_of_their_scale():
    assert ranks.in_order(["Very High", "Low", "Medium"]) == ["Low", "Medium", "Very High"]
    assert ranks.riskiest(["Standard risk", "Medium risk", "High risk"]) == "High risk"
    assert ranks.riskiest(["Tier 1", "Tier 2"]) == ""


@given(st.text(max_size=12))
def test_any_cell_is_a_range_or_refused(text):
    cell = read_cell(text)
    assert cell is None or 0 <= cell.low <= cell.high


def test_a_finding_has_its_picture_and_its_numbers(write):
    finding = audit_bands(write(BY_BAND), question())
    kind = KINDS.of(finding)
    picture = kind.pictures[0](finding)
    assert picture is not None
    assert picture.name == "bands"
    assert json.dumps(finding.as_dict())
    assert "6.0 times the white share, clearly higher" in kind.title(finding)
