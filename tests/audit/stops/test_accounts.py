"""Every row ends in one place, and what a panel needs to tie a number to the published one."""

import re

import pytest

from candour.audit.errors import PlanError, Unfit
from candour.audit.per_resident.clearly import ONE_PLACE, ROWS_LOST
from candour.audit.periods import Period
from candour.audit.residents.populations import read_population
from candour.audit.statistics.waves import FEWEST_TO_SAY_CLEARLY
from candour.audit.stops import trend_picture
from candour.audit.stops.account_words import sentence
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.audit.stops.home_office import censuses_in_print, one_place
from candour.audit.stops.people import distribution
from candour.core.errors import CandourError
from tests.audit.conftest import CENSUS_2011, CENSUS_2021, STOPS

YEAR = Period.parse("2019-04..2020-03")
BLACK, WHITE = "Black or Black British - African", "White - Irish"
HEADS = "month,Force,Self-defined ethnicity,Outcome,Outcome linked to object of search,Legislation"


@pytest.fixture(scope="module")
def finding():
    question = StopsQuestion(YEAR, published={"nottinghamshire": 4_000})
    return audit_stops([STOPS], [CENSUS_2011, CENSUS_2021], question)


def numbers_in(text):
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def test_the_account_of_all_rows_is_a_sentence_whose_numbers_add_up(finding):
    said = sentence(finding.result.accounted_for)
    read, *parts = numbers_in(said)
    assert said in finding.sentences
    assert read == finding.result.accounted_for.read
    assert sum(parts) == read


def test_nottinghamshire_is_5_8_as_the_series_prints_it_on_the_census_of_2011(finding):
    rows = {(row.force, row.group): row for row in finding.result.as_published}
    assert {row.population_year for row in rows.values()} == {2011}
    assert rows["nottinghamshire", "black"].relative_rate == 5.8
    white = rows["nottinghamshire", "white"]
    assert white.rate_per_1000 == one_place(1_000 * 2_822 / 969_501)


@pytest.mark.parametrize(
    ("period", "censuses"),
    [
        ("2019-04..2020-03", (2011,)),
        ("2021-04..2022-03", (2011, 2021)),
        ("2022-04..2023-03", (2021,)),
    ],
)
def test_each_year_has_the_census_that_it_was_published_with(period, censuses):
    assert censuses_in_print(Period.parse(period)) == censuses


def test_the_difference_to_a_published_count_is_printed(finding):
    (row,) = finding.result.beside_published
    assert row.apart == row.stops - 4_000
    (said,) = [text for text in finding.sentences if "were published" in text]
    assert f"{row.stops:,} searches are counted here, 4,000 were published" in said


def test_a_published_count_that_is_none_is_refused_in_one_sentence(run):
    what = ("audit", "stops", STOPS, "--population", CENSUS_2021, "--period", "2019-04..2020-03")
    for given, says in (("kent=x", "is no published count"), ("kent=12", "not among the forces")):
        status, _, error = run(*what, "--published", given)
        assert status == 2
        assert says in error
        assert "Traceback" not in error


def stops_file(tmp_path, rows, heads=HEADS, name="stops.csv"):
    path = tmp_path / name
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    return path


def one_month(number, month="2021-09", power="s1 PACE"):
    return [
        f"{month},essex,{BLACK if row % 4 == 0 else WHITE},Arrest,True,{power}"
        for row in range(number)
    ]


def september(path, **how):
    question = StopsQuestion(how.pop("period", Period.parse("2021-09")), **how)
    return audit_stops([path], [CENSUS_2021], question)


def test_what_95_per_cent_is_of_is_said_where_a_month_is_all_there_is(tmp_path):
    said = " ".join(september(stops_file(tmp_path, one_month(200))).sentences)
    assert f"at least {FEWEST_TO_SAY_CLEARLY} weeks, and these are 4" in said
    assert "A 95% interval over so short a time is of chance within it" in said


def test_ethnicity_missing_for_many_stands_right_behind_the_first_number(tmp_path):
    named = [f"{row} {at}" for at, row in enumerate(one_month(200))]
    rows = named + [f"2021-09,essex,,Arrest,True,s{at} PACE" for at in range(100)]
    first, second, *_ = september(stops_file(tmp_path, rows)).sentences
    assert "times the white rate" in first
    assert second.startswith("100 of 300 searches (33%) have no ethnicity")


def test_section_60_is_marked_in_the_picture_of_the_months(tmp_path):
    rows = one_month(200) + one_month(150, "2021-10") + one_month(40, "2021-10", "Section 60")
    finding = september(stops_file(tmp_path, rows), period=Period.parse("2021-09..2021-10"))
    black = [row for row in finding.result.trend if row.group == "black"]
    assert [row.stops_section_60 for row in black] == [0, 10]
    drawn = trend_picture.picture(finding)
    assert drawn is not None
    assert "section 60" in drawn.how_to_read
    says = [panel.says for panel in drawn.panels if panel.says.startswith("Black")]
    assert "Section 60 in 1 of 2 months, most in October 2021: 10 of 48 searches." in says[0]


# a population between censuses


@pytest.fixture
def estimate(tmp_path):
    path = tmp_path / "mid-2019-ethnicity-by-force.csv"
    path.write_text(CENSUS_2021.read_text(encoding="utf-8"), encoding="utf-8")
    return path


def test_a_mid_year_estimate_says_by_its_name_what_it_is_and_leads_in_its_year(estimate):
    assert read_population(estimate).day.isoformat() == "2019-06-30"
    finding = audit_stops([STOPS], [CENSUS_2011, CENSUS_2021, estimate], StopsQuestion(YEAR))
    assert finding.plan.options["plausible_denominators"] == [
        "mid-2019",
        "interpolated 2019-10-01",
        "2021",
    ]
    assert "the mid-year estimate of 2019" in " ".join(finding.sentences)
    chosen = StopsQuestion(YEAR, denominator="mid-2019")
    assert audit_stops([STOPS], [CENSUS_2021, estimate], chosen).plan.option("denominator") == (
        "mid-2019"
    )


def test_an_estimate_of_another_time_is_not_plausible_unless_chosen(estimate):
    later = StopsQuestion(Period.parse("2021-09"), forces=("essex",))
    rows = [CENSUS_2021, estimate]
    plan = later.plan([read_population(path) for path in rows])
    assert plan.options["plausible_denominators"] == ["2021"]
    assert plan.option("denominator") == "2021"


def test_a_force_without_residents_is_refused_with_the_reason(tmp_path):
    path = stops_file(tmp_path, [row.replace("essex", "btp") for row in one_month(50)])
    with pytest.raises(Unfit, match="'btp' \\(it polices railways, where nobody lives\\)"):
        september(path)
    with pytest.raises(PlanError, match="it polices railways"):
        september(path, forces=("btp",))


# people and officers


WITH_PSEUDONYMS = f"{HEADS},Person pseudonym,Officer ID"


def with_pseudonyms(people, officers=30):
    """A row for each search of each person, who are numbered; a find in every third."""
    rows: list[str] = []
    for person, times in enumerate(people):
        for _ in range(times):
            number = len(rows)
            outcome = "Arrest,True" if number % 3 == 0 else "Nothing found,"
            rows.append(
                f"2021-09,essex,{BLACK if person % 2 else WHITE},{outcome},s1 PACE,"
                f"p{person},o{number % officers}"
            )
    return [*rows, f"2021-09,essex,{WHITE},Arrest,False,s1 PACE,,o1"]


def test_people_searched_again_are_a_distribution_with_no_cell_under_ten(tmp_path):
    people = [1] * 200 + [2] * 60 + [3] * 6 + [40]
    finding = september(stops_file(tmp_path, with_pseudonyms(people), WITH_PSEUDONYMS))
    rows = [row for row in finding.result.searched_again if row.group == "white"]
    assert [(row.times, row.people) for row in rows] == [("1", 100), ("2 or more", 34)]
    assert all((row.people or 10) >= 10 for row in finding.result.searched_again)
    assert "34 of 134 white people searched were searched more than once" in " ".join(
        finding.sentences
    )


def test_no_pseudonym_stands_in_a_finding(tmp_path):
    finding = september(stops_file(tmp_path, with_pseudonyms([1] * 90 + [2] * 40), WITH_PSEUDONYMS))
    printed = str(finding.as_dict())
    assert not re.search(r"\b[po]\d+\b", printed)


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({1: 100, 2: 30, 3: 12, 9: 4}, [("1", 100), ("2", 30), ("3 or more", 16)]),
        ({1: 100, 2: 3}, [("any", None)]),
        ({1: 9}, [("any", None)]),
        ({1: 10}, [("1", 10)]),
        ({2: 50}, [("1", 0), ("2", 50)]),
        ({}, []),
    ],
)
def test_cells_under_ten_are_joined_or_hidden(people, shown):
    assert distribution(people) == shown


def test_the_searches_of_a_few_officers_are_refused(tmp_path):
    path = stops_file(tmp_path, with_pseudonyms([1] * 90, officers=4), WITH_PSEUDONYMS)
    with pytest.raises(Unfit, match="fewer than 10 officers"):
        september(path)


def test_officers_who_differ_widen_hit_rates_where_files_tell_them_apart(tmp_path):
    """Half of the officers always find, half never: months show none of it."""
    rows = [
        f"2021-09,essex,{BLACK if number % 2 else WHITE},"
        f"{'Arrest,True' if number % 20 < 10 else 'Nothing found,'},s1 PACE,o{number % 20}"
        for number in range(800)
    ]
    heads = f"{HEADS},Officer number"
    finding = september(stops_file(tmp_path, [*rows, rows[0].replace("True", "False")], heads))
    (row,) = [
        row
        for row in finding.result.finds
        if (row.measure, row.group, row.object) == ("led to action", "black", "all objects")
    ]
    assert (row.clustered_by, row.clusters) == ("officer", 20)
    assert row.dispersion > 5
    assert row.alike_low is None


# files as hostile people make them


@pytest.mark.parametrize(
    ("heads", "rows", "says"),
    [
        (f"{HEADS},n", [f"{row},5" for row in one_month(4)] * 3, "lines of counts repeat another"),
        (f"{HEADS},n", [f"{row},9999999999" for row in one_month(4)], "check the column of counts"),
        (
            f"{HEADS},n,Date",
            [f"{row},1,2012-09-0{1 + at % 9}" for at, row in enumerate(one_month(60))],
            "have a date that is not in the month they stand under",
        ),
    ],
)
def test_what_is_wrong_with_a_file_leads(tmp_path, heads, rows, says):
    finding = september(stops_file(tmp_path, rows, heads), count="n")
    assert says in " ".join(finding.sentences[:2])


@pytest.mark.parametrize("cell", ["", "12.5", "-3", "3%", "*", "..", "[c]", "c", "x", "~", "-"])
def test_a_cell_that_is_no_count_and_does_not_say_what_it_hides_is_refused(tmp_path, cell):
    rows = [*(f"{row},20" for row in one_month(8)), f"{one_month(1)[0]},{cell}"]
    with pytest.raises(CandourError, match=r"no number of stops|how many it can hide|may be none"):
        september(stops_file(tmp_path, rows, f"{HEADS},n"), count="n")


@pytest.mark.parametrize("month", ["Medi 2021", "24 Medi 2021", "Sept-21", "9/2021", "2021 Sep"])
def test_months_are_read_in_welsh_and_however_they_are_written(tmp_path, month):
    tidy = september(stops_file(tmp_path, one_month(80)))
    other = september(stops_file(tmp_path, one_month(80, month), name="other.csv"))
    assert other.result.ratios == tidy.result.ratios


def test_stops_whose_areas_all_lie_in_one_authority_lead(tmp_path):
    rows = [f"{row} {at},Thurrock 00{at % 9}A" for at, row in enumerate(one_month(60))]
    finding = september(stops_file(tmp_path, rows, f"{HEADS},LSOA name"))
    assert "Every row is of one place by its LSOA name, Thurrock" in finding.sentences[0]


@pytest.mark.parametrize(
    ("lose", "heads", "reason"),
    [
        (lambda row, at: f"{row},Thurrock 00{at % 9}A", f"{HEADS},LSOA name", ONE_PLACE),
        (lambda row, at: row if at % 3 else row.replace("2021-09", ""), HEADS, ROWS_LOST),
    ],
)
def test_after_a_warning_that_ratios_may_be_wrong_none_is_called_clear(
    tmp_path, lose, heads, reason
):
    rows = [lose(row, at) for at, row in enumerate(one_month(900))]
    finding = september(stops_file(tmp_path, rows, heads))
    black = [row for row in finding.result.ratios if row.group == "black"]
    assert all(reason in row.depends_on for row in black)
    assert not any("a clearly" in text for text in finding.sentences)


def test_a_file_without_rows_is_refused(tmp_path):
    with pytest.raises(Unfit, match="no row below their headings"):
        september(stops_file(tmp_path, []))
