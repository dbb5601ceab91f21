"""Checkpoints of this installation: made, kept, and read again."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from candour.core.errors import CandourError
from candour.core.hashing import sha256_hex
from candour.evidence.chain import NO_CHANGE_BEFORE
from candour.evidence.checkpoints import (
    Arrival,
    BadCheckpoint,
    Checkpoint,
    head_of,
    heads_of_arrivals,
    heads_of_field_tables,
    read_checkpoint,
)
from candour.evidence.record import as_written
from candour.register import models, selectors
from candour.register.origins import here


@transaction.atomic
def keep_checkpoint(key: Ed25519PrivateKey, *, now: datetime | None = None) -> Checkpoint:
    """Sign what the chains have come to, and keep it with those before it.

    Whether the register is what its chains say is for the caller to have seen: a signature under
    one that was altered would stand for the alteration.

    Raises
    ------
    CandourError
        If there is nothing yet to make a checkpoint of.
    """
    if not models.ChangeSet.objects.exists():
        raise CandourError("The register is empty: there is nothing to make a checkpoint of.")
    day = (now or datetime.now(UTC)).astimezone(selectors.LONDON).date().isoformat()
    checkpoint = standing_heads(day, installation=here().name).signed_with(key)
    models.Checkpoint.objects.create(text=checkpoint.text())
    return checkpoint


def standing_heads(day: str, *, installation: str) -> Checkpoint:
    """What the chains have come to, unsigned; their hashes as the database has them."""
    tables = list(models.FieldTable.objects.order_by("pk").values_list("digest", flat=True))
    removed = lines_taken_out()
    chains: dict[str, list[str]] = defaultdict(list)
    rows = models.ChangeSet.objects.order_by("number").values_list("origin__name", "hash")
    for origin, digest in rows:
        chains[origin].append(digest)
    return Checkpoint(
        day=day,
        installation=installation,
        chains={name: head_of(heads, removed=removed[name]) for name, heads in chains.items()},
        arrivals=head_of(list(heads_of_arrivals(arrivals()))),
        field_tables=head_of(list(heads_of_field_tables(tables))),
        fields=tables[-1] if tables else NO_CHANGE_BEFORE,
    )


def installation_name() -> str:
    """The name of the origin of what is recorded here, or "" where nothing is yet."""
    return models.Origin.objects.filter(is_here=True).values_list("name", flat=True).first() or ""


def arrivals() -> Iterator[Arrival]:
    """When each change set reached this installation, in order."""
    findings: dict[int, list[str]] = defaultdict(list)
    texts = models.Finding.objects.order_by("name").values_list("asserted_in", "text")
    for number, text in texts.iterator(chunk_size=100):
        findings[number].append(sha256_hex(text))
    for row in models.ChangeSet.objects.select_related("origin").order_by("number"):
        yield Arrival(
            row.origin.name,
            row.position,
            row.hash,
            as_written(row.arrived_at),
            row.origin.is_here,
            tuple(findings[row.number]),
        )


def lines_taken_out() -> Counter[str]:
    """How many lines were taken out of the chain of each origin by order."""
    rows = models.ChangeGroup.objects.filter(salts__contains='"removed"')
    counts: Counter[str] = Counter()
    for origin, salts in rows.values_list("change_set__origin__name", "salts"):
        counts[origin] += sum(isinstance(salt, dict) for salt in json.loads(salts))
    return counts


def kept_checkpoints() -> list[Checkpoint]:
    """Those that were signed here, newest first.

    Raises
    ------
    BadCheckpoint
        If one of them can no longer be read.
    """
    texts = models.Checkpoint.objects.order_by("-pk").values_list("text", flat=True)
    return [read_checkpoint(text) for text in texts]


def numbered_checkpoints() -> list[tuple[int, Checkpoint]]:
    """Those that were signed here by their numbers, newest first; what can't be read is left out.

    `candour verify` names one that can't be read.
    """
    numbered = []
    for number, text in enumerate(_texts(), 1):
        with suppress(BadCheckpoint):
            numbered.append((number, read_checkpoint(text)))
    return numbered[::-1]


def checkpoint_text(number: int) -> str | None:
    """A checkpoint as it was signed, by its number here, from 1."""
    texts = _texts()
    return texts[number - 1] if 1 <= number <= len(texts) else None


def _texts() -> list[str]:
    return list(models.Checkpoint.objects.order_by("pk").values_list("text", flat=True))
