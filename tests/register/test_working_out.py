"""What the kept results were worked out by, and when they are worked out anew."""

import logging

import pytest

import candour.evidence
from candour.content import FOLDER
from candour.evidence.fields import read_schema
from candour.register import services
from candour.register.models import Origin
from candour.register.working_out import rules_in_force


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


def test_an_origin_is_called_by_its_name():
    assert str(Origin(name="here")) == "here"
