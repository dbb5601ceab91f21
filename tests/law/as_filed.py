"""The files of the law, opened by another reader: plain texts, lists and mappings, no more."""

from functools import cache
from pathlib import Path

import yaml

from candour.content import FOLDER

LAW = FOLDER / "law"
NATIONS = ("england-wales", "scotland", "northern-ireland")


@cache
def filed(name):
    """One file as YAML gives it, each value a text, with the names that may change put in."""
    return opened(LAW / name)


def opened(path: Path):
    return _with_names(_plain(path))


def yes(row, key):
    return row.get(key, "no") == "yes"


def listed(row, key):
    """A list; a single text is a list of one."""
    value = row.get(key, [])
    texts = value if isinstance(value, list) else [value]
    return tuple(text for text in texts if text)


def all_but(row, everything):
    """What `bodies` names, or everything, without what `not-bodies` names."""
    chosen = listed(row, "bodies") or tuple(everything)
    return tuple(name for name in chosen if name not in listed(row, "not-bodies"))


@cache
def _names():
    rows = [row for row in _plain(LAW / "names.yaml")["data-regulator"] if row["from"][0] != "n"]
    last = max(rows, key=lambda row: row["from"])
    return {
        "{regulator}": last["name"],
        "{regulator, short}": last["short"],
        "{regulator, in letters}": last["letters"],
    }


def _plain(path):
    """The file with each value as the text that stands there: it makes no objects at all."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506


def _with_names(value):
    if isinstance(value, dict):
        return {key: _with_names(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_with_names(child) for child in value]
    for mark, name in _names().items():
        value = value.replace(mark, name)
    return value
