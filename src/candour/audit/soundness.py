"""Whether stored findings are what their names say, and say no more than they may."""

from collections.abc import Iterator, Mapping
from typing import Any

from candour.audit.guard import BadWording, guard
from candour.audit.kinds import Kinds, UnknownKind
from candour.audit.payloads import NotThisType
from candour.core.errors import Problem
from candour.evidence.findings import FOLDER_NAME, KeptFinding


def unsound_findings(findings: Mapping[str, KeptFinding], kinds: Kinds) -> Iterator[Problem]:
    """Give what is wrong with some findings in themselves, whoever they are about."""
    for name, stored in findings.items():
        problem = unsound(stored.finding, kinds) or _bad_title(stored.title)
        if problem:
            yield Problem(f"{FOLDER_NAME}/{name}.json", 0, "finding", problem)


def unsound(data: Mapping[str, Any], kinds: Kinds) -> str:
    """Say why some data are not a finding as an audit gave it; nothing where they are.

    The name of a finding is the hash of its plan, its inputs and its numbers, so that a finding
    in which a number was altered is not what its name says.
    """
    try:
        finding = kinds.read(data)
    except BadWording as error:
        return f"says more than its numbers can bear: {error}"
    except UnknownKind as error:
        return str(error)
    except NotThisType as error:
        return f"can't be read back as a finding: {error}"
    if finding.identifier != data.get("finding"):
        return f"is not what its name says: its hash makes it {finding.identifier}"
    return ""


def _bad_title(title: str) -> str:
    try:
        guard(title)
    except BadWording as error:
        return f"its title says more than numbers can bear: {error}"
    return ""
