"""The commands of audits, found by their kinds; what becomes of a finding is the same for all.

A command takes what its audit asks for and returns the finding. The options that say where it is
written, how it is printed and whether it is kept are added here, to every command alike.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from candour.cli.audit.handing_over import hand_over, handing
from candour.cli.kinds import kinds

if TYPE_CHECKING:
    from candour.audit.kinds import Kinds

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


def commands_of(kinds: "Kinds") -> Mapping[str, Any]:
    """The command of each kind of audit that names one, by its name, in the order of the kinds.

    >>> from candour.config.kinds import KINDS
    >>> list(commands_of(KINDS))
    ['scores', 'stops', 'force', 'accuracy', 'areas']
    """
    functions = [_function_at(kind.command) for kind in kinds.values() if kind.command]
    commands = [_command_of(function, AuditCommand) for function in functions]
    return {command.name: command for command in commands}


def _function_at(place: str) -> Callable[..., Any]:
    module, _, name = place.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


class AuditCommands(TyperGroup):
    """The commands that the kinds name: looked up when asked for, as kinds take time to load."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(commands_of(kinds()))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        return commands_of(kinds()).get(cmd_name)
