"""The law's data in the language of the page, read once for each language."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, gettext, override

from candour.law.exemptions import Exemption, read_exemptions
from candour.law.holidays import Holidays, read_holidays
from candour.law.letters import LetterSpec, read_letters
from candour.law.requirements import Requirement, read_requirements
from candour.law.routes import Route, read_routes
from candour.law.rules import Rule, read_rules
from candour.law.translating import translated
from candour.law.triage_texts import Texts, read_texts
from candour.law.voice import Voice

LANGUAGES_KEPT = 8
DRAFTS = ("cy",)  # languages no speaker has read yet: days stand in English beside


def day_in_words(day: date) -> str:
    """Put a day in the words of the page's language: 14 October 2025.

    A page that is a draft has it in English beside.
    """
    return _with_english(day, "j F Y")


def weekday_in_words(day: date) -> str:
    return _with_english(day, "l j F Y")


def _with_english(day: date, form: str) -> str:
    text = formatted(day, form)
    if get_language() not in DRAFTS:
        return text
    with override("en-gb"):
        return f"{text} ({formatted(day, form)})"


def _month(day: date) -> str:
    return formatted(day, "F Y")


VOICE = Voice(say=gettext, day=day_in_words, long_day=day_in_words, month=_month)


@lru_cache(maxsize=1)
def holidays() -> Holidays:
    return read_holidays()


def routes() -> Mapping[str, Route]:
    return _routes(get_language())


def rules() -> Mapping[str, Rule]:
    return _rules(get_language())


def texts() -> Texts:
    return _texts(get_language())


def exemptions() -> Mapping[str, Exemption]:
    return _exemptions(get_language())


def requirements() -> Mapping[str, Requirement]:
    return _requirements(get_language())


def letters() -> Mapping[str, LetterSpec]:
    """The letters with their names in the page's language; what they say to a body stays."""
    return _letters(get_language())


def read_all() -> None:
    """Read everything of the law in the language of the page, so that no page has to."""
    holidays()
    for read in (routes, rules, texts, exemptions, requirements, letters):
        read()


@lru_cache(maxsize=LANGUAGES_KEPT)
def _routes(language: str | None) -> Mapping[str, Route]:
    return translated(read_routes(), gettext)


@lru_cache(maxsize=LANGUAGES_KEPT)
def _rules(language: str | None) -> Mapping[str, Rule]:
    return translated(read_rules().by_id, gettext)


@lru_cache(maxsize=LANGUAGES_KEPT)
def _texts(language: str | None) -> Texts:
    return translated(read_texts(), gettext)


@lru_cache(maxsize=LANGUAGES_KEPT)
def _exemptions(language: str | None) -> Mapping[str, Exemption]:
    return translated(read_exemptions(), gettext)


@lru_cache(maxsize=LANGUAGES_KEPT)
def _requirements(language: str | None) -> Mapping[str, Requirement]:
    return translated(read_requirements(), gettext)


@lru_cache(maxsize=LANGUAGES_KEPT)
def _letters(language: str | None) -> Mapping[str, LetterSpec]:
    return translated(read_letters().by_kind, gettext)
