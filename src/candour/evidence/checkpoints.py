"""Checkpoints: what the chains of an installation had come to on a day, signed.

A checkpoint holds, for each origin, the length of its chain and its head, the hash of its last
change set. Whoever keeps one elsewhere can show later whether the register still goes on from what
it said on that day: two checkpoints agree where the older head lies in the chain of the newer one.
It also covers what an installation knows beyond its chains: when change sets reached it, and the
tables of fields its content was loaded by.

The signature is Ed25519 (RFC 8032) over the canonical form of all but the signature. It shows who
made the checkpoint only to one who knows the key from elsewhere: a key printed in a checkpoint is
as good as the checkpoint. docs/reference/checkpoints.md has the form in full.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from candour.core.errors import CandourError
from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.chain import NO_CHANGE_BEFORE

FORM = "candour-checkpoint-1"
HEX_DIGITS = frozenset("0123456789abcdef")
DIGEST_LENGTH = 64


class BadCheckpoint(CandourError):
    """A text is no checkpoint, or its signature does not fit."""


class NothingSigned(CandourError):
    """A key was named, and there is no signature that it could be held against."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} carries no signature, so --key alone shows nothing. Name with --against a "
            "checkpoint that the key must have signed."
        )


@dataclass(frozen=True, slots=True)
class Head:
    """How far something is that is only ever added to.

    Attributes
    ----------
    length : how many there are
    head : digest of the last, which covers all before it; 64 noughts where there is none
    removed : how many lines had been taken out by order, where it is a chain
    """

    length: int
    head: str
    removed: int = 0

    def as_dict(self) -> dict[str, int | str]:
        return {"head": self.head, "length": self.length, "removed": self.removed}

    @classmethod
    def read(cls, data: Any) -> "Head":
        head = cls(data["length"], data["head"], data["removed"])
        if head.as_dict() != data or not head._is_well_formed():
            raise ValueError(data)
        return head

    def _is_well_formed(self) -> bool:
        numbers = (self.length, self.removed)
        return (
            all(type(number) is int and number >= 0 for number in numbers)
            and type(self.head) is str
            and len(self.head) == DIGEST_LENGTH
            and set(self.head) <= HEX_DIGITS
        )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What an installation held on a day.

    Attributes
    ----------
    day : ISO 8601, in London
    installation : name of the origin of what is recorded on it
    chains : each origin's chain by its name
    arrivals : the order and the days in which change sets reached the installation
    field_tables : the tables of fields by which content was loaded
    fields : digest of the one that was in force, or 64 noughts
    key, signature : base64 of 32 and 64 bytes; both "" where nobody has signed
    """

    day: str
    installation: str
    chains: Mapping[str, Head]
    arrivals: Head
    field_tables: Head
    fields: str = NO_CHANGE_BEFORE
    key: str = ""
    signature: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {**self._covered, "signature": self.signature}

    @property
    def _covered(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "day": self.day,
            "installation": self.installation,
            "chains": {name: head.as_dict() for name, head in sorted(self.chains.items())},
            "arrivals": self.arrivals.as_dict(),
            "field_tables": self.field_tables.as_dict(),
            "fields": self.fields,
            "key": self.key,
        }

    @property
    def signed_text(self) -> bytes:
        """What the signature is over."""
        return canonical_json(self._covered).encode("utf-8")

    def text(self) -> str:
        """The checkpoint as its file has it."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def signed_with(self, key: Ed25519PrivateKey) -> "Checkpoint":
        public = base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")
        draft = replace(self, key=public, signature="")
        signature = base64.b64encode(key.sign(draft.signed_text)).decode("ascii")
        return replace(draft, signature=signature)

    @property
    def is_signed(self) -> bool:
        return bool(self.signature)

    def check_signature(self, key: str = "") -> None:
        """See that its own key signed it, and that this is the key it is known by, if one is given.

        Raises
        ------
        BadCheckpoint
        """
        if not self.is_signed:
            raise BadCheckpoint("The checkpoint is not signed, so anybody could have written it.")
        if key and key != self.key:
            raise BadCheckpoint(
                f"The checkpoint is signed with the key {self.key}, not with {key}."
            )
        try:
            public = Ed25519PublicKey.from_public_bytes(_bytes(self.key))
            public.verify(_bytes(self.signature), self.signed_text)
        except (InvalidSignature, ValueError) as error:
            raise BadCheckpoint(
                "The signature of the checkpoint does not fit: it was altered after it was signed."
            ) from error


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def read_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint as its file has it, to the byte.

    Raises
    ------
    BadCheckpoint
        If it is none. Its signature is not looked at.
    """
    try:
        data = json.loads(text)
        if data["form"] != FORM:
            raise BadCheckpoint(f"It is of the form '{data['form']}', not {FORM}.")
        checkpoint = Checkpoint(
            data["day"],
            data["installation"],
            {str(name): Head.read(head) for name, head in data["chains"].items()},
            Head.read(data["arrivals"]),
            Head.read(data["field_tables"]),
            data["fields"],
            data["key"],
            data["signature"],
        )
        is_whole = checkpoint.text() == text
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadCheckpoint("It is no checkpoint, or was altered.") from error
    if not is_whole or not all(type(value) is str for value in _texts(checkpoint)):
        raise BadCheckpoint("It is no checkpoint as Candour writes it, or was altered.")
    return checkpoint


def _texts(checkpoint: Checkpoint) -> tuple[str, ...]:
    key = (checkpoint.key, checkpoint.signature)
    return checkpoint.day, checkpoint.installation, checkpoint.fields, *key


# keys


def new_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def public_text(key: Ed25519PrivateKey) -> str:
    """The public half as checkpoints print it."""
    return base64.b64encode(key.public_key().public_bytes_raw()).decode("ascii")


def is_public_key(text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(text))
    except (ValueError, binascii.Error):
        return False
    return True


# what is only ever added to, and is no chain of its own


@dataclass(frozen=True, slots=True)
class Arrival:
    """That a change set reached an installation.

    Attributes
    ----------
    origin, change, hash : which it is
    arrived_at : UTC, ISO 8601, to the second
    is_here : whether it was recorded on the installation itself
    findings : digests of the texts of its findings: their order of columns is not in its hash
    """

    origin: str
    change: int
    hash: str
    arrived_at: str
    is_here: bool
    findings: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "origin": self.origin,
            "change": self.change,
            "hash": self.hash,
            "arrived_at": self.arrived_at,
            "is_here": self.is_here,
            "findings": list(self.findings),
        }


def heads_of_arrivals(arrivals: Iterable[Arrival]) -> Iterator[str]:
    """The head after each arrival; it covers all that came before."""
    return _heads(arrival.as_dict() for arrival in arrivals)


def heads_of_field_tables(digests: Iterable[str]) -> Iterator[str]:
    return _heads({"digest": digest} for digest in digests)


def _heads(entries: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    head = NO_CHANGE_BEFORE
    for entry in entries:
        head = sha256_hex(canonical_json({**entry, "previous": head}))
        yield head


def head_of(heads: list[str], *, removed: int = 0) -> Head:
    return Head(len(heads), heads[-1] if heads else NO_CHANGE_BEFORE, removed)
