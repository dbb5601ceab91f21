"""How much of a source was read: what may be told of it, and what pages say of it."""

import re

import pytest

from candour.content import FOLDER
from candour.evidence.advice import warnings_of
from candour.evidence.reading import read_collection, read_with_problems
from tests.evidence.making import BASE, REPORT, TOOL, make_folder, schema, write_files

SILENT = TOOL + "dpia: {silence: source-silent}\n"
UNREAD = TOOL + "dpia: {silence: not-in-the-part-read}\n"
PARTIAL = ["opening", "nearly-whole", "parts", "by-report"]


def read_as(reading, more=None):
    """The report as so much of it was read; unread, its names and day are this register's."""
    files = {**BASE, **(more or {})}
    files["sources/report"] += f"reading: {reading}\n"
    return files if reading != "by-report" else {slug: coined(text) for slug, text in files.items()}


def coined(text):
    """The text with the names and the days of publication in it told by this register."""
    ours = r"\1: {value: \2, said_by: candour}"
    return re.sub(r"^(name|published): ([^{\n]*)$", ours, text, flags=re.MULTILINE)


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content")


def problems_of(folder):
    return [(p.field, p.message) for p in read_with_problems(folder, schema())[1]]


@pytest.mark.parametrize("reading", PARTIAL)
def test_a_source_read_in_part_is_never_told_to_be_silent(folder, reading):
    write_files(folder, read_as(reading, {"systems/tool": SILENT}))
    ((field, message),) = problems_of(folder)
    assert field == "dpia"
    assert "read only in part" in message
    assert "not-in-the-part-read" in message


@pytest.mark.parametrize("reading", PARTIAL)
def test_what_the_part_read_does_not_say_has_words_of_its_own(folder, reading):
    write_files(folder, read_as(reading, {"systems/tool": UNREAD}))
    assert problems_of(folder) == []
    (said,) = read_collection(folder, schema()).subjects["tool"].of("dpia")
    assert said.said_by == ("candour",)


def test_a_source_read_whole_can_be_told_to_be_silent(folder):
    write_files(folder, {"sources/report": REPORT + "reading: whole\n", "systems/tool": SILENT})
    assert problems_of(folder) == []


def test_a_text_read_without_its_notes_can_be_told_to_be_silent_but_not_of_citations(folder):
    report = REPORT + "reading: body-text\n"
    write_files(folder, {"sources/report": report, "systems/tool": SILENT})
    assert problems_of(folder) == []
    study = "source: report\nat: '1'\nname: Study\nkind: study\npublished: {silence: %s}\n"
    write_files(folder, {"documents/study": study % "source-silent"})
    assert ("published", "the notes of the source were not read") in [
        (field, message.partition(",")[0]) for field, message in problems_of(folder)
    ]
    write_files(folder, {"documents/study": study % "not-in-the-part-read"})
    assert problems_of(folder) == []


def test_no_source_whose_notes_say_that_a_part_was_not_read_is_called_read_whole():
    collection = read_collection(FOLDER, schema())
    for source in collection.of_class("source"):
        for reading in source.of("reading"):
            told = " ".join(text for _, text in reading.qualifiers)
            assert reading.value != "whole" or not re.search(r"\bnot read\b|were not\b", told)


def test_a_source_that_does_not_say_how_it_was_read_brings_a_warning(folder):
    warnings = warnings_of(read_collection(folder, schema()))
    assert [w.field for w in warnings] == ["reading"]
    write_files(folder, {"sources/report": REPORT + "reading: opening\n"})
    assert warnings_of(read_collection(folder, schema())) == []


@pytest.mark.parametrize("kind", ["press-report", "secondary-report"])
def test_all_that_a_report_tells_is_known_from_the_press_and_by_way_of_it(folder, kind):
    report = REPORT.replace("kind: report", f"kind: {kind}")
    tool = TOOL + "purpose: {value: Find people, said_by: force}\nsummary: A tool.\n"
    write_files(folder, {"sources/report": report, "systems/tool": tool})
    subject = read_collection(folder, schema()).subjects["tool"]
    (purpose,) = subject.of("purpose")
    assert (purpose.said_by, purpose.via, purpose.basis) == (("force",), "authors", "press")
    assert subject.of("use")[0].basis == "press"
    assert subject.of("summary")[0].basis == "inferred"


@pytest.mark.parametrize("row", ["also: A Name\n", "formerly: A Name\n", "name: The Tool\n"])
def test_a_source_that_was_not_read_is_not_taken_to_print_a_name(folder, row):
    field, name = row.strip().split(": ")
    ours = coined(TOOL) if field == "name" else coined(TOOL) + row
    bare = TOOL if field == "name" else ours
    write_files(folder, {**read_as("by-report"), "systems/tool": bare})
    ((told, message),) = problems_of(folder)
    assert told == field
    assert "was not read" in message
    ours = ours.replace(row, f"{field}: {{value: {name}, said_by: candour}}\n")
    write_files(folder, {"systems/tool": ours})
    assert problems_of(folder) == []


def test_a_source_that_was_not_read_is_not_taken_to_print_its_day(folder):
    unread = read_as("by-report")
    report = coined(REPORT).replace(
        "published: {value: 2025-02-20, said_by: candour}", "published: 2025-02-20"
    )
    write_files(folder, {**unread, "sources/report": report + "reading: by-report\n"})
    assert [field for field, _ in problems_of(folder)] == ["published"]
    write_files(folder, unread)
    assert problems_of(folder) == []
    study = "source: report\nat: '1'\nname: {value: Study, said_by: candour}\nkind: study\n"
    write_files(folder, {"documents/study": study + "dated: 2020\n"})
    assert [field for field, _ in problems_of(folder)] == ["dated"]
