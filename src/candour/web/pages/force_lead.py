"""What is known of a body that uses systems, in a few sentences that can be quoted alone.

Each sentence stands on its own evidence and leads to it. All are said in the language of the page.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candour.audit.headlines import widest_interval
from candour.core.days import parse_days
from candour.core.errors import BadDays
from candour.core.voice import marked
from candour.evidence.asked import WhenAsked
from candour.evidence.findings import FINDING
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.web.addresses import finding_address
from candour.web.pages.force_ratios import ends_of

# A state of use after "last said of them", in the order told.
STATES = {
    "in-use": marked("in use"),
    "occasional": marked("no longer in regular use"),
    "in-trial": marked("on trial"),
    "in-development": marked("in development"),
    "planned": marked("planned"),
    "on-hold": marked("on hold"),
    "stopped": marked("stopped"),
    "not-deployed": marked("never deployed"),
    "denied": marked("not used"),
    "called-used": marked("called used in a list, without a day"),
    "": marked("nothing read says"),
}
OWN_WORD = {
    "says-uses": marked("It has said that it uses such systems."),
    "denies-use": marked("It has said that it uses no such system."),
    "says-no-information": marked("It has said that it holds no information."),
}
SHOWN = "shown-to-use"
NO_UPPER_END = marked("no upper end")
DENIALS = frozenset({"denies-use", "says-no-information"})
# What was counted, by how the measure of a finding begins: stops and searches before force.
COUNTED = {
    "searches": marked("were searched"),
    "tactics": marked("were met with tactics of force"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, where its evidence stands, and the shape that repeats it."""

    text: str
    address: str = ""
    mark: str = ""


def systems_sentences(name: str, uses: Sequence[Headline]) -> tuple[Sentence, ...]:
    """How many systems are known, and what was last said of the use of each."""
    if not uses:
        text = _("%(force)s: no system is named here, which does not say that there are none.")
        return (Sentence(text % {"force": name}, "", "silent"),)
    known = ngettext(
        "%(force)s: %(num)s system known.", "%(force)s: %(num)s systems known.", len(uses)
    )
    told = ngettext("Last said of it: %(states)s.", "Last said of them: %(states)s.", len(uses))
    text = known % {"force": name, "num": len(uses)}
    states = told % {"states": _states(uses)}
    first = Sentence(f"{text} {states}", "#systems", "provided")
    disputed = sum(use.is_disputed for use in uses)
    if not disputed:
        return (first,)
    text = ngettext("The use of %(num)s is disputed.", "The use of %(num)s is disputed.", disputed)
    return (first, Sentence(text % {"num": disputed}, "#systems", "clash"))


def _states(uses: Sequence[Headline]) -> str:
    counts = Counter(use.state for use in uses)
    names = [(state, _(label)) for state, label in STATES.items() if state in counts]
    if len(uses) == 1:
        return names[0][1]
    return ", ".join(f"{counts[state]} {label}" for state, label in names)


def own_word(slug: str, said: Iterable[Statement]) -> Sentence:
    """What it says of its own use, and whether others show what it denies."""
    terms = [statement for statement in said if statement.kind == "term"]
    own = list(dict.fromkeys(str(s.value) for s in terms if slug in s.said_by))
    is_shown = any(s.value == SHOWN and slug not in s.said_by for s in terms)
    own_words = [_(OWN_WORD[term]) for term in own if term in OWN_WORD]
    if not own_words and not is_shown:
        return Sentence(_("What it says of its own use is not told."), "", "silent")
    if not own_words:
        text = _("Others show that it uses such systems; its own word is not told.")
        return Sentence(text, "#own-use", "partly")
    if is_shown and DENIALS.intersection(own):
        own_words.append(_("Others show that it uses such systems."))
        return Sentence(" ".join(own_words), "#own-use", "clash")
    return Sentence(" ".join(own_words), "#own-use", "partly")


def asked_sentence(asked: WhenAsked) -> Sentence:
    """What is told of its answers; a thing kept back is no request left unanswered."""
    if not asked.told_of:
        return Sentence(_("How it answered when asked is not told."), "", "silent")
    kept_back = asked.told_of - asked.given
    mark = "provided" if not kept_back else "partly" if asked.given else "silent"
    parts = []
    if asked.given:
        text = ngettext("%(num)s answer is told of", "%(num)s answers are told of", asked.given)
        parts.append(text % {"num": asked.given})
    if kept_back:
        text = ngettext(
            "%(num)s thing was refused or kept back",
            "%(num)s things were refused or kept back",
            kept_back,
        )
        parts.append(text % {"num": kept_back})
    return Sentence(_("When asked: %(told)s.") % {"told": ", ".join(parts)}, "#asked", mark)


def not_published(open_items: int, items: int) -> tuple[Sentence, ...]:
    """How many of the things asked of its systems are not published."""
    if not items:
        return ()
    text = _("%(open)s of %(items)s things asked of its systems are not published.")
    mark = "silent" if open_items else "provided"
    return (Sentence(text % {"open": open_items, "items": items}, "#systems", mark),)


def ratio_sentence(ratio: Statement) -> Sentence | None:
    """Black people beside white, with the range; a range that holds 1 is said to settle nothing."""
    measure = ratio.qualifier("measure")
    counted = next((COUNTED[start] for start in COUNTED if measure.startswith(start)), "")
    interval = widest_interval(ratio.qualifier("remark") or ratio.qualifier("note"))
    if not counted or not interval or not isinstance(ratio.value, Quantity):
        return None
    low, high = ends_of(interval, float(ratio.value.value))
    text = _(
        "%(when)s Black people %(counted)s at %(times)s times the rate of white people, per "
        "resident (range %(range)s)."
    )
    filled = text % {
        "when": _when(ratio.qualifier("period")),
        "counted": _(counted),
        "times": ratio.value.printed.removesuffix(" times"),
        "range": _range(interval),
    }
    if low <= 1 <= high:
        unsettled = _("The range holds 1: it can’t be told whether more or less often.")
        filled = f"{filled} {unsettled}"
    return Sentence(filled, finding_address(ratio.qualifier(FINDING)))


def _when(period: str) -> str:
    """The days of a period, to begin a sentence with; "" for one that is no days."""
    try:
        days = parse_days(period)
    except BadDays:
        return ""
    first, last = days.start.earliest, days.end.latest
    if first is None or last is None or "/" not in period:
        return _("In %(days)s") % {"days": period}
    return _("From %(first)s to %(last)s") % {
        "first": formatted(first, "F Y"),
        "last": formatted(last, "F Y"),
    }


def _range(interval: str) -> str:
    low, _to, high = interval.partition(" to ")
    return _("%(low)s to %(high)s") % {"low": low, "high": _(high)}
