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
from candour.audit.residents.labels import nearest_labels
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


def test_stops_of_one_group_alone_are_said_to_be_so(write):
    lines = [
        f"essex,2021-09-{number % 28 + 1:02},White,Arrest,s1 PACE,{number}" for number in range(300)
    ]
    heads = "Force,Date,Self-defined ethnicity,Outcome,Legislation,Time"
    finding = stops(write([heads, *lines]))
    assert finding.sentences[1].startswith("Essex: every search with an ethnicity is of white")


def test_the_nearest_labels_are_of_groups():
    assert not any("null" in label or "nil" in label for label in nearest_labels("Mixed (All)"))


# bands


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
    with pytest.raises(
        Unfit, match=r"is missing for \d+% of people of A who were not flagged"
    ) as e:
        scored(write, [*having, *lacking])
    assert "If an empty cell means that there was none, write 0" in str(e.value)
