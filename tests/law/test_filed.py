"""Reading a file of the law: what a key gives, and how each mistake is told."""

import pytest

from candour.core.errors import BadContent
from candour.law.filed import read_entries, read_file, read_names, refuse


@pytest.fixture
def entry(tmp_path):
    """A file with one of each shape of value, opened as a single entry."""
    path = tmp_path / "some.yaml"
    path.write_text(
        "word: one\nlist: [one, two]\nlists: [one, [two]]\nmap: {a: one, b: [two]}\n"
        "maps: {first: {a: one}, second: two}\nrows: [{a: one}, two]\nday: 2026-02-30\n",
        encoding="utf-8",
    )
    return read_file(path)


def told(entry):
    return [str(problem) for problem in entry.problems]


def test_a_text_is_given_and_anything_else_is_told_and_stands_for_the_default(entry):
    assert entry.text("word") == "one"
    assert not told(entry)
    assert entry.text("list") == ""
    assert entry.text("map", default="usual") == "usual"
    assert told(entry) == [
        "law/some.yaml:2: list: must be text",
        "law/some.yaml:4: map: must be text",
    ]


def test_a_key_that_is_not_there_is_told_unless_it_has_a_default(entry):
    assert entry.text("none", default="") == ""
    assert entry.words("none") == ()
    assert not told(entry)
    assert entry.text("none") == ""
    assert entry.words("none", needed=True) == ()
    assert told(entry) == ["law/some.yaml:1: none: is missing"] * 2


def test_a_text_stands_for_a_list_of_one_and_a_list_in_a_list_is_told(entry):
    assert entry.words("word") == ("one",)
    assert entry.words("list") == ("one", "two")
    assert not told(entry)
    assert entry.words("lists") == ("one",)
    assert told(entry) == ["law/some.yaml:3: lists: must be a list of texts"]


def test_a_word_that_is_not_known_is_told_with_those_that_are(entry):
    assert entry.one_of("word", ("one", "two")) == "one"
    assert entry.some_of("list", ("one", "two")) == ("one", "two")
    assert not told(entry)
    entry.one_of("word", ("two", "three"))
    entry.some_of("list", ("one", "three"))
    assert told(entry) == [
        "law/some.yaml:1: word: 'one' is not one of two, three",
        "law/some.yaml:1: list: 'two' is not one of one, three",
    ]


def test_a_day_that_no_calendar_has_is_told(entry):
    assert entry.day("day") is None
    assert told(entry) == ["law/some.yaml:1: day: '2026-02-30' is no day; write it as 2026-06-12"]


def test_a_mapping_gives_its_texts_and_anything_else_is_told(entry):
    assert entry.mapping("map") == {"a": "one"}
    assert entry.mapping("none") == {}
    assert not told(entry)
    assert entry.mapping("list") == {}
    assert told(entry) == ["law/some.yaml:2: list: must be a mapping"]


def test_either_a_text_or_a_mapping_is_given(entry):
    assert entry.either("word") == "one"
    assert entry.either("map") == {"a": "one"}
    assert entry.either("list") == ""
    assert entry.either("none") == ""
    assert not told(entry)


def test_a_mapping_of_mappings_is_read_by_name_and_anything_else_is_told(entry):
    read = {name: each.text("a", default="") for name, each in entry.named_entries("maps")}
    assert read == {"first": "one", "second": ""}
    assert list(entry.named_entries("none")) == []
    assert list(entry.named_entries("list")) == []
    assert told(entry) == [
        "law/some.yaml:5: maps.second: must be a mapping of keys to values",
        "law/some.yaml:2: list: must be a mapping",
    ]


def test_a_list_of_mappings_is_read_in_order_and_each_tells_its_place(entry):
    assert [each.text("a", default="") for each in entry.entries("rows")] == ["one", ""]
    assert list(entry.entries("none")) == []
    assert told(entry) == ["law/some.yaml:6: rows[2]: must be a mapping of keys to values"]


def test_a_key_that_nobody_asks_for_is_a_mistake_at_every_depth(entry):
    for _ in entry.entries("rows"):
        pass
    for _ in entry.named_entries("maps"):
        pass
    for key in ("word", "list", "lists", "map", "day"):
        entry.words(key)
    entry.problems.clear()
    entry.refuse_other_keys()
    assert not told(entry)
    for _ in entry.entries("rows"):  # without a look at what a row holds
        pass
    assert told(entry)[0] == "law/some.yaml:6: rows[1].a: is not a key of this file"


def test_a_file_of_entries_gives_each_under_its_name(tmp_path):
    path = tmp_path / "some.yaml"
    path.write_text("A: {a: one}\nB: two\n", encoding="utf-8")
    entries, problems = read_entries(path)
    assert [(name, entry.name, entry.line) for name, entry in entries] == [
        ("A", "A", 1),
        ("B", "B", 2),
    ]
    with pytest.raises(BadContent) as caught:
        refuse(problems)
    assert [str(problem) for problem in caught.value.problems] == [
        "law/some.yaml:2: B: must be a mapping of keys to values"
    ]
    refuse([])


NAME = """
  - {{name: {0}, short: the {0}, letters: {0}, site: "https://ico.org.uk/", from: {1}, act: An Act,
     checked-on: 2026-01-01}}"""


def names(tmp_path, *rows):
    path = tmp_path / "names.yaml"
    path.write_text("data-regulator:" + "".join(NAME.format(*row) for row in rows) + "\n")
    return read_names(path)


def test_of_several_names_the_last_whose_day_has_come_is_taken(tmp_path):
    rows = [("Second", "2026-03-01"), ("First", "2005-01-01"), ("Third", "not known")]
    assert names(tmp_path, *rows)["{regulator}"] == "Second"


def test_a_regulator_none_of_whose_names_has_a_day_is_refused(tmp_path):
    with pytest.raises(BadContent) as refused:
        names(tmp_path, ("First", "not known"))
    assert str(refused.value).endswith("data-regulator: no name has a day from which it holds")
