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
    """One change set on one line: the day it was recorded, what it did, and its page."""

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
            day = words.day_in_words(localdate(change.made_at))
            lines.append(Changed(day, Link(text, change_address(change.number)), change.number))
    return lines


def what_changed(
    happening: Happening, new: frozenset[str], names: Names, forces: Collection[str]
) -> str:
    """What a change set did to the register; "" where it changed no statement and no finding."""
    known = {slug for slug in new if slug in names}
    parts = [_new_pages(known, names), _statements(happening, names, forces), _findings(happening)]
    return " ".join(f"{sentence(part)}." for part in parts if part)


def told_of(
    happenings: Iterable[Happening],
    new: Mapping[int, frozenset[str]],
    names: Names,
    forces: Collection[str],
) -> dict[int, str]:
    """What each change set did, by its number; those that changed nothing are left out."""
    lines = changed(happenings, new, names, forces)
    return {line.number: line.link.text for line in lines}


def _new_pages(new: Collection[str], names: Names) -> str:
    """Systems that are new by name, where they are few; how many where they are not."""
    systems = sorted(names[slug][0] for slug in new if names[slug][1] == "system")
    if not systems:
        return ""
    if len(systems) <= NAMED:
        return f"new here: {words.listed(systems)}"
    return f"{words.counted(len(systems), 'system')} new here"


def _statements(happening: Happening, names: Names, forces: Collection[str]) -> str:
    """On which pages what is said was put right, or more is said, and how many statements that is.

    A statement is corrected where one goes out and another comes in on the same page.
    """
    corrected = sum(min(one.came, one.went) for one in happening.subjects)
    counts = (
        (corrected, "corrected"),
        (happening.came - corrected, "added"),
        (happening.went - corrected, "taken out"),
    )
    told = [(number, what) for number, what in counts if number]
    if not told:
        return ""
    first, *later = told
    counted = [words.counted(first[0], "statement") + f" {first[1]}"]
    counted += [f"{number:,} {what}" for number, what in later]
    return f"{_lead(told[-1][1], first[1], _pages(happening, names, forces))}: " + words.listed(
        counted
    )


def _lead(last: str, first: str, pages: str) -> str:
    """What happened to what is said, before it is counted."""
    if first == "corrected":
        return f"what is said of {pages} was put right"
    if first == last == "added":
        return f"more is said of {pages}"
    return (
        f"less is said of {pages}" if first == "taken out" else f"what is said of {pages} changed"
    )


def _pages(happening: Happening, names: Names, forces: Collection[str]) -> str:
    """By name where they are few; else the systems or forces with most, and how many more."""
    slugs = [one.slug for one in happening.subjects if one.slug in names]
    if len(slugs) <= FEW:
        return words.listed([names[slug][0] for slug in slugs]) or "pages that are gone"
    known = [slug for slug in slugs if names[slug][1] == "system" or slug in forces]
    named = [names[slug][0] for slug in (known or slugs)[:NAMED]]
    return words.listed([*named, words.counted(len(slugs) - len(named), "more page", "more pages")])


def _findings(happening: Happening) -> str:
    """A finding that is recorded anew is one that changed; its title is told where it is alone."""
    came = [one.title for one in happening.findings if one.came]
    went = [one.title for one in happening.findings if not one.came]
    if not came and not went:
        return ""
    if len(came) == 1:
        return f"a finding {'was made anew' if went else 'is new'}: {came[0]}"
    if came:
        anew = min(len(came), len(went))
        counts = (
            (anew, "was made anew", "were made anew"),
            (len(came) - anew, "is new", "are new"),
            (len(went) - anew, "was taken out", "were taken out"),
        )
        told = [
            f"{number:,} {one if number == 1 else many}" for number, one, many in counts if number
        ]
        first, _, rest = told[0].partition(" ")
        noun = "finding" if first == "1" else "findings"
        return words.listed([f"{first} {noun} {rest}", *told[1:]])
    return f"{words.counted(len(went), 'finding')} {'was' if len(went) == 1 else 'were'} taken out"
