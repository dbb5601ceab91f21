"""The tables of a release: read back by other programs, and the register whole."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import date

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from candour.core.hashing import file_digest
from candour.evidence.released.columns import tables
from candour.evidence.released.deltas import AlteredRelease, NoRelease
from candour.evidence.released.writing import NothingHeld
from candour.evidence.releases import SUMS, listed_digests, verify_release
from candour.register import models, selectors
from candour.register.findings import findings
from candour.register.releasing import OtherHistory, export_release
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import edit_and_load, load_on

pytestmark = pytest.mark.django_db

FIGURES = (
    TOOL
    + """\
purpose: find people
dpia: {silence: withheld, section: '31'}
figures:
  listed:
    measure: people on the list
    field: people-profiled
    unit: people
    total: '1,413'
    values: {White: 400, Black: 1013}
    checks: [total = White + Black]
derived:
  share-black: {measure: share of the list, sum: listed.Black / listed.total, unit: percent}
"""
)


@pytest.fixture
def release(register, tmp_path):
    return export_release(tmp_path / "release").folder


@pytest.fixture
def of_region(region, tmp_path):
    """A release of one origin, with checks, derived numbers, contradictions and gaps."""
    return export_release(tmp_path / "release").folder


def in_csv(release, table):
    with (release / f"tables/csv/{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_jsonl(release, table):
    lines = (release / f"tables/jsonl/{table}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def in_sqlite(release, sql):
    with closing(sqlite3.connect(release / "tables/candour.sqlite")) as connection:
        return connection.execute(sql).fetchall()


def standing():
    """Every statement that stands, by its identifier, as the database has it."""
    rows = models.Recording.objects.filter(retracted_in=None).select_related("statement")
    return {row.statement_id: json.loads(row.statement.canonical) for row in rows}


def test_the_statements_are_those_that_stand_and_each_is_whole(release):
    rows = in_jsonl(release, "statements")
    expected = standing()
    assert len(rows) == len(expected) > 0
    for row in rows:
        data = expected[row["id"]]
        ((kind, value),) = data["value"].items()
        assert (row["subject"], row["field"], row["kind"]) == (
            data["subject"], data["field"], kind,
        )  # fmt: skip
        assert row["said_by"] == data["said_by"]
        assert (row["qualifiers"] or {}) == data.get("qualifiers", {})
        for name, part in value.items() if isinstance(value, dict) else [("value", value)]:
            assert row["value" if kind == "silence" and name == "kind" else name] == part
        for name in ("via", "said_on", "public_on", "valid", "source", "locator", "basis"):
            assert row[name] == data.get(name, "")


def test_what_was_taken_back_stands_apart(tmp_path, db):
    folder = make_folder(tmp_path / "content", {"systems/tool": FIGURES})
    load_on(folder)
    edit_and_load(folder, {"systems/tool": TOOL + "purpose: find places\n"}, date(2026, 2, 1))
    release = export_release(tmp_path / "release").folder
    ended = models.Recording.objects.exclude(retracted_in=None)
    taken_back = set(ended.values_list("statement", flat=True)) - set(standing())
    former = in_jsonl(release, "former_statements")
    assert {row["id"] for row in former} == taken_back
    assert "find people" in {row["value"] for row in former}
    assert "find people" not in {row["value"] for row in in_jsonl(release, "statements")}
    retracted = {row["id"] for row in in_jsonl(release, "history") if row["entry"] == "retract"}
    assert retracted == taken_back


def test_every_table_has_as_many_rows_as_the_register(region, tmp_path):
    edit_and_load(region, {"systems/tool": FIGURES}, date(2026, 2, 1))
    release = export_release(tmp_path / "release").folder
    counts = json.loads((release / "release.json").read_text())["tables"]
    followed = selectors.following()
    assert counts["subjects"] == models.Page.objects.filter(
        retracted_in=None).values("slug").distinct().count()  # fmt: skip
    assert counts["checks"] == followed.filter(kind="check").count() > 0
    assert counts["contradictions"] == followed.filter(kind="contradiction").count() > 0
    assert counts["gaps"] == followed.filter(kind="gap").count() > 0
    assert counts["derived_numbers"] == followed.filter(kind="derived").count() > 0
    assert counts["figures"] == selectors.figures().count() > 0
    assert counts["changes"] == models.ChangeSet.objects.count() > 0


def test_findings_and_their_numbers_are_there(release):
    (row,) = in_jsonl(release, "findings")
    (finding,) = findings()
    assert (row["id"], row["title"]) == (finding.identifier, finding.title)
    figures = {figure["id"]: figure for figure in in_jsonl(release, "figures")}
    assert set(row["statements"]) <= figures.keys()
    assert [figures[one]["verdicts"] for one in row["statements"]] == [
        [] for _ in row["statements"]
    ]


def test_contradictions_and_gaps_are_the_rows_that_lists_print(of_region):
    release = of_region
    kept = {row.key: row.row for row in selectors.following().filter(kind="contradiction")}
    assert {row["id"]: row["sides"] for row in in_jsonl(release, "contradictions")} == {
        key: row["sides"] for key, row in kept.items()
    }
    asked = {row.key: row.row["state"] for row in selectors.following().filter(kind="gap")}
    rows = in_jsonl(release, "gaps")
    assert {f"{row['subject']}/{row['item']}": row["state"] for row in rows} == asked


def test_sqlite_duckdb_pandas_and_csv_read_the_same(release):
    """Each table, by four programs: the same rows, in the same order."""
    for table in tables(selectors.schema()):
        rows = in_jsonl(release, table.name)
        first = table.names[0]
        firsts = [str(row[first]) for row in rows]
        every = f'SELECT * FROM "{table.name}"'  # noqa: S608 - a name of our own
        assert [str(row[0]) for row in in_sqlite(release, every)] == firsts
        assert [row[first] for row in in_csv(release, table.name)] == firsts
        path = release / f"tables/parquet/{table.name}.parquet"
        asked = f"SELECT {first} FROM '{path}'"  # noqa: S608 - our own path
        with duckdb.connect() as engine:
            assert [str(row[0]) for row in engine.execute(asked).fetchall()] == firsts
        frame = pd.read_parquet(path)
        assert tuple(frame.columns) == table.names
        assert len(frame) == len(rows)
        texts = pd.read_csv(
            release / f"tables/csv/{table.name}.csv", dtype=str, keep_default_na=False
        )
        assert [str(value) for value in texts[first]] == firsts


def test_lists_are_lists_in_parquet_and_json_in_sqlite(release):
    (row,) = [row for row in in_jsonl(release, "systems") if row["slug"] == "tool"]
    assert row["operator"] == ["force"]
    assert in_sqlite(
        release, "SELECT value FROM systems, json_each(operator) WHERE slug = 'tool'"
    ) == [("force",)]
    frame = pq.read_table(release / "tables/parquet/systems.parquet").to_pylist()
    assert frame[0]["operator"] == ["force"]
    assert in_csv(release, "systems")[0]["operator_names"] == "The Force"


def test_a_system_has_its_use_gaps_and_silences_in_one_row(tmp_path, db):
    load_on(make_folder(tmp_path / "content", {"systems/tool": FIGURES}))
    release = export_release(tmp_path / "release").folder
    (row,) = in_jsonl(release, "systems")
    assert (row["name"], row["kind_label"]) == ("The Tool", "Scores or lists people")
    assert row["use_state"] == "in-use"
    assert row["use"].startswith("said to have been in use, on days not given")
    assert row["nothing_given"] == ["dpia: withheld"]
    assert row["purpose"] == ["find people"]
    assert row["gap_dpia"] == "refused"
    assert row["gaps_open"] == sum(
        row[name] != "published" for name in row if name.startswith("gap_")
    )
    assert (row["figures"], row["source_names"]) == (3, ["The Report"])
    (total,) = [one for one in in_jsonl(release, "figures") if one["verdicts"]]
    assert (total["value"], total["printed"], total["verdicts"]) == (1413, "1,413", ["holds"])
    assert in_sqlite(release, "SELECT value, high FROM figures ORDER BY value") == [
        (400.0, None),
        (1013.0, None),
        (1413.0, None),
    ]


def test_every_column_is_explained_in_every_dictionary(release):
    explained = {
        (table, column): meaning
        for table, column, meaning in in_sqlite(
            release, 'SELECT "table", "column", meaning FROM columns'
        )
    }
    package = json.loads((release / "tables/datapackage.json").read_text())
    for resource in package["resources"]:
        with (release / "tables" / resource["path"]).open(newline="") as file:
            header = next(csv.reader(file))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        for name in header:
            assert explained[resource["name"].replace("-", "_"), name].strip()
    schema = selectors.schema()
    assert schema.fields["inputs"].help in explained["systems", "inputs"]


def test_the_same_register_makes_the_same_bytes(release, tmp_path):
    again = export_release(tmp_path / "again").folder
    assert (again / SUMS).read_bytes() == (release / SUMS).read_bytes()


def test_a_table_that_was_altered_is_found_by_the_chains_though_its_digest_fits(release):
    path = release / "tables/csv/systems.csv"
    path.write_bytes(path.read_bytes().replace(b"The Tool", b"The Fool"))
    sums = (release / SUMS).read_text().splitlines()
    name = "tables/csv/systems.csv"
    forged = [line if not line.endswith(name) else f"{file_digest(path)}  {name}" for line in sums]
    (release / SUMS).write_text("\n".join(forged) + "\n")
    assert [str(one) for one in verify_release(release).differences] == [
        "tables/csv/systems.csv: is not what the chains lead to"
    ]


def test_a_table_too_many_or_too_few_is_named(release):
    (release / SUMS).unlink()
    (release / "tables/csv/gaps.csv").unlink()
    (release / "tables/csv/more.csv").write_text("a\n1\n")
    named = {str(one) for one in verify_release(release).differences}
    assert named == {
        f"{SUMS}: is not there, and every release has it",
        "tables/csv/gaps.csv: follows from the chains and is not there",
        "tables/csv/more.csv: is there and does not follow from the chains",
    }


def test_the_rows_in_the_bytes_of_another_library_are_noted_and_other_rows_found(release):
    path = release / "tables/parquet/gaps.parquet"
    table = pq.read_table(path)
    for rows, is_valid in ((table, True), (table.slice(1), False)):
        pq.write_table(rows, path, compression="snappy")
        digests = listed_digests(release) | {"tables/parquet/gaps.parquet": file_digest(path)}
        text = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
        (release / SUMS).write_text(text)
        report = verify_release(release)
        assert report.is_valid is is_valid
        assert is_valid == any("another version of" in note for note in report.notes)


def test_a_delta_makes_the_newer_tables_of_the_older(region, tmp_path):
    older = export_release(tmp_path / "older").folder
    edit_and_load(region, {"systems/added": TOOL + "purpose: find places\n"}, date(2026, 2, 1))
    newer = export_release(tmp_path / "newer", since=older).folder
    about = json.loads((newer / "delta/delta.json").read_text())
    assert about["from"] == json.loads((older / "release.json").read_text())["version"]
    assert about["to"] == json.loads((newer / "release.json").read_text())["version"]
    assert about["tables"]["systems"] == {"gone": 0, "new": 1}
    for table in tables(selectors.schema()):
        before = [json.dumps(row) for row in in_jsonl(older, table.name)]
        after = [json.dumps(row) for row in in_jsonl(newer, table.name)]
        path = newer / f"delta/{table.name}.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        entries = [json.loads(line) for line in lines]
        gone = {json.dumps(one["row"]) for one in entries if one["entry"] == "gone"}
        new = {json.dumps(one["row"]) for one in entries if one["entry"] == "new"}
        assert set(after) == (set(before) - gone) | new
        assert about["tables"][table.name] == {"gone": len(gone), "new": len(new)}
    assert verify_release(newer).differences == []


def test_a_delta_starts_only_from_a_release_of_this_past_that_nobody_altered(region, tmp_path):
    with pytest.raises(NoRelease, match="no release with tables"):
        export_release(tmp_path / "one", since=region)
    older = export_release(tmp_path / "older").folder
    path = older / "tables/jsonl/gaps.jsonl"
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"silent", b"SILENT", 1))
    with pytest.raises(AlteredRelease, match="was altered"):
        export_release(tmp_path / "one", since=older)
    path.write_bytes(kept)
    about = json.loads((older / "release.json").read_text())
    head = next(iter(about["chains"].values()))
    head["head"] = "0" * 64
    (older / "release.json").write_text(json.dumps(about))
    digests = listed_digests(older) | {"release.json": file_digest(older / "release.json")}
    (older / SUMS).write_text("".join(f"{digest}  {name}\n" for name, digest in digests.items()))
    with pytest.raises(OtherHistory):
        export_release(tmp_path / "one", since=older)
    assert not (tmp_path / "one").exists()


def test_an_empty_register_is_not_released(db, tmp_path):
    with pytest.raises(NothingHeld, match="empty"):
        export_release(tmp_path / "release")
    assert not (tmp_path / "release").exists()
