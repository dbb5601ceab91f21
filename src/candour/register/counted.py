"""How many systems this register tells of, beside the numbers of tools that others count."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from candour.evidence.collection import SubjectFile
from candour.evidence.country import ABROAD
from candour.evidence.statements import Statement
from candour.register import selectors
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
    """Our number of systems at home, those of them in scope, and the numbers others give."""

    ours: int
    ours_in_scope: int
    others: tuple[Statement, ...]
    difference: str = NOT_THE_SAME

    def of(self, measure: str) -> str:
        """A number of others as printed; "" where they give none."""
        numbers = (one for one in self.others if one.qualifier("measure") == measure)
        return next((str(getattr(one.value, "printed", "")) for one in numbers), "")


def counted(systems: Iterable[SubjectFile], others: SubjectFile | None) -> Counted:
    """Count systems of the United Kingdom, and put the numbers of others beside."""
    at_home = [one for one in systems if ABROAD not in {str(s.value) for s in one.of("nation")}]
    return Counted(
        len(at_home),
        sum(one.first_text("in-scope") == IN_SCOPE for one in at_home),
        tuple(others.of("extent")) if others is not None else (),
    )


def counted_now(moment: Moment = NOW) -> Counted:
    """The same, asked of the register at a moment; kept in the process, as lists are."""
    return _at_hand.answer(moment, selectors.schema(), lambda: _counted(moment))


def _counted(moment: Moment) -> Counted:
    slugs = selectors.listed("system", selectors.Filters({}), moment)
    systems: Mapping[str, SubjectFile] = selectors.brief(
        list(slugs.values_list("slug", flat=True)), FIELDS, moment
    )
    return counted(systems.values(), selectors.subject(BY_OTHERS, moment))


_at_hand: AtHand[Counted] = AtHand(DAYS_KEPT)
