"""What can happen to a report: it comes in, is marked as answered, and is deleted."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from candour.core.errors import CandourError
from candour.inbox.models import Report

KEPT_DAYS = 180  # at the longest, answered or not
KEPT_DAYS_ANSWERED = 30
MOST_IN_AN_HOUR, MOST_IN_A_DAY, MOST_WAITING = 30, 150, 1_000
# Letters and digits that nobody takes for one another, read aloud or by hand.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class Full(CandourError):
    """So much came in of late that nothing more is taken; a person can try again later."""


class NoSuchReport(CandourError):
    """There is no report of this number, or it was deleted."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            f"There is no report {reference[:40]!r}: it was deleted, or never came. "
            "`candour reports list` names those that are here."
        )


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody wrote, as its form was read."""

    kind: str
    about: str
    text: str
    source: str = ""
    speaks_for: str = ""
    answer_to: str = ""


def new_reference() -> str:
    """A number to quote: R, and twice four signs that say nothing of who or when."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"R-{signs[:4]}-{signs[4:]}"


@transaction.atomic
def take_report(
    sent: Sent, *, form: str, at: datetime, reference: Callable[[], str] = new_reference
) -> Report:
    """Keep a report; the same form sent twice is one report.

    Raises
    ------
    Full
        If too many came in the last hour or day, or too many wait for an answer.
    """
    drop_what_is_over(at)
    before = Report.objects.filter(form=form).first()
    if before is not None:
        return before
    _refuse_too_many(at)
    number = reference()
    while Report.objects.filter(reference=number).exists():
        number = reference()
    return Report.objects.create(
        reference=number,
        form=form,
        kind=sent.kind,
        about=sent.about,
        text=sent.text,
        source=sent.source,
        speaks_for=sent.speaks_for,
        answer_to=sent.answer_to,
        received_at=at,
    )


def _refuse_too_many(at: datetime) -> None:
    bounds = ((timedelta(hours=1), MOST_IN_AN_HOUR), (timedelta(days=1), MOST_IN_A_DAY))
    for stretch, most in bounds:
        if Report.objects.filter(received_at__gt=at - stretch).count() >= most:
            raise Full("More was sent of late than can be read. Nothing of yours was kept.")
    if Report.objects.filter(answered_at=None).count() >= MOST_WAITING:
        raise Full("More waits to be read than one more would help. Nothing of yours was kept.")


def mark_answered(reference: str, *, at: datetime) -> Report:
    report = Report.objects.filter(reference=reference).first()
    if report is None:
        raise NoSuchReport(reference)
    report.answered_at = report.answered_at or at
    report.save(update_fields=["answered_at"])
    return report


def delete_report(reference: str) -> None:
    deleted, _ = Report.objects.filter(reference=reference).delete()
    if not deleted:
        raise NoSuchReport(reference)


def drop_what_is_over(at: datetime) -> int:
    """Delete what has been kept as long as its form says; return how many there were."""
    came = Q(received_at__lt=at - timedelta(days=KEPT_DAYS))
    answered = Q(answered_at__lt=at - timedelta(days=KEPT_DAYS_ANSWERED))
    deleted, _ = Report.objects.filter(came | answered).delete()
    return deleted
