"""A report comes in, is read, answered and deleted; nothing of it reaches the register."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.core import mail

from candour.cli import main as cli
from candour.inbox import services
from candour.inbox.models import Report
from candour.inbox.selectors import report, reports
from candour.inbox.services import (
    KEPT_DAYS,
    KEPT_DAYS_ANSWERED,
    Full,
    NoSuchReport,
    Sent,
    delete_report,
    drop_what_is_over,
    mark_answered,
    take_report,
)
from candour.inbox.telling import tell_the_keeper
from candour.register.backup import write_backup
from candour.register.releasing import export_release
from tests.evidence.making import make_folder
from tests.register.loading import load_on

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SENT = Sent("error", "/systems/tool/", "It says 400, the source says 40.", "The Report, 4.1")
forms = (f"form-{number}" for number in count())


def taken(sent=SENT, *, at=NOON, form=""):
    return take_report(sent, form=form or next(forms), at=at)


def test_a_report_is_kept_as_it_was_sent_under_a_number_of_its_own():
    first, second = taken(), taken()
    assert first.reference != second.reference
    row = report(first.reference)
    assert (row.kind, row.about, row.text, row.source) == (
        SENT.kind, SENT.about, SENT.text, SENT.source,
    )  # fmt: skip
    assert (row.received_at, row.answered_at, row.answer_to) == (NOON, None, "")


def test_the_same_form_sent_twice_is_one_report():
    assert taken(form="one").reference == taken(form="one").reference
    assert Report.objects.count() == 1


def test_a_number_that_is_taken_is_not_given_again():
    first = taken()
    numbers = iter([first.reference, "R-2222-3333"])
    again = take_report(SENT, form="other", at=NOON, reference=lambda: next(numbers))
    assert again.reference == "R-2222-3333"


def test_too_many_in_an_hour_or_a_day_or_waiting_are_refused(monkeypatch):
    for name, most in (("MOST_IN_AN_HOUR", 2), ("MOST_IN_A_DAY", 3), ("MOST_WAITING", 4)):
        monkeypatch.setattr(services, name, most)
    taken()
    taken()
    with pytest.raises(Full):
        taken()
    taken(at=NOON + timedelta(hours=2))
    with pytest.raises(Full):
        taken(at=NOON + timedelta(hours=4))
    taken(at=NOON + timedelta(days=2))
    with pytest.raises(Full):
        taken(at=NOON + timedelta(days=5))
    assert Report.objects.count() == 4


def test_what_was_kept_as_long_as_the_form_says_is_deleted():
    old, answered, fresh = taken(), taken(), taken(at=NOON + timedelta(days=KEPT_DAYS - 1))
    mark_answered(answered.reference, at=NOON)
    assert drop_what_is_over(NOON + timedelta(days=KEPT_DAYS_ANSWERED)) == 0
    assert drop_what_is_over(NOON + timedelta(days=KEPT_DAYS_ANSWERED, seconds=1)) == 1
    assert drop_what_is_over(NOON + timedelta(days=KEPT_DAYS, seconds=1)) == 1
    assert [row.reference for row in reports()] == [fresh.reference]
    with pytest.raises(NoSuchReport):
        report(old.reference)


def test_a_report_that_comes_in_sends_out_what_is_over():
    old = taken()
    taken(at=NOON + timedelta(days=KEPT_DAYS + 1))
    assert not Report.objects.filter(reference=old.reference).exists()


def test_answered_once_keeps_its_day_and_deleted_is_gone():
    one = taken()
    mark_answered(one.reference, at=NOON)
    assert mark_answered(one.reference, at=NOON + timedelta(days=3)).answered_at == NOON
    assert reports(waiting=True) == []
    delete_report(one.reference)
    for act in (delete_report, lambda key: mark_answered(key, at=NOON), report):
        with pytest.raises(NoSuchReport, match="was deleted, or never came"):
            act(one.reference)


def test_the_letter_tells_the_number_and_the_page_and_not_the_words(settings):
    settings.REPORTS_TO, settings.REPORTS_FROM = ["keeper@example.org"], ""
    one = taken(Sent("reply", "/bodies/force/", "We deny it.", answer_to="me@example.org"))
    assert tell_the_keeper(one)
    (letter,) = mail.outbox
    assert (letter.to, letter.from_email) == (["keeper@example.org"], "keeper@example.org")
    assert one.reference in letter.subject
    assert "/bodies/force/" in letter.body
    assert "deny" not in letter.body
    assert "me@example.org" not in letter.message().as_string()


def test_no_letter_goes_out_unless_asked_and_one_that_fails_is_no_fault(settings, monkeypatch):
    settings.REPORTS_TO, settings.REPORTS_FROM = [], ""
    assert not tell_the_keeper(taken())
    settings.REPORTS_TO = ["keeper@example.org"]

    def broken(*arguments, **options):
        raise ConnectionRefusedError

    monkeypatch.setattr("candour.inbox.telling.send_mail", broken)
    assert not tell_the_keeper(taken())


@pytest.fixture
def candour(capsys, monkeypatch):
    monkeypatch.setattr("candour.cli.reports.wake_django", lambda: None)
    monkeypatch.setattr("candour.cli.reports.bring_database_up_to_date", lambda: None)

    def run(*arguments):
        status: object = 0
        try:
            cli.main(["reports", *arguments])
        except SystemExit as ended:
            status = ended.code or 0
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def test_the_keeper_lists_reads_marks_and_deletes(candour):
    one = taken(at=datetime.now(UTC))
    assert "waiting" in candour("list", "--waiting")[1]
    assert SENT.text in candour("show", one.reference)[1]
    assert json.loads(candour("show", one.reference, "--json")[1])["about"] == SENT.about
    assert "marked as answered" in candour("answered", one.reference)[1]
    assert candour("list", "--waiting")[1] == "0 reports.\n"
    (row,) = json.loads(candour("list", "--json")[1])
    assert row["answered_at"]
    assert candour("delete", one.reference)[0] == 0
    assert Report.objects.count() == 0


@pytest.mark.parametrize("act", ["show", "answered", "delete"])
def test_a_number_that_is_not_here_is_said_in_a_sentence(candour, act):
    status, out, errors = candour(act, "R-2222-3333")
    assert (status, out) == (2, "")
    assert "There is no report 'R-2222-3333'" in errors


def test_every_command_deletes_what_is_over(candour):
    taken(at=datetime.now(UTC) - timedelta(days=KEPT_DAYS + 1))
    assert candour("list")[1] == "0 reports.\n"


def test_nothing_of_it_reaches_a_release_or_a_backup(tmp_path):
    load_on(make_folder(tmp_path / "content"))
    taken(Sent("error", "/systems/tool/", "a word found nowhere else: zyxwvut"))
    folder = export_release(tmp_path / "release").folder
    write_backup(tmp_path / "one.tar.gz", ledgers=tmp_path / "none")
    every = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    every.append(gzip.decompress((tmp_path / "one.tar.gz").read_bytes()))
    assert not any(b"zyxwvut" in data for data in every)
