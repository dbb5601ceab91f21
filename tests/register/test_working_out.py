"""What the kept results were worked out by, and when they are worked out anew."""

import logging
from datetime import date

import pytest

import candour.evidence
from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.register import models, selectors, services, working_out
from candour.register.follows import rows_around
from candour.register.models import Origin
from candour.register.moments import Moment
from candour.register.working_out import rules_in_force
from tests.evidence.making import REPORT, TOOL, make_folder, schema
from tests.register.loading import load_on, the


def test_the_rules_have_another_name_once_a_file_of_theirs_or_the_table_changes(
    tmp_path, monkeypatch
):
    schema = read_schema(FOLDER)
    (tmp_path / "rule.py").write_text("one\n", encoding="utf-8")
    monkeypatch.setattr(candour.evidence, "__file__", str(tmp_path / "__init__.py"))
    before = rules_in_force(schema)
    assert rules_in_force(schema) == before
    (tmp_path / "rule.py").write_text("other\n", encoding="utf-8")
    assert rules_in_force(schema) != before


@pytest.mark.django_db
def test_an_empty_register_has_nothing_to_work_out_anew(monkeypatch):
    monkeypatch.setattr(services, "rebuild", pytest.fail)
    services.bring_up_to_date()


@pytest.mark.django_db
def test_what_was_worked_out_by_other_rules_is_worked_out_anew_and_told(
    region, monkeypatch, caplog
):
    rebuilt: list[object] = []
    monkeypatch.setattr(services, "rebuild", rebuilt.append)
    services.bring_up_to_date()
    assert not rebuilt
    monkeypatch.setattr("candour.register.working_out.rules_in_force", lambda table: "new")
    with caplog.at_level(logging.INFO):
        services.bring_up_to_date()
    assert len(rebuilt) == 1
    assert "Working out anew what follows from the statements" in caplog.messages


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2, 5])
def test_all_that_no_longer_follows_ends_however_much_it_is(region, monkeypatch, number):
    monkeypatch.setattr(working_out, "BATCH", 4)
    keys = list(models.WorkedOut.objects.order_by("pk").values_list("pk", flat=True))
    working_out._end({("gap", str(pk)): (pk, "") for pk in keys[:number]}, 7)
    ended = models.WorkedOut.objects.filter(ended=7).order_by("pk")
    assert list(ended.values_list("pk", flat=True)) == keys[:number]


@pytest.mark.django_db
def test_what_follows_still_is_neither_ended_nor_begun_again(region):
    def kept():
        rows = models.WorkedOut.objects.order_by("pk")
        return list(rows.values_list("pk", "kind", "key", "began", "ended"))

    before = kept()
    working_out.work_out(selectors.schema(), change=7)
    assert kept() == before
    assert before


@pytest.mark.django_db
def test_a_check_of_a_figure_that_was_not_public_yet_is_left_out_and_stops_nothing(tmp_path):
    figures = "figures:\n  listed: {field: people-profiled, measure: listed, unit: people, "
    numbers = "total: 2, values: {White: 2}"
    checks = '"total = later#listed.total", parts of total'
    later = TOOL.replace("source: report", "source: paper").replace("The Tool", "Later")
    folder = make_folder(
        tmp_path / "content",
        {
            "sources/paper": REPORT.replace("2025-02-20", "2026-01-01"),
            "systems/tool": f"{TOOL}{figures}{numbers}, checks: [{checks}]}}\n",
            "systems/later": f"{later}{figures}{numbers}}}\n",
        },
    )
    load_on(folder)
    for known_on, number in ((date(2025, 12, 31), 1), (date(2026, 1, 1), 2)):
        moment = Moment(known_on=known_on)
        rows = rows_around(the("tool", moment), schema(), moment)
        assert [row["verdict"] for row in rows.checks] == ["holds"] * number


def test_an_origin_is_called_by_its_name():
    assert str(Origin(name="here")) == "here"
