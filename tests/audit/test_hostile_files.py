"""Files that lie by mistake, each of which once gave, or could give, a wrong number in silence.

Each gives the numbers of the tidy file, is refused in a sentence that names the fault, or leads
with one. What differs from `test_untidy_files` is the fault, not the form.
"""

import random
import re
from datetime import date

import pytest

from candour.audit.errors import PlanError, Unfit
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.periods import Period
from candour.audit.scores.audit import ScoresQuestion, audit_scores
from candour.audit.stops.audit import StopsQuestion, audit_stops
from candour.tables import duck, engine
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2021

HEADS = "Force,Date,Self-defined ethnicity,Outcome,Legislation,Note"
TODAY = date(2026, 11, 1)


def rows(number=120, *, force="essex", day="2021-09-{:02}", groups=("White - Irish", "Black")):
    """Stops of one month, every third of a Black person, none of them like another."""
    return [
        f"{force},{day.format(n % 28 + 1)},{groups[n % 3 == 0]},Arrest,s1 PACE,note {n}"
        for n in range(number)
    ]


@pytest.fixture
def write(tmp_path):
    def writer(lines, name="stops.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding=encoding)
        return path

    return writer


def stops(path, **how):
    period = Period.parse(how.pop("period", "2021-09"))
    question = StopsQuestion(period, forces=("essex",), **how)
    return audit_stops([path], [CENSUS_2021], question, today=TODAY)


def ratio(finding):
    return {row.group: row.ratio for row in finding.result.ratios}["black"]


@pytest.fixture
def tidy(write):
    return ratio(stops(write([HEADS, *rows()], "tidy.csv")))


# stops: the same numbers


@pytest.mark.parametrize(
    "lines",
    [
        [HEADS, *rows(groups=("WHITE  -  IRISH ", " black "))],
        [HEADS, *rows(groups=("IC1 - White North European", "IC3"))],
        [HEADS, *rows(day="{:02}-Sep-21")],
        [HEADS, *rows(day="202109{:02}")],
        [HEADS, *rows(day="09/{:02}/2021 10:00")],
        [HEADS.replace(",", ";"), *(row.replace(",", ";") for row in rows())],
        ["Stop and search, September 2021,,,,", "", HEADS, *rows()],
        [HEADS, *rows(), *rows(9, groups=("nan", "N/A"))],
    ],
    ids=["spaces", "codes", "month in letters", "no dashes", "American", "semicolons", "title",
         "words for nothing"],
)  # fmt: skip
def test_another_spelling_gives_the_same_ratio(write, lines, tidy):
    assert ratio(stops(write(lines))) == pytest.approx(tidy)


# stops: said first, or refused


def counted(*cells):
    heads = "Force,Month,Self-defined ethnicity,Number"
    return [heads, *(f"essex,2021-09,{group},{number}" for group, number in cells)]


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (counted(("White", "66.7"), ("Black", "33.3")), "'66.7', which is no number of stops"),
        (counted(("White", "1e20"), ("Black", "33")), "'1e20', which is no number of stops"),
        (counted(("White", "-5"), ("Black", "33")), "'-5', which is no number of stops"),
        (counted(("White", "*"), ("Black", "33")), "'*', which does not say how many it can hide"),
        (counted(("White", "60"), ("Total", "93")), "rows that add up others"),
    ],
)
def test_a_count_that_is_none_is_refused_with_its_place(write, lines, says):
    with pytest.raises(CannotRead, match=re.escape(says)) as refused:
        stops(write(lines), count="Number")
    assert "line" in str(refused.value)


def test_per_cents_as_counts_lead(write):
    finding = stops(write(counted(("White", "67"), ("Black", "33"))), count="Number")
    assert "look like per cents" in finding.sentences[0]
    finding = stops(write(counted(("White", "670"), ("Black", "330"))), count="Number")
    assert "per cents" not in " ".join(finding.sentences)


def test_a_file_that_holds_each_stop_twice_leads_with_it(write):
    finding = stops(write([HEADS, *rows(), *rows()]))
    assert "repeat another in every column" in finding.sentences[0]


def test_stops_of_a_force_without_residents_are_refused(write):
    question = StopsQuestion(Period.parse("2021-09"))
    with pytest.raises(Unfit, match="polices railways, where nobody lives"):
        audit_stops([write([HEADS, *rows(force="btp")])], [CENSUS_2021], question, today=TODAY)


@pytest.mark.parametrize(("number", "leads"), [(5, False), (60, True)])
def test_a_few_stops_of_a_force_without_residents_stand_behind_the_first_number(
    write, number, leads
):
    lines = [HEADS, *rows(200), *rows(number, force="btp")]
    question = StopsQuestion(Period.parse("2021-09"))
    finding = audit_stops([write(lines)], [CENSUS_2021], question, today=TODAY)
    (place,) = (at for at, text in enumerate(finding.sentences) if "were left out" in text)
    assert (place == 0) is leads


def test_dates_that_are_numbers_of_days_are_said_to_be_no_month(write):
    finding = stops(write([HEADS, *rows(day="444{:02}.5")]))
    assert finding.sentences[0].startswith("Of 120 rows, 120 say no month that can be read")


def test_one_borough_over_the_residents_of_a_whole_force_leads(write):
    lines = [f"{HEADS},Borough", *(f"{row},Colchester" for row in rows())]
    assert stops(write(lines)).sentences[0].startswith("Every row is of one place by its Borough")


# stops: rows put together before they are counted


def test_rows_put_together_give_what_they_give_one_by_one(write, monkeypatch):
    many = [row.rpartition(",")[0] + "," for row in rows(400)]
    path = write([HEADS, *many])
    monkeypatch.setattr(duck, "WORTH_IT", 1.0)
    monkeypatch.setattr(duck, "LOOKED_AT", 1_000)
    together = stops(path)
    monkeypatch.setattr(duck, "WORTH_IT", -1.0)
    assert stops(path).as_dict() == together.as_dict()


@pytest.mark.parametrize("odd", [" 2021-09-04", "04/09/2021", "", "2021-9-4"])
def test_a_date_that_must_be_kept_whole_is_never_cut(write, monkeypatch, odd):
    many = [*rows(400), f"essex,{odd},Black,Arrest,s1 PACE,x"]
    path = write([HEADS, *many])
    monkeypatch.setattr(duck, "LOOKED_AT", 1_000)
    monkeypatch.setattr(duck, "WORTH_IT", 1.0)
    together = stops(path)
    monkeypatch.setattr(duck, "WORTH_IT", -1.0)
    assert stops(path).as_dict() == together.as_dict()


def test_rows_are_only_put_together_where_many_are_alike(write):
    alike = write([HEADS, *([rows(1)[0]] * 500)], "alike.csv")
    with engine() as database:
        given = database.open([alike])[0]
        light = database.together(given, ["Force"], starts={})
        assert light.times
        assert database.count_raw(light, {"force": "Force"})[0][1:] == ("essex", 500)
    unlike = write([HEADS, *rows(25_000)], "unlike.csv")
    with engine() as database:
        given = database.open([unlike])[0]
        assert database.together(given, ["Note"], starts={}) is given


# scores


def people(number=600, seed=7):
    """Rows of group, band and outcome; those flagged have the outcome more often."""
    chance = random.Random(seed)  # noqa: S311 - made-up data
    lines = []
    for place in range(number):
        group = "AB"[place % 2]
        band = "High" if chance.random() < (0.5 if group == "B" else 0.3) else "Low"
        again = int(chance.random() < (0.5 if band == "High" else 0.25))
        lines.append((group, band, again))
    return lines


def scored(write, lines, *, heads="group,band,again", name="scores.csv", **how):
    path = write([heads, *(",".join(str(cell) for cell in line) for line in lines)], name)
    question = ScoresQuestion(
        groups=("group",), reference="A", flag_column="band", flag_values=("High",),
        outcome="again", **how,
    )  # fmt: skip
    return audit_scores(path, question)


def fpr(finding):
    return [(row.group, row.fpr.value) for row in finding.result.groups if row.fpr]


def test_people_of_other_spelling_are_the_same_people(write):
    expected = fpr(scored(write, people()))
    spelled = [
        (f" {group.lower()} " if place % 3 == 0 else group, band.upper() if place % 2 else band, o)
        for place, (group, band, o) in enumerate(people())
    ]
    assert fpr(scored(write, spelled)) == expected


def test_a_title_with_a_comma_stands_above_the_headings(write):
    expected = fpr(scored(write, people()))
    heads = "Outcomes of the risk tool\nForce X, 2021\n\ngroup,band,again"
    assert fpr(scored(write, people(), heads=heads)) == expected


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        (lambda band, again: band != "High" or again == 1, "Everybody who was flagged has"),
        (lambda band, again: band == "High" or again == 0, "Nobody who was not flagged has"),
    ],
)
def test_a_file_cut_by_what_came_of_people_says_so_first(write, kept, says):
    finding = scored(write, [line for line in people() if kept(line[1], line[2])])
    assert finding.sentences[0].startswith(says)


def test_a_file_cut_mostly_to_those_who_reoffended_says_so_first(write):
    lines = [line for place, line in enumerate(people()) if line[2] == 1 or place % 10 < 2]
    finding = scored(write, lines)
    assert "far more than is usual" in finding.sentences[0]
    assert "far more than is usual" not in " ".join(scored(write, people()).sentences)


def test_those_without_any_who_were_not_cut_are_refused(write):
    with pytest.raises(Unfit, match="use the file from before the cut"):
        scored(write, [line for line in people() if line[2] == 1])


@pytest.mark.parametrize("flagged", ["High", "Low"])
def test_outcomes_blank_for_nine_in_ten_on_one_side_are_refused(write, flagged):
    lines = [
        (group, band, "" if band == flagged and place % 20 else again)
        for place, (group, band, again) in enumerate(people(1_200))
    ]
    with pytest.raises(Unfit, match="error rates can't be worked out from the rest"):
        scored(write, lines)


@pytest.mark.parametrize("word", ["pending", "99", "2", "maybe"])
def test_an_outcome_that_is_neither_yes_nor_no_is_refused_by_line(write, word):
    lines = [("A", "High", word), *people()]
    with pytest.raises(CannotRead, match=f"line 2: column 'again' holds '{word}'"):
        scored(write, lines)


def test_per_cents_of_each_group_are_no_people(write):
    cells = [
        ("A", "High", 1, 12), ("A", "High", 0, 18), ("A", "Low", 1, 20), ("A", "Low", 0, 50),
        ("B", "High", 1, 22), ("B", "High", 0, 28), ("B", "Low", 1, 20), ("B", "Low", 0, 30),
    ]  # fmt: skip
    heads = "group,band,again,n"
    with pytest.raises(CannotRead, match="adds up to 100 in each group"):
        scored(write, cells, heads=heads, count="n", is_official=True)
    whole = [(*cell[:3], 7 * cell[3]) for cell in cells]
    assert fpr(scored(write, whole, heads=heads, count="n", is_official=True))


@pytest.mark.parametrize(
    "column", ["days_to_reoffence", "assessment_date", "date", "release date", "days at risk"]
)
def test_a_column_of_lengths_or_days_is_asked_about(write, column):
    lines = [(*line, f"2020-{place % 12 + 1:02}-01") for place, line in enumerate(people())]
    finding = scored(write, lines, heads=f"group,band,again,{column}")
    assert finding.sentences[0].startswith(f"Column '{column}' may say that people were not all")


def test_where_there_is_one_group_only_that_is_said_first(write):
    finding = scored(write, [line for line in people() if line[0] == "A"])
    assert finding.sentences[0] == "No group could be compared with the reference."


# lists


RESIDENTS = ["ethnicity,population", "White,4000000", "Black,1000000", "Mixed,300000"]


def listed(write, lines, **how):
    question = CompositionQuestion("ethnicity", "White", "n", is_official=True, **how)
    return audit_composition(write(lines, "list.csv"), write(RESIDENTS, "residents.csv"), question)


def test_labels_of_a_list_are_mapped_by_the_one_table(write):
    finding = listed(write, ["ethnicity,n", "White British,300", "White Irish,29", "B1,500",
                             "Black or Black British - African,442",
                             "M1 - White and Black Caribbean,9", "Not stated,8"])  # fmt: skip
    result = finding.result
    assert {row.group: row.people for row in result.groups} == {
        "White": 329, "Black": 942, "Mixed": 9,
    }  # fmt: skip
    assert result.accounted_for.no_group == 8


def test_a_whole_group_beside_its_part_is_refused_on_a_list(write):
    with pytest.raises(PlanError, match="'White British' stands beside 'White'"):
        listed(write, ["ethnicity,n", "White,329", "White British,300", "Black,942"])


def test_a_label_that_may_be_several_groups_is_refused(write):
    lines = ["ethnicity,n", "White,329", "Black,942"]
    residents = ["ethnicity,population", "White,4000000", "Black African,600000",
                 "Black Caribbean,400000"]  # fmt: skip
    question = CompositionQuestion("ethnicity", "White", "n", is_official=True)
    with pytest.raises(PlanError, match="'Black' may be any of the population's groups"):
        audit_composition(write(lines, "list.csv"), write(residents, "residents.csv"), question)
