"""Findings in the database: recorded once, standing with their headlines, and never lost."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from candour.audit.errors import Unfit
from candour.config.kinds import KINDS
from candour.core.errors import BadContent, CandourError
from candour.evidence.chain import salted
from candour.evidence.chain_files import change_sets_in
from candour.evidence.findings import KeptFinding
from candour.register import findings, models, selectors
from candour.register.dumping import dump_content
from candour.register.history import Application, logged_change_sets
from candour.register.keeping import AboutNobody, NoSuchSubject, bodies_by_force, keep_finding
from candour.register.moments import Moment
from candour.register.origins import here, next_header
from candour.register.releasing import export_release
from tests.evidence.making import FORCE, OTHER_FORCE, TOOL, make_folder
from tests.register.loading import FIRST_NOON, edit_and_load, everything, load_on, record_of
from tests.support.findings import LEAD, made_up, made_up_force, made_up_parts, put, recorded

pytestmark = pytest.mark.django_db

CODE = "code: {{value: {}, scheme: data.police.uk}}\n"
CODED = {
    "bodies/force": FORCE + CODE.format("force"),
    "bodies/other-force": OTHER_FORCE + CODE.format("other"),
    "systems/tool": TOOL,
}


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", CODED)


@pytest.fixture
def register(folder):
    load_on(folder)
    return folder


OTHER_LIST = "code: [{value: force, scheme: another list}, {value: F1, scheme: data.police.uk}]\n"


def test_a_force_is_found_by_its_code_in_one_list_and_in_no_other(tmp_path):
    coded = {
        "bodies/force": FORCE + OTHER_LIST,
        "bodies/other-force": OTHER_FORCE + CODE.format("other"),
    }
    load_on(make_folder(tmp_path / "content", coded))
    assert bodies_by_force(["F1", "other"]) == {"F1": "force", "other": "other-force"}
    with pytest.raises(NoSuchSubject, match="force"):
        bodies_by_force(["force"])


def keep(finding, *, why="to be kept", about=(), source="", made_by="a person"):
    return keep_finding(
        finding,
        KINDS.of(finding),
        title="Stops",
        about=about,
        source=source,
        made_by=made_by,
        why=why,
        made_at=FIRST_NOON,
    )


def the(identifier):
    found = findings.finding(identifier)
    assert found is not None
    return found


# from files, and back


def test_a_finding_goes_from_files_to_the_database_and_back_byte_for_byte(folder, tmp_path):
    put(folder, recorded(), recorded(made_up(ratio=4), name="another", headlines=("4 times", "8")))
    load_on(folder)

    out = make_folder(tmp_path / "out")
    dump_content(out, replace=True)

    for name in ("made-up", "another"):
        path = f"findings/{name}.json"
        assert (out / path).read_bytes() == (folder / path).read_bytes()
    history = list(change_sets_in(out))
    assert [change.hash for change in history] == [row.hash for row in logged_change_sets()]
    assert sum("finding" in entry for entry in history[0].entries) == 2
    assert not any(
        "finding" in entry["assert"].get("qualifiers", {})
        for entry in history[0].entries
        if "assert" in entry
    )


def test_the_log_that_a_database_writes_leads_another_to_the_same_state(folder):
    with transaction.atomic():
        put(folder, recorded())
        load_on(folder)
        put(folder, recorded(made_up(ratio=4)), recorded(made_up(ratio=5), name="b"))
        load_on(folder, date(2026, 2, 1))
        put(folder, recorded(made_up(ratio=5), name="b"))
        load_on(folder, date(2026, 3, 1))
        dump_content(folder, replace=True)
        wanted = history()
        transaction.set_rollback(True)
    assert not models.ChangeSet.objects.exists()

    load_on(folder)

    assert history() == wanted
    assert len(wanted[1]) == 3


def history():
    """All that the register remembers, but for the numbers of rows."""
    ends = ("asserted_in", "retracted_in")
    return (
        list(models.ChangeSet.objects.order_by("number").values_list("number", "hash")),
        sorted(models.Finding.objects.values_list("name", "text", *ends), key=repr),
        sorted(models.Recording.objects.values_list("statement", *ends), key=repr),
        sorted(models.FindingSubject.objects.values_list("finding__text", "slug", "refused")),
    )


def test_a_load_says_what_became_of_findings(folder):
    put(folder, recorded())
    assert load_on(folder).findings == 1
    put(folder)
    report = load_on(folder)
    assert (report.findings, report.withdrawn, report.retracted) == (0, 1, 1)
    assert load_on(folder).changed_nothing


def test_an_altered_finding_is_not_loaded(folder):
    data = recorded().as_dict()
    data["finding"]["ratios"][0]["ratio"] = 99.0
    put(folder, KeptFinding.from_dict(data))

    with pytest.raises(BadContent, match="is not what its name says"):
        load_on(folder)

    assert not models.Finding.objects.exists()
    assert not models.ChangeSet.objects.exists()


# headlines


def test_headlines_stand_as_long_as_their_finding(folder):
    put(folder, recorded(headlines=("2.97 times", "3.5 times")))
    load_on(folder)
    stayed, went = recorded(headlines=("2.97 times", "3.5 times")).statements
    put(folder, recorded(headlines=("2.97 times",)))
    load_on(folder, date(2026, 2, 1))

    assert record_of(stayed.id).stands
    assert len(record_of(stayed.id).stretches) == 1, "what stays is not recorded again"
    assert not record_of(went.id).stands

    put(folder)
    load_on(folder, date(2026, 3, 1))
    assert not record_of(stayed.id).stands
    assert not selectors.figures().exists()


def test_a_release_counts_headlines_apart_and_both_counts_make_its_rows(folder, tmp_path):
    put(folder, recorded(headlines=("2.97 times", "3.5 times")))
    load_on(folder)
    tables = export_release(tmp_path / "release").folder / "tables/jsonl"
    told = [json.loads(line) for line in (tables / "subjects.jsonl").read_text().splitlines()]
    rows = [json.loads(line) for line in (tables / "statements.jsonl").read_text().splitlines()]
    of_subject = Counter(row["subject"] for row in rows)
    (force,) = (row for row in told if row["slug"] == "force")
    assert force["of_findings"] == 2
    assert {row["slug"]: row["statements"] + row["of_findings"] for row in told} == of_subject
    (tool,) = (tables / "systems.jsonl").read_text().splitlines()
    assert json.loads(tool)["of_findings"] == 0


def test_headlines_are_figures_of_the_body_and_stand_on_its_page_in_no_other_place(folder):
    put(folder, recorded())
    load_on(folder)
    (statement,) = recorded().statements

    assert [row.statement_id for row in selectors.figures(slug="force")] == [statement.id]
    body = selectors.subject("force")
    assert body is not None
    assert statement.id not in {each.id for each in body.statements}
    assert [s.id for s in findings.headlines_on("force")[recorded().identifier]] == [statement.id]


def test_findings_that_change_their_names_about_stand_all_the_same(folder):
    one, two = made_up(ratio=4), made_up(ratio=5)
    put(folder, recorded(one, name="one"), recorded(two, name="two"))
    load_on(folder)
    put(folder, recorded(two, name="one"), recorded(one, name="two"))
    load_on(folder, date(2026, 2, 1))

    stands = {row.name: row.identifier for row in findings.findings()}
    assert stands == {"one": two.identifier, "two": one.identifier}
    assert selectors.figures().count() == 2


# recorded by a command


def test_a_finding_is_recorded_about_the_forces_it_compares(register):
    finding = made_up(forces=("force", "other"))

    kept = keep(finding, source="report")

    assert (kept.is_new, kept.about) == (True, ("force", "other-force"))
    record = the(finding.identifier)
    assert record.stands
    assert record.found.finding["sentences"] == [LEAD]
    assert (record.found.source, record.found.licence) == ("report", "")
    change = selectors.change_sets()[0]
    assert (change.number, change.made_by, change.why) == (2, "a person", "to be kept")
    assert {s.subject for s in record.found.statements} == {"force", "other-force"}


def test_a_headline_is_of_the_census_nearest_to_the_period_and_names_the_other(register):
    finding = made_up()
    keep(finding, source="report")

    (statement,) = the(finding.identifier).found.statements

    assert statement.as_dict()["value"]["quantity"]["printed"] == "2.97 times"
    assert statement.basis == "inferred"
    assert statement.said_by == ("candour",)
    assert statement.qualifier("finding") == finding.identifier
    assert statement.qualifier("denominator").endswith("Census 2021")
    assert statement.qualifier("period") == "2019-04/2020-03"
    assert statement.qualifier("note") == (
        "95% interval 2.50 to 3.50, if each were independent of the others; 2.25 to 3.75 with "
        "allowance for numbers that vary more than chance would; 5.93 on the Census of 2011; "
        "5.93 on a line between two censuses (1 October 2019)"
    )


def test_without_a_source_a_finding_has_no_statements(register):
    keep(made_up())
    assert the(made_up().identifier).found.statements == ()
    assert not selectors.figures().exists()


def test_what_machine_counted_is_not_kept(register):
    keep(replace(made_up(), made_with={"engine": "spark", "seconds": 3}))
    assert "made_with" not in the(made_up().identifier).found.finding


def test_recording_the_same_finding_again_adds_nothing(register):
    keep(made_up())
    before = everything()

    kept = keep(made_up(), why="another reason", about=["tool"])

    assert (kept.is_new, kept.about) == (False, ("force",))
    assert everything() == before


def test_a_finding_withdrawn_can_be_recorded_again(register):
    keep(made_up())
    withdraw(made_up().identifier)
    assert not the(made_up().identifier).stands

    assert keep(made_up()).is_new
    assert the(made_up().identifier).stands
    assert len(the(made_up().identifier).stretches) == 2


def withdraw(name):
    application = Application(
        next_header(here(), made_by="a person", why="An error"), here(), arrived_at=FIRST_NOON
    )
    application.take(salted([(f"finding:{name}", {"withdraw": name})]))
    application.close()


def test_files_that_know_nothing_of_a_finding_recorded_here_do_not_withdraw_it(register):
    keep(made_up(), source="report")
    assert load_on(register, date(2026, 2, 1)).changed_nothing
    edit_and_load(register, {"systems/tool": TOOL + "purpose: find people\n"}, date(2026, 2, 2))

    assert the(made_up().identifier).stands
    assert selectors.figures().count() == 1


def test_a_finding_that_is_recorded_here_and_ships_later_is_listed_once(register):
    keep(made_up(), source="report")
    put(register, recorded())
    load_on(register, date(2026, 2, 1))

    assert len(the(made_up().identifier).stretches) == 2
    assert [row.name for row in findings.findings()] == ["made-up"]


def test_what_was_recorded_by_a_command_is_written_to_files_and_loads_again(register):
    keep(made_up(), source="report")
    dump_content(register, replace=True)
    name = here().name
    assert (register / f"origins/{name}/findings/{made_up().identifier}.json").exists()
    assert load_on(register).changed_nothing


def test_a_force_whose_data_were_unfit_is_named_with_the_reason(register):
    finding = made_up(forces=("force",), unfit=("other",))
    keep(finding)
    (row,) = findings.on_subject("other-force")
    assert row.refused == "no stops in 2019-08"
    assert findings.finding_row(findings.findings().get())["refused"] == ["other-force"]


def test_a_finding_without_a_result_is_not_recorded(register):
    before = everything()
    with pytest.raises(Unfit, match="Nothing was recorded"):
        keep(made_up(forces=(), unfit=("force",)))
    assert everything() == before


def test_a_finding_is_about_somebody_who_is_here(register):
    refused = {
        AboutNobody: lambda: keep(made_up_parts()),
        NoSuchSubject: lambda: keep(made_up(forces=("nowhere",))),
        CandourError: lambda: keep(made_up(), source="force"),
    }

    for error, attempt in refused.items():
        with pytest.raises(error):
            attempt()
    assert keep(made_up_parts(), about=["tool"]).about == ("tool",)
    with pytest.raises(NoSuchSubject, match="'nobody'"):
        keep(made_up(), about=["nobody"])


# asked


def test_findings_are_asked_for_by_audit_by_subject_and_as_of_a_day(folder):
    load_on(folder)
    put(folder, recorded(), recorded(made_up_force(), name="b", about=("other-force",)))
    load_on(folder, date(2026, 2, 1))

    def names(**asked):
        return {row.name for row in findings.findings(**asked)}

    assert names() == {"made-up", "b"}
    assert names(audit="force") == {"b"}
    assert names(about="force") == {"made-up"}
    assert names(moment=Moment(as_of=date(2026, 1, 15))) == set()
    assert len(findings.on_subject("force")) == 1
    assert findings.on_subject("force", Moment(as_of=date(2026, 1, 15))) == []
    assert findings.audits() == ["force", "stops"]
    assert findings.subjects_of_findings() == ["force", "other-force"]
    assert [row.name for row in findings.with_words("MADE finding", 5)] == ["b", "made-up"]
    assert findings.with_words("", 5) == findings.with_words("nothing here", 5) == []
