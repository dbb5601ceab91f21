"""Stops and searches, from real files to findings, held against answers worked out apart."""

import gzip
from collections import Counter

import duckdb
import numpy as np
import pytest

from candour.audit.errors import PlanError
from candour.audit.ethnicity import Ethnicity, group_of
from candour.audit.marginality import searches
from candour.audit.periods import Period
from candour.audit.populations import read_populations
from candour.audit.stops import StopsQuestion, audit_stops
from tests.audit.conftest import CENSUS_2011, CENSUS_2021, STOPS
from tests.audit.known import DATA, SIX_DIGITS, answer

YEAR = Period.parse("2019-04..2020-03")
ESSEX = sorted(DATA.glob("2021-*-essex-stop-and-search.csv.gz"))
MANCHESTER = DATA / "2019-04-greater-manchester-stop-and-search.csv.gz"


@pytest.fixture(scope="module")
def finding():
    return audit_stops([STOPS], [CENSUS_2011, CENSUS_2021], StopsQuestion(YEAR))


def only(rows, **wanted):
    (row,) = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return row


def near(value):
    return pytest.approx(value, rel=SIX_DIGITS)


def test_derbyshire_is_as_known(finding):
    inputs, known = answer("KA02")
    rate = only(finding.tables["rates"], force="derbyshire", group="black", population_year=2021)
    ratio = only(finding.tables["ratios"], force="derbyshire", group="black", population_year=2021)
    assert (rate["stops"], rate["population"]) == (inputs["events_1"], inputs["pop_1"])
    assert rate["per_1000"] == near(answer("KA01")[1]["per_1000"])
    assert ratio["ratio"] == near(known["ratio"])
    assert (ratio["low"], ratio["high"]) == (near(known["exact_low"]), near(known["exact_high"]))
    assert (ratio["midp_low"], ratio["midp_high"]) == (
        near(known["midp_low"]),
        near(known["midp_high"]),
    )
    assert ratio["excess_stops"]["value"] == near(known["excess_stops"])


def test_nottinghamshire_on_both_censuses_and_between_is_as_known(finding):
    _, known = answer("KA05")
    by_year = {
        str(row["population_year"]): row
        for row in finding.tables["ratios"]
        if row["force"] == "nottinghamshire" and row["group"] == "black"
    }
    for year in ("2011", "2021"):
        assert by_year[year]["ratio"] == near(known[year]["ratio"])
        assert by_year[year]["low"] == near(known[year]["low"])
        assert by_year[year]["high"] == near(known[year]["high"])
    between = by_year["interpolated 2019-10-01"]
    assert between["ratio"] == near(known["interpolated_2019-10-01"]["ratio"])


def test_counts_are_those_of_plain_sql(finding):
    stops = duckdb.read_parquet(str(STOPS))
    rows = stops.aggregate('force, "Self-defined ethnicity", count(*)').fetchall()
    plain: Counter[tuple[str, str | None]] = Counter()
    for force, label, number in rows:
        plain[force, group_of(label)] += number
    for row in finding.tables["rates"]:
        assert row["stops"] == plain[row["force"], row["group"]]
    missing = sum(number for (_, group), number in plain.items() if group == "missing")
    assert finding.accounted_for["no_ethnicity"] == missing


def test_every_row_is_accounted_for(finding):
    parts = finding.accounted_for
    kept = ("used", "out_of_period", "other_force", "unfit_force", "no_ethnicity", "no_force")
    rest = ("group_not_compared", "no_month", "unreadable")
    assert parts["read"] == sum(parts[key] for key in (*kept, *rest)) == 6_785 + 422


def test_the_dispersed_interval_follows_from_the_months(finding):
    ratio = only(
        finding.tables["ratios"], force="nottinghamshire", group="black", population_year=2021
    )
    months = [
        (row["group"], row["month"], row["stops"])
        for row in finding.tables["trend"]
        if row["force"] == "nottinghamshire" and row["group"] in {"black", "white"}
    ]
    table = np.array([[n for g, _, n in months if g == group] for group in ("black", "white")])
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    spread = ((table - expected) ** 2 / expected).sum() / 11
    reach = 1.959963985 * np.sqrt(spread * (1 / table[0].sum() + 1 / table[1].sum()))
    assert ratio["dispersion"] == pytest.approx(spread)
    assert ratio["dispersed_high"] == pytest.approx(ratio["ratio"] * np.exp(reach))
    assert ratio["dispersed_low"] < ratio["low"]


def test_bounds_hold_whatever_the_missing_are(finding):
    bounds = only(finding.tables["bounds"], force="derbyshire", group="asian", population_year=2021)
    rates = {
        row["group"]: row
        for row in finding.tables["rates"]
        if row["force"] == "derbyshire" and row["population_year"] == 2021
    }
    asian, white = rates["asian"], rates["white"]

    def ratio(share):  # of the missing that are white, the rest Asian
        more_white = share * bounds["missing"]
        here = (asian["stops"] + bounds["missing"] - more_white) / asian["population"]
        return here / ((white["stops"] + more_white) / white["population"])

    assert ratio(0) == pytest.approx(bounds["all_missing_group"])
    assert ratio(bounds["tipping_point"]) == pytest.approx(1)
    assert bounds["all_missing_reference"] == pytest.approx(
        asian["stops"]
        / asian["population"]
        * white["population"]
        / (white["stops"] + bounds["missing"])
    )
    low, high = bounds["all_missing_reference"], bounds["all_missing_group"]
    assert low <= bounds["recorded"] <= high
    assert low <= bounds["officer_filled"] <= high


def test_a_label_never_used_is_no_zero(finding):
    derbyshire = only(finding.tables["fitness"], force="derbyshire")
    assert derbyshire["groups_never_used"] == ["other"]
    assert not [
        row
        for row in finding.tables["ratios"]
        if row["force"] == "derbyshire" and row["group"] == "other"
    ]


def test_missing_at_random_changes_rates_and_says_nothing_of_ratios(finding):
    for row in finding.tables["rates"]:
        assert row["per_1000_if_missing_at_random"] > row["per_1000"] or not row["stops"]


def test_officers_have_no_code_for_mixed_so_every_reading_is_shown():
    found = audit_stops([STOPS], [CENSUS_2021], StopsQuestion(YEAR, Ethnicity.OFFICER))
    black = {
        row["reading"]: row["population"]
        for row in found.tables["rates"]
        if row["force"] == "derbyshire" and row["group"] == "black"
    }
    (population,) = read_populations([CENSUS_2021], on=YEAR.middle)
    people = population.people["derbyshire"]
    assert black["as counted"] == people["black"]
    assert black["mixed counted as black"] == people["black"] + people["mixed"]
    assert set(black) == {
        "as counted",
        *(f"mixed counted as {group}" for group in ("asian", "black", "other", "white")),
    }
    assert not [row for row in found.tables["ratios"] if row["group"] == "mixed"]


def test_files_as_published_take_force_and_month_from_their_names():
    found = audit_stops(ESSEX, [CENSUS_2021], StopsQuestion(Period.parse("2021-09..2021-11")))
    lines = sum(len(gzip.decompress(path.read_bytes()).splitlines()) - 1 for path in ESSEX)
    assert found.accounted_for["read"] == lines == 4_478
    assert {row["force"] for row in found.tables["rates"]} == {"essex"}


def test_a_month_missing_is_a_refusal_with_its_reason():
    question = StopsQuestion(YEAR, forces=("greater-manchester", "metropolitan"))
    found = audit_stops([MANCHESTER], [CENSUS_2021], question)
    manchester, metropolitan = found.tables["fitness"]
    assert "no stops in 2019-05" in manchester["reason"]
    assert metropolitan["reason"] == "the files hold no stop of this force in the period"
    assert not found.tables["ratios"]


def test_outcomes_are_given_only_where_they_can_be_used(finding):
    shown = {row["force"] for row in finding.tables["outcomes"] if row["find"]}
    for row in finding.tables["fitness"]:
        assert (row["force"] in shown) == (row["finds_refused"] is None)
    assert any("find rates alone neither clear nor convict" in text for text in finding.explains)


def test_section_60_stands_apart(finding):
    powers = {row["power"] for row in finding.tables["powers"]}
    assert {"section 60", "other powers"} <= powers
    for force in ("derbyshire", "nottinghamshire"):
        by_power = sum(
            row["stops"]
            for row in finding.tables["powers"]
            if row["force"] == force and row["group"] == "white"
        )
        rate = only(finding.tables["rates"], force=force, group="white", population_year=2021)
        assert by_power == rate["stops"]


def test_finding_and_identifier_are_the_same_every_time(finding):
    again = audit_stops([STOPS], [CENSUS_2011, CENSUS_2021], StopsQuestion(YEAR))
    assert again.as_dict() == finding.as_dict()
    assert again.identifier == finding.identifier


@pytest.mark.parametrize(
    ("name", "alpha", "beta", "threshold"),
    [
        ("white", 1, 9, 0.20),
        ("black_same_threshold", 1, 4, 0.20),
        ("black_LOWER_threshold", 1, 4, 0.15),
        ("black_same_threshold_other_risk", 1, 19, 0.20),
    ],
)
def test_outcome_tests_mislead_as_known(name, alpha, beta, threshold):
    known = answer("KA06")[1][name]
    found = searches(alpha=alpha, beta=beta, threshold=threshold)
    assert found.search_rate == near(known["search_rate"])
    assert found.hit_rate == near(known["hit_rate"])


def test_a_population_between_censuses_is_as_known():
    known = answer("KA05")[1]["interpolated_2019-10-01"]
    between = read_populations([CENSUS_2011, CENSUS_2021], on=YEAR.middle)[-1]
    people = between.people["nottinghamshire"]
    assert people["black"] == near(known["pop_black"])
    assert people["white"] == near(known["pop_white"])


def test_after_the_last_census_nothing_is_interpolated():
    later = Period.parse("2023-01..2023-12").middle
    found = read_populations([CENSUS_2011, CENSUS_2021], on=later)
    assert [each.year for each in found] == [2011, 2021]


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("Other ethnic group - Not stated", "missing"),
        ("Other ethnic group - Any other ethnic group", "other"),
        ("Asian or Asian British - Pakistani (A2)", "asian"),
        ("White - White British (W1)", "white"),
        ("Chinese or other ethnic group - Chinese (O1)", "asian"),
        ("Mixed/Multiple ethnic groups - White and Black Caribbean", "mixed"),
        (None, "missing"),
        ("Person search", None),
    ],
)
def test_labels_go_to_the_groups_of_the_census(label, group):
    assert group_of(label) == group


@pytest.mark.parametrize("text", ["", "2019", "2019-13", "2020-03..2019-04", "soon"])
def test_what_is_no_period_is_refused(text):
    with pytest.raises(PlanError, match="is no period"):
        Period.parse(text)


def test_forces_of_a_whole_country_make_a_funnel(published_stops):
    found = audit_stops(
        [published_stops], [CENSUS_2011, CENSUS_2021], StopsQuestion(YEAR, repeats=False)
    )
    black = [row for row in found.tables["funnel"] if row["group"] == "black"]
    assert len(black) == 40
    assert sum(row["outside"] for row in black) < sum(row["outside_naive"] for row in black)
    unfit = {row["force"]: row["reason"] for row in found.tables["fitness"] if not row["fit"]}
    assert set(unfit) == {"metropolitan", "greater-manchester", "gwent"}


@pytest.mark.parametrize(
    ("force", "on_2011", "on_2021"),
    [
        ("essex", 5.28, 2.97),
        ("west-midlands", 4.48, 2.91),
        ("avon-and-somerset", 7.56, 6.56),
        ("merseyside", 3.26, 2.17),
    ],
)
def test_forces_are_as_checked_against_the_press(published_stops, force, on_2011, on_2021):
    question = StopsQuestion(YEAR, forces=(force,), repeats=False)
    found = audit_stops([published_stops], [CENSUS_2011, CENSUS_2021], question)
    ratios = {
        row["population_year"]: round(row["ratio"], 2)
        for row in found.tables["ratios"]
        if row["group"] == "black"
    }
    assert (ratios[2011], ratios[2021]) == (on_2011, on_2021)
