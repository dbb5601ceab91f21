"""The question, fixed before the data are read, and the answer with all that belongs to it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from candour import __version__
from candour.audit.progress import UNWATCHED, Progress
from candour.audit.statistics.estimates import CONFIDENCE
from candour.audit.wording import guard
from candour.core.hashing import canonical_json, hashed_name

Row = dict[str, Any]
PIECE = 1 << 20  # bytes read at a time

# The parts of a finding that are neither tables nor headline values.
NAMED = frozenset(
    {
        "finding",
        "audit",
        "sentences",
        "accounted_for",
        "plan",
        "inputs",
        "assumptions",
        "does_not_show",
        "explains",
        "version",
        "made_with",
    }
)


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
    options: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = CONFIDENCE

    def as_dict(self) -> Row:
        return asdict(self) | {"options": dict(self.options)}


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
class Finding:
    """The answer: sentences, tables, what they rest on, and what they do not show."""

    plan: Plan
    inputs: tuple[Input, ...]
    sentences: tuple[str, ...]
    tables: Mapping[str, Sequence[Row]]
    accounted_for: Mapping[str, Any]
    assumptions: tuple[str, ...]
    does_not_show: tuple[str, ...]
    explains: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)  # headline numbers that are no table
    version: str = __version__
    # What counted and how long it took: no part of the finding's identity.
    made_with: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for text in (*self.sentences, *self.assumptions, *self.does_not_show, *self.explains):
            guard(text)

    @property
    def identifier(self) -> str:
        """A name made from the plan, the inputs and the numbers: the same for the same finding."""
        return hashed_name("f1", canonical_json(self._body()))

    def as_dict(self) -> Row:
        made = {"made_with": dict(self.made_with)} if self.made_with else {}
        return {"finding": self.identifier, **self._body(), **made}

    def _body(self) -> Row:
        return {
            "audit": self.plan.audit,
            "sentences": list(self.sentences),
            **self.values,
            **{name: list(rows) for name, rows in self.tables.items()},
            "accounted_for": dict(self.accounted_for),
            "plan": self.plan.as_dict(),
            "inputs": [asdict(each) for each in self.inputs],
            "assumptions": list(self.assumptions),
            "does_not_show": list(self.does_not_show),
            "explains": list(self.explains),
            "version": self.version,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Finding":
        """Read back what `as_dict` gave: the same finding, with the same name.

        Lists of rows are tables, and whatever else is not named below is a headline value.
        """
        plan = dict(data["plan"])
        own = {key: value for key, value in data.items() if key not in NAMED}
        tables = {key: value for key, value in own.items() if _is_table(value)}
        return cls(
            plan=Plan(
                **plan | {"family": tuple(plan["family"]), "exclusions": tuple(plan["exclusions"])}
            ),
            inputs=tuple(Input(**each) for each in data["inputs"]),
            sentences=tuple(data["sentences"]),
            tables=tables,
            accounted_for=data["accounted_for"],
            assumptions=tuple(data["assumptions"]),
            does_not_show=tuple(data["does_not_show"]),
            explains=tuple(data["explains"]),
            values={key: value for key, value in own.items() if key not in tables},
            version=data["version"],
            made_with=data.get("made_with", {}),
        )


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)
