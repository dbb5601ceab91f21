"""Content in and out of the database: nothing is rewritten, nothing lost, nothing half done."""

import shutil
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection

from candour.content import FOLDER
from candour.core.errors import BadContent, CandourError
from candour.evidence.chain import (
    NO_CHANGE_BEFORE,
    SHIPPED,
    BadChangeLog,
    next_change_set,
    salted,
)
from candour.evidence.chain_files import (
    CHANGES,
    change_sets_in,
    read_chain,
    write_change_set,
)
from candour.evidence.changes import diff, page_of, replay
from candour.evidence.fields import read_schema, schema_texts
from candour.evidence.following import what_follows
from candour.evidence.reading import read_collection
from candour.evidence.record import record_change
from candour.register import models, selectors, services
from candour.register.dumping import dump_content
from candour.register.history import logged_change_sets
from candour.register.moments import Moment
from candour.register.services import HistoriesDiffer, load_content
from tests.evidence.making import TOOL, make_folder, schema, write_files
from tests.register.loading import (
    FIRST_DAY,
    edit_and_load,
    everything,
    load_on,
    numbers_of,
    record_of,
    the,
)

pytestmark = pytest.mark.django_db

FIGURES = """figures:
  listed:
    field: people-profiled
    measure: people on the list
    unit: people
    total: 10
    values: {White: 4, Black: 6}
    checks: [parts of total]
"""
PURPOSE = "purpose: find people\n"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL + PURPOSE})


def record(folder, why="Begin", made_at=NOON):
    return record_change(folder, made_by="a person", why=why, made_at=made_at)


def standing_values(slug="tool", field="purpose"):
    found = selectors.subject(slug)
    return [str(s.value) for s in found.of(field)] if found else None


def test_a_folder_is_loaded_whole(folder):
    report = load_on(folder, made_by="a person", why="Begin")

    collection = read_collection(folder, schema())
    assert (report.change_sets, report.retracted, report.pages) == (1, 0, 6)
    assert report.asserted == sum(1 for _ in collection.statements())
    stands = selectors.subjects(collection.subjects)
    assert {s: page_of(x) for s, x in stands.items()} == {
        s: page_of(x) for s, x in collection.subjects.items()
    }
    change = models.ChangeSet.objects.get()
    assert (change.made_by, change.why, change.made_at) == ("a person", "Begin", NOON)


def test_loading_twice_changes_nothing(folder):
    load_on(folder)
    before = everything()

    report = load_on(folder, date(2026, 1, 2))

    assert report.changed_nothing
    assert everything() == before


def test_an_edited_file_retracts_and_asserts_and_never_rewrites(folder):
    load_on(folder)
    before = everything()

    report = edit_and_load(
        folder, {"systems/tool": TOOL + "purpose: find places\n"}, date(2026, 1, 2)
    )

    after = everything()
    assert (report.change_sets, report.asserted, report.retracted, report.pages) == (1, 1, 1, 1)
    assert standing_values() == ["find places"]
    for table in ("register_statement", "register_changeset"):
        assert set(before[table]) < set(after[table])
    ended = models.Recording.objects.exclude(retracted_in=None).get()
    assert (ended.asserted_in_id, ended.retracted_in_id) == (1, 2)
    kept = {
        (r.statement_id, r.asserted_in_id) for r in models.Recording.objects.filter(asserted_in=1)
    }
    assert len(kept) == len(before["register_recording"])


def test_asserting_an_old_statement_again_is_a_new_recording_of_the_same_statement(folder):
    load_on(folder)
    (old,) = [s.id for s in the("tool").of("purpose")]
    edit_and_load(folder, {"systems/tool": TOOL}, date(2026, 1, 2))
    edit_and_load(folder, {"systems/tool": TOOL + PURPOSE}, date(2026, 1, 3))

    record = record_of(old)

    assert record.stands
    assert numbers_of(record.stretches) == [(1, 2), (3, None)]
    assert models.Statement.objects.filter(id=old).count() == 1


def test_a_file_that_is_taken_out_is_retracted_whole(folder):
    load_on(folder)

    report = edit_and_load(folder, {"systems/tool": None}, date(2026, 1, 2))

    assert report.retracted == len(models.Recording.objects.filter(subject="tool"))
    assert selectors.subject("tool") is None
    assert selectors.was_ever_here("tool")
    assert not models.Recording.objects.filter(subject="tool", retracted_in=None).exists()
    assert not models.WorkedOut.objects.filter(subjects__slug="tool", ended=None).exists()


def test_a_subject_that_was_merged_leads_to_the_other(folder):
    write_files(folder, {"systems/old-tool": TOOL.replace("The Tool", "The Old Tool")})
    load_on(folder)

    merged = {
        "systems/old-tool": None,
        "systems/tool": f"redirects-from: [old-tool]\n{TOOL}also: [The Old Tool]\n",
    }
    edit_and_load(folder, merged, date(2026, 1, 2))

    assert selectors.resolve("old-tool") == "tool"
    assert selectors.resolve("tool") == "tool"
    assert selectors.resolve("never") == "never"
    assert selectors.subject("old-tool") is None
    day_before = Moment(as_of=FIRST_DAY)
    assert the("old-tool", day_before).name == "The Old Tool"


def test_a_moved_row_lays_the_page_out_anew_and_asserts_nothing(folder):
    edit_and_load(folder, {"systems/tool": TOOL + "also: [A, B]\n"})
    report = edit_and_load(folder, {"systems/tool": TOOL + "also: [B, A]\n"}, date(2026, 1, 2))
    assert (report.asserted, report.retracted, report.pages) == (0, 0, 1)
    assert standing_values(field="also") == ["B", "A"]


def test_an_empty_change_of_white_space_changes_nothing(folder):
    load_on(folder)
    spaced = "# A remark\n\n" + TOOL + "purpose:\n  - value:   find\n      people\n"
    assert edit_and_load(folder, {"systems/tool": spaced}, date(2026, 1, 2)).changed_nothing


# half-way


BAD_FILES: dict[str, dict[str, str | None]] = {
    "a bad file": {"systems/tool": TOOL + "colour: blue\n"},
    "a bad file among good changes": {
        "systems/another": TOOL.replace("The Tool", "Another"),
        "systems/tool": TOOL + "purpose: find places\n",
        "systems/zzz": TOOL + "colour: blue\n",
    },
    "a reference to a file that is taken out": {"bodies/force": None},
    "no YAML": {"systems/tool": "name: [\n"},
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_bad_content_leaves_the_database_as_it_was(folder, case):
    load_on(folder)
    before = everything()

    with pytest.raises(BadContent):
        edit_and_load(folder, BAD_FILES[case], date(2026, 1, 2))

    assert everything() == before


class Broken(Exception):
    """Stands for anything that can go wrong in the middle of a load."""


def breaks(*args, **kwargs):
    raise Broken


@pytest.mark.parametrize(
    "step",
    [
        "candour.register.services.keep_up",
        "candour.register.working_out.index_search",
        "candour.register.services.refresh_statistics",
        "candour.register.history.Application.close",
        "candour.register.history.Application._pages",
        "candour.register.history.Application._retract",
        "candour.register.working_out.what_follows",
        "candour.register.search._add_words",
    ],
)
def test_a_load_that_breaks_half_way_leaves_the_database_as_it_was(folder, monkeypatch, step):
    load_on(folder)
    before = everything()
    write_files(folder, {"systems/tool": TOOL + "purpose: find places\n", "systems/new": TOOL})

    with monkeypatch.context() as patched:
        patched.setattr(step, breaks)
        with pytest.raises(Broken):
            load_on(folder, date(2026, 1, 2))

    assert everything() == before
    assert load_on(folder, date(2026, 1, 2)).change_sets == 1  # and it can be done again


def test_a_load_that_the_database_refuses_leaves_it_as_it_was(folder, monkeypatch):
    load_on(folder)
    before = everything()
    write_files(folder, {"systems/tool": TOOL + "purpose: find places\n"})

    def refuse(*args, **kwargs):
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM register_statement")

    monkeypatch.setattr("candour.register.services.keep_up", refuse)
    with pytest.raises(DatabaseError):
        load_on(folder, date(2026, 1, 2))

    monkeypatch.undo()
    assert everything() == before


# the change log


def test_the_change_log_is_applied_as_it_is(folder):
    first = record(folder)
    write_files(folder, {"systems/tool": TOOL})
    second = record(folder, why="No purpose after all")

    report = load_on(folder, date(2026, 6, 1))

    assert report.change_sets == 2
    assert list(models.ChangeSet.objects.values_list("number", "hash", "why")) == [
        (1, first.hash, "Begin"),
        (2, second.hash, "No purpose after all"),
    ]
    assert list(logged_change_sets()) == [first, second]
    assert models.ChangeSet.objects.get(number=1).made_at == NOON


def test_files_that_go_beyond_the_log_become_one_more_change_set(folder):
    record(folder)
    write_files(folder, {"systems/tool": TOOL})

    report = load_on(folder, date(2026, 6, 1), why="No purpose after all")

    assert report.change_sets == 2
    assert standing_values() == []
    made = models.ChangeSet.objects.get(number=2)
    assert made.origin.drafts_of is not None
    assert made.origin.drafts_of.name == SHIPPED
    assert (made.position, made.previous) == (1, NO_CHANGE_BEFORE)
    assert made.why == "No purpose after all"


def test_the_log_grows_and_only_what_is_new_is_applied(folder):
    record(folder)
    load_on(folder)
    write_files(folder, {"systems/tool": TOOL})
    record(folder, why="No purpose after all")

    report = load_on(folder, date(2026, 6, 1))

    assert (report.change_sets, report.retracted) == (1, 1)


def test_a_database_that_has_gone_beyond_the_log_stays_ahead(folder):
    record(folder)
    write_files(folder, {"systems/tool": TOOL})
    load_on(folder)
    assert models.ChangeSet.objects.count() == 2
    before = everything()

    assert load_on(folder, date(2026, 6, 1)).changed_nothing
    assert everything() == before


def test_two_chains_of_one_origin_are_told_apart_and_nothing_is_loaded(folder, tmp_path):
    record(folder, why="In one release")
    load_on(folder)
    shutil.rmtree(folder / CHANGES)
    record(folder, why="In another")
    before = everything()

    with pytest.raises(
        HistoriesDiffer, match=r"differ at change set 1 of 'candour': one of the two"
    ) as told:
        load_on(folder, date(2026, 6, 1))

    assert (told.value.origin, told.value.number) == (SHIPPED, 1)
    assert everything() == before


def test_edits_that_were_loaded_before_they_were_recorded_give_way_to_the_release(folder):
    record(folder)
    load_on(folder)
    new = TOOL.replace("The Tool", "New")
    write_files(folder, {"systems/tool": TOOL + "purpose: find places\n", "systems/new": new})
    load_on(folder, date(2026, 1, 2), why="Tried out here")
    assert (standing_values(), standing_values("new")) == (["find places"], [])
    write_files(folder, {"systems/tool": TOOL + "purpose: set patrols\n", "systems/new": None})
    record(folder, why="In the release")

    load_on(folder, date(2026, 1, 3))

    assert (standing_values(), standing_values("new")) == (["set patrols"], None)
    seen = {day: the("tool", Moment(as_of=date(2026, 1, day))).of("purpose") for day in (1, 2, 3)}
    assert {day: [str(s.value) for s in found] for day, found in seen.items()} == {
        1: ["find people"],
        2: ["find places"],
        3: ["set patrols"],
    }
    chain = [made for made in logged_change_sets() if made.origin == SHIPPED]
    assert chain == list(read_chain(folder))
    assert [made.why for made in logged_change_sets()] == [
        "Begin",
        "Tried out here",
        "Edits of files give way to change set 2 of candour",
        "In the release",
    ]
    assert load_on(folder, date(2026, 1, 4)).changed_nothing


def test_an_edit_that_was_loaded_and_then_recorded_is_the_same_before_and_after(folder):
    record(folder)
    load_on(folder)
    write_files(folder, {"systems/tool": TOOL + "purpose: find places\n"})
    load_on(folder, date(2026, 1, 2))
    record(folder, why="As it was tried out")

    load_on(folder, date(2026, 1, 3))

    assert standing_values() == ["find places"]
    assert load_on(folder, date(2026, 1, 4)).changed_nothing


@pytest.mark.parametrize("tampering", ["cut", "word"])
def test_a_log_that_was_altered_is_not_loaded(folder, tampering):
    record(folder)
    log = folder / "changes/candour/00001.jsonl"
    text = log.read_text()
    log.write_text(text[:-40] if tampering == "cut" else text.replace("Begin", "Began"))
    before = everything()

    with pytest.raises(BadChangeLog):
        load_on(folder)

    assert everything() == before
    assert not any(before.values())


def test_a_log_may_hold_what_the_files_never_said(folder):
    """A history that another installation made is taken, and the files then have the last word."""
    other = replay([])
    wanted = read_collection(folder, schema())
    first = next_change_set(
        None,
        salted(diff(other, wanted)),
        made_at="2025-06-01T12:00:00+00:00",
        made_by="them",
        why="Theirs",
    )
    write_change_set(folder, first)
    write_files(folder, {"systems/tool": TOOL + "purpose: find places\n"})

    load_on(folder)

    assert [c.made_by for c in logged_change_sets()] == ["them", services.SOMEONE]
    assert standing_values() == ["find places"]


# out again


def test_what_is_dumped_and_loaded_elsewhere_has_the_same_log_hashes_and_pages(folder, tmp_path):
    load_on(folder)
    files = {
        "systems/tool": TOOL + FIGURES + "also: [A, B]\n",
        "systems/another": TOOL.replace("The Tool", "Another") + "redirects-from: [an-old-one]\n",
        "bodies/other-force": None,
    }
    edit_and_load(folder, files, date(2026, 1, 2))
    edit_and_load(folder, {"systems/tool": TOOL + PURPOSE + FIGURES}, date(2026, 1, 3))

    out = make_folder(tmp_path / "out", {})
    dump_content(out, replace=True)

    history, collection = list(logged_change_sets()), read_collection(out, schema())
    assert list(change_sets_in(out)) == history
    assert [c.hash for c in history] == list(
        models.ChangeSet.objects.order_by("number").values_list("hash", flat=True)
    )
    replayed = replay(change_sets_in(out))
    assert {s: page_of(x) for s, x in replayed.subjects.items()} == {
        s: page_of(x) for s, x in collection.subjects.items()
    }
    assert set(collection.subjects) == {"tool", "another", "force", "authors", "candour", "report"}
    assert load_on(out, date(2026, 6, 1)).changed_nothing


def test_dumping_twice_writes_nothing_the_second_time(folder, tmp_path):
    load_on(folder)
    first, second = dump_content(tmp_path / "out"), dump_content(tmp_path / "out")
    subjects, table = read_collection(folder, schema()).subjects, schema_texts(folder)
    assert first.written == len(subjects) + len(table) + 1  # and the log
    assert (second.written, second.removed, second.unchanged) == (0, 0, first.written)


def test_loading_a_dump_elsewhere_gives_the_same_database(folder, tmp_path):
    """Into an emptied schema: as far as anyone can ask, it is the same register."""
    record(folder)
    load_on(folder)
    edit_and_load(folder, {"systems/tool": TOOL + FIGURES}, date(2026, 1, 2))
    record(folder, why="As it was tried out")
    load_on(folder, date(2026, 1, 3))
    edit_and_load(folder, {"systems/tool": TOOL + PURPOSE}, date(2026, 1, 4))
    out = make_folder(tmp_path / "out", {})
    dump_content(out, replace=True)
    expected, files = told(), in_files(out)
    empty_the_register()

    report = load_on(out, date(2026, 6, 1))

    assert report.change_sets == 5
    assert told() == expected
    dump_content(again := make_folder(tmp_path / "again", {}), replace=True)
    assert in_files(again).keys() == files.keys()
    arrivals = f"{CHANGES}/arrivals.jsonl"  # another installation, another day
    assert {n for n in files if in_files(again)[n] != files[n]} == {arrivals}


def in_files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def told():
    """All that can be asked, but for the numbers of rows and the days on which things came."""
    ends = ("asserted_in", "retracted_in")
    follows = ("kind", "key", "state", "digest", "place")
    recordings, pages = models.Recording.objects, models.Page.objects
    return (
        list(logged_change_sets()),
        sorted(recordings.values_list("origin__name", "statement", *ends), key=repr),
        sorted(pages.values_list("origin__name", "slug", *ends), key=repr),
        sorted(models.Statement.objects.values_list("id", "canonical")),
        sorted(models.WorkedOut.objects.filter(ended=None).values_list(*follows)),
        sorted(models.Redirect.objects.values_list("slug", "to")),
    )


def empty_the_register():
    """As a new installation begins; the guard is put away for it and comes back."""
    from candour.register.append_only import install
    from tests.register.test_append_only import drop_guards

    connection.check_constraints()
    drop_guards(connection)
    for model in (
        models.WorkedOutSubject,
        models.WorkedOut,
        models.WorkedOutBy,
        models.PageLink,
        models.Redirect,
        models.SearchPiece,
        models.SearchWord,
        models.FindingSubject,
        models.Finding,
        models.Recording,
        models.Page,
        models.Statement,
        models.ChangeGroup,
        models.ChangeSet,
        models.Origin,
    ):
        model.objects.all()._raw_delete("default")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_search")
    connection.check_constraints()
    install(connection)


# the shipped content


@pytest.mark.slow
def test_the_shipped_content_comes_out_as_it_went_in_with_the_same_findings(tmp_path):
    report = load_content(made_at=NOON)

    collection = read_collection(FOLDER, schema())
    dump_content(out := tmp_path / "out")
    dumped = in_files(out)
    names = [*schema_texts(FOLDER), *(at.name for at in collection.files.paths.values())]
    names += [f"findings/{path.name}" for path in (FOLDER / "findings").glob("*.json")]
    assert [name for name in names if dumped[name] != (FOLDER / name).read_bytes()] == []
    chains = [name for name in dumped if name.startswith(f"{CHANGES}/")]
    assert dumped.keys() == {*names, *chains}
    assert report.asserted >= sum(1 for _ in collection.statements())
    assert load_content(made_at=NOON).changed_nothing
    shipped = list(read_chain(FOLDER))
    assert [c for c in change_sets_in(out) if c.origin == SHIPPED] == shipped
    for path in (FOLDER / CHANGES / SHIPPED).glob("*.jsonl"):
        assert (out / CHANGES / SHIPPED / path.name).read_bytes() == path.read_bytes()
    assert_same_findings(collection)


def assert_same_findings(collection):
    """What is worked out a few subjects at a time is what follows from all the files together."""
    from candour.evidence import listing

    schema = read_schema(FOLDER)
    found = what_follows(read_collection(FOLDER, schema), schema)
    rows = {
        kind: list(
            models.WorkedOut.objects.filter(kind=kind).order_by("id").values_list("row", flat=True)
        )
        for kind in models.WorkedOut.Kind.values
    }
    assert rows["check"] == [listing.check_row(v) for v in found.verdicts]
    assert rows["gap"] == [listing.gap_row(g) for g in found.gaps]
    by_id = {row["id"]: row for row in rows["contradiction"]}
    assert by_id == {c.id: listing.contradiction_row(c) for c in found.contradictions}


def test_an_unreadable_copy_of_the_shipped_content_is_refused_whole(tmp_path):
    copy = tmp_path / "content"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__", CHANGES))
    (copy / "bodies/essex-police.yaml").unlink()

    with pytest.raises(BadContent, match="'essex-police' is"):
        load_content(copy, made_at=NOON)

    assert not any(everything().values())


@pytest.mark.parametrize(("made_by", "why"), [("x" * 201, "A reason"), ("An editor", "a\0b")])
def test_a_signature_that_cannot_be_kept_is_refused_in_a_sentence(tmp_path, made_by, why):
    with pytest.raises(CandourError, match=r"^The (name|reason)"):
        load_content(tmp_path, made_by=made_by, why=why)

    assert not models.ChangeSet.objects.exists()
