"""Origins in the database: the content that ships, this installation, and drafts of files."""

import secrets
from datetime import UTC, datetime

from candour.core.errors import CandourError
from candour.evidence.chain import NO_CHANGE_BEFORE, SHIPPED, Entry
from candour.evidence.record import as_written
from candour.register import models

DRAFTS = "{here}-edits-{origin}"
NAME_BYTES = 6


class OriginsDiffer(CandourError):
    """A chain says that its origin acts for another than the register has it."""


def new_name() -> str:
    """A name for this installation that no other has."""
    return f"here-{secrets.token_hex(NAME_BYTES)}"


def here() -> models.Origin:
    """The origin of what is recorded on this installation."""
    origin = models.Origin.objects.filter(is_here=True).first()
    if origin is not None:
        return origin
    origin_named(SHIPPED)  # the content that ships comes first in every list
    return models.Origin.objects.create(name=new_name(), is_here=True)


def origin_named(name: str, acts_for: str = "") -> models.Origin:
    """An origin by its name; a new one if it is not known yet.

    Raises
    ------
    OriginsDiffer
        If it is known as one that acts for another.
    """
    owner = origin_named(acts_for) if acts_for else None
    origin, _ = models.Origin.objects.get_or_create(name=name, defaults={"drafts_of": owner})
    if origin.drafts_of_id != (owner.pk if owner else None):
        raise OriginsDiffer(f"The change log and the database differ on whom '{name}' acts for.")
    return origin


def drafts_for(origin: models.Origin) -> models.Origin:
    """The origin of edits of an origin's files that are loaded here before they are recorded."""
    name = DRAFTS.format(here=here().name, origin=origin.name)
    return origin_named(name, acts_for=origin.name)


def owner_of(origin: models.Origin) -> models.Origin:
    return origin.drafts_of or origin


def next_header(
    origin: models.Origin, *, made_by: str, why: str, made_at: datetime | None = None
) -> Entry:
    """The first line of the change set that comes next in the chain of an origin."""
    last = origin.change_sets.order_by("-position").first()
    header = {
        "origin": origin.name,
        "change": last.position + 1 if last else 1,
        "made_at": as_written(made_at or datetime.now(UTC)),
        "made_by": made_by,
        "why": why,
        "previous": last.hash if last else NO_CHANGE_BEFORE,
    }
    return header | ({"for": origin.drafts_of.name} if origin.drafts_of else {})
