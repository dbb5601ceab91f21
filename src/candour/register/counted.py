"""How many systems this register tells of, beside the numbers of tools that others count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from candour.evidence.collection import SubjectFile
from candour.evidence.country import ABROAD
from candour.evidence.gaps import is_in_scope
from candour.evidence.statements import Statement
from candour.evidence.use_tellings import IN_TRIAL, IN_USE
from candour.register import selectors, uses
from candour.register.at_hand import AtHand
from candour.register.moments import NOW, Moment

BY_OTHERS = "probable-futures"  # the map of tools that others have counted
FIELDS = ("nation", "in-scope")
IN_SCOPE = "in-scope"
DAYS_KEPT = 8
NOT_THE_SAME = (
    "The map counts tools of any kind in policing and courts of England and Wales, and its list "
    "has not been read. This register counts systems that predict, profile or assess risk in the "
    "whole United Kingdom, with those planned, stopped and of prisons and probation. Neither count "
    "is part of the other."
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Our number of systems at home, those of them in scope, and the numbers others give.

    `asked` of ours are those that the items of the register are asked of: in scope, or of a scope
    that is disputed or not decided. `in_use` and `on_trial` are what was last said of their use.
    """

    ours: int
    ours_in_scope: int
    others: tuple[Statement, ...]
    asked: int = 0
    in_use: int = 0
    on_trial: int = 0
    difference: str = NOT_THE_SAME

    def of(self, measure: str) -> str:
        """A number of others as printed; "" where they give none."""
        numbers = (one for one in self.others if one.qualifier("measure") == measure)
        return next((str(getattr(one.value, "printed", "")) for one in numbers), "")


def counted(
    systems: Iterable[SubjectFile],
    others: SubjectFile | None,
    *,
    states: Mapping[str, str] | None = None,
) -> Counted:
    """Count systems of the United Kingdom, and put the numbers of others beside.

    `states` are the terms of what was last said of the use of each, by slug.
    """
    at_home = [one for one in systems if ABROAD not in {str(s.value) for s in one.of("nation")}]
    said = [(states or {}).get(one.slug, "") for one in at_home]
    return Counted(
        len(at_home),
        sum(one.first_text("in-scope") == IN_SCOPE for one in at_home),
        tuple(others.of("extent")) if others is not None else (),
        asked=sum(is_in_scope(one) for one in at_home),
        in_use=said.count(IN_USE),
        on_trial=said.count(IN_TRIAL),
    )


def counted_now(moment: Moment = NOW) -> Counted:
    """The same, asked of the register at a moment; kept in the process, as lists are."""
    today = localdate()
    return _at_hand.answer(moment, selectors.schema(), lambda: _counted(moment, today), today)


def _counted(moment: Moment, today: date) -> Counted:
    slugs = selectors.listed("system", selectors.Filters({}), moment)
    systems: Mapping[str, SubjectFile] = selectors.brief(
        list(slugs.values_list("slug", flat=True)), FIELDS, moment
    )
    others = selectors.subject(BY_OTHERS, moment)
    states = uses.last_said(today=today, moment=moment)
    return counted(systems.values(), others, states=states)


_at_hand: AtHand[Counted] = AtHand(DAYS_KEPT)
