"""How one statement is cited: in words, as BibTeX and as CSL; what clashes with it goes along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from candour.core.voice import long_day, sentence

SPECIAL = re.compile(r"([\\{}$&#%_^~])")
BIBTEX_WORDS = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """All that a citation of a statement holds.

    Attributes
    ----------
    title : subject, field and value, with the days and the note that belong to it
    who : those who said it
    read_in : source and place in it
    reported_by : who reports it, where that is another; "" where it is their own word
    limits : what its reading falls short of, or of whom it was said in general; empty where whole
    clashes : one sentence for each contradiction it stands in
    withdrawn : whether it no longer stands
    """

    key: str
    title: str
    who: tuple[str, ...]
    read_in: str
    limits: tuple[str, ...]
    clashes: tuple[str, ...]
    withdrawn: bool
    address: str
    read_on: date
    reported_by: str = ""

    @property
    def read_where(self) -> str:
        """Source and place, and who reports the words where they are not the speaker's own."""
        through = f"as reported by {self.reported_by}, " if self.reported_by else ""
        return f"{through}in {self.read_in}"

    @property
    def remarks(self) -> tuple[str, ...]:
        """What must go along with it, in whole sentences."""
        gone = ("Withdrawn from the register.",) if self.withdrawn else ()
        return (*gone, *self.limits, *self.clashes)

    def plain(self) -> str:
        statement = (
            f"{_sentence(self.title)} {_sentence(f'{_listed(self.who)}, {self.read_where}')}"
        )
        where = f"Candour, statement {self.key}, read {long_day(self.read_on)}."
        return " ".join([statement, *self.remarks, where])

    def bibtex(self) -> str:
        fields = {
            "title": _tex(self.title),
            "author": " and ".join("{" + _tex(name) + "}" for name in self.who),
            "howpublished": _tex(f"Candour, statement {self.key}"),
            "note": _tex(" ".join([_sentence(sentence(self.read_where)), *self.remarks])),
            "url": self.address,
            "urldate": self.read_on.isoformat(),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        return "\n".join([f"@misc{{candour-{self.key},", *lines, "}"]) + "\n"

    def csl(self) -> list[dict[str, Any]]:
        return [
            {
                "id": f"candour-{self.key}",
                "type": "webpage",
                "title": self.title,
                "author": [{"literal": name} for name in self.who],
                "container-title": "Candour",
                "genre": "Statement",
                "number": self.key,
                "URL": self.address,
                "accessed": {
                    "date-parts": [[self.read_on.year, self.read_on.month, self.read_on.day]]
                },
                "note": " ".join([_sentence(sentence(self.read_where)), *self.remarks]),
            }
        ]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _tex(text: str) -> str:
    r"""Text that BibTeX prints as it is.

    Examples
    --------
    >>> _tex("50 % & more")
    '50 \\% \\& more'
    """
    return SPECIAL.sub(lambda m: BIBTEX_WORDS.get(m[1], f"\\{m[1]}"), text)
