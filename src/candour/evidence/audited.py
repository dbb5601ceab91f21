"""Whether and how a system was audited; where it was not, why, and what to ask its body for.

An audit that shows nothing is not meant here, nor one of the force in general: only a finding
about the system itself, or its documented method replayed on public data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from candour.evidence.collection import SubjectFile

NOT_USED_YET = frozenset({"not-deployed", "in-development", "planned"})
PICKS_PEOPLE = frozenset({"people", "groups", "incidents"})
METHOD = ("technique", "parameter", "criterion")


class How(StrEnum):
    """By what right this register can say how a system does."""

    FINDING = "finding"
    REPLAY = "replay"
    NOT = "not audited"


class Reason(StrEnum):
    """Why a system was not audited."""

    NOT_USED = "nothing read says that it has been put to use"
    NO_METHOD = "nothing read describes how it comes to a score or a choice"
    NO_SETTINGS = "its method is described in what was read, and its settings are not"
    NO_PEOPLE = "nothing read gives data on whom it scored or listed together with what followed"
    NO_PLACES = "nothing read gives data on which places it picked on which days"
    NO_TARGET = "nothing read tells whether it is about people or places"


@dataclass(frozen=True, slots=True)
class Audited:
    """How a system was audited, with the findings about it; or the reasons not, and questions.

    `refused` are reasons for which an audit of it came to nothing. `replays` are findings that hold
    a replay of its documented method, on whosever records; `replay` says so, or why there is none.
    """

    how: How
    findings: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    questions: tuple[str, ...] = ()
    replays: tuple[str, ...] = ()
    replay: str = ""

    def as_dict(self) -> dict[str, object]:
        return {
            "how": self.how.value,
            "findings": list(self.findings),
            "refused": list(self.refused),
            "reasons": [reason.value for reason in self.reasons],
            "questions": list(self.questions),
            "replays": list(self.replays),
            "replay": self.replay,
        }


def audited(
    system: SubjectFile,
    *,
    state: str,
    findings: Sequence[str] = (),
    refused: Sequence[str] = (),
    replays: Sequence[str] = (),
    replay: str = "",
) -> Audited:
    """Say whether and how a system was audited.

    Parameters
    ----------
    state : the term that leads its headline of use, or ""
    findings, replays : identifiers of findings about it, and of replays of its method
    refused : why audits about it came to nothing
    replay : whether its documented method was replayed, or why not
    """
    if findings:
        return Audited(
            How.FINDING, tuple(findings), tuple(refused), replays=tuple(replays), replay=replay
        )
    reasons = tuple(_reasons(system, state))
    questions = tuple(_questions(system.name, reasons))
    how = How.REPLAY if replays else How.NOT
    return Audited(how, (), tuple(refused), reasons, questions, tuple(replays), replay)


def _reasons(system: SubjectFile, state: str) -> Iterable[Reason]:
    described = {field for field in METHOD if _values(system, field)}
    if not described:
        yield Reason.NO_METHOD
    elif "parameter" not in described and "criterion" not in described:
        yield Reason.NO_SETTINGS
    if state in NOT_USED_YET:
        yield Reason.NOT_USED
        return
    targets = {str(value) for value in _values(system, "targets")}
    if targets & PICKS_PEOPLE:
        yield Reason.NO_PEOPLE
    if "places" in targets:
        yield Reason.NO_PLACES
    if not targets:
        yield Reason.NO_TARGET


def _values(system: SubjectFile, field: str) -> list[object]:
    return [s.value for s in system.of(field) if s.kind not in {"silence", "closure"}]


def _questions(name: str, reasons: Sequence[Reason]) -> Iterable[str]:
    if {Reason.NO_METHOD, Reason.NO_SETTINGS} & set(reasons):
        yield (
            f"How does {name} come to a score or a choice: by which method and version, from which "
            "data over which years, with which weights and thresholds, and since when?"
        )
    if Reason.NOT_USED in reasons:
        yield (
            f"Which tests of {name} were made, on data of which years, and how many results were "
            "right and wrong in each, by ethnicity, sex and age as recorded?"
        )
    if Reason.NO_PEOPLE in reasons or Reason.NO_TARGET in reasons:
        yield (
            f"For each month since {name} was first used, how many people did it score or list, by "
            "band of score and by ethnicity, sex and age band as recorded; and how many in each "
            "were stopped and searched, arrested, charged or convicted in the twelve months after? "
            "Please give no numbers below ten."
        )
    if Reason.NO_PLACES in reasons:
        yield (
            f"For each period for which {name} picked places, how many did it pick in each lower "
            "layer super output area, how many patrols, stops and arrests followed there, and how "
            "much of the crime it was to foresee was recorded there and elsewhere?"
        )
