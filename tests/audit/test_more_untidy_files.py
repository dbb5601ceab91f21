"""Lists, stops, residents and scores as people keep them, each of which once misled or was refused.

The right answer was decided before each was tried: the numbers of the tidy table, or one sentence
that names the fault with its file, column or row.
"""

import re

import pytest

from candour.audit.errors import PlanError
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.ranged_counts import Cell
from candour.audit.residents.ethnicity import group_of
from candour.audit.residents.labels import known_instead
from candour.audit.residents.population_files import read_table
from candour.tables.errors import CannotRead
from tests.audit.test_hostile_files import (
    HEADS,
    RESIDENTS,
    people,
    ratio,
    rows,
    scored,
    stops,
    tidy,
    write,
)

__all__ = ["tidy", "write"]


# dates


def ordinal(number):
    ends = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}
    return f"{number}{ends.get(number, 'th')}"


@pytest.mark.parametrize(
    "form",
    ["{} Sep 2021", "{} of September 2021", "Wednesday {} of September 2021 14:05",
     "Wed {} Sept 2021"],
)  # fmt: skip
def test_days_with_their_endings_are_days(write, tidy, form):
    lines = [
        row.replace(f"2021-09-{n % 28 + 1:02}", form.format(ordinal(n % 28 + 1)))
        for n, row in enumerate(rows())
    ]
    assert ratio(stops(write([HEADS, *lines]))) == pytest.approx(tidy)


def test_a_day_kept_as_a_spreadsheets_number_is_said_to_be_one(write):
    lines = [row.replace("2021-09-", "444") for row in rows()]
    first = stops(write([HEADS, *lines])).sentences[0]
    assert "120 say no month that can be read (such as '44401', the number a spreadsheet" in first


# labels


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("Black (Afro-Caribbean)", "black"),
        ("Unknown/Not recorded", "missing"),
        ("Gypsy, Roma and Traveller", "white"),
        ("Any other ethnic group, please describe", "other"),
        ("White [note 2]", "white"),
        ("Black¹", "black"),
        ("White / Asian", "mixed"),
        ("Pakistani, Pakistani Scottish or Pakistani British", "asian"),
        ("African, African Scottish or African British", "black"),
        ("Caribbean or Black: Caribbean", "black"),
        ("Any mixed or multiple ethnic groups", "mixed"),
        ("Arab, Arab Scottish or Arab British", "other"),
        ("Filipino", "asian"),
        ("South Asian", "asian"),
        ("Black - Somali", "black"),
        ("Other - Any other", "other"),
        ("Gwyn", "white"),
        ("Du", "black"),
        ("Asiaidd", "asian"),
        ("Cymysg", "mixed"),
        ("Arall", "other"),
        ("IC 1", "white"),
        ("IC 9", "missing"),
        ("Not collected", "missing"),
        ("Data not held", "missing"),
        ("Does not wish to say", "missing"),
        ("Black/White Mixed", "mixed"),
        ("Mixed: White/Asian", "mixed"),
        ("White & Black mixed", "mixed"),
        ("Asian and White dual heritage", "mixed"),
        ("Black, Asian and Mixed", None),
        ("White and Mixed", None),
        ("Mixed and Other", None),
        ("White and Black", None),
        ("Black / Asian", None),
        ("BAME", None),
        ("Asian and Black", None),
    ],
)
def test_more_labels_have_their_group_or_none(label, group):
    assert group_of(label) == group


@pytest.mark.parametrize(
    ("label", "says"),
    [("BAME", "it spans several groups"), ("All ethnicities", "rows that add up others")],
)
def test_a_label_of_several_groups_is_refused_with_why(label, says):
    assert says in known_instead(label)


@pytest.mark.parametrize("label", ["Not white", "Other than white", "All except White"])
def test_a_label_that_is_turned_round_is_not_met_with_the_group_it_leaves_out(label):
    assert known_instead(label) == "; it spans several groups, so give the numbers of each"


@pytest.mark.parametrize("label", ["WB", "XX", "B?"])
def test_letters_that_could_be_anything_are_met_with_no_guess(label):
    assert known_instead(label) == ""


# counts of stops


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["White,All,80", "White,Female,20", "Black,All,40"],
         "column 'Sex' holds 'All' beside 'Female'"),
        (["White,,80", "White British,,70", "Black,,40"],
         "'White British' stands beside 'White', and what is counted of the parts never adds up"),
    ],
)  # fmt: skip
def test_counts_that_hold_others_are_refused(write, lines, says):
    heads = "Force,Month,Self-defined ethnicity,Sex,Number"
    with pytest.raises(PlanError, match=re.escape(says)):
        stops(write([heads, *(f"essex,2021-09,{line}" for line in lines)]), count="Number")


def test_labels_of_both_kinds_that_count_different_people_are_added(write):
    heads = "Force,Month,Self-defined ethnicity,Number"
    lines = ["White,8", "White - British,70", "Black,40", "Black - African,60"]
    both = stops(write([heads, *(f"essex,2021-09,{line}" for line in lines)]), count="Number")
    sums = ["White,78", "Black,100"]
    one = stops(write([heads, *(f"essex,2021-09,{line}" for line in sums)]), count="Number")
    assert ratio(both) == ratio(one)


def test_columns_of_men_and_of_women_are_asked_about(write):
    heads = "Force,Month,Self-defined ethnicity,Male,Female"
    lines = ["essex,2021-09,White,60,20", "essex,2021-09,Black,35,5"]
    with pytest.raises(PlanError, match="column 'Male' holds numbers that may say how many"):
        stops(write([heads, *lines]))


def test_a_count_may_set_its_thousands_apart_by_spaces(write):
    heads = "Force,Month,Self-defined ethnicity,Number"
    lines = ["essex,2021-09,White,1\u00a0080", "essex,2021-09,Black,400"]
    assert stops(write([heads, *lines]), count="Number").result.accounted_for.used == 1_480


# lists


def listed(write, lines):
    question = CompositionQuestion("ethnicity", "White", "n", is_official=True)
    return audit_composition(write(lines, "list.csv"), write(RESIDENTS, "residents.csv"), question)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["month,ethnicity,n", "2021-09,White,300", "2021-10,White,310", "2021-09,Black,900"],
         "The table holds 2 periods by its column 'month' (2021-09, 2021-10)"),
        (["ethnicity,n", "White,329", "Black,942", "White,329"],
         "1 group stands in several rows that differ in nothing but their number"),
        (["ethnicity,n", "White,25", "Black,71", "Mixed,4"],
         "The numbers add up to 100, so they look like per cents"),
    ],
)  # fmt: skip
def test_a_list_that_may_count_people_again_says_so_first(write, lines, says):
    assert listed(write, lines).sentences[0].startswith(says)


def test_a_list_by_sex_with_its_sum_is_refused_and_without_it_read(write):
    lines = ["sex,ethnicity,n", "Male,White,300", "Female,White,29", "Male,Black,942"]
    assert listed(write, lines).sentences[0].startswith("Black people are listed, per resident,")
    with pytest.raises(PlanError, match="column 'sex' holds 'All' beside 'Female'"):
        listed(write, [*lines, "All,White,329", "All,Black,942"])


# residents

GROUPS = "Asian,Black,Mixed,Other,White"
NUMBERS = "70000,40000,37000,15000,1600000"


@pytest.mark.parametrize(
    ("lines", "name", "says"),
    [
        ([f"force,sex,{GROUPS}", f"Essex,Male,{NUMBERS}"], "census2021.csv",
         "line 2: column 'sex' says 'Male', so the row is of a part of the residents"),
        ([f"force,age,{GROUPS}", f"Essex,16 to 24,{NUMBERS}"], "census2021.csv",
         "line 2: column 'age' says '16 to 24'"),
        ([f"force,year,{GROUPS}", f"Essex,2011,{NUMBERS}"], "census2021.csv",
         "line 2: column 'year' says 2011"),
        ([f"pfa21_name,{GROUPS}", f"Essex,{NUMBERS}"], "population_2019.csv",
         "its name says 2019, which is the year of no census"),
        ([f"force,{GROUPS}", "Essex,70,40,37,15,1600", "Kent,60,30,33,15,1500"],
         "census2021.csv", "are these thousands?"),
    ],
)  # fmt: skip
def test_residents_that_are_not_all_or_of_another_year_are_refused(write, lines, name, says):
    with pytest.raises(CannotRead, match=re.escape(says)) as refused:
        read_table(write(lines, name))
    assert str(refused.value).startswith(name)


@pytest.mark.parametrize(
    "lines",
    [
        [f"force,sex,{GROUPS}", "Essex,Male,1,1,1,1,9999", f"Essex,All persons,{NUMBERS}"],
        ["Force,Asian [1],Black,Mixed/multiple,Other,White", f"Essex [2],{NUMBERS}"],
        [f"force,{GROUPS}", "Essex,70 000,40 000,37 000,15 000 [r],1 600 000"],
    ],
)
def test_residents_in_another_form_are_the_same(write, lines):
    tidy_table = read_table(write([f"force,{GROUPS}", f"Essex,{NUMBERS}"], "census2021.csv"))
    assert read_table(write(lines, "census2021.csv")).people == tidy_table.people


# scores


@pytest.mark.parametrize("word", ["All", "Total", "Both sexes"])
def test_a_group_that_adds_up_others_is_no_group(write, word):
    with pytest.raises(CannotRead, match=f"column 'group' holds '{word}'; rows that add up"):
        scored(write, [*people(), *[(word, "High", 1)] * 9])


# months that are sums

BY_MONTH = "Force,Month,Self-defined ethnicity,Number"
MONTHS = [
    f"essex,{month},{group},{number}"
    for month in ("Sep 2021", "Oct 2021")
    for group, number in (("White", 70), ("Black", 30), ("Not stated", 10))
]


def by_month(write, lines):
    finding = stops(write([BY_MONTH, *lines]), count="Number", period="2021-09..2021-10")
    return finding, [row.ratio for row in finding.result.ratios if row.group == "black"]


@pytest.mark.parametrize(
    "sums",
    [
        ["essex,Total,White,140", "essex,Total,Black,60", "essex,Total,Not stated,20"],
        ["essex,Grand total,,220"],
        ["essex,Sep 2021 total,,110", "essex,Oct 2021 Total,,110"],
        ["essex,YTD,White,140", "essex,YTD,Black,60", "essex,YTD,Not stated,20"],
    ],
)
def test_rows_that_add_up_months_never_count_again(write, sums):
    finding, ratios = by_month(write, [*MONTHS, *sums])
    alone, ratios_alone = by_month(write, MONTHS)
    assert ratios == ratios_alone
    assert finding.result.accounted_for == alone.result.accounted_for
    assert "counts nowhere." in finding.sentences[0] or "count nowhere." in finding.sentences[0]


def test_a_total_that_is_not_the_sum_of_its_months_leads(write):
    finding, _ = by_month(write, [*MONTHS, "essex,Total,White,500"])
    assert "comes to 500 searches, and the months of the file to 220" in finding.sentences[0]


@pytest.mark.parametrize("month", ["Sep 2021 - Oct 2021", "2021-09 to 2021-10", "Q3 2021"])
def test_a_period_longer_than_a_month_is_no_month(write, month):
    finding, _ = by_month(write, [*MONTHS, f"essex,{month},White,90"])
    assert "90 say no month that can be read" in finding.sentences[0]


# hidden counts on lists

RESIDENTS_OF = "ethnicity,population\nWhite,4725297\nBlack,1188121\nMixed,505276\nAsian,1816308\n"
LISTED = ["White,329", "Black,942", "Mixed,<5", "Asian,*"]


def a_list(write, lines, hidden=None):
    people = write(["ethnicity,listed", *lines], "list.csv")
    residents = write(RESIDENTS_OF.splitlines(), "residents.csv")
    question = CompositionQuestion("ethnicity", "White", "listed", is_official=True, hidden=hidden)
    return audit_composition(people, residents, question)


def test_a_hidden_number_on_a_list_is_all_that_it_can_be(write):
    finding = a_list(write, LISTED, Cell(1, 4))
    mixed, asian = finding.result.hidden
    assert (mixed.people_from, mixed.people_to) == (0, 4)
    assert (asian.people_from, asian.people_to) == (1, 4)
    assert (mixed.ratio_from, mixed.ratio_low) == (0, 0)
    for number in range(1, 5):
        told = a_list(write, [*LISTED[:2], "Mixed,0", f"Asian,{number}"])
        exact = next(row for row in told.result.ratios if row.group == "Asian")
        assert asian.ratio_from <= exact.ratio <= asian.ratio_to
        assert asian.ratio_low <= exact.low
        assert exact.high <= asian.ratio_high
        black = next(row for row in told.result.groups if row.group == "Black")
        over = next(row for row in finding.result.groups if row.group == "Black")
        assert over.share_of_list_from <= black.share_of_list.value <= over.share_of_list_to
    said = " ".join(finding.sentences)
    assert "Of residents of mixed background, 0 to 4 are listed" in said
    assert "They are 73.7 to 74.1% of those listed" in said
    assert {row.group for row in finding.result.ratios} == {"Black"}


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (LISTED, "line 5: column 'listed' holds '*', which does not say how many it can hide"),
        (["White,<5", "Black,942"], "how many of 'White' the list holds is hidden or a range"),
        (["White,329", "Black,-"], "line 3: column 'listed' holds '-', which may be none or hid"),
    ],
)
def test_a_hidden_number_of_which_nothing_can_be_said_is_refused(write, lines, says):
    with pytest.raises((CannotRead, PlanError), match=re.escape(says)):
        a_list(write, lines)
