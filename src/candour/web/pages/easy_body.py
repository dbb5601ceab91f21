"""One police force, or another body that uses a system, in Easy Read."""

from collections.abc import Iterable, Iterator, Sequence

from candour.audit.headlines import BY_OFFICERS, BY_OWN_WORD, Beside
from candour.evidence.asked import FIELD as DISCLOSURE
from candour.evidence.asked import WhenAsked, behaviour_when_asked, is_police, when_asked
from candour.evidence.collection import SubjectFile
from candour.register.ratios import Comparable
from candour.register.subject_pages import NamedSystems, OnSubject
from candour.web.addresses import subject_address
from candour.web.pages.bodies import SystemOf, roles_in_systems, systems_of
from candour.web.pages.easy import (
    EASY,
    EasyPage,
    Line,
    clash_lines,
    part,
    same_number_lines,
    silence_lines,
    times,
    to_do,
)
from candour.web.pages.force_ratios import beside_it

OWN_WORD = "predictive-use"
# What a body said of its own use, and what others wrote, by the term of the vocabulary.
SAYS = {
    "says-uses": "It has said it used computers like that.",
    "denies-use": "It has said it did not use computers like that.",
    "says-no-information": "It has said it had nothing to tell about that.",
}
SHOWN = {"shown-to-use": "Others have written that it used them."}
STILL = "We do not know if this is still so."
# What was counted, by how the measure of a finding begins.
COUNTED = {
    "searches": "searched",
    "tactics": "used force on",
}
WHOSE_WORD = {
    BY_OWN_WORD: "People said themselves if they are Black or white.",
    BY_OFFICERS: "Police officers wrote down who they think is Black or white.",
}


def easy_body(
    about: OnSubject, systems: NamedSystems, comparable: Iterable[Comparable]
) -> EasyPage | None:
    """Lay out the page; None for a body that is no police force and uses no system."""
    body = about.subject
    named = systems_of(roles_in_systems(about.mentions), systems, about.schema)
    used = [system for system in named if system.is_used]
    if not used and not is_police(body):
        return None
    asked = when_asked(behaviour_when_asked(body.of(DISCLOSURE)))
    return EasyPage(
        body.name,
        subject_address("body", body.slug),
        "a police force" if is_police(body) else "a public body",
        (
            *part("Its computer systems", _system_lines(used)),
            *part("What it says", _own_words(body)),
            *part("When people asked", _asked_lines(asked)),
            *part("Black people and white people", _ratio_lines(body.slug, comparable)),
            *part(
                "What we do not know",
                silence_lines(sum(s.open for s in used), sum(s.asked for s in used)),
            ),
            *part(
                "Words that do not fit",
                clash_lines(len(about.consequences.worked_out.contradictions)),
            ),
            to_do(f"/routes/letters/?force={body.slug}"),
        ),
        f"/routes/?force={body.slug}",
        f"/routes/letters/?force={body.slug}",
    )


def _system_lines(used: Sequence[SystemOf]) -> list[Line]:
    if not used:
        return [
            Line("question", "We know of no computer system that guesses about crime."),
            Line("warning", "That does not mean there is none."),
        ]
    number = "1 system" if len(used) == 1 else f"{len(used)} systems"
    first = Line("search", f"We know of {number}: in use, stopped or only planned.")
    return [first, *(Line("paper", s.link.text, f"{s.link.address}{EASY}") for s in used)]


def _own_words(body: SubjectFile) -> list[Line]:
    said = [s for s in body.of(OWN_WORD) if s.kind == "term"]
    own = dict.fromkeys(SAYS[str(s.value)] for s in said if str(s.value) in SAYS)
    shown = dict.fromkeys(SHOWN[str(s.value)] for s in said if str(s.value) in SHOWN)
    lines = [Line("talk", text) for text in own] or [Line("question", "It has not told us.")]
    lines += [Line("search", text) for text in shown]
    return [*lines, Line("question", STILL)] if own or shown else lines


def _asked_lines(asked: WhenAsked) -> list[Line]:
    if not asked.told_of:
        return []
    kept_back = asked.told_of - asked.given
    lines = []
    if asked.given:
        lines.append(Line("talk", f"{_times(asked.given)} we read that it gave what was asked."))
    if kept_back:
        lines.append(Line("lock", f"{_times(kept_back)} we read that it kept something back."))
    return lines


def _times(number: int) -> str:
    return {1: "Once", 2: "Twice"}.get(number, f"{number} times")


def _ratio_lines(slug: str, comparable: Iterable[Comparable]) -> list[Line]:
    """Black people beside white people, where the number of this force has a range."""
    lines, periods = [], set()
    for one in comparable:
        what = next((w for start, w in COUNTED.items() if one.basis.measure.startswith(start)), "")
        ratio = times(one.ratios[slug]) if slug in one.ratios else None
        if not what or ratio is None:
            continue
        periods.add(one.basis.period)
        beside = beside_it(one.ratios[slug])
        if ratio.is_clearly_more or ratio.is_clearly_less:
            often = f"{ratio.value:.1f} times as often as white people"
            lines.append(Line("scales", f"Police here {what} Black people {often}."))
        else:
            lines.append(
                Line("question", f"We can’t tell if police here {what} Black people more often.")
            )
        lines += _beside_lines(beside)
    return [*lines, *same_number_lines(periods)]


def _beside_lines(beside: Beside) -> Iterator[Line]:
    """Whose word it is, and what it could be where many have no ethnicity."""
    if beside.basis in WHOSE_WORD:
        yield Line("person", WHOSE_WORD[beside.basis])
    if not beside.is_clear:
        yield Line("question", "This is not clear.")
    missing = beside.if_missing
    if missing is not None:
        share = missing.share.removesuffix("%")
        yield Line("question", f"For {share} in 100, nobody wrote down if they are Black or white.")
        yield Line("scales", f"So the number could be from {missing.low} to {missing.high}.")
