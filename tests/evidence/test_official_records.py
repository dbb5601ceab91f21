"""The official transparency records: a copy is whole or refused, and two copies are compared."""

import json
from dataclasses import replace

import pytest

from candour.content import FOLDER
from candour.evidence.official_records import (
    PREFIX,
    BadRecords,
    as_copy,
    difference,
    newest_copy,
    read_official_records,
)


@pytest.fixture(scope="module")
def shipped():
    return newest_copy(FOLDER)


def test_the_copy_that_ships_holds_142_records_two_of_them_of_police(shipped):
    assert len(shipped.records) == 142
    assert shipped.day.isoformat() == "2026-08-17"
    of_police = {
        record.organisation: record.phase for record in shipped.records if record.is_of_police
    }
    assert of_police == {
        "hampshire-and-thames-valley-police": "pre-deployment",
        "west-midlands-police": "retired",
    }


def test_a_copy_that_is_kept_reads_back_the_same(shipped, tmp_path):
    path = tmp_path / "copy.json"
    path.write_text(as_copy(shipped), encoding="utf-8")
    assert read_official_records(path) == shipped


def test_what_was_added_gone_and_changed_is_told_apart(shipped):
    first, second, *rest = shipped.records
    newer = replace(second, phase="retired", updated="2026-12-01")
    new = replace(first, link="/algorithmic-transparency-records/new")
    found = difference(shipped, replace(shipped, records=(newer, *rest, new)))
    assert [record.link for record in found.added] == [new.link]
    assert [record.link for record in found.gone] == [first.link]
    assert {change.what for change in found.changed} == {"phase", "updated"}
    assert {change.link for change in found.changed} == {second.link}


def test_two_copies_that_are_the_same_differ_in_nothing(shipped):
    assert not difference(shipped, shipped)


def spoilt(**changes):
    row = {
        "link": "/algorithmic-transparency-records/a-tool",
        "title": "A tool",
        "description": "What it does",
        f"{PREFIX}organisation": "a-body",
        f"{PREFIX}phase": "production",
        f"{PREFIX}date_published": "2026-01-01",
        "public_timestamp": "2026-01-01T00:00:00Z",
        f"{PREFIX}atrs_version": "v4.0",
    }
    source = {"retrieved_at_utc": "2026-09-01T00:00:00+00:00", "reported_total": 1}
    copy = {"source": source, "results": [row]}
    for key, value in changes.items():
        if key in copy:
            copy[key] = value
        elif key in source:
            source[key] = value
        else:
            row[key] = value
    return copy


@pytest.mark.parametrize(
    ("copy", "told"),
    [
        (spoilt(reported_total=2), "holds 1 records where the finder reported 2"),
        (spoilt(title=""), "results, row 1: `title` is missing"),
        (spoilt(title=None), "results, row 1: `title` is missing"),
        (spoilt(results=None), "has no `source` and `results`"),
        (spoilt(results=["a"]), "row 1: is no record"),
        (spoilt(retrieved_at_utc="yesterday"), "'yesterday' is no time"),
        ([], "has no `source` and `results`"),
    ],
)
def test_a_copy_that_is_not_whole_is_refused_with_the_place(tmp_path, copy, told):
    path = tmp_path / "copy.json"
    path.write_text(json.dumps(copy), encoding="utf-8")
    with pytest.raises(BadRecords, match=told):
        read_official_records(path)


def test_a_record_held_twice_is_refused(tmp_path):
    copy = spoilt(reported_total=2)
    copy["results"] *= 2
    path = tmp_path / "copy.json"
    path.write_text(json.dumps(copy), encoding="utf-8")
    with pytest.raises(BadRecords, match="twice"):
        read_official_records(path)


def test_a_file_that_is_not_there_or_no_json_is_refused(tmp_path):
    with pytest.raises(BadRecords, match="is not there"):
        read_official_records(tmp_path / "nothing.json")
    path = tmp_path / "text.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(BadRecords, match="is no JSON"):
        read_official_records(path)
