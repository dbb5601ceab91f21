"""Files as data officers and panels keep them, each of which once misled or was refused.

The right answer was decided before each was tried: the numbers of the tidy file, or one sentence
that names the fault with its file, column or row.
"""

import io
import zipfile

import pytest

from candour.audit.bands.audit import audit_bands
from candour.audit.bands.question import BandsQuestion
from candour.audit.errors import PlanError, Unfit
from candour.audit.lists.composition import CompositionQuestion, audit_composition
from candour.audit.ranged_counts import Cell
from candour.audit.residents.labels import nearest_labels
from candour.audit.residents.population_files import read_table
from candour.audit.residents.populations import slug_of
from candour.tables.errors import CannotRead
from tests.audit.test_hostile_files import (
    HEADS,
    ratio,
    rows,
    scored,
    stops,
    tidy,
    write,
)

__all__ = ["tidy", "write"]


# archives and columns


def zipped(path, members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def archive_of(members):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return inner.getvalue()


def test_an_archive_of_archives_is_unpacked(write, tidy, tmp_path):
    halves = [rows()[:70], rows()[70:]]
    inner = {
        f"half-{number}.zip": archive_of({f"stops-{number}.csv": "\n".join([HEADS, *half])})
        for number, half in enumerate(halves)
    }
    path = zipped(tmp_path / "all.zip", inner | {"README.txt": "As recorded."})
    assert ratio(stops(path)) == pytest.approx(tidy)


def test_archives_that_never_end_are_refused(tmp_path):
    body = archive_of({"stops.csv": "\n".join([HEADS, *rows()])})
    for _ in range(5):
        body = archive_of({"deeper.zip": body})
    path = tmp_path / "deep.zip"
    path.write_bytes(body)
    with pytest.raises(CannotRead, match=r"deeper\.zip: it lies too deep in other archives"):
        stops(path)


def test_columns_without_a_heading_are_let_be(write, tidy):
    lines = [f"{number},{row},,," for number, row in enumerate(rows())]
    assert ratio(stops(write([f",{HEADS},,,", *lines]))) == pytest.approx(tidy)


# stops


def test_months_in_merged_cells_give_no_rate(write):
    first, *others = rows()
    empty = [re_dated(row, "") for row in others]
    finding = stops(write([HEADS, first, *empty]))
    assert (
        "119 say no month that can be read (the cell is empty: where cells were merged"
        in (finding.sentences[0])
    )
    assert not finding.result.ratios
    assert "99% of all rows could not be read" in finding.result.fitness[0].reason


def re_dated(row, text):
    date = next(cell for cell in row.split(",") if cell.startswith("2021-09"))
    return row.replace(date, text)


@pytest.mark.parametrize("text", ["1.000", "12.345", "250.000"])
def test_a_point_before_three_digits_is_asked_about(write, text):
    lines = ["essex,2021-09,White,250", f"essex,2021-09,Black,{text}"]
    with pytest.raises(CannotRead, match=r"may be so many or a thousand times as many"):
        stops(write(["Force,Month,Self-defined ethnicity,Stops", *lines]), count="Stops")


@pytest.mark.parametrize(("number", "is_said"), [(8, False), (40, True)])
def test_many_repeated_rows_stand_right_behind_the_first_number(write, number, is_said):
    sentences = stops(write([HEADS, *rows(), *rows(number)])).sentences
    assert sentences[0].startswith("Essex, September 2021")
    assert ("repeat another in every column" in sentences[1]) is is_said


def test_outcomes_that_one_group_lacks_are_not_compared(write):
    lines = [row.replace("Arrest", "") if n % 2 else row for n, row in enumerate(rows(150))]
    of_black = [row for row in lines if ",Black," in row]
    many = rows(1_500, groups=("White - Irish", "White - Irish"))
    row = stops(write([HEADS, *of_black, *many])).result.fitness[0]
    assert row.outcomes_refused == (
        "the outcome is recorded for 50% of stops of Black people, and for 98% of all"
    )


def test_rows_of_a_force_with_an_unknown_name_like_it_lead(write):
    lines = [*rows(), *rows(60, force="essx"), *rows(60, force="northern-ireland")]
    first, *others = stops(write([HEADS, *lines])).sentences
    assert first.startswith("60 of 240 rows are of 'essx', which the population does not know")
    assert not any("northern-ireland" in text for text in others)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Northants Police", "northamptonshire"),
        ("Herts", "hertfordshire"),
        ("W Yorks", "west-yorkshire"),
    ],
)
def test_counties_are_known_by_their_short_names(name, slug):
    assert slug_of(name) == slug


def test_stops_of_one_group_alone_are_said_to_be_so(write):
    lines = [
        f"essex,2021-09-{number % 28 + 1:02},White,Arrest,s1 PACE,{number}" for number in range(300)
    ]
    heads = "Force,Date,Self-defined ethnicity,Outcome,Legislation,Time"
    finding = stops(write([heads, *lines]))
    assert finding.sentences[0].startswith(
        "Essex could not be compared: every search with an ethnicity is of white people."
    )


def test_the_nearest_labels_are_of_groups():
    assert not any("null" in label or "nil" in label for label in nearest_labels("Mixed (All)"))


# residents


CENSUS = "pfa24_name,asian,black,mixed,other,white,total"


def test_notes_below_a_table_of_residents_are_no_area(write):
    lines = [CENSUS, "Essex,60,40,30,20,900000,900150", "Notes,,,,,,", "1. Rounded to ten"]
    table = read_table(write(lines, "census2021.csv"))
    assert table.people == {
        "essex": {"asian": 60, "black": 40, "mixed": 30, "other": 20, "white": 900_000}
    }


def test_residents_in_welsh_are_checked_against_their_total(write):
    lines = ["pfa24_name,Asiaidd,Du,Cymysg,Arall,Gwyn,Cyfanswm", "Gwent,60,40,30,20,900000,900151"]
    with pytest.raises(CannotRead, match="the groups sum to 900,150, the total says 900,151"):
        read_table(write(lines, "census2021.csv"))


def test_more_residents_than_the_country_has_are_refused(write):
    lines = [CENSUS, "Essex,60,40,30,20,900000000,900000150"]
    with pytest.raises(CannotRead, match="'essex' has 900,000,150 residents, more than"):
        read_table(write(lines, "census2021.csv"))


def test_a_list_beside_per_cents_of_residents_is_refused(write):
    listed = write(["ethnicity,listed", "White,32", "Black,94", "Asian,9"], "list.csv")
    shares = write(["ethnicity,population", "White,61", "Black,15", "Asian,24"], "residents.csv")
    question = CompositionQuestion("ethnicity", "White", "listed", is_official=True)
    with pytest.raises(CannotRead, match=r"residents\.csv: its numbers add up to 100"):
        audit_composition(listed, shares, question)


@pytest.mark.parametrize(("total", "fits"), [("1362", True), ("1374", True), ("1400", False)])
def test_a_row_of_everyone_on_a_list_is_checked_and_left_out(write, total, fits):
    lines = ["White,329", "Black,942", "Asian,91", "Not stated,12"]
    table = write(["ethnicity,listed", *lines, f"Total,{total}"], "list.csv")
    residents = write(
        ["ethnicity,population", "White,4725297", "Black,1188121", "Asian,1816308"], "residents.csv"
    )
    question = CompositionQuestion("ethnicity", "White", "listed", is_official=True)
    if fits:
        rows = audit_composition(table, residents, question).result.groups
        assert {row.group: row.people for row in rows} == {"White": 329, "Black": 942, "Asian": 91}
        return
    with pytest.raises(CannotRead, match="'Total' is 1,400, but the groups add up to 1,374"):
        audit_composition(table, residents, question)


def test_a_list_of_more_people_than_live_there_is_refused(write):
    table = write(["ethnicity,listed", "White,329", "Black,1500000"], "list.csv")
    residents = write(["ethnicity,population", "White,4725297", "Black,1188121"], "residents.csv")
    question = CompositionQuestion("ethnicity", "White", "listed", is_official=True)
    with pytest.raises(Unfit, match="1,500,000 people of the group Black are listed"):
        audit_composition(table, residents, question)


# bands


WELSH = ["Band,Gwyn,Du,Asiaidd,Cyfanswm", "High,329,942,91,1362", "Low,3700,1200,360,5260"]


@pytest.mark.parametrize("total", ["Cyfanswm", "Total", "All ethnicities"])
def test_a_total_in_either_language_is_no_group(write, total):
    table = write([WELSH[0].replace("Cyfanswm", total), *WELSH[1:]])
    question = BandsQuestion("ethnicity", "Gwyn", "Band", leads=("High",), is_official=True)
    result = audit_bands(table, question).result
    assert {row.group for row in result.groups} == {"Gwyn", "Du", "Asiaidd"}


def test_a_group_that_is_all_others_together_is_refused(write):
    table = write([WELSH[0].replace("Cyfanswm", "Grand sum of it"), *WELSH[1:]])
    question = BandsQuestion("ethnicity", "Gwyn", "Band", leads=("High",), is_official=True)
    with pytest.raises(PlanError, match="'Grand sum of it' is all other groups together"):
        audit_bands(table, question)


OF_A_DAY = [("High", "White", 300), ("High", "Black", 900), ("Low", "White", 3000),
            ("Low", "Black", 990)]  # fmt: skip
HIDDEN = ["Band,White,Black,Asian,Not stated,Total", "Low,2500,400,300,100,3300"]


@pytest.mark.parametrize(("total", "fits"), [("1374", False), ("1286", True), ("1274", True)])
def test_a_total_is_held_against_what_a_hidden_number_can_be(write, total, fits):
    table = write([*HIDDEN, f"High,329,942,*,12,{total}"])
    if fits:  # with those of no stated group in the total, or without them
        assert in_bands(table, hidden=Cell(1, 4)).result
        return
    with pytest.raises(CannotRead, match="the total of High is 1,374, but its cells add up to"):
        in_bands(table, hidden=Cell(1, 4))


@pytest.mark.parametrize("note", ["[1] Includes Black British", "Source: FOI 12", "* provisional"])
def test_a_note_below_the_bands_is_no_band(write, note):
    table = write(["Band,White,Black", "High,30,60", "Low,300,400", f"{note},,"])
    assert {row.band for row in in_bands(table).result.groups} == {"High", "Low"}


def test_a_band_without_numbers_is_no_note(write):
    table = write(["Band,White,Black", "High,30,60", "Medium,,", "Low,300,400"])
    with pytest.raises(CannotRead, match="Medium, column 'White' is empty"):
        in_bands(table)


TWO_DAYS = [
    f"{day},{band},{group},{number}"
    for day in ("2020-04-01", "2021-04-01")
    for band, group, number in OF_A_DAY
]


def test_bands_of_two_days_in_one_table_lead(write):
    table = write(["As at,Band,ethnicity,Number", *TWO_DAYS])
    first = in_bands(table, count="Number").sentences[0]
    assert first.startswith("The table holds 2 periods by its column 'As at'")


def in_bands(path, **how):
    question = BandsQuestion("ethnicity", "White", "Band", leads=("High",), is_official=True, **how)
    return audit_bands(path, question)


@pytest.mark.parametrize(
    "bands",
    [("7 and above", "5 and above"), ("7+", "5+"), ("≥ 7", "≥ 5"), ("Under 5", "Under 10"),
     ("Score 3 or fewer", "Score 5 or fewer")],
)  # fmt: skip
def test_bands_within_one_another_are_refused(write, bands):
    table = write(["Band,White,Black", "High,30,60", *(f"{band},300,400" for band in bands)])
    with pytest.raises(PlanError, match="lie within one another"):
        in_bands(table)


@pytest.mark.parametrize("bands", [("0-4", "5-9", "10+"), ("Under 5", "5 to 9", "10 and above")])
def test_bands_with_an_end_on_each_side_are_read(write, bands):
    table = write(["Band,White,Black", "High,30,60", *(f"{band},300,400" for band in bands)])
    assert in_bands(table).result


# scores


def test_a_missing_outcome_is_named_before_what_comes_of_it(write):
    having = [(group, "High", 1) for group in "AB" for _ in range(20)]
    lacking = [(group, band, "") for group in "AB" for band in ("High", "Low") for _ in range(30)]
    with pytest.raises(Unfit, match=r"missing for 60% of those who were flagged.*none, write 0"):
        scored(write, [*having, *lacking])


def test_outcomes_missing_for_most_are_named_before_small_cells(write):
    """Nine in ten of those flagged have no outcome, so that few cells are left with five people."""
    lines = [
        (group, band, "" if band == "High" and number % 10 else number % 2)
        for group in "AB"
        for band in ("High", "Low")
        for number in range(40)
    ]
    with pytest.raises(Unfit, match="missing for 90% of those who were flagged"):
        scored(write, lines)
