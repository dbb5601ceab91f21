"""Lines taken out of a chain by order: of a court, or because they held what nobody may publish.

What is left of one is its digest, the day and the reason, so that the chain still fits and
everybody can see that something was taken out, when and why.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from candour.evidence.chain import FINDING
from candour.evidence.removing import CannotTakeOut, refuse_reason, says, still_stands
from candour.register import models, selectors
from candour.register.append_only import install, put_away
from candour.register.history import lines_about
from candour.register.working_out import rebuild


@dataclass(frozen=True, slots=True)
class Removal:
    """That lines about a subject were taken out of a change set.

    Attributes
    ----------
    change : number of the change set here
    about : slug of the subject, or `finding:` and a name
    on : day, ISO 8601
    why : the reason, for readers
    lines : how many lines
    """

    change: int
    about: str
    on: str
    why: str
    lines: int = 1

    @property
    def subject(self) -> str:
        return "" if self.about.startswith(FINDING) else self.about


def removals(*, about: str = "", change: int | None = None) -> list[Removal]:
    """What was taken out: of everything, of a subject, or of a change set."""
    rows = models.ChangeGroup.objects.filter(salts__contains='"removed"').order_by("pk")
    if about:
        rows = rows.filter(about=about)
    if about and not about.startswith(FINDING):
        rows = rows.filter(_in_changes_of(about))  # of which there is an index
    if change is not None:
        rows = rows.filter(change_set=change)
    counted: dict[tuple[int, str, str, str], int] = {}
    for number, subject, salts in rows.values_list("change_set_id", "about", "salts"):
        for salt in json.loads(salts):
            if isinstance(salt, dict):
                key = (number, subject, salt["removed"], salt["why"])
                counted[key] = counted.get(key, 0) + 1
    return [Removal(*key, lines) for key, lines in counted.items()]


def _in_changes_of(slug: str) -> Q:
    """In the change sets in which the page of a subject began or ended."""
    pages = models.Page.objects.filter(slug=slug)
    ended = pages.exclude(retracted_in=None)
    return Q(change_set__in=pages.values("asserted_in_id")) | Q(
        change_set__in=ended.values("retracted_in_id")
    )


def removal_of(key: str) -> Removal | None:
    """Why a statement is no longer there: the removal about a subject whose page once held it."""
    by_subject = {removal.subject: removal for removal in removals() if removal.subject}
    pages = models.Page.objects.filter(slug__in=by_subject).order_by("pk")
    for slug, layout in pages.values_list("slug", "layout"):
        if any(row[1] == key for row in layout["rows"]):
            return by_subject[slug]
    return None


def take_out(key: str, *, on: str, why: str) -> int:
    """Take every line that says a statement out of the chains; return how many there were.

    Its identifier stays where pages were laid out with it, and so leads to the reason.

    Parameters
    ----------
    key : str
        Identifier of the statement. It no longer stands: its file was corrected, and that was
        recorded and loaded.
    on : str
        Day, ISO 8601.
    why : str
        By whose order or under which Act; readers see it, so it repeats nothing of what is gone.

    Raises
    ------
    CannotTakeOut
        If it is not there, still stands, or is a number of a finding.
    """
    refuse_reason(why)
    with transaction.atomic():
        recordings = list(models.Recording.objects.filter(statement=key).order_by("pk"))
        _refuse(key, recordings)
        groups = sorted({(number, row.subject) for row in recordings for number in _ends(row)})
        changed = [
            (number, about, _salts_without(number, about, key, on=on, why=why))
            for number, about in groups
        ]
        connection.check_constraints()
        put_away(connection)
        models.Recording.objects.filter(statement=key).delete()
        models.Statement.objects.filter(id=key).delete()
        for page in models.Page.objects.filter(slug__in={about for _, about in groups}):
            if key in _names_of(page):
                models.Page.objects.filter(id=page.pk).update(name=page.slug)
        for number, about, salts in changed:
            rows = models.ChangeGroup.objects.filter(change_set=number, about=about)
            rows.update(salts=json.dumps(salts))
        connection.check_constraints()
        install(connection)
        rebuild(selectors.schema())
    return len(recordings) + sum(row.retracted_in_id is not None for row in recordings)


def _refuse(key: str, recordings: list[models.Recording]) -> None:
    if not recordings:
        raise CannotTakeOut(f"There is no statement {key} in the register.")
    if any(row.retracted_in_id is None for row in recordings):
        raise still_stands(key)
    statement = models.Statement.objects.get(id=key)
    if '"finding":' in statement.canonical and '"basis":"inferred"' in statement.canonical:
        raise CannotTakeOut(
            f"{key} is a number of a finding and has no line of its own. Withdraw the finding."
        )


def _names_of(page: models.Page) -> list[str]:
    """The statement that a page shows as its name, if it has one."""
    return [key for handle, key in page.layout["rows"] if handle.startswith("name.")][:1]


def _ends(row: models.Recording) -> Iterator[int]:
    yield row.asserted_in_id
    if row.retracted_in_id is not None:
        yield row.retracted_in_id


def _salts_without(
    number: int, about: str, key: str, *, on: str, why: str
) -> list[str | dict[str, str]]:
    """The salts of a group, with what is left of the lines that name a statement."""
    salts: list[str | dict[str, str]] = []
    for line in lines_about(number, about):
        if line.gone:
            salts.append(dict(line.gone))
        elif says(line, key):
            salts.append(dict(line.without(on=on, why=why).gone))
        else:
            salts.append(line.salt)
    return salts
