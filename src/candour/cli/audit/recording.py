"""`--record` on every audit: the finding goes into the register of this installation.

The options are the same on every command, so they are added to all of them here and nowhere else.
"""

import getpass
import inspect
import sys
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer

from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.plans import Finding

Record = Annotated[
    bool, typer.Option("--record", help="Keep the finding in the register, at /findings/.")
]
About = Annotated[
    list[str] | None,
    typer.Option(
        "--about",
        help="With --record: slug of a body or system it is about, besides the forces compared.",
    ),
]
SourceOf = Annotated[
    str,
    typer.Option(
        "--source",
        help="With --record: slug of the source of the data; the ratios then become statements.",
    ),
]
By = Annotated[str, typer.Option("--by", help="With --record: who records it.")]
Why = Annotated[str, typer.Option("--why", help="With --record: why, in a sentence.")]


@dataclass(frozen=True, slots=True)
class Recording:
    """Whether a finding is to be recorded, and what is said of it then."""

    wanted: bool = False
    about: tuple[str, ...] = ()
    source: str = ""
    made_by: str = ""
    why: str = ""

    def __post_init__(self) -> None:
        if not self.wanted and (self.about or self.source or self.made_by or self.why):
            raise CandourError(
                "--about, --source, --by and --why say what to record: add --record, or leave "
                "them out."
            )


NOT_ASKED = Recording()
_asked: ContextVar[Recording] = ContextVar("recording")


def recordable(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that hands over a finding the options of recording it."""

    @wraps(command, assigned=("__module__", "__name__", "__qualname__", "__doc__"))
    def with_options(
        *args: Any,
        record: Record = False,
        about: About = None,
        source: SourceOf = "",
        by: By = "",
        why: Why = "",
        **kwargs: Any,
    ) -> None:
        token = _asked.set(Recording(record, tuple(about or ()), source, by, why))
        try:
            command(*args, **kwargs)
        finally:
            _asked.reset(token)

    added = [
        parameter
        for parameter in inspect.signature(with_options, follow_wrapped=False).parameters.values()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    ]
    own = inspect.signature(command)
    parameters = [*own.parameters.values(), *added]
    with_options.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {p.name: p.annotation for p in parameters}
    return with_options


def record_if_asked(finding: "Finding") -> None:
    """Keep a finding in the register, if the command was told to."""
    recording = _asked.get(NOT_ASKED)
    if recording.wanted:
        _record(finding, recording)


def _record(finding: "Finding", recording: Recording) -> None:
    """Keep a finding in the register, and say on the error stream where it is."""
    from candour.audit.titles import title_of
    from candour.cli.database import bring_database_up_to_date, wake_django

    wake_django()
    bring_database_up_to_date()
    from candour.register.recording import record_finding

    title = title_of(finding)
    kept = record_finding(
        finding,
        title=title,
        about=recording.about,
        source=recording.source,
        made_by=recording.made_by or _who(),
        why=recording.why or f"Finding of an audit: {title}",
    )
    if kept.is_new:
        print(f"Recorded, about {', '.join(kept.about)}:", file=sys.stderr)
    else:
        print("This finding was recorded before; nothing was added:", file=sys.stderr)
    print(f"/findings/{kept.identifier}/", file=sys.stderr)


def _who() -> str:
    """The name of whoever runs the command, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "this installation"
