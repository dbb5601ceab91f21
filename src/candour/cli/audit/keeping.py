"""`--record` on every audit: the finding is kept in the register of this installation."""

import getpass
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from candour.core.errors import CandourError

if TYPE_CHECKING:
    from candour.audit.findings import Finding
    from candour.audit.kinds import Kind

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whether a finding is to be kept, and what is said of it then."""

    is_wanted: bool
    about: tuple[str, ...]
    source: str
    made_by: str
    why: str

    @classmethod
    def of(cls, record: bool, about: list[str] | None, source: str, by: str, why: str) -> "Keeping":
        """Take the options as they were given.

        Raises
        ------
        CandourError
            If something is said of a finding that is not to be kept.
        """
        if not record and (about or source or by or why):
            raise CandourError(
                "--about, --source, --by and --why say what to record: add --record, or leave "
                "them out."
            )
        return cls(record, tuple(about or ()), source, by, why)

    def keep(self, finding: "Finding[R]", kind: "Kind[R]") -> None:
        """Keep a finding, if that is wanted, and say on the error stream where it is."""
        if not self.is_wanted:
            return
        from candour.cli.database import bring_database_up_to_date, wake_django

        wake_django()
        bring_database_up_to_date()
        from candour.register.keeping import keep_finding

        finding_kept = keep_finding(
            finding,
            kind,
            about=self.about,
            source=self.source,
            made_by=self.made_by or _user(),
            why=self.why or f"Finding of an audit: {kind.title(finding)}",
        )
        if finding_kept.is_new:
            print(f"Recorded, about {', '.join(finding_kept.about)}:", file=sys.stderr)
        else:
            print("This finding was recorded before; nothing was added:", file=sys.stderr)
        print(f"/findings/{finding_kept.identifier}/", file=sys.stderr)


def _user() -> str:
    """The name of whoever runs the command, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "this installation"
