"""What the letter pages show: the letters in their order, the choices, and the blanks to fill in.

A letter is made from public facts alone. What a person types into it never comes here.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from candour.law.answers import ForWhom
from candour.law.holidays import Nation
from candour.law.letter_files import BlankSpec, LetterSpec, Parts, read_parts
from candour.law.letters import (
    Letter,
    LetterForOtherBodies,
    LetterForPolice,
    LetterNeedsPerson,
    LetterNotForChild,
    LetterNotThere,
    LetterOfOwnForce,
    UnknownLetter,
    check_fits,
    read_letters,
)
from candour.law.rendering import blank_key
from candour.law.translating import translated
from candour.web.help.law_texts import letters as said_letters
from candour.web.help.letter_choices import Chosen
from candour.web.words import listed

NAMES = ("force", "system", "nation", "for")
LANGUAGES_KEPT = 8


def parts() -> Parts:
    """What letters share, in the language of the page."""
    return _parts(get_language())


@lru_cache(maxsize=LANGUAGES_KEPT)
def _parts(language: str | None) -> Parts:
    return translated(read_parts(), _)


# the list of letters


@dataclass(frozen=True, slots=True)
class Entry:
    """One letter in the list; `unfit` says why it does not fit what was chosen.

    `is_own` says that the person it is about signs it, or whoever may act for them: most are so.
    """

    kind: str
    name: str
    does: str
    signs: str
    is_own: bool
    law: tuple[str, ...]
    where: str
    unfit: str


@dataclass(frozen=True, slots=True)
class EntryGroup:
    id: str
    name: str
    why: str
    entries: tuple[Entry, ...]


def entry_groups(chosen: Chosen) -> tuple[EntryGroup, ...]:
    """The letters in the order that protects evidence and time."""
    return tuple(
        EntryGroup(
            group.id,
            group.name,
            group.why,
            tuple(_entry(said_letters()[kind], chosen) for kind in group.letters),
        )
        for group in parts().groups
    )


def _entry(spec: LetterSpec, chosen: Chosen) -> Entry:
    is_everywhere = len(spec.nations) == len(Nation)
    return Entry(
        kind=spec.kind,
        name=spec.name,
        does=spec.does,
        signs=parts().signers[spec.signer].who,
        is_own=spec.signer == "person",
        law=law_of(spec, chosen.nation),
        where="" if is_everywhere else listed([_(each.label) for each in spec.nations]),
        unfit=why_unfit(spec, chosen),
    )


def law_of(spec: LetterSpec, nation: Nation | None) -> tuple[str, ...]:
    """Name the law a letter rests on, the sections of one Act together."""
    provisions = read_letters().provisions
    by_act: dict[str, list[str]] = {}
    for key in spec.law(nation):
        provision = provisions[key]
        section = provision.section.partition(" as it stood")[0]
        by_act.setdefault(provision.act, []).append(section)
    return tuple(f"{act}, {listed(sections)}" for act, sections in by_act.items())


def why_unfit(spec: LetterSpec, chosen: Chosen) -> str:
    """Say why a letter does not fit what was chosen, and what to do; "" where it does."""
    force, nation = chosen.force, chosen.nation
    if force is None or nation is None:
        return ""
    if spec.needs_gaps and not chosen.gaps:
        sentence = _(
            "The register asks nothing of %(force)s: it shows no system in scope with it. The "
            "freedom of information request asks about every system it may have."
        )
        return sentence % {"force": force.name}
    try:
        check_fits(spec, force=force, nation=nation, for_whom=chosen.for_whom)
    except LetterOfOwnForce:
        return _("There this letter goes to another police force. Ask for your own data instead.")
    except LetterNotForChild:
        return _("This letter is about policing as a whole. It is not made for a child.")
    except (LetterNotThere, LetterForPolice, LetterForOtherBodies, LetterNeedsPerson) as error:
        return _unfit_in_words(error)
    return ""


def _unfit_in_words(
    error: LetterNotThere | LetterForPolice | LetterForOtherBodies | LetterNeedsPerson,
) -> str:
    if isinstance(error, LetterNotThere):
        there = listed([_(each.label) for each in error.nations])
        wording = _(
            "This letter is one for %(there)s. It rests on law that %(here)s does not have."
        )
        return wording % {"there": there, "here": _(error.nation.label)}
    if isinstance(error, LetterForPolice):
        wording = _("This letter is about the police. %(force)s is no police force.")
        return wording % {"force": error.force.name}
    if isinstance(error, LetterForOtherBodies):
        wording = _("This letter rests on law that does not bind %(force)s.")
        return wording % {"force": error.force.name}
    if error.for_whom is ForWhom.CLIENT:
        return _("Only the person it is about can sign this. Choose that it is for them.")
    return _("This letter is about one person. Choose who it is for.")


def spec_of(kind: str) -> LetterSpec:
    """Return a letter by its kind, its names in the language of the page.

    Raises
    ------
    UnknownLetter
        If there is none.
    """
    spec = said_letters().get(kind)
    if spec is None:
        raise UnknownLetter(kind, tuple(said_letters()))
    return spec


# the blanks of one letter


@dataclass(frozen=True, slots=True)
class Field:
    """One blank as the page asks for it; `key` is that of its places in the letter."""

    key: str
    spec: BlankSpec

    @property
    def hint(self) -> str:
        if self.spec.is_no_story:
            most = ngettext("%(n)s character at most.", "%(n)s characters at most.", self.spec.most)
            return f"{self.spec.hint} {most % {'n': self.spec.most}}"
        return self.spec.hint


def fields_of(letter: Letter) -> tuple[Field, ...]:
    """The blanks of a letter in their order, asked for in the language of the page."""
    blanks = parts().blanks
    return tuple(Field(blank_key(name), blanks[name]) for name in letter.blanks())


def letter_as_data(spec: LetterSpec, letter: Letter) -> dict[str, object]:
    return {
        "kind": letter.kind,
        "name": spec.name,
        "notices": list(letter.notices),
        "to": letter.to,
        "subject": letter.subject,
        "paragraphs": [
            {"text": each.text, "items": list(each.items), "law": list(each.law)}
            for each in letter.paragraphs
        ],
        "law": list(letter.law),
        "blanks": [
            {
                "name": name,
                "kind": letter.specs[name].kind,
                "optional": letter.specs[name].is_optional,
                "choices": list(letter.specs[name].choices),
            }
            for name in letter.blanks()
        ],
    }
