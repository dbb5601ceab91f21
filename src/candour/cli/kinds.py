"""The kinds of audit, for commands that need no database and so read no settings."""

from importlib import import_module
from typing import TYPE_CHECKING

from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.kinds import Kinds

HANDED_DOWN = "candour.config.kinds"  # by name: nothing imports `config`


def kinds() -> "Kinds":
    """Those that are handed down.

    Raises
    ------
    CandourError
        If one of them can't be put together; with its name and the part that it lacks.
    """
    from candour.audit.kinds import BadKind

    try:
        handed_down: Kinds = import_module(HANDED_DOWN).KINDS
    except BadKind as error:
        raise CandourError(str(error)) from error
    return handed_down
