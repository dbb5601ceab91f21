"""The kinds of audit, for commands that need no database and so read no settings."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from candour.audit.kinds import Kinds

HANDED_DOWN = "candour.config.kinds"  # by name: nothing imports `config`


def kinds() -> "Kinds":
    handed_down: Kinds = import_module(HANDED_DOWN).KINDS
    return handed_down
