"""Stops and searches, from real files to findings, held against answers worked out apart."""

import gzip
from collections import Counter
from datetime import date
from math import inf

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from candour.audit.errors import PlanError
from candour.audit.periods import Period, in_words
from candour.audit.residents.ethnicity import LABELS, MISSING, Ethnicity, group_of
from candour.audit.residents.populations import read_populations
from candour.audit.statistics.bounds import missing_bounds
from candour.audit.statistics.rates import rate_ratio
from candour.audit.statistics.waves import Widening, widened_difference
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.marginality import searches, shape_that_finds
from candour.tables.errors import CannotRead
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
    rate = only(finding.as_dict()["rates"], force="derbyshire", group="black", population_year=2021)
    ratio = only(
        finding.as_dict()["ratios"], force="derbyshire", group="black", population_year=2021
    )
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
        for row in finding.as_dict()["ratios"]
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
    for row in finding.as_dict()["rates"]:
        assert row["stops"] == plain[row["force"], row["group"]]
    missing = sum(number for (_, group), number in plain.items() if group == "missing")
    assert finding.as_dict()["accounted_for"]["no_ethnicity"] == missing


def test_every_row_is_accounted_for(finding):
    parts = finding.as_dict()["accounted_for"]
    kept = ("used", "out_of_period", "other_force", "unfit_force", "no_ethnicity", "no_force")
    rest = ("group_not_compared", "no_month", "unreadable")
    assert parts["read"] == sum(parts[key] for key in (*kept, *rest)) == 6_785 + 422


def test_the_dispersion_is_that_of_the_weeks_of_plain_sql(finding):
    """Worked out apart: the log ratio moves by a/A - b/B a week; the mean square of its cosines."""
    force = "nottinghamshire"
    row = only(finding.as_dict()["ratios"], force=force, group="black", population_year=2021)
    stops = duckdb.read_parquet(str(STOPS)).filter(f"force = '{force}'")
    rows = stops.aggregate('"Self-defined ethnicity", left("Date"::varchar, 10), count(*)')
    weeks = np.zeros((2, 52))
    for label, day, number in rows.fetchall():
        week = (date.fromisoformat(day) - date(2019, 4, 1)).days // 7
        group = group_of(label)
        if group in {"black", "white"} and 0 <= week < 52:
            weeks[int(group == "white"), week] += number
    moves = weeks[0] / weeks[0].sum() - weeks[1] / weeks[1].sum()
    degrees = round(0.41 * 52 ** (2 / 3))
    scores = [
        sum(m * np.cos(np.pi * j * (t + 0.5) / 52) for t, m in enumerate(moves))
        for j in range(1, degrees + 1)
    ]
    dispersion = 2 * np.mean(np.square(scores)) / (1 / weeks[0].sum() + 1 / weeks[1].sum())
    assert (row["stretch"], row["stretches"]) == ("week", 52)
    assert row["dispersion"] == pytest.approx(max(1, dispersion))
    assert row["degrees"] == (degrees if dispersion > 1 else 51)
    assert row["dispersed_low"] < row["low"] < row["high"] < row["dispersed_high"]


def test_all_of_a_row_is_widened_alike_so_that_nothing_contradicts_the_ratio(finding):
    for row in finding.result.ratios:
        assert (row.p_value < 0.05) == (row.dispersed_low > 1 or (row.dispersed_high or inf) < 1)
        assert row.p_holm >= row.p_value
        ends = row.difference_per_1000
        assert (ends.value > 0) == (row.ratio > 1)
        if row.verdict == "clearly higher":
            assert row.dispersed_low > 1
            assert ends.low > 0
            assert row.excess_stops.low > 0
            assert row.p_holm < 0.05


def test_a_finding_leads_with_the_residents_between_two_censuses_unless_told(finding):
    assert finding.plan.options["denominator"] == "interpolated 2019-10-01"
    assert finding.plan.options["plausible_denominators"] == ["interpolated 2019-10-01", "2021"]
    question = StopsQuestion(YEAR, denominator="2011")
    older = audit_stops([STOPS], [CENSUS_2011, CENSUS_2021], question)
    assert older.plan.options["denominator"] == "2011"
    assert "by the census of 2011" in " ".join(older.sentences)
    with pytest.raises(PlanError, match="no population '2001'"):
        audit_stops([STOPS], [CENSUS_2021], StopsQuestion(YEAR, denominator="2001"))


def test_other_forces_of_the_file_never_change_a_verdict(finding):
    question = StopsQuestion(YEAR, forces=("derbyshire",))
    alone = audit_stops([STOPS], [CENSUS_2011, CENSUS_2021], question)
    among = [row for row in finding.result.ratios if row.force == "derbyshire"]
    assert list(alone.result.ratios) == among


def test_nothing_of_a_few_months_is_called_clear():
    found = audit_stops(ESSEX, [CENSUS_2021], StopsQuestion(Period.parse("2021-09..2021-11")))
    assert not [row for row in found.result.ratios if "clearly" in (row.verdict or "")]
    assert any("how few weeks there are" in (row.depends_on or ()) for row in found.result.ratios)
    assert "Nothing here is called clear" in " ".join(found.sentences)


def test_bounds_hold_whatever_the_missing_are(finding):
    bounds = only(
        finding.as_dict()["bounds"], force="derbyshire", group="asian", population_year=2021
    )
    rates = {
        row["group"]: row
        for row in finding.as_dict()["rates"]
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
    derbyshire = only(finding.as_dict()["fitness"], force="derbyshire")
    assert derbyshire["groups_never_used"] == ["other"]
    assert not [
        row
        for row in finding.as_dict()["ratios"]
        if row["force"] == "derbyshire" and row["group"] == "other"
    ]


def test_missing_at_random_changes_rates_and_says_nothing_of_ratios(finding):
    for row in finding.as_dict()["rates"]:
        assert row["per_1000_if_missing_at_random"] > row["per_1000"] or not row["stops"]


def test_officers_have_no_code_for_mixed_so_every_reading_is_shown():
    found = audit_stops([STOPS], [CENSUS_2021], StopsQuestion(YEAR, Ethnicity.OFFICER))
    black = {
        row["reading"]: row["population"]
        for row in found.as_dict()["rates"]
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
    assert not [row for row in found.as_dict()["ratios"] if row["group"] == "mixed"]


def test_files_as_published_take_force_and_month_from_their_names():
    found = audit_stops(ESSEX, [CENSUS_2021], StopsQuestion(Period.parse("2021-09..2021-11")))
    lines = sum(len(gzip.decompress(path.read_bytes()).splitlines()) - 1 for path in ESSEX)
    assert found.as_dict()["accounted_for"]["read"] == lines == 4_478
    assert {row["force"] for row in found.as_dict()["rates"]} == {"essex"}


@pytest.mark.parametrize("name", ["copy.csv.gz", ESSEX[0].name.removesuffix(".gz")])
def test_a_month_given_twice_is_refused(tmp_path, name):
    again = tmp_path / name
    content = ESSEX[0].read_bytes()
    again.write_bytes(content if name.endswith(".gz") else gzip.decompress(content))
    question = StopsQuestion(Period.parse("2021-09"))
    with pytest.raises(CannotRead, match="every stop would count twice"):
        audit_stops([ESSEX[0], again], [CENSUS_2021], question)


def test_differences_follow_from_the_rates_with_both_kinds_of_interval(finding):
    for row in finding.as_dict()["ratios"]:
        sides = {
            each["group"]: each
            for each in finding.as_dict()["rates"]
            if (each["force"], each["population_year"]) == (row["force"], row["population_year"])
        }
        here, there = sides[row["group"]], sides["white"]
        found = widened_difference(
            here["stops"],
            here["population"],
            reference_events=there["stops"],
            reference_exposure=there["population"],
            widening=Widening(row["dispersion"], row["degrees"], row["stretches"]),
        )
        difference = row["difference_per_1000"]
        assert difference["value"] == pytest.approx(here["per_1000"] - there["per_1000"])
        assert difference["low"] == pytest.approx(found.low * 1_000)
        assert difference["low"] <= row["difference_midp_low"]
        assert row["difference_midp_high"] <= difference["high"]
        excess = difference["value"] * here["population"] / 1_000
        assert row["excess_stops"]["value"] == pytest.approx(excess)


def test_a_month_missing_is_a_refusal_with_its_reason():
    question = StopsQuestion(YEAR, forces=("greater-manchester", "metropolitan"))
    found = audit_stops([MANCHESTER], [CENSUS_2021], question)
    manchester, metropolitan = found.as_dict()["fitness"]
    assert "no stops in 2019-05" in manchester["reason"]
    assert metropolitan["reason"] == "the files hold no stop of this force in the period"
    assert not found.as_dict()["ratios"]


def test_outcomes_are_given_only_where_they_can_be_used(finding):
    shown = {row["force"] for row in finding.as_dict()["outcomes"] if row["find"]}
    for row in finding.as_dict()["fitness"]:
        assert (row["force"] in shown) == (row["finds_refused"] is None)
    derbyshire = next(row for row in finding.as_dict()["fitness"] if row["force"] == "derbyshire")
    assert "1,264 of 1,298 stops that came to nothing" in derbyshire["finds_refused"]


def test_section_60_stands_apart(finding):
    powers = {row["power"] for row in finding.as_dict()["powers"]}
    assert {"section 60", "other powers"} <= powers
    for force in ("derbyshire", "nottinghamshire"):
        by_power = sum(
            row["stops"]
            for row in finding.as_dict()["powers"]
            if row["force"] == force and row["group"] == "white"
        )
        rate = only(finding.as_dict()["rates"], force=force, group="white", population_year=2021)
        assert by_power == rate["stops"]


def test_without_section_60_the_ratio_is_that_of_the_other_powers(finding):
    (said,) = [text for text in finding.sentences if "searches in Nottinghamshire;" in text]
    row = only(
        finding.as_dict()["powers"], force="nottinghamshire", power="other powers", group="black"
    )
    white = only(
        finding.as_dict()["powers"], force="nottinghamshire", power="other powers", group="white"
    )
    people = {
        each["group"]: each["population"]
        for each in finding.as_dict()["rates"]
        if each["force"] == "nottinghamshire"
        and each["population_year"] == "interpolated 2019-10-01"
    }
    exact = rate_ratio(
        row["stops"],
        people["black"],
        reference_events=white["stops"],
        reference_exposure=people["white"],
    )
    assert row["ratio"] == exact.value
    assert row["ratio_low"] < exact.low < exact.high < row["ratio_high"]
    assert said.startswith("Section 60, which needs no suspicion: 6 of 5,353 searches")
    assert f"{row['ratio']:.2f} for Black residents" in said


def test_powers_and_kinds_divide_all_stops_with_those_without_ethnicity(finding):
    for table, called in (("powers", "power"), ("kinds", "kind")):
        for row in finding.as_dict()["fitness"]:
            own = [each for each in finding.as_dict()[table] if each["force"] == row["force"]]
            assert sum(each["stops"] for each in own) == row["stops"]
            assert len({each[called] for each in own}) > 1


def test_what_officers_put_down_fills_what_people_did_not_say(finding):
    own, officers = "Self-defined ethnicity", "Officer-defined ethnicity"
    stops = duckdb.read_parquet(str(STOPS)).filter("force = 'derbyshire'")
    rows = stops.aggregate(f'"{own}", "{officers}", count(*)').fetchall()
    filled: Counter[str | None] = Counter()
    for said, seen, number in rows:
        told = group_of(said)
        filled[group_of(seen) if told == MISSING else told] += number
    (population,) = read_populations([CENSUS_2021], on=YEAR.middle)
    people = population.people["derbyshire"]
    for group in ("asian", "black"):
        bounds = only(
            finding.as_dict()["bounds"], force="derbyshire", group=group, population_year=2021
        )
        expected = filled[group] / people[group] / (filled["white"] / people["white"])
        assert bounds["officer_filled"] == pytest.approx(expected)
        assert bounds["officer_filled"] != bounds["recorded"]


def test_outcomes_are_those_of_plain_sql(finding):
    label, linked = "Self-defined ethnicity", "Outcome linked to object of search"
    rows = (
        duckdb.read_parquet(str(STOPS))
        .filter("Outcome IS NOT NULL")
        .aggregate(f'force, "{label}", Outcome, "{linked}", count(*)')
        .fetchall()
    )
    for row in finding.as_dict()["outcomes"]:
        own = [
            (outcome, found, number)
            for force, ethnicity, outcome, found, number in rows
            if force == row["force"] and group_of(ethnicity) == row["group"]
        ]
        nothing = "A no further action disposal"
        assert row["stops"] == sum(number for *_, number in own)
        assert row["stops_without_action"] == sum(n for o, _, n in own if o == nothing)
        if row["find"]:
            finds = sum(n for o, found, n in own if found == "True" and o != nothing)
            wider = sum(n for _, found, n in own if found == "True")
            assert row["find"]["value"] == pytest.approx(finds / row["stops"])
            assert row["find_with_linked_but_no_action"]["value"] == pytest.approx(
                wider / row["stops"]
            )


def test_labels_that_a_force_never_writes_are_named(finding):
    derbyshire = only(finding.as_dict()["fitness"], force="derbyshire")
    stops = duckdb.read_parquet(str(STOPS)).filter("force = 'derbyshire'")
    used = {label for (label,) in stops.project('"Self-defined ethnicity"').distinct().fetchall()}
    assert derbyshire["labels_never_used"] == [label for label in LABELS if label not in used]
    assert "Other ethnic group - Arab" in derbyshire["labels_never_used"]


def test_every_refusal_has_its_reason(finding):
    found = {(row["force"], row["analysis"]): row["reason"] for row in finding.as_dict()["refused"]}
    assert "not followed by a search" in found[None, "test of the threshold for searching"]
    for row in finding.as_dict()["fitness"]:
        reason = row["outcomes_refused"] or row["finds_refused"]
        analysis = "outcomes" if row["outcomes_refused"] else "find rates"
        assert found.get((row["force"], analysis)) == reason


def test_a_force_that_uses_few_labels_brings_no_error(tmp_path):
    path = tmp_path / "few.csv"
    lines = [f"essex,{month},White - Irish,White" for month in YEAR.months]
    head = "force,month,Self-defined ethnicity,Officer-defined ethnicity\n"
    path.write_text(head + "\n".join(lines) + "\n")
    found = audit_stops([path], [CENSUS_2021], StopsQuestion(YEAR))
    bounds = only(found.as_dict()["bounds"], group="black")
    assert (bounds["recorded"], bounds["officer_filled"]) == (0, 0)


counted = st.integers(0, 10_000)
residents = st.integers(1, 10_000_000)


@given(counted, st.integers(1, 10_000), counted, residents, residents, st.floats(0, 1))
def test_no_split_of_the_missing_leaves_the_bounds(group, others, missing, people, rest, share):
    counts, living = {"black": group, "white": others}, {"black": people, "white": rest}
    found = missing_bounds(counts, living, "black", "white", missing=missing)
    to_white = share * missing
    ratio = (group + missing - to_white) / people / ((others + to_white) / rest)
    slack = 1e-9 * ratio
    least, most = found.all_missing_reference, found.all_missing_group
    assert least is not None
    assert most is not None
    assert least - slack <= ratio <= most + slack
    assert (found.tipping_point is not None) or not least < 1 < most


def made_up_forces(tmp_path):
    """Not real: five forces' stops of one month, for a funnel that can be worked out by hand."""
    stops = {
        "essex": (30, 400),
        "kent": (90, 500),
        "surrey": (40, 450),
        "sussex": (300, 600),
        "cumbria": (6, 300),
    }
    path = tmp_path / "made-up.csv"
    path.write_text(
        "force,month,Self-defined ethnicity,Officer-defined ethnicity,stops\n"
        + "".join(
            f"{force},2021-09,Black or Black British - African (B2),Black,{black}\n"
            f"{force},2021-09,White - White British (W1),White,{white}\n"
            for force, (black, white) in stops.items()
        )
    )
    return path, stops


def test_the_funnel_is_the_one_worked_out_by_hand(tmp_path):
    path, stops = made_up_forces(tmp_path)
    question = StopsQuestion(Period.parse("2021-09"), count="stops")
    rows = [
        row
        for row in audit_stops([path], [CENSUS_2021], question).as_dict()["funnel"]
        if row["group"] == "black"
    ]
    (population,) = read_populations([CENSUS_2021], on=YEAR.middle)
    logs, errors = [], []
    for force in sorted(stops):
        black, white = stops[force]
        people = population.people[force]
        logs.append(np.log(black / people["black"] / (white / people["white"])))
        errors.append(np.sqrt(1 / black + 1 / white))

    def beyond(tau2):
        """Paule and Mandel; a tenth of five places is none, so that nothing is drawn in."""
        weights = 1 / (np.square(errors) + tau2)
        mean = np.average(logs, weights=weights)
        return (weights * np.square(logs - mean)).sum() - 4

    tau2 = brentq(beyond, 0, 100, xtol=1e-14)
    target = np.average(logs, weights=1 / (np.square(errors) + tau2))
    reach = 1.959963985 * np.sqrt(np.square(errors) + tau2)
    assert [row["force"] for row in rows] == sorted(stops)
    assert [row["target"] for row in rows] == pytest.approx([np.exp(target)] * 5)
    assert [row["tau"] for row in rows] == pytest.approx([np.sqrt(tau2)] * 5)
    assert [row["low"] for row in rows] == pytest.approx(np.exp(target - reach))
    assert [row["high"] for row in rows] == pytest.approx(np.exp(target + reach))
    assert all(row["outer_low"] < row["low"] < row["naive_low"] for row in rows)


def test_no_sentence_says_more_than_searches_in_areas(finding):
    said = " ".join((*finding.sentences, *finding.explains, *finding.assumptions))
    assert "people who" not in said
    assert "times as likely" not in said
    assert "residents are not the people available to be stopped" in said


def test_find_rates_that_were_refused_are_not_illustrated(finding):
    assert not any(row["find"] for row in finding.as_dict()["outcomes"])
    assert not [text for text in finding.explains if "neither clear nor convict" in text]


def test_find_rates_are_illustrated_with_numbers_that_are_in_the_table(tmp_path):
    """Derbyshire's searches, with no stop that came to nothing marked as linked to its object."""
    path = tmp_path / "stops.parquet"
    linked = '"Outcome linked to object of search"'
    nothing = "Outcome = 'A no further action disposal'"
    chosen = f"* REPLACE (CASE WHEN {nothing} THEN 'False' ELSE {linked} END AS {linked})"
    stops = duckdb.read_parquet(str(STOPS)).filter("force = 'derbyshire'")
    stops.project(chosen).write_parquet(str(path))
    found = audit_stops([path], [CENSUS_2021], StopsQuestion(YEAR))
    (said,) = [text for text in found.explains if "neither clear nor convict" in text]
    rates = {f"{row['find']['value']:.1%}" for row in found.as_dict()["outcomes"] if row["find"]}
    assert sum(rate in said for rate in rates) >= 2


def test_the_illustration_holds_for_any_find_rate():
    for hit_rate in (0.02, 0.15, 0.4, 0.9):
        for bar in (0.1 * hit_rate, 0.5 * hit_rate, 0.9 * hit_rate):
            shape = shape_that_finds(hit_rate=hit_rate, threshold=bar)
            assert searches(alpha=1, beta=shape, threshold=bar).hit_rate == pytest.approx(hit_rate)


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


def test_months_in_a_row_are_said_as_a_stretch():
    assert in_words(YEAR.months) == "2019-04 to 2020-03"
    assert in_words(["2020-01", "2019-12"]) == "2019-12, 2020-01"
    assert not in_words([])


def test_forces_of_a_whole_country_make_a_funnel(published_stops):
    found = audit_stops(
        [published_stops], [CENSUS_2011, CENSUS_2021], StopsQuestion(YEAR, repeats=False)
    )
    black = [row for row in found.as_dict()["funnel"] if row["group"] == "black"]
    assert len(black) == 39  # the City of London has hardly any residents, and is not compared
    assert sum(row["outside"] for row in black) < sum(row["outside_naive"] for row in black)
    unfit = {row["force"]: row["reason"] for row in found.as_dict()["fitness"] if not row["fit"]}
    assert set(unfit) == {"city-of-london", "metropolitan", "greater-manchester", "gwent"}


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
        for row in found.as_dict()["ratios"]
        if row["group"] == "black"
    }
    assert (ratios[2011], ratios[2021]) == (on_2011, on_2021)


@pytest.mark.parametrize(
    ("force", "section_60", "others"),
    [("west-midlands", 329, 24_302), ("essex", 860, 18_700), ("merseyside", 14, 34_563)],
)
def test_stops_by_power_are_as_checked_against_the_press(
    published_stops, force, section_60, others
):
    question = StopsQuestion(YEAR, forces=(force,), repeats=False)
    found = audit_stops([published_stops], [CENSUS_2021], question)
    by_power = dict.fromkeys((True, False), 0)
    for row in found.as_dict()["powers"]:
        by_power[row["power"] == "section 60"] += row["stops"]
    assert by_power == {True: section_60, False: others}
