"""Telling the keeper by e-mail that something came in: its number and its page, not its words.

What was written stays in the queue alone, where it can be deleted.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from candour.inbox.models import Report

log = logging.getLogger(__name__)
BODY = """\
{kind}: {about}
Number: {reference}

Read it with `candour reports show {reference}`.
"""


def tell_the_keeper(report: Report) -> bool:
    """Send word, where the settings name an address; a letter that does not go is no fault."""
    if not settings.REPORTS_TO:
        return False
    try:
        send_mail(
            f"Candour: {report.reference}",
            BODY.format(
                kind=Report.Kind(report.kind).label, about=report.about, reference=report.reference
            ),
            settings.REPORTS_FROM or settings.REPORTS_TO[0],
            settings.REPORTS_TO,
        )
    except (SMTPException, OSError) as error:
        log.warning("No e-mail went out about %s: %s", report.reference, type(error).__name__)
        return False
    return True
