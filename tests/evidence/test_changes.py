"""What changes between two states, and a log that leads exactly to what the files say."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.errors import BadContent
from candour.evidence.chain import SHIPPED, BadChangeLog, next_change_set, salted
from candour.evidence.chain_files import origins_in, read_chain, write_change_set
from candour.evidence.changes import Standing, diff, diff_subject, page_of, replay, subject_of
from candour.evidence.collection import CheckSpec, Collection, ContradictionSpec, Side, SubjectFile
from candour.evidence.folder import StandsThere, write_folder, write_together, write_whole
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

LOG = "changes/candour/00001.jsonl"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def chained(*states, folder=None, origin=SHIPPED):
    """Change sets that lead from nothing through some collections, one after the other."""
    last, before, made = None, Collection({}), []
    for number, after in enumerate(states):
        last = next_change_set(
            last,
            salted(diff(before, after)),
            origin=origin,
            made_at=f"2026-11-{number + 1:02}T12:00:00+00:00",
            made_by="a person",
            why=f"Step {number}",
        )
        before = after
        made.append(last)
        if folder is not None:
            write_change_set(folder, last)
    return made


def same(one: Collection, other: Collection) -> bool:
    return {s: page_of(x) for s, x in one.subjects.items()} == {
        s: page_of(x) for s, x in other.subjects.items()
    } and set(one.by_id) == set(other.by_id)


FIRST = collection(subject(statement("a"), statement("b")))
SECOND = collection(
    subject(statement("b"), statement("c")), subject(statement("d", subject="new"), slug="new")
)
THIRD = collection(subject(statement("a"), slug="tool"))


def test_a_difference_retracts_asserts_and_never_rewrites():
    entries = diff(FIRST, SECOND)

    (gone,) = [e["retract"] for _, e in entries if "retract" in e]
    assert gone == statement("a").id
    assert [e["assert"]["value"] for _, e in entries if "assert" in e] == [
        {"text": "d"},
        {"text": "c"},
    ]
    assert [e["page"]["slug"] for _, e in entries if "page" in e] == ["new", "tool"]


def test_a_subject_that_is_gone_is_retracted_whole():
    entries = diff_subject(FIRST.subjects["tool"], None)
    assert sorted(next(iter(e)) for _, e in entries) == ["remove", "retract", "retract"]
    assert diff_subject(None, None) == []


def test_where_nothing_changed_there_is_nothing_to_write():
    assert diff(FIRST, FIRST) == []


def test_a_new_order_of_rows_is_a_new_page_and_no_new_statement():
    one, other = statement("a"), statement("b")
    entries = diff_subject(subject(one, other), subject(other, one))
    assert [list(entry) for _, entry in entries] == [["page"]]


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


def test_a_statement_taken_back_stands_no_more():
    made = chained(FIRST, collection(subject(statement("b"))))
    assert set(replay(made).by_id) == {statement("b").id}
    standing = Standing()
    for line in (line for change_set in made for line in change_set.lines):
        standing.take(line)
    assert standing.statements({}) == {statement("b").id: statement("b")}


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
    assert same(replay(read_chain(folder)), read(folder))
    assert log_problems(folder, read(folder)) == []


def test_recording_twice_writes_nothing(folder):
    record(folder)
    before = (folder / LOG).read_bytes()
    assert record(folder) is None
    assert (folder / LOG).read_bytes() == before


def test_files_that_go_beyond_the_log_are_told(folder):
    record(folder)
    write_files(folder, {"systems/tool": TOOL + "purpose: find people\n"})

    (problem,) = log_problems(folder, read(folder))

    assert problem.file == "changes/candour"
    assert 'record them with `candour content record --why "…"`' in problem.message


def test_a_log_that_was_altered_is_told(folder):
    record(folder)
    log = folder / LOG
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
    assert not (folder / LOG).exists()


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
    if not origins_in(FOLDER):
        pytest.skip("there is no change log in the shipped content yet")
    assert [str(problem) for problem in log_problems(FOLDER, read(FOLDER))] == []


# files written whole


def test_what_was_not_written_here_is_neither_written_over_nor_taken_out(tmp_path):
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems/old.yaml").write_text("old")
    (tmp_path / "systems/mine.yaml").write_text("by hand")

    with pytest.raises(StandsThere) as refused:
        write_folder(tmp_path, {"systems/mine.yaml": "new", "bodies/new.yaml": "né"})

    assert refused.value.names == ["systems/mine.yaml", "systems/old.yaml"]
    assert (tmp_path / "systems/mine.yaml").read_text() == "by hand"
    assert (tmp_path / "systems/old.yaml").read_text() == "old"
    assert not (tmp_path / "bodies").exists()


def test_an_empty_folder_gets_all_files_or_none(tmp_path):
    out = tmp_path / "out"
    with pytest.raises(UnicodeEncodeError):
        write_folder(out, {"systems/a.yaml": "a", "systems/b.yaml": "\ud800"})
    assert list(tmp_path.iterdir()) == []

    out.mkdir()
    assert write_folder(out, {"systems/a.yaml": "a"}).written == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "systems", "a.yaml"]


def test_a_folder_is_written_where_nothing_of_its_path_is_there_yet(tmp_path):
    report = write_folder(tmp_path / "new/deep/out", {"systems/a.yaml": "a"})
    assert report.written == 1
    assert (tmp_path / "new/deep/out/systems/a.yaml").read_text() == "a"


def test_what_is_added_to_a_folder_may_lie_folders_deep_and_beside_what_is_there(tmp_path):
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems/same.yaml").write_text("same")
    texts = {"systems/same.yaml": "same", "systems/b.yaml": "b", "changes/candour/1.jsonl": "1"}

    report = write_folder(tmp_path, texts)

    assert (report.written, report.removed, report.unchanged) == (2, 0, 1)
    assert {name: (tmp_path / name).read_text() for name in texts} == texts


def test_files_that_belong_together_are_all_there_or_none_is(tmp_path):
    with pytest.raises(OSError, match="too long"):
        write_together(tmp_path, {"a": b"1", "b" * 300: b"2"})
    assert list(tmp_path.iterdir()) == []
    write_together(tmp_path, {"a": b"1", "tables/b": b"2"})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "tables"]


def test_a_folder_is_made_to_hold_exactly_some_files(tmp_path):
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems/old.yaml").write_text("old")
    (tmp_path / "systems/same.yaml").write_text("same")
    (tmp_path / "fields.yaml").write_text("kept")

    files = {"systems/same.yaml": "same", "bodies/new.yaml": "né"}
    report = write_folder(tmp_path, files, replace=True)

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


def test_a_page_holds_all_of_a_subject_and_leads_back_to_it():
    said = statement("a")
    spec = ContradictionSpec(
        "tool",
        "clash",
        "scope",
        (Side("x", ("purpose.1",)), Side("y", ("use", "b#c"))),
        "why",
        "no",
    )
    check = CheckSpec("tool", "b", "a = c", "a remark", "a reason")
    home = SubjectFile(
        "tool", "system", subject(said).rows, (check,), (spec,), redirects=("old-tool",)
    )
    page = page_of(home)
    assert page == {
        "slug": "tool",
        "class": "system",
        "rows": [["purpose.1", said.id]],
        "checks": [check.as_dict()],
        "contradictions": [spec.as_dict()],
        "redirects": ["old-tool"],
    }
    assert subject_of(page, {said.id: said}) == home
    assert subject_of(page, {}).rows == ()
    bare = subject(said)
    assert page_of(bare).keys() == {"slug", "class", "rows"}
    assert subject_of(page_of(bare), {said.id: said}) == bare
