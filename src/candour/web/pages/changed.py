"""What a change set did, in one sentence that can be quoted: to how much, and on which pages.

Why it was made is its editor's word, which stands on its own page.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.utils.timezone import localdate

from candour.core.voice import sentence
from candour.register.happenings import Happening
from candour.web import words
from candour.web.addresses import change_address
from candour.web.pages.shown import Link

NAMED = 2  # of the pages most touched, and of those that are new
FEW = 3  # pages that are all named

Names = Mapping[str, tuple[str, str]]  # slug: name and class


@dataclass(frozen=True, slots=True)
class Changed:
    """One change set on one line: the day it arrived, what it did, and its page."""

    day: str
    link: Link
    number: int


def slugs_told_of(happenings: Iterable[Happening]) -> set[str]:
    """The subjects whose names or classes the lines need."""
    return {one.slug for happening in happenings for one in happening.subjects}


def changed(
    happenings: Iterable[Happening],
    new: Mapping[int, frozenset[str]],
    names: Names,
    forces: Collection[str],
) -> list[Changed]:
    """One line for each change set that changed anything a page shows, the newest first."""
    lines = []
    for happening in happenings:
        change = happening.change
        text = what_changed(happening, new.get(change.number, frozenset()), names, forces)
        if text:
            day = words.day_in_words(localdate(change.arrived_at))
            lines.append(Changed(day, Link(text, change_address(change.number)), change.number))
    return lines


def what_changed(
    happening: Happening, new: frozenset[str], names: Names, forces: Collection[str]
) -> str:
    """What a change set did to the register; "" where it changed no statement and no finding."""
    known = {slug for slug in new if slug in names}
    parts = [_new_pages(known, names), _statements(happening, names, forces), _findings(happening)]
    told = [part for part in parts if part]
    return f"{sentence('; '.join(told))}." if told else ""


def _new_pages(new: Collection[str], names: Names) -> str:
    """Systems that are new by name, where they are few; how many where they are not."""
    systems = sorted(names[slug][0] for slug in new if names[slug][1] == "system")
    if not systems:
        return ""
    if len(systems) <= NAMED:
        return f"new here: {words.listed(systems)}"
    return f"{words.counted(len(systems), 'system')} new here"


def _statements(happening: Happening, names: Names, forces: Collection[str]) -> str:
    """How many were corrected, came in and went out.

    A statement is corrected where one goes out and another comes in on the same page.
    """
    corrected = sum(min(one.came, one.went) for one in happening.subjects)
    done = (
        (corrected, "corrected"),
        (happening.came - corrected, "added"),
        (happening.went - corrected, "taken out"),
    )
    told = [(number, what) for number, what in done if number]
    if not told:
        return ""
    (number, what), *rest = told
    first = f"{words.counted(number, 'statement')} {what}"
    later = [f"{number:,} {what}" for number, what in rest]
    slugs = [one.slug for one in happening.subjects if one.slug in names]
    return f"{words.listed([first, *later])} on {_pages(slugs, names, forces)}"


def _pages(slugs: list[str], names: Names, forces: Collection[str]) -> str:
    """By name where they are few; else how many, and the system or force with most."""
    if len(slugs) <= FEW:
        return words.listed([names[slug][0] for slug in slugs]) or "pages that are gone"
    systems = [slug for slug in slugs if names[slug][1] == "system"]
    police = [slug for slug in slugs if slug in forces]
    counts = [
        words.counted(len(systems), "system") if systems else "",
        words.counted(len(police), "force") if police else "",
        words.counted(len(slugs) - len(systems) - len(police), "other page"),
    ]
    shown = [count for count in counts if count and not count.startswith("0 ")]
    most = [names[slug][0] for slug in slugs if slug in systems or slug in police][:NAMED]
    return words.listed(shown) + (f", most on {words.listed(most)}" if most else "")


def _findings(happening: Happening) -> str:
    """A finding that is recorded anew is one that changed; its title is told where it is alone."""
    came = [one.title for one in happening.findings if one.came]
    went = [one.title for one in happening.findings if not one.came]
    if not came and not went:
        return ""
    if len(came) == 1:
        return f"a finding {'put in place of another' if went else 'came in'}: {came[0]}"
    if came:
        told = words.counted(len(came), "finding")
        return f"{told} came in, {len(went):,} went out" if went else f"{told} came in"
    return f"{words.counted(len(went), 'finding')} taken out"
