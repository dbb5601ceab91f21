"""What an audit brings with it, so that everything else can treat all audits alike.

An audit is a folder, and its `kind.py` holds one `Kind` (two where its folder has two results that
are stored under names of their own). The tuple of them is in `config/kinds.py`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from importlib.util import find_spec
from types import UnionType
from typing import Any, Generic, Protocol, TypeVar, Union, get_args, get_origin

from candour.audit.exhibits import AnyTable, KeyNumber, Passage, Picture
from candour.audit.findings import AROUND, FIRST_FORM, Finding, Input, Plan
from candour.audit.headlines import Headlines
from candour.audit.payloads import NotThisType
from candour.audit.verdicts import NINETEEN
from candour.core.errors import CandourError

R = TypeVar("R")
R_contra = TypeVar("R_contra", contravariant=True)
MAY_BE_EMPTY = frozenset({"command"})
COMMAND = re.compile(r"(?P<module>[a-z_]\w*(\.\w+)*):(?P<function>[a-z_]\w*)", re.ASCII)
Says = Callable[[Finding[R]], Iterable[str]]


def no_number(finding: Finding[Any]) -> KeyNumber | None:
    """Of a finding whose title says it all: no number stands alone."""
    return None


class BadKind(TypeError):
    """A kind of audit lacks a part, or two have one name: a fault of whoever put them together."""


class UnknownKind(CandourError):
    """A finding is of a kind that this installation has no audit for."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"There is no audit of the kind '{name[:60]}' here: the finding was made by another "
            "version of Candour. Its file has all that it says."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Generic[R]):
    """Rules that answer four of the five questions; the fifth is what a finding does not show."""

    compared: Says[R]
    what_was_found: Says[R]
    how_sure: Says[R]
    what_would_change_it: Says[R]

    @classmethod
    def of(cls, module: "AnsweringModule[R]") -> "Answers[R]":
        """Take the four from a module that has them under these names."""
        return cls(
            compared=module.compared,
            what_was_found=module.what_was_found,
            how_sure=module.how_sure,
            what_would_change_it=module.what_would_change_it,
        )


class AnsweringModule(Protocol[R_contra]):
    """A module whose functions answer the four questions, each of a finding."""

    def compared(self, finding: Finding[R_contra], /) -> Iterable[str]: ...
    def what_was_found(self, finding: Finding[R_contra], /) -> Iterable[str]: ...
    def how_sure(self, finding: Finding[R_contra], /) -> Iterable[str]: ...
    def what_would_change_it(self, finding: Finding[R_contra], /) -> Iterable[str]: ...


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whose data a finding rests on.

    Attributes
    ----------
    forces : codes of the forces it speaks of, as data.police.uk has them, those refused included
    refused : of those among them whose data could not answer the question, the reason
    has_result : whether anything came of it; an audit of data that were all unfit has nothing
    """

    forces: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    has_result: bool = True

    @property
    def compared(self) -> tuple[str, ...]:
        """The forces that were compared; where none was fit, those that were asked for."""
        return tuple(f for f in self.forces if f not in self.refused) or self.forces

    def refused_bodies(self, bodies: Mapping[str, str]) -> dict[str, str]:
        """The reasons, by the slug of each force's body."""
        return {bodies[force]: why for force, why in self.refused.items() if force in bodies}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What an audit's tables and columns are called, and how their numbers are written.

    A key alone is that column in every table; a key with its table before it (`"readings.reading"`)
    is that one only. What several audits share is in `reports/headings.py`.

    Attributes
    ----------
    captions : of tables
    columns : of columns; `{events}` stands for what the audit counts
    intervals : of pairs of columns (`x_low`, `x_high`), by what stands before `low`
    shares : columns of shares, 0 to 1, written in per cent
    counts : columns of numbers that are written whole
    bare : columns of numbers that are written with no more digits than they have
    values : words for the values of a column
    """

    captions: Mapping[str, str]
    columns: Mapping[str, str]
    intervals: Mapping[str, str] = field(default_factory=dict)
    shares: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[R]):
    """A kind of audit.

    Attributes
    ----------
    name : under which its findings are stored and asked for
    label : what a reader sees it called
    read : a result, from the plain data that it was stored as, and the form they have
    title : what a finding is called that nobody gave a title
    events : what is counted, in the plural, as headings of columns have it
    concerned : whose data a finding rests on
    headlines : the ratios that become statements; None where there are none
    not_compared : what was left out for the state of its data, for what a finding does not show
    answers : to the other four of the five questions
    first_table : the table a reader sees first; None where there is none to show
    pictures : each draws one picture, or None where a finding has nothing for it
    headings : of the tables and their columns
    command : where its command stands, as `module:function`, by name as commands stand above; none
        where it has no command of its own
    replays : whether its findings replay a documented method on past records
    key_number : the number that its findings lead with, for lists; None where none stands alone
    ranges : what the ranges of its findings mean, for how to read them
    feedback : what the page that explains feedback quotes of its newest finding, if anything
    form : in which its results are stored today
    """

    name: str
    label: str
    read: Callable[[Mapping[str, Any], int], R]
    title: Callable[[Finding[R]], str]
    events: Callable[[Finding[R]], str]
    concerned: Callable[[R], Concerned]
    headlines: Callable[[Finding[R]], Headlines | None]
    not_compared: Says[R]
    answers: Answers[R]
    first_table: Callable[[Finding[R]], AnyTable | None]
    pictures: tuple[Callable[[Finding[R]], Picture | None], ...]
    headings: Headings
    command: str = ""
    replays: bool = False
    key_number: Callable[[Finding[R]], KeyNumber | None] = no_number
    ranges: str = NINETEEN
    feedback: Callable[[Finding[R]], Passage] | None = None
    form: int = FIRST_FORM

    def __post_init__(self) -> None:
        for part in _lacking(self):
            raise BadKind(f"The kind of audit '{self.name}' lacks a part: {part}.")

    @property
    def why_no_command(self) -> str:
        """Why the command that it names can't be there, in a sentence; "" where it can.

        The module is looked for and not imported (only the packages it stands in are), as
        commands take time to load.
        """
        if not self.command:
            return ""
        place = COMMAND.fullmatch(self.command)
        if place is None:
            return self.no_command("which is not written as module:function")
        if not _is_module(place["module"]):
            return self.no_command(f"and there is no module {place['module']}")
        return ""

    def no_command(self, why: str) -> str:
        return f"The kind of audit '{self.name}' names the command '{self.command}', {why}."

    def finding(self, data: Mapping[str, Any]) -> Finding[R]:
        """Read a stored finding back: the same finding, with the same name.

        Raises
        ------
        NotThisType
            If the data are no finding of this kind.
        """
        form = data.get("form", FIRST_FORM)
        if not isinstance(form, int) or not FIRST_FORM <= form <= self.form:
            raise NotThisType(f"form {form!r:.20} of '{self.name}' is not known here")
        try:
            around = _around(data)
        except (AttributeError, KeyError, TypeError) as error:
            raise NotThisType(f"it is no finding ({error!r:.80})") from None
        result = self.read({key: data[key] for key in data if key not in AROUND}, form)
        kept_as = str(data.get("finding", ""))
        return Finding(result=result, form=form, kept_as=kept_as, **around)


def _lacking(whole: Any, above: str = "") -> Iterator[str]:
    """The parts that are not what their types say, and those of its parts, by name."""
    for part in fields(whole):
        name, value = f"{above}{part.name}", getattr(whole, part.name)
        is_empty = value == "" and part.name not in MAY_BE_EMPTY
        if is_empty or not isinstance(value, _classes(part.type)) or not _works(value):
            yield name
        elif is_dataclass(value):
            yield from _lacking(value, f"{name}.")


def _works(value: object) -> bool:
    return not isinstance(value, tuple) or all(callable(part) for part in value)


def _classes(annotation: Any) -> tuple[type, ...]:
    """What a value can be an instance of: `Callable[[int], str] | None` is a callable, or None."""
    is_choice = get_origin(annotation) in (Union, UnionType)
    choices = get_args(annotation) if is_choice else (annotation,)
    return tuple(get_origin(choice) or choice for choice in choices)


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):  # what it should stand in is not there, or is no package
        return False


def _around(data: Mapping[str, Any]) -> dict[str, Any]:
    """All of a stored finding but its result."""
    texts = ("sentences", "assumptions", "does_not_show", "explains")
    return {
        "plan": Plan.from_dict(data["plan"]),
        "inputs": tuple(Input(**file) for file in data["inputs"]),
        **{key: tuple(data[key]) for key in texts},
        "version": data["version"],
        "made_with": data.get("made_with", {}),
    }


class Kinds(Mapping[str, Kind[Any]]):
    """The kinds of audit that an installation knows, by name, in the order lists have them in.

    Raises
    ------
    BadKind
        If two have one name, or one is no kind.
    """

    def __init__(self, *kinds: Kind[Any]) -> None:
        self._by_name: dict[str, Kind[Any]] = {}
        for kind in kinds:
            if not isinstance(kind, Kind):
                raise BadKind(f"{kind!r:.60} is no kind of audit.")
            if kind.name in self._by_name:
                raise BadKind(f"Two kinds of audit are called '{kind.name}'.")
            self._by_name[kind.name] = kind

    def __getitem__(self, name: str) -> Kind[Any]:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def named(self, name: str) -> Kind[Any]:
        """Give a kind by its name.

        Raises
        ------
        UnknownKind
        """
        if name not in self._by_name:
            raise UnknownKind(name)
        return self._by_name[name]

    def of(self, finding: Finding[Any]) -> Kind[Any]:
        return self.named(finding.plan.audit)

    @property
    def why_no_commands(self) -> tuple[str, ...]:
        """Of each kind that names a command that can't be there, why, in a sentence."""
        return tuple(kind.why_no_command for kind in self.values() if kind.why_no_command)

    @property
    def replaying(self) -> tuple[str, ...]:
        """The names of those whose findings replay a documented method."""
        return tuple(name for name, kind in self._by_name.items() if kind.replays)

    def label(self, name: str) -> str:
        """What a reader sees a kind called; one that is not known here is said to be so."""
        kind = self._by_name.get(name)
        return kind.label if kind else f"An audit that is not known here ({name})"

    def read(self, data: Mapping[str, Any]) -> Finding[Any]:
        """Read back a stored finding of any kind.

        Raises
        ------
        UnknownKind, NotThisType
        """
        name = data.get("audit")
        if not isinstance(name, str):
            raise NotThisType("it names no audit")
        return self.named(name).finding(data)
