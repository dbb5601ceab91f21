"""What is kept is what follows: for every subject, every day there was, whatever was touched.

The plain replay reads the whole register as it stood and works everything out together; pages
read what was kept, which was brought up to date a few touched subjects at a time.
"""

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.evidence.chain_files import change_sets_in
from candour.evidence.changes import replay
from candour.evidence.collection import Collection
from candour.evidence.fields import read_schema
from candour.evidence.following import what_follows
from candour.register import models, selectors
from candour.register.at_hand import AtHand, forget_answers
from candour.register.counting import Counts
from candour.register.follows import rows_around, worked_out
from candour.register.history import logged_change_sets
from candour.register.moments import NOW, Moment
from candour.register.search import search
from candour.register.services import _apply, load_content
from candour.register.surroundings import in_order
from candour.register.working_out import are_rules_in_force, keep_up, rebuild
from tests.evidence.making import FORCE, TOOL, make_folder, schema, write_files
from tests.register.loading import FIRST_DAY, everything, load_on

pytestmark = pytest.mark.django_db


def replayed_at(change: int | None = None) -> Collection:
    """The register as a plain replay of its change sets has it."""
    sets = [made for made in logged_change_sets() if change is None or made.number <= change]
    return Collection(in_order(replay(sets).subjects))


def by_subject(collection, table):
    """Everything that follows from the whole, told apart by whom it concerns."""
    found: dict[str, dict[tuple[str, str], object]] = {slug: {} for slug in collection.subjects}
    for result in what_follows(collection, table, skip_broken=True).results():
        for slug in result.subjects:
            found[slug][result.kind, result.key] = result.row
    return found


def kept_by_subject(collection, table, moment):
    found = {}
    for slug, subject in collection.subjects.items():
        rows = worked_out(subject, table, moment)
        found[slug] = {("check", row["id"]): row for row in rows.checks}
        found[slug] |= {("derived", row["id"]): row for row in rows.derived}
        found[slug] |= {("contradiction", row["id"]): row for row in rows.contradictions}
        found[slug] |= {("gap", f"{r['subject']}/{r['item']}"): r for r in rows.gaps}
    return found


# every shipped subject


def test_what_is_kept_of_every_shipped_subject_is_what_follows_from_the_whole():
    load_content()
    table, whole = read_schema(FOLDER), replayed_at()
    expected = by_subject(whole, table)
    today = selectors.last_day()

    assert kept_by_subject(whole, table, NOW) == expected
    assert kept_by_subject(whole, table, Moment(as_of=today)) == expected
    assert sum(len(rows) for rows in expected.values()) > len(expected)


def test_what_is_worked_out_around_every_shipped_subject_is_what_follows_from_the_whole():
    """By the way that pages take which admit only what was known: here everything was."""
    load_content()
    table, whole = read_schema(FOLDER), replayed_at()
    expected = by_subject(whole, table)

    for slug, subject in whole.subjects.items():
        rows = rows_around(subject, table, NOW)
        found = {row["id"] for row in (*rows.checks, *rows.derived, *rows.contradictions)}
        found |= {f"{row['subject']}/{row['item']}" for row in rows.gaps}
        assert found == {key for _, key in expected[slug]}, slug


@pytest.mark.long
def test_what_followed_on_the_day_of_each_shipped_change_set_is_what_follows_from_a_replay(tries):
    """As if each had come in on a day of its own, as where one updates with each release."""
    table, shipped = read_schema(FOLDER), list(change_sets_in(FOLDER))
    shipped = shipped[: tries(8, long=len(shipped))]
    days = [FIRST_DAY + timedelta(days=number) for number in range(len(shipped))]
    for day, change_set in zip(days, shipped, strict=True):
        came_in = _apply(change_set, datetime.combine(day, time(12), UTC))
        keep_up(table, {came_in.number: came_in.applied.slugs})
    apart = max(1, len(shipped) // tries(3, long=len(shipped)))
    for number in range(apart, len(shipped) + 1, apart):
        whole = replayed_at(number)
        expected = by_subject(whole, table)
        assert kept_by_subject(whole, table, Moment(as_of=days[number - 1])) == expected


# random histories in which files name one another

SLUGS = ("alpha", "beta", "gamma")
slugs = st.sampled_from(SLUGS)


@st.composite
def systems(draw, slug, there, moved):
    """A system whose checks and contradictions may name others, by new slugs or old."""
    others = st.sampled_from(there)
    other, third = draw(others), draw(others)
    old = f"old-{other}" if other in moved else other
    use = draw(st.sampled_from(["in-use", "stopped", "planned"]))
    lines = [
        TOOL.replace("The Tool", f"The {slug}").replace("use: in-use\n", f"use: {use}\n"),
        f"dpia: {draw(st.sampled_from(['paper', 'other-paper']))}\n",
        "figures:\n  listed:\n    field: people-profiled\n    measure: listed\n    unit: people\n",
        f"    total: {draw(st.integers(1, 4))}\n",
        f"    values: {{White: {draw(st.integers(0, 2))}, Black: 1}}\n",
    ]
    checks = draw(
        st.sets(
            st.sampled_from(
                [
                    "total = White + Black",
                    f"total = {other}#listed.total",
                    f"{other}#listed.total = {third}#listed.total + White",
                    f"total = {old}#listed.total * 2",
                    f"total = 1 + {other}#listed.White",
                ]
            )
        )
    )
    if checks:
        lines.append("    checks:\n" + "".join(f'      - "{text}"\n' for text in sorted(checks)))
    if slug in moved:
        lines.append(f"redirects-from: [old-{slug}]\n")
    if draw(st.booleans()):
        lines.append(
            "contradictions:\n"
            "  differ:\n"
            "    kind: wording\n"
            "    reason: They differ.\n"
            "    sides:\n"
            "      - {said: One thing, statements: [use]}\n"
            f"      - {{said: Another, statements: ['{other}#use']}}\n"
        )
    return "".join(lines)


@st.composite
def states(draw):
    """Some files and what they say."""
    there = sorted(draw(st.sets(slugs, min_size=1)))
    moved = draw(st.sets(slugs))
    denies = draw(st.sampled_from(["", "predictive-use: {value: denies-use, said_by: force}\n"]))
    return {f"systems/{slug}": draw(systems(slug, there, moved)) for slug in there} | {
        "bodies/force": FORCE + denies
    }


PAPERS = {
    f"documents/{slug}": 'source: report\nat: "1"\nname: A paper\nkind: impact-assessment\n'
    f'dated: "{day}"\n'
    for slug, day in (("paper", "2019-01-01"), ("other-paper", "2025-01-01"))
}


def is_whole(folder):
    from candour.evidence.reading import read_with_problems

    return not read_with_problems(folder, schema())[1]


@given(st.lists(states(), min_size=2, max_size=4))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_kept_up_bit_by_bit_is_what_follows_on_every_day_there_was(histories):
    with tempfile.TemporaryDirectory() as scratch, transaction.atomic():
        folder = make_folder(Path(scratch) / "content", PAPERS)
        with mock.patch("candour.register.services.read_schema", return_value=schema()):
            heads = list(load_each(folder, histories))
        assume(len(heads) > 1)
        for day, change in heads:
            whole = replayed_at(change)
            expected = by_subject(whole, schema())
            assert kept_by_subject(whole, schema(), Moment(as_of=day)) == expected
            assert kept_by_subject(whole, schema(), Moment(change=change)) == expected
            for slug in SLUGS:
                found = search(f"the {slug}", moment=Moment(as_of=day)).slugs
                assert (slug in found) == (slug in whole.subjects)
        assert_rebuilding_changes_nothing()
        transaction.set_rollback(True)


def load_each(folder, histories):
    for number, files in enumerate(histories):
        gone = {
            f"systems/{slug}": None
            for slug in SLUGS
            if f"systems/{slug}" not in files and (folder / f"systems/{slug}.yaml").exists()
        }
        write_files(folder, {**files, **gone})
        if not is_whole(folder):
            continue  # it names what is not there
        day = FIRST_DAY + timedelta(days=number)
        if load_on(folder, day).change_sets:
            yield day, models.ChangeSet.objects.count()


def assert_rebuilding_changes_nothing():
    def kept():
        columns = ("kind", "key", "state", "digest", "place", "began", "ended")
        return sorted(models.WorkedOut.objects.values_list(*columns), key=repr)

    before, found = kept(), everything()["register_redirect"]
    rebuild(schema())
    assert kept() == before
    assert everything()["register_redirect"] == found


# counts


def test_what_is_counted_and_kept_is_what_there_is_on_every_day(tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL + "purpose: find people\n"})
    load_on(folder)
    write_files(folder, {"systems/tool": TOOL, "systems/new": TOOL.replace("The Tool", "New")})
    load_on(folder, date(2026, 1, 3))
    for day, change in ((1, 1), (2, 1), (3, 2), (9, 2)):
        moment = Moment(as_of=date(2026, 1, day))
        found = Counts(moment).totals()
        whole = replayed_at(change)
        results = list(what_follows(whole, schema(), skip_broken=True).results())
        assert found["statement"] == sum(1 for _ in whole.statements())
        assert found["system"] == len(whole.of_class("system")) == change
        assert Counts(moment).states("gap") == tally(r.state for r in results if r.kind == "gap")
        assert sum(n for *_, n in Counts(moment).gaps()) == len(results)
    assert Counts().totals() == Counts(Moment(as_of=date(2026, 1, 3))).totals()
    assert Counts(Moment(as_of=date(2025, 1, 1))).totals()["statement"] == 0


def tally(states):
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    return found


# the rules


def test_new_rules_have_everything_worked_out_anew(tmp_path, monkeypatch):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    load_on(folder)
    assert are_rules_in_force(schema())
    models.WorkedOut.objects.update(state="stale")

    monkeypatch.setattr("candour.register.working_out.rules_in_force", lambda table: "new")
    assert not are_rules_in_force(schema())
    write_files(folder, {"systems/tool": TOOL + "purpose: find people\n"})
    load_on(folder, date(2026, 1, 2))

    assert not models.WorkedOut.objects.filter(state="stale").exists()
    assert are_rules_in_force(schema())


def test_answers_at_hand_are_bounded_and_days_between_two_change_sets_are_one(tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    load_on(folder)
    at_hand: AtHand[int] = AtHand(most=3)
    for number in range(20):
        moment = Moment(known_on=date(2026, 1, 1), as_of=FIRST_DAY + timedelta(days=number))
        assert at_hand.answer(moment, schema(), partial(int, number)) == 0
    assert len(at_hand) == 1
    for number in range(20):
        moment = Moment(known_on=FIRST_DAY + timedelta(days=number))
        assert at_hand.answer(moment, schema(), partial(int, number)) == number % 20
    assert len(at_hand) == 3


def test_what_is_at_hand_is_asked_for_once(tmp_path, django_assert_num_queries):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    load_on(folder)
    subject, moment = selectors.subjects(["tool"])["tool"], Moment(known_on=date(2026, 1, 1))
    first = worked_out(subject, schema(), moment)
    with django_assert_num_queries(1):  # which change set is the last
        assert worked_out(subject, schema(), moment) is first


# what concerns whom


def test_a_check_in_another_file_counts_as_concerning_the_one_it_claims_of(tmp_path):
    figures = "figures:\n  listed:\n    field: people-profiled\n    measure: listed\n"
    figures += "    unit: people\n    total: 2\n"
    other = TOOL.replace("The Tool", "Other") + figures
    folder = make_folder(
        tmp_path / "content",
        {
            "systems/tool": TOOL + figures,
            "systems/other": other + '    checks: ["tool#listed.total = total"]\n',
        },
    )
    load_on(folder)
    tool = selectors.subjects(["tool"])["tool"]
    for moment in (NOW, Moment(as_of=FIRST_DAY), Moment(known_on=date(2026, 1, 1))):
        assert [row["verdict"] for row in worked_out(tool, schema(), moment).checks] == ["holds"]


@pytest.fixture(autouse=True)
def nothing_at_hand():
    forget_answers()
    yield
    forget_answers()
