"""Whatever is done to the files, and whatever day is asked about: it agrees with a plain replay.

The model knows nothing of change sets, pages or entries. It keeps what the files said after each
load, as sets of plain values, and works out by hand what a reader should be told of each day.
"""

import tempfile
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from candour.register import selectors
from candour.register.follows import worked_out
from candour.register.models import ChangeSet, Recording
from candour.register.moments import Moment
from candour.register.search import search
from tests.evidence.making import make_folder, schema, write_files
from tests.register.loading import FIRST_DAY, load_on, numbers_of
from tests.support.sizes import tries

SLUGS = ("alpha", "beta", "gamma")
PURPOSES = ("find people", "find places", "set patrols", "grade reports")
USES = ("in-use", "in-trial", "stopped", "planned")
SHOWS_USE = {"in-use", "in-trial"}
FIELDS = ("name", "kind", "in-scope", "operator", "use", "purpose", "people-profiled")

slugs = st.sampled_from(SLUGS)
some_purposes = st.lists(st.sampled_from(PURPOSES), unique=True, max_size=3)
later = st.sampled_from([None, 0, 1, 1, 2])  # days until the next load; None: not yet
Said = tuple[str, str, str]  # field, value, and what tells two alike apart


@dataclass
class System:
    """What a file of the model says."""

    use: str = "in-use"
    purposes: list[str] = field(default_factory=list)
    parts: tuple[int, int] = (1, 2)
    total: int = 3
    redirects: list[str] = field(default_factory=list)

    def text(self, slug: str) -> str:
        lines = [
            "source: report",
            'at: "1"',
            f"name: The {slug}",
            "kind: person-score",
            "in-scope: in-scope",
            "operator: force",
            f"use: {self.use}",
        ]
        if self.purposes:
            lines.append(f"purpose: [{', '.join(self.purposes)}]")
        if self.redirects:
            lines.append(f"redirects-from: [{', '.join(sorted(self.redirects))}]")
        lines += [
            "figures:",
            "  listed:",
            "    field: people-profiled",
            "    measure: listed",
            "    unit: people",
            f"    total: {self.total}",
            f"    values: {{White: {self.parts[0]}, Black: {self.parts[1]}}}",
            "    checks: [total = White + Black]",
        ]
        return "\n".join(lines) + "\n"

    def said(self, slug: str) -> set[Said]:
        return {
            ("name", f"The {slug}", ""),
            ("kind", "person-score", ""),
            ("in-scope", "in-scope", ""),
            ("operator", "force", ""),
            ("use", self.use, ""),
            *(("purpose", purpose, "") for purpose in self.purposes),
            ("people-profiled", str(self.total), ""),
            ("people-profiled", str(self.parts[0]), "White"),
            ("people-profiled", str(self.parts[1]), "Black"),
        }


@dataclass
class Loaded:
    """What the files said when they were loaded, and the day."""

    on: date
    systems: dict[str, System]


def plainly(statement) -> Said:
    value = getattr(statement.value, "printed", None) or str(statement.value)
    return statement.field, value, statement.qualifier("group")


class Register(RuleBasedStateMachine):
    """The files, the database, and the model beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.scratch = tempfile.TemporaryDirectory(prefix="candour-states-")
        self.schema = mock.patch("candour.register.services.read_schema", return_value=schema())
        self.schema.start()
        self.today = FIRST_DAY
        self.systems: dict[str, System] = {}
        self.loads: list[Loaded] = []
        self.recordings: dict[str, int] = {}

    @initialize()
    def begin(self) -> None:
        self.folder = make_folder(Path(self.scratch.name) / "content")
        self.systems = {slug: System(purposes=[PURPOSES[0]]) for slug in SLUGS[:2]}
        self.load(later=0)

    def teardown(self) -> None:
        try:
            self.ask_about_every_day()
        finally:
            self.schema.stop()
            self.scratch.cleanup()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # what happens to the files, now and then loaded at once

    def then(self, later) -> None:
        if later is not None:
            self.load(later=later)

    @rule(slug=slugs, use=st.sampled_from(USES), purposes=some_purposes, later=later)
    def write_a_file(self, slug, use, purposes, later) -> None:
        if any(slug in other.redirects for other in self.systems.values()):
            return  # its slug leads elsewhere
        kept = self.systems.get(slug, System())
        self.systems[slug] = System(use, list(purposes), kept.parts, kept.total, kept.redirects)
        self.then(later)

    @rule(
        slug=slugs,
        parts=st.tuples(st.integers(0, 3), st.integers(0, 3)),
        total=st.integers(0, 6),
        later=later,
    )
    def edit_a_number(self, slug, parts, total, later) -> None:
        if slug in self.systems:
            self.systems[slug].parts, self.systems[slug].total = parts, total
            self.then(later)

    @rule(slug=slugs, later=later)
    def retract_a_value(self, slug, later) -> None:
        if slug in self.systems and self.systems[slug].purposes:
            self.systems[slug].purposes.pop()
            self.then(later)

    @precondition(lambda self: len(self.loads) > 1)
    @rule(slug=slugs, back=st.integers(1, 5), later=later)
    def say_again_what_was_said_before(self, slug, back, later) -> None:
        before = self.loads[-min(back, len(self.loads))].systems
        if slug in self.systems and slug in before:
            old = deepcopy(before[slug])
            old.redirects = self.systems[slug].redirects
            self.systems[slug] = old
            self.then(later)

    @rule(slug=slugs, later=later)
    def move_rows_about(self, slug, later) -> None:
        if slug in self.systems:
            self.systems[slug].purposes.reverse()
            self.then(later)

    @rule(slug=slugs, later=later)
    def take_a_file_out(self, slug, later) -> None:
        self.systems.pop(slug, None)
        self.then(later)

    @rule(one=slugs, into=slugs, later=later)
    def merge_two(self, one, into, later) -> None:
        if one != into and {one, into} <= self.systems.keys():
            gone = self.systems.pop(one)
            self.systems[into].redirects += [one, *gone.redirects]
            self.then(later)

    # what the register does

    @rule(later=st.integers(0, 2))
    def load(self, later) -> None:
        """Write the files and load them some days on; the model takes down what they say."""
        self.today += timedelta(days=later)
        files = {f"systems/{slug}": system.text(slug) for slug, system in self.systems.items()}
        gone = {
            f"systems/{path.stem}": None
            for path in (self.folder / "systems").glob("*.yaml")
            if path.stem not in self.systems
        }
        write_files(self.folder, {**files, **gone})
        report = load_on(self.folder, self.today)
        before = self.loads[-1].systems if self.loads else {}
        asserted = {slug: len(self.said(slug) - self.said(slug, before)) for slug in SLUGS}
        retracted = {slug: len(self.said(slug, before) - self.said(slug)) for slug in SLUGS}
        if self.loads:
            assert (report.asserted, report.retracted) == (
                sum(asserted.values()),
                sum(retracted.values()),
            )
            assert report.changed_nothing == (self.systems == before)
        for slug in SLUGS:
            self.recordings[slug] = self.recordings.get(slug, 0) + asserted[slug]
        self.loads.append(Loaded(self.today, deepcopy(self.systems)))
        self.agree(Moment(), self.systems)

    def said(self, slug, systems=None) -> set[Said]:
        system = (self.systems if systems is None else systems).get(slug)
        return system.said(slug) if system else set()

    # what a reader is told

    @precondition(lambda self: len(self.loads) > 1)
    @rule(data=st.data())
    def ask_about_past_days(self, data) -> None:
        span = (self.today - FIRST_DAY).days
        for back in data.draw(st.sets(st.integers(-1, span + 1), min_size=1, max_size=3)):
            day = self.today - timedelta(days=back)
            self.agree(Moment(as_of=day), self.as_of(day))

    def ask_about_every_day(self) -> None:
        """Before an example ends: every day there was."""
        for number in range(-1, (self.today - FIRST_DAY).days + 2):
            day = FIRST_DAY + timedelta(days=number)
            self.agree(Moment(as_of=day), self.as_of(day))

    def as_of(self, day) -> dict[str, System]:
        """What the last load by the end of a day said."""
        by_then = [loaded.systems for loaded in self.loads if loaded.on <= day]
        return by_then[-1] if by_then else {}

    def agree(self, moment, expected) -> None:
        found = selectors.subjects(SLUGS, moment)
        assert {slug: {plainly(s) for s in one.statements} for slug, one in found.items()} == {
            slug: system.said(slug) for slug, system in expected.items()
        }
        assert {s: [str(p.value) for p in one.of("purpose")] for s, one in found.items()} == {
            slug: system.purposes for slug, system in expected.items()
        }
        for use in USES:
            listed = selectors.listed("system", selectors.Filters({"use": use}), moment)
            assert [page.slug for page in listed] == sorted(
                s for s, x in expected.items() if x.use == use
            )
        assert {s.subject for s in selectors.mentions("force", moment)} == expected.keys()
        for slug, one in found.items():
            self.agree_on_what_follows(worked_out(one, schema(), moment), expected[slug])

    def agree_on_what_follows(self, rows, system) -> None:
        (check,) = rows.checks
        holds = sum(system.parts) == system.total
        assert check["verdict"] == ("holds" if holds else "fails")
        states = {row["item"]: row["state"] for row in rows.gaps}
        assert states["purpose"] == ("described" if system.purposes else "silent")
        clashes = [
            row for row in rows.contradictions if row["found_by"] == "rule: a total and its parts"
        ]
        assert len(clashes) == (not holds)

    @invariant()
    def history_holds_every_recording_there_ever_was(self) -> None:
        if not self.loads:
            return
        for slug in SLUGS:
            history = selectors.history(slug)
            assert len(history) == self.recordings[slug]
            open_rows = [recorded for recorded in history if recorded.stretch.stands]
            assert len(open_rows) == len(self.said(slug, self.loads[-1].systems))
            numbers = numbers_of(recorded.stretch for recorded in history)
            assert all(ended is None or began < ended for began, ended in numbers)

    @invariant()
    def redirects_lead_where_the_files_say(self) -> None:
        if self.loads:
            now = self.loads[-1].systems
            leads = {old: slug for slug, system in now.items() for old in system.redirects}
            assert {slug: selectors.resolve(slug) for slug in SLUGS} == {
                s: leads.get(s, s) for s in SLUGS
            }

    @invariant()
    def search_finds_what_stands_and_nothing_else(self) -> None:
        if self.loads:
            for slug in SLUGS:
                found = search(f"the {slug}").slugs
                assert (slug in found) == (slug in self.loads[-1].systems)

    @invariant()
    def numbers_of_changes_follow_each_other(self) -> None:
        changes = list(ChangeSet.objects.order_by("number"))
        assert [c.number for c in changes] == list(range(1, len(changes) + 1))
        assert all(one.hash == other.previous for one, other in pairwise(changes))
        assert Recording.objects.filter(retracted_in=None).values(
            "statement"
        ).distinct().count() == (Recording.objects.filter(retracted_in=None).count())


@pytest.mark.long
@pytest.mark.django_db
def test_the_register_agrees_with_a_plain_replay():
    run_state_machine_as_test(
        Register,
        settings=settings(
            max_examples=tries(8, long=2_000),
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
