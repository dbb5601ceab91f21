"""What may be asked of the register: three questions about days, differences, mentions, lists."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from candour.core.days import Answer
from candour.register import models, selectors
from candour.register.counting import Counts
from candour.register.follows import worked_out, worked_out_list
from candour.register.moments import NOW, Moment
from candour.register.selectors import Filters
from candour.register.services import load_content
from tests.evidence.making import FORCE, REPORT, TOOL, make_folder, schema, write_files
from tests.register.loading import edit_and_load, load_on, numbers_of, record_of, the

pytestmark = pytest.mark.django_db

MARCH_2021, MAY_2022 = date(2021, 3, 14), date(2022, 5, 1)


def system(name, *lines):
    head = TOOL.replace("The Tool", name).replace("use: in-use\n", "")
    return head + "".join(f"{line}\n" for line in lines)


ESSEX = {
    "sources/newspaper": REPORT.replace("2025-02-20", "2021-06-01"),
    "systems/terrain": system(
        "Terrain", "use: {value: in-use, valid: 2020/2022, source: newspaper}"
    ),
    "systems/knives": system("Knives", "use: {value: in-use, valid: 2020/2022}"),
    "systems/over": system("Over", "use: {value: in-use, valid: 2015/2018, source: newspaper}"),
    "systems/undated": system("Undated", "use: {value: in-use, source: newspaper}"),
    "systems/elsewhere": system(
        "Elsewhere", "use: {value: in-use, valid: 2020/2022, source: newspaper}"
    ).replace("operator: force", "operator: other-force"),
}


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", ESSEX)


def in_force(body, moment):
    """What a reader is told was in use by a body: slug and whether that can be told."""
    slugs = selectors.operated_by([body])
    found = selectors.subjects(slugs, moment)
    return {
        slug: s.true_on(moment.true_on)
        for slug, one in found.items()
        for s in one.of("use")
        if s.value == "in-use"
    }


def test_what_was_in_force_in_essex_on_a_day_as_publicly_known_on_another(folder):
    load_on(folder)

    told = in_force("force", Moment(true_on=MARCH_2021, known_on=MAY_2022))

    assert told == {"terrain": Answer.YES, "undated": Answer.CANT_TELL}
    assert in_force("force", Moment(true_on=MARCH_2021)) == told | {"knives": Answer.YES}
    assert in_force("force", Moment(true_on=date(2017, 1, 1), known_on=MAY_2022)) == {
        "over": Answer.YES,
        "undated": Answer.CANT_TELL,
    }
    assert in_force("force", Moment(true_on=MARCH_2021, known_on=date(2021, 5, 31))) == {}


def test_the_three_questions_are_never_mixed(folder):
    load_on(folder, date(2026, 1, 1))
    edit_and_load(
        folder,
        {"systems/knives": system("Knives", "use: {value: planned, valid: 2020/2022}")},
        date(2026, 2, 1),
    )
    question: dict[str, Any] = {"true_on": MARCH_2021, "known_on": date(2025, 3, 1)}

    def use(moment):
        return [s.value for s in the("knives", moment).of("use")]

    assert use(Moment(**question, as_of=date(2026, 1, 15))) == ["in-use"]
    assert use(Moment(**question)) == ["planned"]
    assert use(Moment(true_on=MARCH_2021, known_on=MAY_2022, as_of=date(2026, 1, 15))) == []
    assert selectors.subject("knives", Moment(as_of=date(2025, 12, 31))) is None


def test_a_day_of_the_register_ends_at_midnight_in_london(folder):
    load_content(folder, made_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))  # 23:30 in London
    write_files(folder, {"systems/over": None})
    load_content(folder, made_at=datetime(2026, 7, 6, 23, 30, tzinfo=UTC))  # 0:30 on the 7th

    def stood(day):
        return selectors.subject("over", Moment(as_of=day)) is not None

    assert [stood(date(2026, 6, day)) for day in (29, 30)] == [False, True]
    assert [stood(date(2026, 7, day)) for day in (6, 7)] == [True, False]


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 30)])
def test_any_day_of_the_calendar_can_be_asked_about(folder, day):
    load_on(folder)
    for moment in (Moment(as_of=day), Moment(true_on=day), Moment(known_on=day)):
        selectors.subjects(["knives"], moment)
        list(selectors.listed("system", Filters({}), moment))


def test_the_last_day_of_the_calendar_can_be_asked_about(folder):
    load_on(folder)
    assert the("knives", Moment(as_of=date.max)).name == "Knives"


def test_what_changed_between_two_moments(folder):
    load_on(folder, date(2026, 1, 1))
    edit_and_load(
        folder, {"systems/knives": system("Knives", "use: {value: planned}")}, date(2026, 2, 1)
    )

    changed = selectors.difference("knives", before=Moment(as_of=date(2026, 1, 1)), after=NOW)

    assert [s.value for s in changed.added] == ["planned"]
    assert [s.value for s in changed.gone] == ["in-use"]
    back = selectors.difference("knives", before=NOW, after=Moment(as_of=date(2026, 1, 1)))
    assert (back.added, back.gone) == (changed.gone, changed.added)
    nothing = selectors.difference("knives", before=NOW, after=NOW)
    assert (nothing.added, nothing.gone) == ([], [])
    begun = selectors.difference("knives", before=Moment(as_of=date(2025, 1, 1)), after=NOW)
    assert len(begun.added) == len(the("knives").statements)
    assert selectors.difference("never", before=NOW, after=NOW).added == []


def test_the_history_of_a_field_is_every_recording_newest_first(folder):
    load_on(folder, date(2026, 1, 1))
    planned = {"systems/knives": system("Knives", "use: {value: planned}")}
    edit_and_load(folder, planned, date(2026, 2, 1))
    edit_and_load(folder, {"systems/knives": ESSEX["systems/knives"]}, date(2026, 3, 1))

    found = [
        (recorded.statement.value, *numbers_of([recorded.stretch])[0])
        for recorded in selectors.history("knives", "use")
    ]

    assert found == [("in-use", 3, None), ("planned", 2, 3), ("in-use", 1, 2)]
    entries = selectors.entries_of(2)
    begun = [r.statement.value_key for r in entries if r.asserted_in_id == 2]
    ended = [r.statement.value_key for r in entries if r.retracted_in_id == 2]
    assert (begun, ended) == (["planned"], ["in-use"])


def test_other_subjects_mention_one(folder):
    load_on(folder)
    assert {s.subject for s in selectors.mentions("force")} == {
        "terrain",
        "knives",
        "over",
        "undated",
    }
    assert selectors.mentions("terrain") == []
    assert {s.subject for s in selectors.mentions("force", Moment(known_on=MAY_2022))} == set()
    assert selectors.spoken("newspaper") == 4


def slugs(rows):
    return [page.slug for page in rows]


def test_a_list_is_narrowed_by_all_the_values_asked_for(folder):
    edit_and_load(
        folder, {"systems/knives": system("Knives", "use: stopped", "targets: [people, places]")}
    )

    def listed(subject_class="system", moment=NOW, **terms):
        return slugs(selectors.listed(subject_class, Filters(terms), moment))

    assert listed() == ["elsewhere", "knives", "over", "terrain", "undated"]  # by name
    assert listed(use="stopped") == ["knives"]
    assert listed(targets="people", use="stopped") == ["knives"]
    assert listed(targets="people", use="in-use") == []
    assert listed(operator="other-force") == ["elsewhere"]
    assert listed("body") == ["candour", "authors", "force", "other-force"]
    assert listed("nothing") == []
    assert listed(use="x' OR 1=1 --") == []
    assert len(listed("")) == 11  # of any class


def test_a_list_as_of_a_day_has_the_values_of_that_day(folder):
    load_on(folder, date(2026, 1, 1))
    edit_and_load(folder, {"systems/knives": system("Knives", "use: stopped")}, date(2026, 2, 1))
    january = Moment(as_of=date(2026, 1, 15))

    assert slugs(selectors.listed("system", Filters({"use": "stopped"}), january)) == []
    assert "knives" in slugs(selectors.listed("system", Filters({"use": "in-use"}), january))
    assert slugs(selectors.listed("system", Filters({"use": "stopped"}))) == ["knives"]


def test_rows_of_a_list_carry_only_some_fields(folder):
    load_on(folder)
    found = selectors.brief(["knives", "never", "terrain"], ["use"])
    assert list(found) == ["knives", "terrain"]
    assert {s.field for one in found.values() for s in one.statements} == {"use"}


def test_subjects_come_in_the_order_asked_for(folder):
    load_on(folder)
    wanted = ["terrain", "authors", "knives", "never", "elsewhere"]
    assert list(selectors.subjects(wanted)) == ["terrain", "authors", "knives", "elsewhere"]


def test_names_and_counts_are_of_what_stands(folder):
    load_on(folder)
    edit_and_load(folder, {"systems/over": None}, date(2026, 2, 1))

    assert selectors.names(["knives", "over", "never"]) == {"knives": ("Knives", "system")}
    counts = Counts().totals()
    assert (counts["system"], counts["body"], counts["source"]) == (4, 4, 2)
    assert counts["statement"] == models.Recording.objects.filter(retracted_in=None).count()
    assert counts["gap"] == 4 * len(selectors.schema().gap_items)


def test_one_statement_has_its_stretches_and_none_that_never_was(folder):
    load_on(folder)
    (said,) = the("knives").of("use")

    record = record_of(said.id)

    assert (record.statement, record.stands, len(record.stretches)) == (said, True, 1)
    for never in ("s1-none", "", "x\x01", "é" * 99):
        assert selectors.statement_record(never) is None
    assert selectors.statements_by_id([said.id, "s1-none"]) == {said.id: said}


def test_two_thousand_statements_are_found_and_not_nine_hundred_of_them(tmp_path):
    entries = "\n".join(
        f"  - {{value: Purpose number {number}, said_by: authors}}" for number in range(2_000)
    )
    many = f"{system('Many', 'use: in-use')}purpose:\n{entries}\n"
    load_on(make_folder(tmp_path / "many", {"systems/many": many}))
    statements = the("many").of("purpose")
    assert len(statements) == 2_000

    found = selectors.statements_by_id([s.id for s in statements] * 2)

    assert found == {s.id: s for s in statements}


def test_what_follows_as_of_today_is_what_is_kept_for_today(folder):
    denial = FORCE + "predictive-use: {value: denies-use, said_by: force}\n"
    edit_and_load(folder, {"bodies/force": denial})
    for slug in ("force", "knives", "terrain"):
        about = the(slug)
        kept, anew = (
            worked_out(about, schema()),
            worked_out(about, schema(), Moment(as_of=date(2026, 1, 1))),
        )
        assert kept == anew
        assert [row["kind"] for row in kept.contradictions] == ["denied-and-shown"]
    assert worked_out(the("force"), schema(), Moment(as_of=date(2025, 1, 1))).contradictions == []


def test_results_are_listed_by_state_and_subject(folder):
    load_on(folder)
    gaps = worked_out_list("gap", slug="knives")
    assert {row.row["subject"] for row in gaps} == {"knives"}
    silent = worked_out_list("gap", state="silent", slug="knives")
    assert 0 < silent.count() <= gaps.count()
    assert worked_out_list("check").count() == 0
