"""Tables of the use of force as people keep them: read to the same counts, or refused by name."""

import re
from typing import Any

import pytest

from candour.audit.errors import PlanError
from candour.audit.force.audit import ForceQuestion, audit_force
from candour.audit.force.publication import ALL_TACTICS, read_tactics, year_covered
from candour.audit.periods import Period
from candour.tables.errors import CannotRead
from tests.audit.conftest import CENSUS_2021
from tests.audit.force.test_publication import ods

YEAR = Period.parse("2019-04..2020-03")
GROUPS = ("White", "Black (or Black British)", "Asian (or Asian British)", "Mixed", "Other")
HEADS = ("Police Force", "Tactic", *GROUPS, "Not reported", "Number of times tactic reported")
ESSEX = ("Essex", "*Total Tactics", 2000, 1000, 400, 200, 200, 200, 4000)
KENT = ("Kent", "*Total Tactics", 1000, 200, 200, 100, 100, 400, 2000)
COUNTS = {
    "essex": {"asian": 400, "black": 1000, "mixed": 200, "other": 200, "white": 2000,
              "missing": 200},
    "kent": {"asian": 200, "black": 200, "mixed": 100, "other": 100, "white": 1000, "missing": 400},
}  # fmt: skip


def csv(folder, *rows, name="table.csv", delimiter=",", encoding="utf-8"):
    def cell(value):
        text = str(value)
        return f'"{text}"' if delimiter in text else text

    path = folder / name
    lines = [delimiter.join(cell(value) for value in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def book(folder, sheets):
    wide = {
        name: [[*row, *[""] * (max(map(len, rows)) - len(row))] for row in rows]
        for name, rows in sheets.items()
    }
    return ods(folder / "table.ods", wide)


def counts_in(path):
    return read_tactics(path, ALL_TACTICS, YEAR)[0]


def with_thousands(row, mark):
    return tuple(f"{cell:,}".replace(",", mark) if isinstance(cell, int) else cell for cell in row)


# read to the same counts

REGION = ("East of England", "*Total Tactics", 3000, 1200, 600, 300, 300, 600, 6000)
RESTRAINT = ("", "Ground restraint", 1, 0, 0, 0, 0, 0, 1)
READ: dict[str, list[tuple[Any, ...]]] = {
    "a title and headings in two lines, the upper merged": [
        ("Use of force by perceived ethnicity, year ending March 2020",),
        ("", "", "Perceived ethnicity"),
        HEADS, ESSEX, KENT,
    ],
    "a region and a total between the forces": [
        HEADS, ESSEX, REGION, KENT, ("Grand total", *REGION[1:]), ("Total East", *REGION[1:]),
    ],
    "a force named once for its block": [HEADS, ESSEX, RESTRAINT, KENT, RESTRAINT],
    "the total of a block at its end": [
        HEADS, ("Essex", *RESTRAINT[1:]), ("", *ESSEX[1:]), ("Kent", *RESTRAINT[1:]),
        ("", *KENT[1:]),
    ],
    "thousands set apart": [HEADS, with_thousands(ESSEX, ","), with_thousands(KENT, "\u00a0")],
    "footnotes": [
        ("Police force [note 1]", "Tactic", "White¹", *HEADS[3:]),
        ("Essex [note 2]", "*Total Tactics", "2,000 [r]", "1000*", *ESSEX[4:]),
        ("Kent (3)", *KENT[1:]),
    ],
    "another name for the forces' column": [("Force", *HEADS[1:]), ESSEX, KENT],
    "a total that is called so": [(*HEADS[:-1], "Total"), ESSEX, KENT],
    "Chinese people beside Asian people, as up to 2018/19": [
        (*HEADS[:5], "Chinese", *HEADS[5:]),
        (*ESSEX[:4], 390, 10, *ESSEX[5:]),
        (*KENT[:4], 200, "-", *KENT[5:]),
    ],
    "notes below": [HEADS, ESSEX, KENT, ("Source: returns of forces",), ("1. Provisional.",)],
}  # fmt: skip


@pytest.mark.parametrize("how", READ)
def test_a_table_kept_in_another_way_has_the_same_counts(tmp_path, how):
    assert counts_in(book(tmp_path, {"Table 16": READ[how]})) == COUNTS
    width = max(map(len, READ[how]))
    if len(READ[how][-1]) == width:  # the csv module of a spreadsheet fills every line
        rows = [(*row, *[""] * (width - len(row))) for row in READ[how]]
        assert counts_in(csv(tmp_path, *rows)) == COUNTS
        assert counts_in(csv(tmp_path, *rows, delimiter=";", encoding="utf-8-sig")) == COUNTS


def in_rows(force, numbers):
    labels = (*GROUPS, "Not reported", "Total")
    return [(force, label, "Total Tactics", n) for label, n in zip(labels, numbers, strict=True)]


LONG_HEADS = ("Force", "Perceived ethnicity", "Tactic", "Number")
LONG = [LONG_HEADS, *in_rows("Essex", ESSEX[2:]), *in_rows("Kent", KENT[2:])]


def test_groups_may_stand_in_rows(tmp_path):
    assert counts_in(csv(tmp_path, *LONG)) == COUNTS
    merged = [LONG[0], *(("" if n % 7 else row[0], *row[1:]) for n, row in enumerate(LONG[1:]))]
    assert counts_in(book(tmp_path, {"Sheet1": merged})) == COUNTS


def test_of_two_sheets_that_of_the_year_asked_for_is_read(tmp_path):
    other = ("Kent", "*Total Tactics", 7, 7, 7, 7, 7, 7, 42)
    sheets = {"2018-19": [HEADS, other], "2019-20": [HEADS, ESSEX, KENT]}
    path = book(tmp_path, sheets)
    assert counts_in(path) == COUNTS
    assert year_covered(path, YEAR) == YEAR
    finding = audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))
    assert {row.force: row.tactics for row in finding.result.rates if row.group == "white"} == {
        "essex": 2000, "kent": 1000,
    }  # fmt: skip


# refused, with what is wrong and where

WRONG: dict[str, tuple[list[tuple[Any, ...]], str]] = {
    "a part beside the whole": (
        [(*HEADS[:3], "White British", *HEADS[3:]), (*ESSEX[:3], 1800, *ESSEX[3:])],
        "'white' and 'white british' both count white people",
    ),
    "per cents beside counts": (
        [(*HEADS, *(f"{group} (%)" for group in GROUPS)), (*ESSEX, 50, 25, 10, 5, 5)],
        "column 'white (%)' holds shares or rates",
    ),
    "per cents under the same headings": (
        [(*HEADS, *GROUPS), (*ESSEX, 50, 25, 10, 5, 5)],
        "two columns are called 'white'",
    ),
    "per cents": (
        [HEADS[:-1], ("Essex", "*Total Tactics", 50, 25, 10, 5, 5, 5),
         ("Kent", "*Total Tactics", 50, 10, 10, 5, 5, 20)],
        "line 2: the groups sum to about 100: these are per cents",
    ),
    "per cents with their sign": (
        [HEADS[:-1], ("Essex", "*Total Tactics", "50%", "25%", "10%", "5%", "5%", "5%")],
        "line 2: white is '50%', which is no count",
    ),
    "rates, by the title": (
        [("Rate per 1,000 population, 2019/20", *[""] * 8), HEADS, ESSEX],
        "its title 'Rate per 1,000 population, 2019/20' says shares or rates",
    ),
    "a number held back with c": (
        [HEADS, ESSEX, ("Kent", "*Total Tactics", 1000, "c", 200, 100, 100, 400, 2000)],
        "line 3: black (or black british) is 'c', which is not 0",
    ),
    "a number held back as under five": (
        [HEADS, ("Essex", "*Total Tactics", 2000, 1000, 400, 200, "<5", 200, 4000)],
        "line 2: other is '<5', which is not 0",
    ),
    "a force with a number missing": (
        [HEADS, ESSEX, ("Kent", "*Total Tactics", "", 200, 200, 100, 100, 400, 1000)],
        "line 3: white is empty",
    ),
    "forces in columns": (
        [("Ethnicity", "Essex", "Kent"), ("White", 2000, 1000), ("Black", 1000, 200)],
        "it needs the headings 'Police force', 'Tactic' and one for each group, and has "
        "'ethnicity', 'essex', 'kent'",
    ),
    "forces under a heading that nobody knows": (
        [("Constabulary", *HEADS[1:]), ESSEX],
        "no column is called 'Police force'. If 'constabulary' names forces, call it so",
    ),
    "a total that does not add up": (
        [(*HEADS[:-1], "Total"), (*ESSEX[:-1], 4001)], "line 2: the groups sum to 4,000",
    ),
    "a force twice": ([HEADS, ESSEX, KENT, ESSEX], "line 4: 'Essex' stands twice"),
    "groups in rows, one of them unknown": (
        [LONG_HEADS, *in_rows("Essex", ESSEX[2:]), ("Essex", "Wite", "Total Tactics", 5)],
        "line 9: 'Wite' is no ethnic group; the nearest known",
    ),
    "groups in rows, one of them lacking": (
        [LONG_HEADS, *in_rows("Essex", ESSEX[2:])[:4], *in_rows("Kent", KENT[2:])],
        "line 2: 'Essex' has no row for other",
    ),
    "groups in rows, a part beside the whole": (
        [*LONG, ("Kent", "White British", "Total Tactics", 900)],
        "'White' and 'White British' both count white people",
    ),
    "nothing but sums": ([HEADS, REGION], "all its rows are sums of forces"),
}  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_a_table_that_would_mislead_is_refused_with_its_fault(tmp_path, how):
    rows, says = WRONG[how]
    with pytest.raises(CannotRead, match=re.escape(says)) as refused:
        counts_in(csv(tmp_path, *rows))
    assert str(refused.value).startswith("table.csv")
    with pytest.raises(CannotRead):
        counts_in(book(tmp_path, {"Sheet1": rows}))


@pytest.mark.parametrize(
    "title",
    ["Use of force, 1 April 2018 to 31 March 2019", "Use of force, year ending March 2019",
     "Use of force 2018/19"],
)  # fmt: skip
def test_another_year_in_a_title_is_refused(tmp_path, title):
    rows = [(title, *[""] * 8), HEADS, ESSEX]
    for path in (csv(tmp_path, *rows), book(tmp_path, {"Sheet1": rows})):
        with pytest.raises(PlanError, match="covers 2018-04 to 2019-03, not 2019-04 to 2020-03"):
            audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))


def test_another_year_on_the_only_sheet_or_in_its_column_is_refused(tmp_path):
    by_sheet = book(tmp_path, {"2018-19": [HEADS, ESSEX]})
    with pytest.raises(PlanError, match="covers 2018-04"):
        audit_force(by_sheet, [CENSUS_2021], ForceQuestion(YEAR))
    rows = [("Financial year", *HEADS), ("2018/19", *ESSEX)]
    for path in (csv(tmp_path, *rows), book(tmp_path, {"Sheet1": rows})):
        with pytest.raises(PlanError, match="covers 2018-04"):
            audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))


def test_a_quarter_is_no_year(tmp_path):
    rows = [("Period", *HEADS), ("2019/20 Q1", *ESSEX)]
    with pytest.raises(CannotRead, match="'2019/20 Q1' is a part of a year"):
        audit_force(csv(tmp_path, *rows), [CENSUS_2021], ForceQuestion(YEAR))


def test_years_that_a_file_says_twice_must_agree(tmp_path):
    rows = [("Use of force 2018/19", *[""] * 8), HEADS, ESSEX]
    path = csv(tmp_path, *rows, name="force_2019-20.csv")
    with pytest.raises(CannotRead, match="the file's name says 2019-04 to 2020-03, and the table"):
        audit_force(path, [CENSUS_2021], ForceQuestion(YEAR))


def test_sheets_that_could_both_be_meant_are_asked_about(tmp_path):
    path = book(tmp_path, {"Adults": [HEADS, ESSEX], "Children": [HEADS, KENT]})
    with pytest.raises(CannotRead, match="sheets 'Adults' and 'Children' could all be meant"):
        counts_in(path)
