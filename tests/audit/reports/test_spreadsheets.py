"""The tables of a finding as CSV: the same numbers as its JSON has."""

import csv
import io

from candour.audit.periods import Period
from candour.audit.reports import as_csv
from candour.audit.stops.audit import StopsQuestion, audit_stops
from tests.audit.conftest import CENSUS_2021, STOPS


def test_a_table_of_csv_has_the_numbers_of_the_finding():
    finding = audit_stops([STOPS], [CENSUS_2021], StopsQuestion(Period.parse("2019-04..2020-03")))
    tables = as_csv(finding)
    rows = list(csv.DictReader(io.StringIO(tables["finds"])))
    assert len(rows) == len(finding.result.finds or ())
    for row, find in zip(rows, finding.result.finds or (), strict=True):
        assert (row["force"], row["object"], row["group"]) == (find.force, find.object, find.group)
        assert float(row["hit_rate"]) == find.hit_rate.value
        assert float(row["hit_rate_low"]) == find.hit_rate.low
        assert row["depends_on"] == "; ".join(find.depends_on or ())
    assert "sentences" not in tables
    assert "inputs" not in tables


def test_no_text_of_a_file_is_worked_out_by_a_spreadsheet(tmp_path):
    """An object of search that looks like a formula."""
    path = tmp_path / "stops.csv"
    heads = "Month,Force,Self-defined ethnicity,Outcome,Object of search"
    rows = [f'2021-09,essex,White - Irish,Arrest,"=HYPERLINK({at % 3})"' for at in range(30)]
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    finding = audit_stops([path], [CENSUS_2021], StopsQuestion(Period.parse("2021-09")))
    finds = list(csv.DictReader(io.StringIO(as_csv(finding)["finds"])))
    assert any(find["object"].startswith("'=HYPERLINK") for find in finds)
    assert not any(find["object"].startswith("=") for find in finds)
