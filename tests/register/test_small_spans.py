"""What differs between two moments, what a page rests on, and how content is kept and written."""

from datetime import date

import pytest

from candour.core.errors import CandourError
from candour.evidence.content_files import source_defaults, subject_files
from candour.evidence.fields import Schema
from candour.evidence.reading import read_collection
from candour.evidence.record import check_signature
from candour.register import models, selectors, services, subject_pages
from candour.register.between import Scope, Span, came_in, differences, touched, went_out
from candour.register.dumping import dump_content
from candour.register.history import statement_of
from candour.register.moments import NOW, Moment
from candour.register.services import bring_up_to_date
from candour.register.working_out import are_rules_in_force, rebuild
from tests.evidence.making import REPORT, TOOL, make_folder, schema
from tests.register.loading import FIRST_DAY, edit_and_load, load_on, the

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture
def folder(tmp_path):
    """Purposes over three change sets: people; then places and patrols; then patrols and people."""
    other = TOOL.replace("The Tool", "Other")
    folder = make_folder(
        tmp_path / "content",
        {
            "sources/paper": REPORT.replace("The Report", "The Paper"),
            "systems/tool": TOOL + "purpose: people\n",
            "systems/other": other,
        },
    )
    load_on(folder)
    edit_and_load(folder, {"systems/tool": TOOL + "purpose: [places, patrols]\n"}, FEBRUARY)
    third = TOOL + "purpose: [{value: patrols}, {value: people}]\nalso: {value: T, source: paper}\n"
    edit_and_load(folder, {"systems/tool": third, "systems/other": None}, MARCH)
    return folder


def values(rows):
    return sorted(
        (row.subject, str(statement_of(row.statement).value))
        for row in rows.select_related("statement").filter(statement__field__in=["purpose", "also"])
    )


# between two moments


def test_what_came_and_went_is_told_apart_over_any_span(folder):
    whole, later, none = Span(1, 3), Span(2, 3), Span(2, 2)
    assert values(came_in(whole, Scope())) == [("tool", "T"), ("tool", "patrols")]
    assert values(went_out(whole, Scope())) == []  # people came back
    assert values(came_in(later, Scope())) == [("tool", "T"), ("tool", "people")]
    assert values(went_out(later, Scope())) == [("tool", "places")]
    assert values(went_out(Span(1, 2), Scope())) == [("tool", "people")]
    assert came_in(none, Scope()).count() == went_out(none, Scope()).count() == 0
    assert values(came_in(Span(0, 1), Scope())) == [("tool", "people")]
    assert values(came_in(whole, Scope(source="paper"))) == [("tool", "T")]
    assert came_in(whole, Scope(among=[])).count() == 0
    assert {row.subject for row in went_out(whole, Scope())} == {"other"}
    assert went_out(whole, Scope(among={"tool"})).count() == 0


def test_a_span_runs_from_the_earlier_moment_to_the_later(folder):
    first, last = Moment(as_of=FIRST_DAY), NOW
    assert Span.of(first, last) == Span.of(last, first) == Span(1, 3)
    assert Span.of(Moment(as_of=date(2025, 1, 1)), Moment(change=2)) == Span(0, 2)


def test_each_field_that_differs_says_what_it_said_and_says_with_the_change_that_did_it(folder):
    span, scope = Span(2, 3), Scope(among=["tool"])
    pairs = touched(span, scope)
    assert pairs == [("tool", "also"), ("tool", "purpose")]
    also, purpose = differences([*pairs, *pairs], span, scope)
    assert (also.subject, also.field, also.before) == ("tool", "also", ())
    assert [(t.statement.value, t.change.number) for t in also.after] == [("T", 3)]
    assert [(t.statement.value, t.change.number) for t in purpose.before] == [("places", 3)]
    assert [(t.statement.value, t.change.number) for t in purpose.after] == [("people", 3)]
    (only,) = differences([("tool", "also")], span, Scope(source="paper"))
    assert [t.statement.value for t in only.after] == ["T"]
    fields = [field for _, field in touched(Span(2, 3), Scope(among=["other"]))]
    assert fields == sorted(fields, key=lambda field: selectors.schema().order[field])
    assert "operator" in fields


# what a page rests on


def test_a_page_has_all_that_is_held_on_its_subject_and_the_names_of_all_it_names(folder):
    page = subject_pages.on_subject(the("tool"), NOW, today=MARCH, also_named=["report"])
    assert page.names["force"] == ("The Force", "body")
    assert page.names["authors"] == ("The Authors", "body")
    assert page.names["report"] == ("The Report", "source")
    assert "other" not in page.names
    assert [one.number for one in page.changes] == [3, 2, 1]
    assert (list(page.mentions), list(page.findings), dict(page.headlines)) == ([], [], {})
    assert page.consequences.use is not None
    assert page.consequences.use.state == "in-use"
    assert page.consequences.audited is not None
    assert len(page.consequences.worked_out.gaps) == 19
    assert (page.moment, page.subject) == (NOW, the("tool"))


def test_the_page_of_a_body_has_what_names_it_and_the_lives_of_its_systems(folder):
    page = subject_pages.on_subject(the("force"), NOW, today=MARCH)
    assert [(s.subject, s.field) for s in page.mentions] == [("tool", "operator")]
    assert page.names["tool"] == ("The Tool", "system")
    assert (page.consequences.use, page.consequences.audited) == (None, None)


def test_what_follows_is_the_same_without_the_page(folder):
    for slug in ("tool", "force"):
        page = subject_pages.on_subject(the(slug), NOW, today=MARCH)
        alone = subject_pages.consequences_for(the(slug), NOW, today=MARCH, schema=page.schema)
        assert alone == page.consequences


def test_the_systems_of_a_body_are_named_with_their_gaps_where_a_moment_keeps_them(folder):
    named = subject_pages.named_systems(["tool"], NOW, today=MARCH)
    assert (list(named.briefs), list(named.uses), len(named.gaps)) == (["tool"], ["tool"], 19)
    known = subject_pages.named_systems(["tool"], Moment(known_on=MARCH), today=MARCH)
    assert (list(known.briefs), len(known.gaps)) == (["tool"], 0)
    none = subject_pages.named_systems([], NOW, today=MARCH)
    assert (none.briefs, list(none.gaps), none.uses) == ({}, [], {})


# kept and written


def test_every_subject_is_written_to_the_folder_of_its_class(folder):
    subjects = dict(read_collection(folder, schema()).subjects)
    texts = dict(subject_files(subjects, schema()))
    assert set(texts) == {
        *("systems/tool.yaml", "sources/report.yaml", "sources/paper.yaml", "bodies/force.yaml"),
        *("bodies/authors.yaml", "bodies/other-force.yaml", "bodies/candour.yaml"),
    }
    assert "purpose" in texts["systems/tool.yaml"]
    report = source_defaults(subjects["report"])
    assert (report.authors, report.published) == (("authors",), "2025-02-20")
    bare = source_defaults(subjects["tool"])
    assert (bare.authors, bare.published) == ((), "")


def test_the_order_in_which_chains_arrived_is_written_where_there_is_more_than_one(
    folder, tmp_path
):
    dump_content(tmp_path / "one")
    assert not list((tmp_path / "one").rglob("arrivals*"))


def test_a_signature_is_short_enough_and_holds_no_character_that_databases_refuse():
    check_signature("a" * 200, "b" * 999)
    for made_by, why in (("a" * 201, ""), ("a\0", "b"), ("a", "b\0")):
        with pytest.raises(CandourError):
            check_signature(made_by, why)


def test_everything_is_worked_out_anew_only_where_the_rules_are_others(folder, monkeypatch):
    calls: list[Schema] = []
    monkeypatch.setattr(services, "rebuild", calls.append)
    bring_up_to_date()
    assert calls == []
    models.WorkedOutBy.objects.update(rules="older")
    bring_up_to_date()
    assert calls == [selectors.schema()]


def test_an_empty_register_has_nothing_to_bring_up_to_date(monkeypatch):
    monkeypatch.setattr(services, "rebuild", lambda _: pytest.fail("nothing to work out"))
    bring_up_to_date()


def test_working_everything_out_anew_leaves_what_there_was(folder):
    def kept():
        columns = ("kind", "key", "state", "item", "place", "digest", "began", "ended")
        results = models.WorkedOut.objects.values_list(*columns)
        concerns = models.WorkedOutSubject.objects.values_list(
            "result__kind", "result__key", "result__began", "slug", "is_about"
        )
        counts = models.KeptCount.objects.values_list("change", "what", "item", "state", "number")
        return [sorted(rows, key=repr) for rows in (results, concerns, counts)]

    before = kept()
    assert all(before)
    ends = {(began, ended) for *_, began, ended in before[0]}
    assert ends > {(1, 2), (1, 3), (2, 3), (3, None)}
    models.WorkedOutBy.objects.update(rules="older")
    rebuild(selectors.schema())
    assert kept() == before
    assert are_rules_in_force(selectors.schema())


def test_a_table_of_fields_is_kept_once_until_it_changes(folder):
    (table,) = models.FieldTable.objects.all()
    load_on(folder, date(2026, 4, 1))
    assert list(models.FieldTable.objects.all()) == [table]
    path = folder / "gaps.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# A remark\n", encoding="utf-8")
    load_on(folder, date(2026, 5, 1))
    assert models.FieldTable.objects.count() == 2
