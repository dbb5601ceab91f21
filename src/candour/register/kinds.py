"""The kinds of audit whose findings this installation can read, as `config` hands them down."""

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from candour.audit.kinds import Kinds


def kinds() -> Kinds:
    """Those that the setting `AUDIT_KINDS` names; loaded when the first finding is asked for."""
    handed_down = import_string(settings.AUDIT_KINDS)
    assert isinstance(handed_down, Kinds)
    return handed_down


def kinds_are_whole(**_: object) -> list[CheckMessage]:
    """Refuse to start where a kind lacks a part, has no such command, or two have one name."""
    try:
        problems = kinds().why_no_commands
    except (ImportError, TypeError, AssertionError) as error:
        problems = (str(error),)
    named = f"AUDIT_KINDS ({settings.AUDIT_KINDS})"
    return [Error(f"{named}: {problem}", id="candour.E001") for problem in problems]
