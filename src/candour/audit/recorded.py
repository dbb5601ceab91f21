"""Findings that were recorded: that each is what its name says, and says no more than it may."""

from collections.abc import Iterator, Mapping
from typing import Any

from candour.audit.plans import Finding
from candour.audit.wording import BadWording, guard
from candour.core.errors import Problem
from candour.evidence.findings import FOLDER_NAME, RecordedFinding


def unsound_findings(findings: Mapping[str, RecordedFinding]) -> Iterator[Problem]:
    """Give what is wrong with some findings in themselves, whoever they are about."""
    for name, found in findings.items():
        wrong = unsound(found.finding) or _bad_title(found.title)
        if wrong:
            yield Problem(f"{FOLDER_NAME}/{name}.json", 0, "finding", wrong)


def unsound(data: Mapping[str, Any]) -> str:
    """Say why some data are not a finding as an audit gave it; nothing where they are.

    The name of a finding is the hash of its plan, its inputs and its numbers, so that a finding
    in which a number was altered is not what its name says.
    """
    try:
        found = Finding.from_dict(data)
    except BadWording as error:
        return f"says more than its numbers can bear: {error}"
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        return f"can't be read back as a finding: {error!r}"
    if found.identifier != data["finding"]:
        return f"is not what its name says: its hash makes it {found.identifier}"
    return ""


def _bad_title(title: str) -> str:
    try:
        guard(title)
    except BadWording as error:
        return f"its title says more than numbers can bear: {error}"
    return ""
