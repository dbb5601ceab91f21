"""Every page of a subject, for maps of the site: a few columns, and no more than one question."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max

from candour.register import models


def count() -> int:
    """How many subjects stand."""
    return models.Page.objects.filter(retracted_in=None).values("slug").distinct().count()


def standing_pages() -> Iterator[tuple[str, str, datetime]]:
    """The class and slug of each subject, and when anything on its page last changed.

    A page names its statements, so it is recorded anew with every statement that comes or goes.
    """
    rows = models.Page.objects.filter(retracted_in=None).order_by("slug")
    dated = rows.values_list("slug").annotate(
        its_class=Max("subject_class"), changed=Max("asserted_in__arrived_at")
    )
    for slug, subject_class, changed in dated.iterator():
        yield subject_class, slug, changed
