"""Reasons for refusing a freedom of information request: what each takes, and what to ask back."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from candour.law.filed import read_entries, refuse
from candour.law.holidays import LAW_FOLDER

EXEMPTIONS_FILE = LAW_FOLDER / "exemptions.yaml"
TESTS = ("absolute", "qualified", "mixed", "none")
HARMS = ("class", "prejudice", "need")


@dataclass(frozen=True, slots=True)
class Exemption:
    """One section, by which a body may refuse, and its counterpart in Scotland."""

    section: str
    about: str
    test: str
    harm: str
    may_neither_confirm_nor_deny: str
    scotland: str
    ask: str


@cache
def read_exemptions(path: Path = EXEMPTIONS_FILE) -> Mapping[str, Exemption]:
    entries, problems = read_entries(path)
    exemptions = {}
    for section, entry in entries:
        exemptions[section] = Exemption(
            section=section,
            about=entry.text("about"),
            test=entry.one_of("test", TESTS),
            harm=entry.one_of("harm", HARMS, default=""),
            may_neither_confirm_nor_deny=entry.text("ncnd", default=""),
            scotland=entry.text("scotland"),
            ask=entry.text("ask"),
        )
        entry.refuse_other_keys()
    refuse(problems)
    return exemptions
