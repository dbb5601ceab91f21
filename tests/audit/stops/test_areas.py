"""Stops by local authority and LSOA, on Greater Manchester's of a year; and by age."""

import csv
import gzip
from collections import Counter
from dataclasses import replace

import pytest

from candour.audit.errors import PlanError
from candour.audit.periods import Period
from candour.audit.reports.answers import five_answers
from candour.audit.residents.ethnicity import GROUPS, group_of
from candour.audit.statistics.pooling import pooled_rates, pooled_ratios
from candour.audit.statistics.waves import (
    Widening,
    dispersions_of_places,
    widened_rate,
    widened_ratio,
)
from candour.audit.stops import small_areas
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.columns import By
from candour.audit.stops.kind import KIND
from candour.audit.stops.sentences import (
    NO_WAVES_OF_AREAS,
    NONE_IS_CLEAR,
    WAVES_OF_AREAS,
    areas_in_words,
    assumptions,
)
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2011, CENSUS_2021
from tests.audit.known import DATA

STOPS = DATA / "stops_greater_manchester_2018-19.csv.gz"
BY_AUTHORITY_2011 = DATA / "census2011_ks201_greater_manchester.csv"
BY_AUTHORITY_2021 = DATA / "census2021_ethnicity_la_greater_manchester.csv"
YEAR = Period.parse("2018-03..2019-02")
FORCE = ("greater-manchester",)
MANCHESTER = {"area_code": "E08000003", "population_year": 2021}


def question(*by):
    return StopsQuestion(YEAR, forces=FORCE, by=by)


@pytest.fixture(scope="module")
def rows():
    with gzip.open(STOPS, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def finding():
    populations = [CENSUS_2011, BY_AUTHORITY_2011, BY_AUTHORITY_2021]
    return audit_stops([STOPS], populations, question(By.LOCAL_AUTHORITY))


def only(found, **wanted):
    (row,) = [row for row in found if all(row[key] == value for key, value in wanted.items())]
    return row


def test_stops_of_an_authority_are_those_whose_lsoa_bears_its_name(finding, rows):
    black = Counter(
        row["lsoa"].rsplit(" ", 1)[0]
        for row in rows
        if group_of(row["Self-defined ethnicity"]) == "black"
    )
    shown = [
        row
        for row in finding.as_dict()["areas"]
        if row["group"] == "black" and row["population_year"] == 2021
    ]
    assert len(shown) == 10
    assert {row["area_name"]: row["stops"] for row in shown} == {
        row["area_name"]: black[row["area_name"]] for row in shown
    }
    assert only(shown, **MANCHESTER)["stops"] == 351


def test_rate_and_ratio_of_an_area_are_those_of_its_counts_widened_by_its_months(finding):
    here = only(finding.as_dict()["areas"], group="black", **MANCHESTER)
    there = only(finding.as_dict()["areas"], group="white", **MANCHESTER)
    months = len(YEAR.months)
    ratio = widened_ratio(
        here["stops"],
        here["population"],
        reference_events=there["stops"],
        reference_exposure=there["population"],
        widening=Widening(here["ratio_dispersion"], months - 1, months),
    )
    rate = widened_rate(
        here["stops"],
        here["population"],
        widening=Widening(here["rate_dispersion"], months - 1, months),
    ).times(1_000)
    assert (here["ratio"], here["ratio_low"], here["ratio_high"]) == (
        ratio.value,
        ratio.low,
        ratio.high,
    )
    assert (here["per_1000"], here["low"], here["high"]) == (rate.value, rate.low, rate.high)
    assert here["rate_dispersion"] > 1
    assert there["ratio"] is None


def test_shrunken_figures_are_those_of_all_areas_together(finding, rows):
    areas = {
        group: [
            (row["stops"], row["population"])
            for row in finding.as_dict()["areas"]
            if row["group"] == group and row["population_year"] == 2021
        ]
        for group in ("black", "white")
    }
    black = [
        row
        for row in finding.as_dict()["areas"]
        if row["group"] == "black" and row["population_year"] == 2021
    ]
    months = {
        group: [
            [
                sum(
                    row["lsoa"].rsplit(" ", 1)[0] == area["area_name"]
                    and row["Date"].startswith(month)
                    and group_of(row["Self-defined ethnicity"]) == group
                    for row in rows
                )
                for month in YEAR.months
            ]
            for area in black
        ]
        for group in ("black", "white")
    }
    of_rates = dispersions_of_places(months["black"])
    of_ratios = dispersions_of_places(months["black"], months["white"])
    assert [row["rate_dispersion"] for row in black] == of_rates
    assert [row["ratio_dispersion"] for row in black] == of_ratios
    assert max(of_ratios) > 1
    ratios = pooled_ratios(areas["black"], areas["white"], dispersions=of_ratios)
    rates = pooled_rates(*zip(*areas["black"], strict=True), dispersions=of_rates)
    assert [row["shrunken_ratio"] for row in black] == [each.value for each in ratios]
    assert [row["shrunken_low"] for row in black] == [
        each.low if row["without_ethnicity"] <= row["stops"] else None
        for row, each in zip(black, ratios, strict=True)
    ]
    assert {row["shrunken_low"] is None for row in black} == {True, False}
    for row, each in zip(black, rates, strict=True):
        assert row["shrunken_per_1000"] == pytest.approx(1_000 * each.value)
        if row["without_ethnicity"] > row["stops"]:
            assert not {"shrunken_per_1000_low", "shrunken_per_1000_high"} & set(row)
        else:
            assert row["shrunken_per_1000_low"] == pytest.approx(1_000 * each.low)
            assert row["shrunken_per_1000_high"] == pytest.approx(1_000 * each.high)


def test_stops_without_an_area_or_elsewhere_are_counted_and_said(finding, rows):
    fitness = only(finding.as_dict()["areas_fitness"], population_year=2021)
    known = {row["area_name"] for row in finding.as_dict()["areas"]}
    named = [row["lsoa"].rsplit(" ", 1)[0] for row in rows]
    assert fitness["stops"] == len(rows) == 4_101
    assert fitness["stops_without_area"] == named.count("")
    assert fitness["stops_in_areas_not_in_the_population"] == sum(
        name not in known for name in named if name
    )
    share = sum(name in known for name in named) / len(rows)
    assert fitness["share_with_area"] == pytest.approx(share)
    assert f"{share:.1%} of 4,101 stops are in one of the local authorities" in " ".join(
        finding.sentences
    )


def test_both_censuses_and_the_days_between_are_shown(finding):
    years = {row["population_year"] for row in finding.as_dict()["areas"]}
    assert years == {2011, 2021, "interpolated 2018-08-30"}
    black = {
        row["population_year"]: row["population"]
        for row in finding.as_dict()["areas"]
        if row["area_code"] == "E08000003" and row["group"] == "black"
    }
    low, high = sorted((black[2011], black[2021]))
    assert low < black["interpolated 2018-08-30"] < high


def test_small_numbers_carry_a_warning(finding):
    for row in finding.as_dict()["areas"]:
        assert row["few"] or row["stops"] >= 10
    wigan = only(finding.as_dict()["areas"], area_name="Wigan", group="black", population_year=2021)
    assert wigan["few"]


def test_areas_that_the_population_lacks_for_most_stops_are_refused(tmp_path):
    path = tmp_path / "census2021_one.csv"
    lines = BY_AUTHORITY_2021.read_text().splitlines()
    path.write_text("\n".join([lines[0], *(line for line in lines if "Wigan" in line)]) + "\n")
    found = audit_stops([STOPS], [path], question(By.LOCAL_AUTHORITY))
    assert not found.as_dict()["areas"]
    assert any("Rates by local authority were refused" in text for text in found.sentences)
    assert "by local-authority" in {row["analysis"] for row in found.as_dict()["refused"]}


def test_without_a_population_by_force_only_areas_are_compared():
    found = audit_stops([STOPS], [BY_AUTHORITY_2021], question(By.LOCAL_AUTHORITY))
    assert found.as_dict()["areas"]
    assert not any(found.as_dict()[name] for name in ("rates", "ratios", "funnel"))
    assert found.as_dict()["accounted_for"]["read"] == 4_101


@pytest.fixture(scope="module")
def alone():
    """Areas without a population of the whole force: no ratio of the force."""
    return audit_stops([STOPS], [BY_AUTHORITY_2021], question(By.LOCAL_AUTHORITY))


def test_answers_describe_areas_and_finds_where_no_force_has_a_ratio(alone):
    answers = {each.question: " ".join(each.texts) for each in five_answers(alone, KIND)}
    whole = " ".join(answers.values())
    for untrue in ("No place had data fit", "Nothing that can be compared", "Not at all"):
        assert untrue not in whole
    assert "Complete data for the period" not in whole
    assert "in 10 local authorities" in answers["What was compared?"]
    assert "no population of its whole area was given" in answers["What was compared?"]
    assert "runs from 1.93 to 3.63" in answers["What was found?"]
    assert "Outcome test, Greater Manchester" in answers["What was found?"]
    assert "for 513 of 4,101 searches (12.5%)" in answers["How sure can we be?"]
    assert "in 7 of 10 areas more searches lack one" in answers["What would change the answer?"]


def test_where_a_force_has_ratios_the_answers_are_of_these(finding):
    first = five_answers(finding, KIND)[0]
    assert "in Greater Manchester" in " ".join(first.texts)


def test_the_plans_primary_group_leads_the_areas(alone):
    of_areas = [text for text in alone.sentences if "over 10 local authorities" in text]
    assert "per 1,000 Black to" in of_areas[0]
    assert "per 1,000 Asian to" in of_areas[1]


def test_nothing_is_called_clear_of_one_area(alone):
    assert NONE_IS_CLEAR in alone.sentences
    picture = small_areas.picture(alone)
    assert picture is not None
    said = " ".join(panel.says for panel in picture.panels)
    assert "Clearly" not in said
    assert "None of them is told by itself." in said
    assert "True ratios lie further apart than these dots" in picture.how_to_read
    assert "true ratios are likely to lie further apart than that" in " ".join(alone.sentences)


def test_an_area_with_more_searches_without_ethnicity_than_of_the_group_has_no_interval(alone):
    for row in alone.result.areas:
        if row.shrunken_ratio is not None:
            assert (row.shrunken_low is None) == (row.without_ethnicity > row.stops)
            assert (row.shrunken_high is None) == (row.shrunken_low is None)
    wigan = only(alone.as_dict()["areas"], area_name="Wigan", group="black")
    assert (wigan["stops"], wigan["without_ethnicity"], wigan["shrunken_low"]) == (2, 27, None)


def test_what_is_said_of_repeats_and_bounds_is_there(alone, finding):
    said = " ".join((*alone.sentences, *alone.assumptions))
    for untrue in ("beside each", "The bounds show", "P-values are two-sided"):
        assert untrue not in said
    assert "how many lie in each area stands in the table of areas" in said
    assert "vary there from month to month than by chance" in said
    assert NO_WAVES_OF_AREAS not in said
    with_ratios = " ".join((*finding.sentences, *finding.assumptions))
    assert "stands in the table of bounds" in with_ratios
    assert finding.result.bounds


def test_where_months_do_not_tell_of_waves_areas_are_said_to_be_taken_as_independent(alone):
    short = replace(
        alone.result,
        areas=tuple(replace(row, rate_dispersion=None) for row in alone.result.areas),
    )
    assert NO_WAVES_OF_AREAS in assumptions(short)
    assert WAVES_OF_AREAS not in assumptions(short)
    assert WAVES_OF_AREAS in assumptions(alone.result)


def test_areas_that_can_not_be_told_apart_are_said_to_be_so(alone):
    alike = [
        replace(row, shrunken_ratio=1.2201 + 0.0001 * place)
        for place, row in enumerate(
            row for row in alone.result.areas if row.group == "black" and row.shrunken_ratio
        )
    ]
    said = areas_in_words(replace(alone.result, areas=tuple(alike)), "white", "2018", "black")
    assert "no difference between the 10 local authorities could be told" in said[1]
    assert "1.22 is the figure of all together and says nothing of any one" in said[1]
    assert "runs from" not in said[1]


def test_one_find_rate_of_a_group_stands_in_all_sentences(alone):
    shown = " ".join((*alone.sentences, *alone.explains))
    assert "19.8%" in shown
    assert (
        "found in 19.8% of searches of Black people and 16.6% of white people, under powers"
        in shown
    )
    assert "19.7%" not in shown


def test_a_population_by_area_needs_the_comparison_and_the_comparison_the_population():
    with pytest.raises(CannotRead, match="add --split-by local-authority"):
        audit_stops([STOPS], [BY_AUTHORITY_2021], question())
    with pytest.raises(PlanError, match="give a population by local authority"):
        audit_stops([STOPS], [CENSUS_2021], question(By.LOCAL_AUTHORITY))


def test_lsoas_are_found_by_code(tmp_path, rows):
    codes = {
        name: f"E0100{place:04}" for place, name in enumerate(sorted({r["lsoa"] for r in rows}))
    }
    stops, population = tmp_path / "stops.csv", tmp_path / "made_up_census2021.csv"
    with stops.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "LSOA21CD"])
        writer.writeheader()
        writer.writerows(row | {"LSOA21CD": codes[row["lsoa"]].lower()} for row in rows)
    population.write_text(
        "lsoa21_code,total,asian,black,mixed,other,white\n"
        + "".join(f"{code},1600,200,200,100,100,1000\n" for code in codes.values())
    )
    found = audit_stops([stops], [population], question(By.LSOA))
    assert only(found.as_dict()["areas_fitness"])["share_with_area"] == 1
    black = [row for row in found.as_dict()["areas"] if row["group"] == "black"]
    assert sum(row["stops"] for row in black) == sum(
        group_of(row["Self-defined ethnicity"]) == "black" for row in rows
    )
    spread = [row["shrunken_ratio"] for row in black]
    plain = [row["ratio"] for row in black if row["ratio"] is not None]
    assert max(spread) - min(spread) < max(plain) - min(plain)


def test_codes_of_2011_are_not_lost_beside_residents_of_2021(tmp_path, rows):
    # E01000010 was split into E01034473 and another: its stops would be in no area
    stops, population = tmp_path / "stops.csv", tmp_path / "made_up_census2021.csv"
    with stops.open("w", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "LSOA code"])
        writer.writeheader()
        codes = ("E01000001", "E01000010")
        writer.writerows(row | {"LSOA code": codes[k % 20 == 0]} for k, row in enumerate(rows))
    lines = [f"{code},200,200,100,100,1000\n" for code in ("E01000001", "E01034473")]
    population.write_text("lsoa_code,asian,black,mixed,other,white\n" + "".join(lines))
    with pytest.raises(CannotRead) as refused:
        audit_stops([stops], [population], question(By.LSOA))
    for word in (population.name, "E01034473", "E01000010", "one of 2011", "Give residents by"):
        assert word in str(refused.value)
    population.write_text(population.read_text().replace("E01034473", "E01000010"))
    found = audit_stops([stops], [population], question(By.LSOA))
    assert only(found.as_dict()["areas_fitness"])["share_with_area"] == 1


# by age


def made_up_ages(path, *, shares=None, header=""):
    """Not real: residents of Greater Manchester by age, all groups alike unless shares say so."""
    shares = shares or {}
    text = f"police_force_area,age,{','.join(GROUPS)}\n"
    for age, people in (("0-9", 130), ("10-17", 100), ("18-24", 90), ("25-34", 150), ("35+", 530)):
        cells = ",".join(str(people * 100 * shares.get((age, group), 1)) for group in GROUPS)
        text += f"Greater Manchester,{age},{cells}\n"
    path.write_text(text)
    return path


def standardised(path, **wanted):
    found = audit_stops([STOPS], [CENSUS_2011], question(By.AGE), age_population=path)
    return found, only(found.as_dict()["standardised"], **wanted)


def test_where_all_groups_have_the_same_ages_standardising_changes_nothing(tmp_path):
    found, row = standardised(made_up_ages(tmp_path / "made_up_2021.csv"), group="black")
    assert row["ratio"] == pytest.approx(row["ratio_not_standardised"])
    assert row["low"] < row["ratio"] < row["high"]
    assert found.plan.options["adjusted_for_age"]
    assert "standardised" in found.does_not_show[0]
    assert any("the same ages" in text for text in found.sentences)
    assert len(found.inputs) == 3


def test_a_group_with_more_young_residents_has_a_lower_ratio_once_standardised(tmp_path):
    shares = {("18-24", "black"): 4, ("10-17", "black"): 4}
    path = made_up_ages(tmp_path / "made_up_2021.csv", shares=shares)
    _, row = standardised(path, group="black")
    assert row["ratio"] < 0.9 * row["ratio_not_standardised"]


def test_stops_at_each_age_and_without_one_add_up(tmp_path, rows):
    found, row = standardised(made_up_ages(tmp_path / "made_up_2021.csv"), group="black")
    black = [each for each in rows if group_of(each["Self-defined ethnicity"]) == "black"]
    without = sum(not each["Age range"] for each in black)
    assert row["share_without_age"] == pytest.approx(without / len(black))
    by_age = [each for each in found.as_dict()["age_rates"] if each["group"] == "black"]
    assert sum(each["stops"] for each in by_age) == len(black) - without
    ages = [each for each in found.as_dict()["ages"] if each["group"] == "black"]
    assert sum(each["stops"] for each in ages) == len(black)
    assert sum(each["share_of_group"]["value"] for each in ages) == pytest.approx(1)


def test_stops_that_mostly_lack_an_age_are_not_standardised(tmp_path, rows):
    stops = tmp_path / "stops.csv"
    with stops.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(
            row | {"Age range": "" if place % 5 else row["Age range"]}
            for place, row in enumerate(rows)
        )
    ages = made_up_ages(tmp_path / "made_up_2021.csv")
    found = audit_stops([stops], [CENSUS_2011], question(), age_population=ages)
    row = only(found.as_dict()["standardised"], group="black")
    assert row["ratio"] is None
    assert "age is missing for 8" in row["refused"]
    assert "standardising for age" in {row["analysis"] for row in found.as_dict()["refused"]}


def test_without_a_population_by_age_it_is_said_that_nothing_is_adjusted():
    found = audit_stops([STOPS], [CENSUS_2011], question())
    assert found.does_not_show[0].startswith("Not adjusted for age")
    assert "standardised" not in found.as_dict()


def test_a_force_that_the_population_by_age_lacks_is_refused(tmp_path):
    path = made_up_ages(tmp_path / "made_up_2021.csv")
    path.write_text(path.read_text().replace("Greater Manchester", "Essex"))
    with pytest.raises(PlanError, match="no force 'greater-manchester', only: essex"):
        audit_stops([STOPS], [CENSUS_2011], question(), age_population=path)


# from the command


def test_the_command_splits_adjusts_and_says_what_it_cannot_split_by(run, run_json, tmp_path):
    ages = made_up_ages(tmp_path / "made_up_2021.csv")
    asked = ("audit", "stops", STOPS, "--period", "2018-03..2019-02", "--force", *FORCE)
    found = run_json(
        *asked, "--population", CENSUS_2011, "--population", BY_AUTHORITY_2021,
        "--split-by", "Local Authority", "--split-by", "object", "--age-population", ages,
    )  # fmt: skip
    assert {"areas", "areas_fitness", "objects", "standardised", "age_rates"} <= set(found)
    assert found["plan"]["options"]["by"] == ["local-authority", "object"]
    ended, _, err = run(*asked, "--population", CENSUS_2011, "--split-by", "colour")
    assert ended == 2
    assert "'colour' is nothing that stops are split by" in err
