"""One canonical form of plain data, and names made from its hash."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

NAME_LENGTH = 26  # base32 characters: 130 bits, so that a clash is out of the question
PIECE = 1 << 20  # bytes of a file that are read at a time
NAME_BYTES = 20  # of the hash, which are more than the name shows: base32 goes by five

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical_json(data: Any) -> str:
    """Return `data` as JSON with sorted keys, no spaces and no escapes beyond those needed."""
    return _encode(data)


def sha256_hex(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def hashed_name(prefix: str, canonical: str) -> str:
    """Return a name such as `s1-…` made of `prefix` and the hash of a canonical form."""
    digest = hashlib.sha256(canonical.encode("utf-8")).digest()[:NAME_BYTES]
    return f"{prefix}-{base64.b32encode(digest).decode('ascii').lower()[:NAME_LENGTH]}"
