"""What is known of a body that uses systems, in a few sentences that can be quoted alone.

Each sentence stands on its own evidence and leads to it. All are said in the language of the page.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candour.audit.headlines import BY_OFFICERS, BY_OWN_WORD, TOO_FEW_WEEKS
from candour.core.days import Days, parse_days
from candour.core.errors import BadDays
from candour.core.voice import marked
from candour.evidence.asked import WhenAsked
from candour.evidence.findings import FINDING
from candour.evidence.quantities import Quantity
from candour.evidence.statements import Statement
from candour.evidence.use import Headline
from candour.web.addresses import finding_address
from candour.web.pages.force_ratios import beside_it, ends_of, interval_of, rounded

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
    "says-uses": marked("that it used such systems"),
    "denies-use": marked("that it used no such system"),
    "says-no-information": marked("that it held no information"),
}
SHOWN = "shown-to-use"
NO_UPPER_END = marked("no upper end")
DENIALS = frozenset({"denies-use", "says-no-information"})
OVER = frozenset({"stopped", "on-hold", "not-deployed"})
# What was counted, by how the measure of a finding begins: stops and searches before force.
WHOSE_WORD = {
    BY_OWN_WORD: marked("Ethnicity is by people’s own word."),
    BY_OFFICERS: marked("Ethnicity is by officers’ word."),
}
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


def systems_sentences(uses: Sequence[Headline]) -> tuple[Sentence, ...]:
    """How many systems are known, and what was last said of each, below the name of their body."""
    if not uses:
        text = _("No system is named here, which does not say that there are none.")
        return (Sentence(text, "", "silent"),)
    known = ngettext("%(num)s system known.", "%(num)s systems known.", len(uses))
    told = ngettext("Last said of it: %(states)s.", "Last said of them: %(states)s.", len(uses))
    text = known % {"num": len(uses)}
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


def own_word(
    slug: str,
    name: str,
    told: Iterable[Statement],
    names: Callable[[str], str],
    uses: Sequence[Headline] = (),
) -> Sentence:
    """What it said of its own use and when, and who wrote otherwise; all in the past.

    `told` is what is told of its use, `names` names a speaker, and `uses` keep an old word of a
    body whose systems have all stopped from being read as one of today.
    """
    terms = [statement for statement in told if statement.kind == "term"]
    own = _last_words([s for s in terms if slug in s.said_by and s.value in OWN_WORD])
    shown = [s for s in terms if s.value == SHOWN and slug not in s.said_by]
    if not own and not shown:
        return Sentence(_("What it says of its own use is not told."), "", "silent")
    if not own:
        text = _("%(who)s wrote that %(force)s used such systems; its own word is not told.")
        filled = text % {"who": _writers(shown, names), "force": name}
        return Sentence(f"{filled}{_over(uses)}", "#own-use", "partly")
    text = ". ".join(_worded(statement, name) for statement in own)
    is_denied = any(statement.value in DENIALS for statement in own)
    if shown and is_denied:
        others = _("%(who)s wrote that it used such systems") % {"who": _writers(shown, names)}
        text = f"{text}; {others}"
    mark = "clash" if shown and is_denied else "partly"
    return Sentence(f"{text}.{_over(uses)}", "#own-use", mark)


def _last_words(own: Iterable[Statement]) -> list[Statement]:
    """The last of its words in each sense, in order; one whose day is told before one without."""
    last: dict[str, Statement] = {}
    for statement in sorted(own, key=lambda s: (_spoken(s) is not None, _latest(s))):
        last[str(statement.value)] = statement
    return sorted(last.values(), key=_latest)


def _spoken(statement: Statement) -> Days | None:
    """The days on which it was said; None where not told.

    Words of a report that came out in the very days they tell of were said in those.
    """
    if statement.said_on is not None:
        return statement.said_on
    is_of_then = statement.public_on is not None and statement.public_on == statement.valid
    return statement.public_on if is_of_then or not statement.via else None


def _latest(statement: Statement) -> date:
    days = _spoken(statement) or statement.public_on
    return (days.end.latest if days is not None else None) or date.min


def _worded(statement: Statement, name: str) -> str:
    """Its word with the day of it, or the day by which it had been said; without a full stop."""
    told = {"force": name, "what": _(OWN_WORD[str(statement.value)])}
    when = _on(_spoken(statement))
    if when:
        return _("%(when)s %(force)s said %(what)s") % {**told, "when": when}
    out = _latest(statement)
    if out == date.min:
        return _("On a day not told %(force)s said %(what)s") % told
    text = _("By %(day)s %(force)s had said, on a day not told, %(what)s")
    return text % {**told, "day": formatted(out, "j F Y")}


def _on(days: Days | None) -> str:
    """A day, month or year to begin a sentence with; "" for a longer or open stretch, and none."""
    first, last = (days.start.earliest, days.end.latest) if days is not None else (None, None)
    if first is None or last is None or first.year != last.year:
        return ""
    if first == last:
        return _("On %(day)s") % {"day": formatted(first, "j F Y")}
    form = "F Y" if first.month == last.month else "Y"
    return _("In %(days)s") % {"days": formatted(first, form)}


def _writers(shown: Iterable[Statement], names: Callable[[str], str]) -> str:
    """Up to two of those who wrote it, each with the year of their last words."""
    years: dict[str, int] = {}
    for statement in shown:
        days = statement.said_on or statement.public_on
        last = days.end.latest if days is not None else None
        for speaker in statement.said_by:
            years[speaker] = max(years.get(speaker, 0), last.year if last is not None else 0)
    writers = [f"{names(slug)} ({year})" if year else names(slug) for slug, year in years.items()]
    first, *rest = writers
    if not rest:
        return first
    text = _("%(first)s, %(second)s and others") if rest[1:] else _("%(first)s and %(second)s")
    return text % {"first": first, "second": rest[0]}


def _over(uses: Sequence[Headline]) -> str:
    """Said where every system known of it is over: a past use is none of today."""
    if not uses or any(use.state not in OVER or use.is_disputed for use in uses):
        return ""
    return " " + _("No system known of it was last said to be in use.")


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


def ratio_sentence(ratio: Statement, *, is_brief: bool = False) -> Sentence | None:
    """Black people beside white, with the range; a range that holds 1 is said to settle nothing.

    Brief, it is rounded, and what missing ethnicity could do is told elsewhere.
    """
    measure = ratio.qualifier("measure")
    counted = next((COUNTED[start] for start in COUNTED if measure.startswith(start)), "")
    interval = interval_of(ratio)
    if not counted or not interval or not isinstance(ratio.value, Quantity):
        return None
    times = ratio.value.printed.removesuffix(" times")
    low, high = ends_of(interval, float(ratio.value.value))
    if is_brief:
        times, interval = rounded(times, interval)
    text = _(
        "%(when)s Black people %(counted)s at %(times)s times the rate of white people, per "
        "resident (range %(range)s)."
    )
    filled = text % {
        "when": _when(ratio.qualifier("period")),
        "counted": _(counted),
        "times": times,
        "range": _range(interval),
    }
    filled = " ".join([filled, *_beside(ratio, is_brief=is_brief)])
    if low <= 1 <= high:
        unsettled = _("The range holds 1: it can’t be told whether more or less often.")
        filled = f"{filled} {unsettled}"
    return Sentence(filled, finding_address(ratio.qualifier(FINDING)))


def _beside(ratio: Statement, *, is_brief: bool) -> Iterator[str]:
    """By whose word people are of a group, why it is not clear, what missing ethnicity could do."""
    beside = beside_it(ratio)
    if beside.basis in WHOSE_WORD:
        yield _(WHOSE_WORD[beside.basis])
    if not beside.is_clear:
        few = TOO_FEW_WEEKS in beside.verdict
        yield _("There are too few weeks to be clear.") if few else _("It is not clear.")
    missing = beside.if_missing
    if missing is not None and not is_brief:
        text = _(
            "%(share)s have no ethnicity: were all of those white, or all Black, it would be "
            "%(low)s to %(high)s times."
        )
        yield text % {"share": missing.share, "low": missing.low, "high": missing.high}


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
