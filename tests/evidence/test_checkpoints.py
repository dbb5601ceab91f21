"""A checkpoint is read to the byte, and its signature is that of the key it is known by."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from candour.core.hashing import canonical_json, sha256_hex
from candour.evidence.checkpoints import (
    Arrival,
    BadCheckpoint,
    Checkpoint,
    Head,
    heads_of_arrivals,
    is_public_key,
    public_text,
    read_checkpoint,
)
from candour.evidence.verified import Verified, hold_against

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
A, B, C = ("a" * 64, "b" * 64, "c" * 64)


@pytest.fixture
def signed():
    chains = {"candour": Head(2, B), "here-1": Head(1, C, removed=1)}
    return Checkpoint("2026-11-30", "here-1", chains, Head(3, A), Head(1, C), B).signed_with(KEY)


def test_what_is_signed_reads_back_and_its_signature_fits(signed):
    again = read_checkpoint(signed.text())
    assert again == signed
    again.check_signature()
    again.check_signature(public_text(KEY))


def test_anybody_can_try_the_signature_without_candour(signed):
    data = json.loads(signed.text())
    signature = base64.b64decode(data.pop("signature"))
    covered = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(data["key"]))
    key.verify(signature, covered.encode())  # raises where it does not fit


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"length": 2', '"length": 3'),
        (B, A),
        ("2026-11-30", "2026-11-29"),
        ('"here-1": {', '"here-2": {'),
        ('"removed": 1', '"removed": 0'),
        ('"installation": "here-1"', '"installation": "here-2"'),
    ],
)
def test_whatever_is_altered_the_signature_no_longer_fits(signed, before, after):
    text = signed.text().replace(before, after, 1)
    assert text != signed.text()
    with pytest.raises(BadCheckpoint):
        read_checkpoint(text).check_signature()


def test_every_byte_of_its_file_counts(signed):
    text = signed.text()
    for place in range(len(text)):
        other = chr(ord(text[place]) ^ 1)
        with pytest.raises(BadCheckpoint):
            read_checkpoint(text[:place] + other + text[place + 1 :]).check_signature()


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "null", '{"form": "candour-checkpoint-2"}', "[" * 100_000, '{"form": 1e999}'],
)
def test_what_is_no_checkpoint_is_refused_in_a_sentence(text):
    with pytest.raises(BadCheckpoint, match=r"no checkpoint|of the form"):
        read_checkpoint(text)


def test_another_key_or_none_is_refused(signed):
    with pytest.raises(BadCheckpoint, match="is signed with the key"):
        signed.check_signature(public_text(OTHER))
    with pytest.raises(BadCheckpoint, match="not signed"):
        Checkpoint("2026-11-30", "", {}, Head(0, A), Head(0, A)).check_signature()


def test_a_public_key_is_told_from_what_is_none():
    assert is_public_key(public_text(KEY))
    assert not any(map(is_public_key, ("", "x", "AAAA", "é" * 44)))


def test_the_head_of_a_list_covers_each_entry_and_all_before_it():
    rows = [Arrival("candour", n, A, f"2026-01-0{n}T00:00:00+00:00", False) for n in (1, 2)]
    first, second = heads_of_arrivals(rows)
    assert first == sha256_hex(canonical_json({**rows[0].as_dict(), "previous": "0" * 64}))
    assert second == sha256_hex(canonical_json({**rows[1].as_dict(), "previous": first}))


def held(checkpoint, chains, removed=()):
    report = Verified()
    hold_against(checkpoint, chains, report, removed=dict(removed))
    return [str(difference) for difference in report.differences], report.notes


def test_a_chain_goes_on_from_a_checkpoint_or_it_is_said_how_not(signed):
    gone = {"here-1": 1}
    assert held(signed, {"candour": [A, B], "here-1": [C]}, gone) == ([], [])
    assert held(signed, {"candour": [A, B, C], "here-1": [C]}, gone) == ([], [])
    (rewritten,), _ = held(signed, {"candour": [A, C], "here-1": [C]}, gone)
    assert "change sets 1 to 2 was rewritten" in rewritten
    (cut,), _ = held(signed, {"candour": [A], "here-1": [C]}, gone)
    assert "has 1 of the 2 change sets" in cut
    (left,), _ = held(signed, {"candour": [A, B], "here-1": [C]})
    assert "what is left of lines taken out is gone" in left
    _, (note,) = held(signed, {"candour": [A, B], "here-1": [C]}, {"here-1": 3})
    assert note.startswith("2 lines were taken out of the chain of 'here-1'")
