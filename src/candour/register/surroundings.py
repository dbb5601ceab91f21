"""The statements that bear on what follows for some subjects, as they stood at a moment.

What `evidence/following.py` says of one subject, asked of the database: who is reached, and who
reaches. The collection that comes of it is enough to tell all that concerns those subjects.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from candour.evidence.collection import Collection, SubjectFile
from candour.evidence.contradictions import denials_of_use
from candour.evidence.fields import CLASSES, Schema
from candour.evidence.following import (
    OPERATOR,
    fields_that_reach,
    points_at,
    reaches,
    texts_of,
)
from candour.register import models, selectors
from candour.register.models import PageLink
from candour.register.moments import NOW, Moment

AT_ONCE = 400  # slugs in one query; SQLite takes at most 999 parameters in old builds


def surroundings(
    some: Mapping[str, SubjectFile], schema: Schema, moment: Moment = NOW
) -> Collection:
    """Return some subjects with all that bears on what follows for them.

    That is all they reach, all that point at them, and all that these point at. A body that denies
    using such systems also reaches the systems that it is said to use, and whoever operates one
    the texts in which it speaks for itself.
    """
    around = dict(some)
    # What an editor declared about an operator's denial takes in what the rule finds about it.
    operators = {slug for subject in some.values() for slug in subject.slugs(OPERATOR)}
    pointing = pointing_at(some.keys() | operators, moment) - some.keys()
    reached = {slug for subject in some.values() for slug in reaches(subject, schema)}
    _fetch(around, reached | pointing, moment)
    beyond = {slug for key in pointing & around.keys() for slug in points_at(around[key])}
    denying = sorted(slug for slug, x in around.items() if denials_of_use(x, schema))
    systems = selectors.operated_by(denying, moment) if denying else []
    _fetch(around, {*beyond, *systems}, moment)
    _fetch(around, texts_of(operators, around.values()), moment)
    return Collection(in_order(around))


def in_order(subjects: Mapping[str, SubjectFile]) -> dict[str, SubjectFile]:
    """Class after class as files are read, so that results come in the same order everywhere."""
    ordered = sorted(subjects.items(), key=lambda at: (CLASSES.index(at[1].subject_class), at[0]))
    return dict(ordered)


def _fetch(around: dict[str, SubjectFile], slugs: Iterable[str], moment: Moment) -> None:
    """Add subjects by the slugs they have or had."""
    missing = set(slugs) - around.keys()
    subjects = selectors.subjects(sorted(missing), moment) if missing else {}
    moved = (
        selectors.redirected(missing - subjects.keys(), moment) if missing - subjects.keys() else {}
    )
    around |= subjects
    again = set(moved.values()) - around.keys()
    if again:
        around |= selectors.subjects(sorted(again), moment)


def pointing_at(slugs: Iterable[str], moment: Moment = NOW) -> set[str]:
    """Slugs of all whose checks, sums or contradictions name some subjects, by old slugs or new."""
    pointing: set[str] = set()
    for chunk in chunks(sorted(slugs)):
        old = PageLink.objects.filter(how=PageLink.How.REDIRECT, page__slug__in=chunk)
        named = Q(links__slug__in=chunk) | Q(links__slug__in=old.values("slug"))
        pages = models.Page.objects.filter(named, links__how=PageLink.How.POINTS)
        pointing |= set(selectors.standing(pages, moment).values_list("slug", flat=True))
    return pointing


def affected_by(touched: Iterable[str], schema: Schema) -> set[str]:
    """All for whom something else may follow once some subjects have changed.

    Those who reach them, and those whom they reach or ever reached: one may have lost a
    contradiction to a value that is gone. More than need be costs time and changes nothing.
    """
    affected = set(touched)
    for chunk in chunks(sorted(touched)):
        citing = models.Statement.objects.filter(source__in=chunk)
        affected |= set(citing.values_list("subject", flat=True))
    fields = fields_that_reach(schema)
    for chunk in chunks(sorted(affected)):
        links = PageLink.objects.filter(page__slug__in=chunk)
        old_slugs = links.filter(how=PageLink.How.REDIRECT).values_list("slug", flat=True)
        names = {*chunk, *old_slugs}
        affected |= set(links.values_list("slug", flat=True))
        for some in chunks(sorted(names)):
            pointing = PageLink.objects.filter(how=PageLink.How.POINTS, slug__in=some)
            affected |= set(pointing.values_list("page__slug", flat=True))
        reached = models.Statement.objects.filter(subject__in=chunk, field__in=fields)
        affected |= set(reached.values_list("value_key", flat=True))
        reaching = models.Statement.objects.filter(field__in=fields, value_key__in=chunk)
        affected |= set(reaching.values_list("subject", flat=True))
    leads = PageLink.objects.filter(how=PageLink.How.REDIRECT)
    for chunk in chunks(sorted(affected)):
        affected |= set(leads.filter(slug__in=chunk).values_list("page__slug", flat=True))
    return affected - {""}


def chunks(slugs: list[str]) -> Iterable[list[str]]:
    return (slugs[start : start + AT_ONCE] for start in range(0, len(slugs), AT_ONCE))
