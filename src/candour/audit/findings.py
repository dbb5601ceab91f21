"""The question, fixed before the data are read, and the answer with all that belongs to it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from candour import __version__
from candour.audit.guard import guard
from candour.audit.payloads import row_of
from candour.audit.statistics.estimates import CONFIDENCE
from candour.core.hashing import canonical_json, hashed_name
from candour.core.progress import UNWATCHED, Progress

PIECE = 1 << 20  # bytes read at a time
FIRST_FORM = 1  # of a result as it is stored; not written, so that old findings keep their names

R_co = TypeVar("R_co", covariant=True)

# What a plan says beyond what every plan does, by names of its audit's own: what JSON can hold.
Option: TypeAlias = "str | int | float | bool | Sequence[Option] | Mapping[str, Option] | None"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is compared with what, over what, fixed before the data are read."""

    audit: str
    comparison: str
    reference: str
    family: tuple[str, ...]  # the comparisons that Holm's adjustment runs over
    period: str = ""
    denominator: str = ""
    exclusions: tuple[str, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    confidence: float = CONFIDENCE

    def as_dict(self) -> dict[str, Any]:
        return asdict(self) | {"options": dict(self.options)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Plan":
        plan = dict(data)
        lists = {key: tuple(plan[key]) for key in ("family", "exclusions")}
        return cls(**plan | lists)

    def option(self, name: str) -> str:
        """What the plan says under one of its options, as text; empty where it says nothing."""
        value = self.options.get(name)
        return "" if value is None else str(value)

    def names(self, name: str) -> tuple[str, ...]:
        """The texts of a list among its options, in their order; none where it says nothing."""
        texts = self.options.get(name)
        if not isinstance(texts, list | tuple):
            return ()
        return tuple(text for text in texts if isinstance(text, str))


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read: its name and the hash of its bytes."""

    name: str
    sha256: str

    @classmethod
    def of(cls, path: Path, progress: Progress = UNWATCHED) -> "Input":
        digest = hashlib.sha256()
        size, done = path.stat().st_size, 0
        with (
            progress.during("Working out hashes", lambda: done / size if size else None),
            path.open("rb") as file,
        ):
            while piece := file.read(PIECE):
                digest.update(piece)
                done += len(piece)
        return cls(path.name, digest.hexdigest())


@dataclass(frozen=True, slots=True)
class Finding(Generic[R_co]):
    """The answer: sentences, the result, what they rest on, and what they do not show.

    Attributes
    ----------
    result : frozen dataclass of the audit's own
        Headline values first, then tables (tuples of rows, each a frozen dataclass too), and last
        `accounted_for`: what became of every row that was read.
    form : int
        Which form the result has where it is stored. An audit that renames a column adds one, and
        its kind goes on reading the forms before it.
    made_with : mapping
        What counted and how long it took: no part of the finding's identity.
    kept_as : str
        The name it is stored under, if it is. A form of before can be read without what is no
        longer asked, and what is left has another name by its numbers.
    """

    plan: Plan
    inputs: tuple[Input, ...]
    sentences: tuple[str, ...]
    result: R_co
    assumptions: tuple[str, ...]
    does_not_show: tuple[str, ...]
    explains: tuple[str, ...] = ()
    version: str = __version__
    form: int = FIRST_FORM
    made_with: Mapping[str, Any] = field(default_factory=dict, compare=False)
    kept_as: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for text in (*self.sentences, *self.assumptions, *self.does_not_show, *self.explains):
            guard(text)

    @property
    def identifier(self) -> str:
        """A name made from the plan, the inputs and the numbers: the same for the same finding."""
        return hashed_name("f1", canonical_json(self._body()))

    @property
    def name(self) -> str:
        """The name under which it can be found: the one it is stored under, if it is."""
        return self.kept_as or self.identifier

    def as_dict(self) -> dict[str, Any]:
        """The finding as JSON has it, and as it is stored."""
        machine = {"made_with": dict(self.made_with)} if self.made_with else {}
        return {"finding": self.identifier, **self._body(), **machine}

    def _body(self) -> dict[str, Any]:
        return {
            "audit": self.plan.audit,
            **({} if self.form == FIRST_FORM else {"form": self.form}),
            "sentences": list(self.sentences),
            **row_of(self.result),
            "plan": self.plan.as_dict(),
            "inputs": [asdict(file) for file in self.inputs],
            "assumptions": list(self.assumptions),
            "does_not_show": list(self.does_not_show),
            "explains": list(self.explains),
            "version": self.version,
        }


# Keys of a stored finding that are not its result's.
AROUND = frozenset(
    {
        *("finding", "audit", "form", "sentences", "plan", "inputs", "assumptions"),
        *("does_not_show", "explains", "version", "made_with"),
    }
)
