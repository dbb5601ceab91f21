"""Two origins in one register: neither takes back, waits for or hides what the other recorded."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candour.core.errors import CandourError
from candour.evidence.chain import SHIPPED
from candour.evidence.chain_files import change_sets_in, read_chain
from candour.evidence.changes import page_of, replay
from candour.evidence.record import record_change
from candour.register import models, overviews, selectors
from candour.register.counting import Counts
from candour.register.dumping import dump_content
from candour.register.history import logged_change_sets
from candour.register.moments import NOW, Moment
from candour.register.origins import OriginsDiffer, drafts_for, here, origin_named
from candour.register.selectors import Filters
from tests.evidence.making import TOOL, make_folder, write_files
from tests.register.loading import FIRST_DAY, load_on, the

pytestmark = pytest.mark.django_db

SLUGS = ("alpha", "beta")
PURPOSES = ("find people", "find places", "set patrols")
ORIGINS = (SHIPPED, "a-body")


def text(slug, purposes):
    listed = ", ".join(sorted(purposes))
    return TOOL.replace("The Tool", f"The {slug}") + (f"purpose: [{listed}]\n" if listed else "")


states = st.dictionaries(st.sampled_from(SLUGS), st.sets(st.sampled_from(PURPOSES)))
steps = st.tuples(st.sampled_from(ORIGINS), states, st.booleans())


def plain(history):
    """What each origin says at last, kept as sets and nothing more; drafts go with their files."""
    said = {origin: state for origin, state, _ in history}
    slugs = {slug for state in said.values() for slug in state}
    return {
        slug: set().union(*(state.get(slug, set()) for state in said.values())) for slug in slugs
    }


def set_down(folder, origin, state, is_recorded):
    gone = {
        f"systems/{slug}": None
        for slug in SLUGS
        if slug not in state and (folder / f"systems/{slug}.yaml").exists()
    }
    write_files(folder, {f"systems/{s}": text(s, p) for s, p in state.items()} | gone)
    if is_recorded:
        noon = datetime(2025, 6, 1, 12, tzinfo=UTC)
        record_change(folder, made_by="x", why="y", made_at=noon, origin=origin)


@given(st.lists(steps, min_size=2, max_size=4))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_history_of_two_origins_agrees_with_a_plain_replay(history):
    with tempfile.TemporaryDirectory() as scratch, transaction.atomic():
        folders = {origin: make_folder(Path(scratch) / origin) for origin in ORIGINS}
        set_down(folders["a-body"], "a-body", {}, is_recorded=True)
        for number, (origin, state, is_recorded) in enumerate(history):
            set_down(folders[origin], origin, state, is_recorded)
            day = FIRST_DAY + timedelta(days=number)
            load_on(folders[origin], day)
            agree(NOW, history[: number + 1])
        for number in range(len(history)):
            agree(Moment(as_of=FIRST_DAY + timedelta(days=number)), history[: number + 1])
        for origin in ORIGINS:
            if history[-1][2] and history[-1][0] == origin:
                assert list(read_chain(folders[origin], origin)) == list(logged_change_sets(origin))
        assert_dumps_agree(Path(scratch) / "out")
        transaction.set_rollback(True)


def agree(moment, history):
    expected = plain(history)
    found = selectors.subjects(SLUGS, moment)
    assert {
        slug: {str(s.value) for s in one.of("purpose")} for slug, one in found.items()
    } == expected
    for one in found.values():
        assert len({s.id for s in one.statements}) == len(one.statements)
    assert [p.slug for p in selectors.listed("system", Filters({}), moment)] == sorted(expected)
    assert Counts(moment).totals().get("system", 0) == len(expected)


def assert_dumps_agree(out):
    make_folder(out)
    dump_content(out, replace=True)
    made = list(logged_change_sets())
    assert list(change_sets_in(out)) == made
    rows = models.ChangeSet.objects.order_by("number").values_list("hash", flat=True)
    assert [change_set.hash for change_set in made] == list(rows)
    standing = selectors.subjects(list(replay(made).subjects))
    assert {s: page_of(x) for s, x in replay(made).subjects.items()} == {
        s: page_of(x) for s, x in standing.items()
    }


@pytest.fixture
def two(tmp_path):
    """The content that ships and a body's say the same of one subject, and other things."""
    ours = make_folder(tmp_path / "ours", {"systems/alpha": text("alpha", PURPOSES[:2])})
    theirs = make_folder(tmp_path / "theirs", {"systems/alpha": text("alpha", PURPOSES[1:])})
    for folder, origin in ((ours, SHIPPED), (theirs, "a-body")):
        record_change(folder, made_by="x", why="y", made_at=datetime.now(UTC), origin=origin)
    load_on(ours)
    load_on(theirs, date(2026, 1, 2))
    return ours, theirs


def test_a_statement_that_two_origins_make_is_one_statement_with_two_recordings(two):
    (both,) = [s for s in the("alpha").of("purpose") if s.value == "find places"]
    record = selectors.statement_record(both.id)
    assert record is not None
    assert [stretch.began.origin for stretch in record.stretches] == [SHIPPED, "a-body"]
    assert [str(s.value) for s in the("alpha").of("purpose")] == sorted(PURPOSES)
    rows = selectors.recordings_with(subject="alpha", field="purpose")
    assert len({row.statement_id for row in rows}) == rows.count() == 3
    assert len(selectors.mentions("force")) == 1
    assert overviews.carried("report").filter(subject="alpha", statement=both.id).count() == 1


def test_what_one_origin_takes_back_stands_while_the_other_says_it(two):
    ours, theirs = two
    write_files(ours, {"systems/alpha": text("alpha", PURPOSES[:1])})
    record_change(ours, made_by="x", why="y", made_at=datetime.now(UTC))
    load_on(ours, date(2026, 1, 3))
    assert [str(s.value) for s in the("alpha").of("purpose")] == sorted(PURPOSES)
    write_files(theirs, {"systems/alpha": text("alpha", PURPOSES[2:])})
    record_change(theirs, made_by="x", why="y", made_at=datetime.now(UTC))
    load_on(theirs, date(2026, 1, 4))
    assert [str(s.value) for s in the("alpha").of("purpose")] == ["find people", "set patrols"]


def test_a_day_asked_about_is_the_day_it_came_here_whatever_its_log_says(tmp_path):
    folder = make_folder(tmp_path / "ours", {"systems/alpha": text("alpha", PURPOSES[:1])})
    made_at = datetime(2020, 1, 1, tzinfo=UTC)
    record_change(folder, made_by="x", why="y", made_at=made_at)
    load_on(folder, date(2026, 1, 5))
    assert selectors.subject("alpha", Moment(as_of=date(2026, 1, 4))) is None
    assert selectors.subject("alpha", Moment(as_of=date(2026, 1, 5))) is not None
    row = models.ChangeSet.objects.get()
    assert (row.made_at, row.arrived_at.date()) == (made_at, date(2026, 1, 5))


def test_what_comes_with_a_clock_that_goes_back_stands_from_the_last_day_there_was(tmp_path):
    folder = make_folder(tmp_path / "ours", {"systems/alpha": text("alpha", PURPOSES[:1])})
    load_on(folder, date(2026, 1, 5))
    write_files(folder, {"systems/alpha": text("alpha", PURPOSES[1:2])})
    load_on(folder, date(2026, 1, 1))
    assert selectors.subject("alpha", Moment(as_of=date(2026, 1, 4))) is None
    assert [str(s.value) for s in the("alpha", Moment(as_of=date(2026, 1, 5))).of("purpose")] == [
        "find places"
    ]


def test_an_origin_that_acts_for_another_than_it_did_is_refused(db):
    drafts = drafts_for(origin_named(SHIPPED))
    assert drafts.name == f"{here().name}-edits-{SHIPPED}"
    assert origin_named(drafts.name, SHIPPED) == drafts
    with pytest.raises(OriginsDiffer, match="differ on whom"):
        origin_named(drafts.name)


@pytest.mark.parametrize("name", ["A Body", "../up", "x" * 81, "a_b", "-a"])
def test_a_name_that_no_origin_can_have_is_refused(tmp_path, name):
    folder = make_folder(tmp_path / "ours")
    with pytest.raises(CandourError, match="can't be the name of an origin"):
        record_change(folder, made_by="x", why="y", made_at=datetime.now(UTC), origin=name)
