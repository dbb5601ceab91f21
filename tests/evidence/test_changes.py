"""The change log: chained, tamper-evident, and leading exactly to what the files say."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.errors import BadContent
from candour.evidence.changes import (
    LOG_NAME,
    NO_CHANGE_BEFORE,
    BadChangeLog,
    append_to_log,
    diff,
    diff_subject,
    next_change_set,
    page_of,
    read_log,
    replay,
)
from candour.evidence.collection import Collection
from candour.evidence.folder import write_folder, write_whole
from candour.evidence.reading import read_collection
from candour.evidence.record import log_problems, record_change
from tests.evidence.making import (
    TOOL,
    collection,
    make_folder,
    schema,
    statement,
    subject,
    write_files,
)
from tests.evidence.strategies import subjects

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def chained(*states, log=None):
    """Change sets that lead from nothing through some collections, one after the other."""
    last, before, made = None, Collection({}), []
    for number, after in enumerate(states):
        last = next_change_set(
            last,
            diff(before, after),
            made_at=f"2026-11-{number + 1:02}T12:00:00+00:00",
            made_by="a person",
            why=f"Step {number}",
        )
        before = after
        made.append(last)
        if log is not None:
            append_to_log(log, last)
    return made


def same(one: Collection, other: Collection) -> bool:
    return {s: page_of(x) for s, x in one.subjects.items()} == {
        s: page_of(x) for s, x in other.subjects.items()
    } and set(one.by_id) == set(other.by_id)


FIRST = collection(subject(statement("a"), statement("b")))
SECOND = collection(subject(statement("b"), statement("c")), subject(statement("d"), slug="new"))
THIRD = collection(subject(statement("a"), slug="tool"))


def test_a_difference_retracts_asserts_and_never_rewrites():
    entries = diff(FIRST, SECOND)

    (gone,) = [e["retract"] for e in entries if "retract" in e]
    assert gone == statement("a").id
    assert [e["assert"]["value"] for e in entries if "assert" in e] == [
        {"text": "d"},
        {"text": "c"},
    ]
    assert [e["page"]["slug"] for e in entries if "page" in e] == ["new", "tool"]


def test_a_subject_that_is_gone_is_retracted_whole():
    entries = diff_subject(FIRST.subjects["tool"], None)
    assert sorted(next(iter(e)) for e in entries) == ["remove", "retract", "retract"]
    assert diff_subject(None, None) == []


def test_where_nothing_changed_there_is_nothing_to_write():
    assert diff(FIRST, FIRST) == []


def test_a_new_order_of_rows_is_a_new_page_and_no_new_statement():
    one, other = statement("a"), statement("b")
    entries = diff_subject(subject(one, other), subject(other, one))
    assert [list(entry) for entry in entries] == [["page"]]


def collections(slugs=("tool", "one", "two")):
    """Some of three systems, each as Hypothesis would write its file."""

    def named(found):
        from tests.evidence.strategies import replaced

        renamed = {}
        for slug, made in found.items():
            rows = tuple(
                type(row)(row.handle, replaced(row.statement, subject=slug)) for row in made.rows
            )
            checks = tuple(type(c)(slug, c.block, c.text, c.remark) for c in made.checks)
            renamed[slug] = type(made)(slug, "system", rows, checks)
        return Collection(renamed)

    return st.dictionaries(st.sampled_from(slugs), subjects(), max_size=3).map(named)


@given(collections(), collections())
@settings(max_examples=40)
def test_the_difference_between_two_states_applied_to_the_first_gives_the_second(before, after):
    made = chained(before, after)
    assert same(replay(made), after)
    assert same(replay(made[:1]), before)
    assert diff(replay(made), after) == []


def test_asserting_an_old_statement_again_brings_back_the_same_one():
    made = chained(FIRST, SECOND, THIRD)
    assert replay(made).by_id.keys() == {statement("a").id}
    asserted = [e["assert"] for change in made for e in change.entries if "assert" in e]
    assert asserted.count(statement("a").as_dict()) == 2


def test_each_change_set_is_chained_to_the_one_before_it():
    first, second, third = chained(FIRST, SECOND, THIRD)
    assert first.previous == NO_CHANGE_BEFORE
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert [change.number for change in (first, second, third)] == [1, 2, 3]


def test_a_log_reads_back_as_what_was_written(tmp_path):
    log = tmp_path / LOG_NAME
    made = chained(FIRST, SECOND, THIRD, log=log)

    assert list(read_log(log)) == made
    assert same(replay(read_log(log)), THIRD)
    assert list(read_log(tmp_path / "none.jsonl")) == []


@pytest.fixture(scope="module")
def good_log(tmp_path_factory):
    log = tmp_path_factory.mktemp("log") / LOG_NAME
    chained(FIRST, SECOND, THIRD, log=log)
    return log.read_bytes()


@given(st.data())
@settings(max_examples=200)
def test_any_changed_byte_of_the_log_is_found(good_log, tmp_path_factory, data):
    """But for a change that leaves every line saying the same, such as a space in JSON."""
    place = data.draw(st.integers(0, len(good_log) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != good_log[place]))
    changed = good_log[:place] + bytes([byte]) + good_log[place + 1 :]
    log = tmp_path_factory.getbasetemp() / "flipped.jsonl"
    log.write_bytes(changed)

    if as_lines(changed) == as_lines(good_log):
        assert list(read_log(log))
    else:
        with pytest.raises(BadChangeLog, match=r"^flipped.jsonl"):
            list(read_log(log))


def as_lines(data):
    """What the lines say; None where they say nothing."""
    try:
        return [json.loads(line) for line in data.decode().removesuffix("\n").split("\n")]
    except ValueError:
        return None


@pytest.mark.parametrize(
    "tampering",
    [
        "cut off",
        "half a line",
        "a set left out",
        "two sets swapped",
        "the first left out",
        "a line added",
        "why it was made",
        "a footer alone",
        "an empty line",
        "no object",
        "a set twice",
        "the number in a footer",
        "a word more in a header",
    ],
)
def test_tampering_with_whole_lines_is_found(good_log, tmp_path, tampering):
    lines = good_log.decode().splitlines(keepends=True)
    ends = [n for n, line in enumerate(lines, 1) if '"hash"' in line]
    one, two, three = lines[: ends[0]], lines[ends[0] : ends[1]], lines[ends[1] :]
    changed = {
        "cut off": lines[:-1],
        "half a line": [*lines[:-1], lines[-1][:20]],
        "a set left out": one + three,
        "two sets swapped": one + three + two,
        "the first left out": two + three,
        "a line added": [*lines[: ends[1] - 1], lines[1], *lines[ends[1] - 1 :]],
        "why it was made": [line.replace("Step 1", "Step one") for line in lines],
        "a footer alone": [*lines, lines[-1]],
        "an empty line": [*one, "\n", *two],
        "no object": [*lines, "[]\n"],
        "a set twice": one + one,
        "the number in a footer": [
            line.replace('{"change":2,"hash"', '{"change":9,"hash"') for line in lines
        ],
        "a word more in a header": [
            line.replace('"why":"Step 1"', '"why":"Step 1","x":1') for line in lines
        ],
    }[tampering]
    log = tmp_path / LOG_NAME
    log.write_text("".join(changed), encoding="utf-8")

    with pytest.raises(BadChangeLog, match=LOG_NAME):
        list(read_log(log))


@pytest.mark.parametrize(
    "line",
    [
        '{"change":1}',
        '{"assert":{}}',
        '{"hash":"0"}',
        '{"change":"x","made_at":1,"hash":2}',
        '"x"',
        "{",
        "\x00",
        '{"change":1,"hash":{}}',
    ],
)
def test_a_log_that_is_no_log_is_refused_in_words(tmp_path, line):
    log = tmp_path / LOG_NAME
    log.write_text(f"{line}\n{line}\n", encoding="utf-8")
    with pytest.raises(BadChangeLog, match=LOG_NAME):
        list(read_log(log))


def test_a_log_that_is_not_utf_8_is_refused_in_words(tmp_path):
    log = tmp_path / LOG_NAME
    log.write_bytes(b'{"change":1,"why":"caf\xe9"}\n')
    with pytest.raises(BadChangeLog, match=LOG_NAME):
        list(read_log(log))


# the log beside its files


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL})


def record(folder, why="Begin"):
    return record_change(folder, made_by="a person", why=why, made_at=NOON)


def read(folder):
    return read_collection(folder, schema())


def test_what_is_recorded_leads_to_what_the_files_say(folder):
    first = record(folder)
    write_files(folder, {"systems/tool": TOOL + "purpose: find people\n"})
    second = record(folder, why="Add its purpose")

    assert (first.number, second.number, second.why) == (1, 2, "Add its purpose")
    assert same(replay(read_log(folder / LOG_NAME)), read(folder))
    assert log_problems(folder, read(folder)) == []


def test_recording_twice_writes_nothing(folder):
    record(folder)
    before = (folder / LOG_NAME).read_bytes()
    assert record(folder) is None
    assert (folder / LOG_NAME).read_bytes() == before


def test_files_that_go_beyond_the_log_are_told(folder):
    record(folder)
    write_files(folder, {"systems/tool": TOOL + "purpose: find people\n"})

    (problem,) = log_problems(folder, read(folder))

    assert problem.file == LOG_NAME
    assert 'record them with `candour content record --why "…"`' in problem.message


def test_a_log_that_was_altered_is_told(folder):
    record(folder)
    log = folder / LOG_NAME
    log.write_text(log.read_text().replace("Begin", "Began"))

    (problem,) = log_problems(folder, read(folder))

    assert "it was altered after it was made" in problem.message
    with pytest.raises(BadChangeLog):
        record(folder)


def test_a_folder_without_a_log_has_no_problem_with_it(folder):
    assert log_problems(folder, read(folder)) == []


def test_nothing_is_recorded_of_bad_content(folder):
    write_files(folder, {"systems/tool": TOOL + "colour: blue\n"})
    with pytest.raises(BadContent):
        record(folder)
    assert not (folder / LOG_NAME).exists()


def test_a_change_is_dated_in_universal_time(folder):
    summer = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    made = record_change(folder, made_by="a person", why="Begin", made_at=summer)
    assert made is not None
    assert made.made_at == "2026-11-22T12:00:00+00:00"


def test_a_moved_row_is_recorded_as_a_page_alone(folder):
    write_files(folder, {"systems/tool": TOOL + "also: [A, B]\n"})
    record(folder)
    write_files(folder, {"systems/tool": TOOL + "also: [B, A]\n"})
    made = record(folder)
    assert [list(entry) for entry in made.entries] == [["page"]]


@pytest.mark.slow
def test_the_log_that_ships_leads_to_the_files_that_ship():
    if not (FOLDER / LOG_NAME).exists():
        pytest.skip("there is no change log in the shipped content yet")
    assert [str(problem) for problem in log_problems(FOLDER, read(FOLDER))] == []


# files written whole


def test_a_folder_is_made_to_hold_exactly_some_files(tmp_path):
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems/old.yaml").write_text("old")
    (tmp_path / "systems/same.yaml").write_text("same")
    (tmp_path / "fields.yaml").write_text("kept")

    report = write_folder(tmp_path, {"systems/same.yaml": "same", "bodies/new.yaml": "né"})

    assert (report.written, report.removed, report.unchanged) == (1, 1, 1)
    assert (tmp_path / "bodies/new.yaml").read_text(encoding="utf-8") == "né"
    assert not (tmp_path / "systems/old.yaml").exists()
    assert (tmp_path / "fields.yaml").read_text() == "kept"
    assert sorted(p.name for p in tmp_path.rglob("*") if p.name.startswith(".")) == []


def test_a_file_is_replaced_at_once_and_can_be_read_by_all(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    write_whole(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o644
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "\ud800")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
