"""What the environment may say about this installation, read and typed in one place.

Nothing is required: with an empty environment Candour keeps all it writes in one folder,
`var/` of the repository, or `CANDOUR_DATA_DIR`.
"""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parents[1]
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"", "0", "false", "no", "off"})

# WAL lets people read while a load writes; NORMAL is safe with it. Without recursive triggers
# a REPLACE would delete rows behind the back of the triggers that keep statements unchanged.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
    "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON"
)


def flag(environ: Mapping[str, str], name: str) -> bool:
    word = environ.get(name, "").strip().lower()
    if word not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is '{word}'. Say 1 or 0.")
    return word in TRUE


def words(environ: Mapping[str, str], name: str, *, default: str = "") -> list[str]:
    """Return the comma-separated words of a variable, without blanks."""
    return [word for word in map(str.strip, environ.get(name, default).split(",")) if word]


def seconds(environ: Mapping[str, str], name: str, *, default: int) -> int:
    """Return a whole number of seconds, or the default where none is set."""
    word = environ.get(name, "").strip()
    if not word:
        return default
    if not (word.isascii() and word.isdigit()):
        raise ImproperlyConfigured(f"{name} is '{word}'. Say a whole number of seconds.")
    return int(word)


def contact(environ: Mapping[str, str], name: str) -> str:
    """Return where somebody is reached as a URI, as RFC 9116 has it; "" where nothing is set.

    Examples
    --------
    >>> contact({"AT": "weakness@candour.example"}, "AT")
    'mailto:weakness@candour.example'
    """
    word = environ.get(name, "").strip()
    if not word or re.fullmatch(r"(https://|mailto:|tel:)[!-~]+", word):
        return word
    if re.fullmatch(r"[!-~]+@[!-~]+\.[!-~]+", word) and ":" not in word:
        return f"mailto:{word}"
    raise ImproperlyConfigured(
        f"{name} is '{word}'. Say an e-mail address, or an address that starts with https://."
    )


def token(environ: Mapping[str, str], name: str) -> str:
    """Return a word that is hard to guess, or "" where none is set; it is repeated nowhere."""
    word = environ.get(name, "").strip()
    if word and not re.fullmatch(r"[!-~]{24,}", word):
        raise ImproperlyConfigured(
            f"{name} must have 24 characters or more, without blanks: openssl rand -hex 24 makes "
            "one."
        )
    return word


def data_dir(environ: Mapping[str, str]) -> Path:
    """Return the one folder Candour writes to."""
    if chosen := environ.get("CANDOUR_DATA_DIR"):
        return Path(chosen).expanduser().resolve()
    if (REPOSITORY / "pyproject.toml").is_file():
        return REPOSITORY / "var"
    home = environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(home) / "candour"


def secret_key(environ: Mapping[str, str], *, kept_in: Path) -> str:
    """Return SECRET_KEY, or a key made at the first start and kept for this user's eyes only."""
    if key := environ.get("SECRET_KEY"):
        return key
    path = kept_in / "secret-key"
    if not path.exists():
        _keep_new_key(path)
    return path.read_text(encoding="ascii").strip()


def _keep_new_key(path: Path) -> None:
    """Write a new key beside its place, then link it there: of two workers, the first one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(50))
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def database_file(folder: Path) -> str:
    """Return the address of the database kept where no other is named."""
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'candour.sqlite3'}"


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for a database address.

    Examples
    --------
    >>> database("sqlite:////srv/candour.sqlite3")["NAME"]
    '/srv/candour.sqlite3'
    >>> database("postgres://reader:secret@db.example:5433/candour")["PORT"]
    '5433'
    >>> database("postgres:///candour?host=/run/postgresql")["HOST"]
    '/run/postgresql'
    """
    scheme, *_ = url.partition(":")
    if scheme == "sqlite":
        return _sqlite(url)
    if scheme in {"postgres", "postgresql"}:
        if find_spec("psycopg") is None:
            raise ImproperlyConfigured(
                "DATABASE_URL names PostgreSQL, whose driver is not installed here: "
                "pip install 'candour[postgres]' brings it."
            )
        return _postgres(url)
    # The address itself may hold a password, so it is not repeated.
    raise ImproperlyConfigured(
        f"DATABASE_URL starts with '{scheme}:'. It must start with sqlite: or postgres:."
    )


def _sqlite(url: str) -> dict[str, Any]:
    name = unquote(url.removeprefix("sqlite://").removeprefix("/"))
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no file: write sqlite:///path/to/file.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": 60,  # opening the file anew costs a fifth of a short request
        "OPTIONS": {
            "init_command": SQLITE_PRAGMAS,
            # A transaction that will write says so at once, and so waits instead of failing.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def _postgres(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:  # the address itself may hold a password
        raise ImproperlyConfigured(
            "DATABASE_URL has a host or a port that can't be read: write "
            "postgres://user:password@host:5432/name."
        ) from error
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


@dataclass(frozen=True, slots=True)
class Email:
    """How letters go out."""

    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False


def email(url: str) -> Email:
    """Return how letters go out, by the address of a mail server.

    Examples
    --------
    >>> email("smtp://keeper:secret@mail.example:587/?tls=1").port
    587
    """
    if not url:
        return Email()
    try:
        parts = urlsplit(url)
        port = parts.port or 25
    except ValueError:
        parts = urlsplit("")
    if parts.scheme != "smtp" or not parts.hostname:
        # The address itself may hold a password, so it is not repeated.
        raise ImproperlyConfigured(
            "EMAIL_URL can't be read: write smtp://user:password@host:587/?tls=1."
        )
    tls = flag(dict(parse_qsl(parts.query)), "tls")
    return Email(
        parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls
    )
