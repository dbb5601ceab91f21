"""The commands of audits, found by their kinds; what becomes of a finding is the same for all.

A command takes what its audit asks for and returns the finding. The options that say where it is
written, how it is printed and whether it is kept are added here, to every command alike.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from candour.cli.audit.handing_over import hand_over, handing
from candour.cli.kinds import kinds
from candour.core.errors import CandourError
from candour.core.extras import how_to_get

if TYPE_CHECKING:
    from candour.audit.kinds import Kind, Kinds

NOT_VALID = 1


class AuditCommand(TyperCommand):
    """A command that returns a finding, with the options of what becomes of findings added."""

    def __init__(
        self, name: str | None, *, params: Sequence[Any], callback: Callable[..., Any], **rest: Any
    ) -> None:
        shared = _command_of(handing)
        super().__init__(
            name,
            params=[*params, *shared.params],
            callback=_handing_over(callback, shared),
            **rest,
        )


def _handing_over(audit: Callable[..., Any], shared: Any) -> Callable[..., None]:
    """Run an audit, hand its finding over, and exit with 1 where nothing could be compared."""
    names = {option.name for option in shared.params}

    def run(**options: Any) -> None:
        # First, as what is said of the finding may be refused, and an audit can take long.
        wanted = shared.callback(**{name: options.pop(name) for name in names})
        finding = audit(**options)
        kind = kinds().of(finding)
        hand_over(finding, kind, wanted)
        if not kind.concerned(finding.result).has_result:
            raise typer.Exit(NOT_VALID)

    return run


def _command_of(function: Callable[..., Any], cls: type[TyperCommand] = TyperCommand) -> Any:
    app = typer.Typer(add_completion=False)
    app.command(cls=cls)(function)
    return typer.main.get_command(app)


def names_of(kinds: "Kinds") -> Mapping[str, "Kind[Any]"]:
    """The kinds of audit that name a command, by the command's name, in the order of the kinds.

    >>> from candour.config.kinds import KINDS
    >>> names_of(KINDS)["stops"].label
    'Stops and searches'
    """
    return {_name_of(kind.command): kind for kind in kinds.values() if kind.command}


def _name_of(place: str) -> str:
    return place.rpartition(":")[2].replace("_", "-").lower()


def command_of(kind: "Kind[Any]") -> Any:
    """The command that a kind names; where it is not there, one that says so and can't be run."""
    why = kind.why_no_command
    if not why:
        try:
            return _command_of(_of_kind(kind), AuditCommand)
        except ImportError as error:
            why = how_to_get(error) or kind.no_command(f"whose module can't be loaded ({error})")
        except AttributeError as error:
            why = kind.no_command(f"which is not there ({error})")
    return _not_there(kind, why)


def _not_there(kind: "Kind[Any]", why: str) -> TyperCommand:
    def refuse() -> None:
        raise CandourError(why)

    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    return TyperCommand(
        _name_of(kind.command), callback=refuse, help=why, context_settings=anything
    )


def _of_kind(kind: "Kind[Any]") -> Callable[..., Any]:
    """The function that a kind names, held to give a finding of a kind that is known here."""
    module, _, name = kind.command.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)

    @wraps(function)
    def audit(**options: Any) -> Any:
        finding = function(**options)
        if finding.plan.audit not in kinds():
            raise CandourError(
                f"The audit of the kind '{kind.name}' gave a finding whose Plan.audit is "
                f"'{finding.plan.audit}', and no kind has that name."
            )
        return finding

    return audit


class AuditCommands(TyperGroup):
    """The commands that the kinds name: looked up when asked for, as kinds take time to load."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        kinds()  # which may refuse: before half of the page is printed
        super().format_help(ctx, formatter)

    def list_commands(self, ctx: Any) -> list[str]:
        return list(names_of(kinds()))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        kind = names_of(kinds()).get(cmd_name)
        return None if kind is None else command_of(kind)
