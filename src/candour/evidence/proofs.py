"""The proof of one statement: that a chain holds it, without the rest of the chain.

A proof holds the lines by which the statement came and went; for each, the digests beside it in
its change set, on the way up to the hash; and then the header and the root of every change set
after it, up to the head. With a checkpoint kept elsewhere, that head is known, and so the lines
can't have been written later. That a statement was *not* taken back is not in it: what a proof
shows is that it was recorded, and each end that it names.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import BadChangeLog, Entry, Line, Proof
from candour.evidence.checkpoints import Checkpoint
from candour.evidence.statements import Statement
from candour.evidence.verified import Verified, short

FORM = "candour-proof-1"


class BadProof(CandourError):
    """A file is no proof."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is left of a change set when only its hash is needed: header, number of groups, root."""

    header: Entry
    groups: int
    root: str

    @property
    def hash(self) -> str:
        return sha256_hex(canonical_json({**self.header, "groups": self.groups, "root": self.root}))

    def as_dict(self) -> Entry:
        return {"header": self.header, "groups": self.groups, "root": self.root}


@dataclass(frozen=True, slots=True)
class StatementProof:
    """A statement's proof.

    Attributes
    ----------
    statement : identifier
    lines : a proof of each line by which it came or went
    after : of each origin, the change sets after the first of these lines, in order
    """

    statement: str
    lines: tuple[Proof, ...]
    after: Mapping[str, tuple[Sealed, ...]]

    def as_dict(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "statement": self.statement,
            "lines": [asdict(proof) for proof in self.lines],
            "after": {
                origin: [sealed.as_dict() for sealed in change_sets]
                for origin, change_sets in self.after.items()
            },
        }


def read_proof(text: str) -> StatementProof:
    """Read a proof.

    Raises
    ------
    BadProof
        If it is none.
    """
    try:
        data = json.loads(text)
        proof = StatementProof(
            data["statement"],
            tuple(_proof_of(line) for line in data["lines"]),
            {
                origin: tuple(Sealed(x["header"], x["groups"], x["root"]) for x in change_sets)
                for origin, change_sets in data["after"].items()
            },
        )
        is_whole = data["form"] == FORM and canonical_json(proof.as_dict()) == canonical_json(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadProof("It is no proof of a statement, or was altered.") from error
    if not is_whole or not proof.lines:
        raise BadProof("It is no proof of a statement as Candour writes it, or was altered.")
    return proof


def _proof_of(data: Any) -> Proof:
    return Proof(
        data["header"],
        data["line"],
        data["place"],
        tuple(data["lines"]),
        data["groups"],
        tuple((is_left, beside) for is_left, beside in data["path"]),
    )


def verify_proof(proof: StatementProof, checkpoint: Checkpoint | None) -> Verified:
    """Say whether a proof is good, and whether it leads to the heads of a checkpoint."""
    report = Verified()
    for line in proof.lines:
        _verify_line(proof, line, checkpoint, report)
    if checkpoint is not None:
        report.rests_on = f"Held against the checkpoint of {checkpoint.day}."
    return report


def _verify_line(
    proof: StatementProof, line: Proof, checkpoint: Checkpoint | None, report: Verified
) -> None:
    origin, number = str(line.header.get("origin")), line.header.get("change")
    where = f"change set {number} of '{origin}'"
    try:
        what = _what_it_does(proof.statement, Line.read(line.line))
        digest = line.digest()
    except (BadChangeLog, KeyError, TypeError, ValueError, IndexError):
        report.differs(where, "its line is not the one that its digests are of")
        return
    if not what:
        report.differs(where, f"its line does not speak of {proof.statement}")
        return
    after = [s for s in proof.after.get(origin, ()) if _number(s.header) > _number(line.header)]
    hashes = _walk(digest, _number(line.header), after, where, report)
    report.checked.append(f"{proof.statement} is {what} in {where}, {line.header.get('made_at')}.")
    if checkpoint is None:
        head = _number(line.header) + len(after)
        report.note(f"It leads to the head {short(hashes[head])} of '{origin}'.")
        return
    known = checkpoint.chains.get(origin)
    if known is None or known.length not in hashes:
        report.differs(
            where,
            f"the proof does not reach the head that the checkpoint of {checkpoint.day} has of "
            f"'{origin}'. Take the proof anew, or a checkpoint made after this change set",
        )
    elif hashes[known.length] != known.head:
        report.differs(where, f"it does not lie in the chain of the checkpoint of {checkpoint.day}")


def _number(header: Entry) -> int:
    number = header.get("change")
    return number if type(number) is int else -1


def _walk(
    digest: str, number: int, after: Sequence[Sealed], where: str, report: Verified
) -> dict[int, str]:
    """The hash of each change set from one to the last, each held against the next's header."""
    hashes = {number: digest}
    for sealed in after:
        number += 1
        if sealed.header.get("previous") != digest or _number(sealed.header) != number:
            report.differs(where, f"change set {number} does not go on from the one before it")
        digest = sealed.hash
        hashes[number] = digest
    return hashes


def _what_it_does(key: str, line: Line) -> str:
    """In a word, what a line does to a statement; "" where it does not speak of it."""
    if line.gone:
        return ""
    entry = line.entry
    if "assert" in entry and Statement.from_dict(entry["assert"]).id == key:
        return "asserted"
    if entry.get("retract") == key:
        return "retracted"
    statements = entry["finding"]["statements"] if "finding" in entry else []
    named = any(Statement.from_dict(statement).id == key for statement in statements)
    return "asserted with a finding" if named else ""
