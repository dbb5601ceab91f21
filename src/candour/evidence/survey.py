"""What lies in a content folder and would not be read: it is named, so that nobody waits for it.

A file that is passed over in silence is a fact that its author thinks is in the register.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from candour.content import FOLDER as SHIPPED
from candour.core.errors import Problem
from candour.evidence.fields import FOLDERS
from candour.evidence.findings import FOLDER_NAME as FINDINGS
from candour.evidence.names import is_text

VOCABULARIES, CHANGES, LAW = "vocabularies", "changes", "law"
TABLES = ("fields.yaml", "gaps.yaml")
ENDINGS = {**dict.fromkeys((*FOLDERS, VOCABULARIES), ".yaml"), FINDINGS: ".json"}
# Of these others know what belongs in them; what lies beside them is nobody's content.
KNOWN = frozenset(
    {*ENDINGS, CHANGES, LAW, "coverage", "places", "official-records", "checkpoints", "origins"}
)
OF_A_RELEASE = frozenset({"tables", "delta"})  # beside the file that says which release it is
RELEASE = "release.json"
LINK = "is a link; put the folder itself here"
CHANGE_SET = re.compile(r"\d{5,}\.jsonl", re.ASCII)
LIKE_CONTENT = (".yaml", ".yml", ".json")


def survey(folder: Path) -> Iterator[Problem]:
    """Name what lies in a folder and is not read, is a link, or can't be looked into."""
    for name, ending in ENDINGS.items():
        yield from _within(folder, name, ending)
    known = KNOWN | OF_A_RELEASE if (folder / RELEASE).is_file() else KNOWN
    for entry in _listed(folder):
        if entry.name not in known and not entry.name.startswith((".", "__")):
            yield from _beside(folder, entry.name)
    yield from _log(folder)


def _within(folder: Path, name: str, ending: str) -> Iterator[Problem]:
    """What a folder of subjects, findings or terms holds besides files with its ending."""
    home = folder / name
    if not os.path.lexists(home):
        return
    if _is_foreign_link(home):
        yield Problem(name, 0, "", LINK)
        return
    if not home.is_dir():
        yield Problem(name, 0, "", "is no folder; files of subjects stand in one")
        return
    try:
        entries = _listed(home)
    except OSError as error:
        yield Problem(name, 0, "", f"can't be looked into: {error.strerror}")
        return
    for entry in entries:
        is_aside = entry.name.startswith((".", "__")) or entry.name == "README.md"
        if not is_text(entry.name):
            yield Problem(f"{name}/{entry.name}", 0, "", "is not read: its name is not UTF-8 text")
        elif not entry.name.endswith(ending) and not is_aside:
            yield Problem(f"{name}/{entry.name}", 0, "", f"is not read: {_instead(entry, ending)}")


def _instead(entry: Path, ending: str) -> str:
    if entry.is_dir():
        return "content does not stand in folders of its own here; move its files up"
    stem = entry.name.partition(".")[0]
    return f"name it {stem}{ending}, or take it out"


def _beside(folder: Path, name: str) -> Iterator[Problem]:
    """What stands beside the folders of content and looks like some."""
    path = folder / name
    if path.is_dir() and any(child.suffix.lower() in LIKE_CONTENT for child in _children(path)):
        known = ", ".join(f"{known}/" for known in (*FOLDERS, FINDINGS))
        yield Problem(name, 0, "", f"is no folder of content, which are {known}")
    elif not path.is_dir() and path.suffix.lower() in (".yaml", ".yml") and name not in TABLES:
        yield Problem(name, 0, "", "is not read here: files of subjects stand in folders")


def _children(path: Path) -> list[Path]:
    try:
        return _listed(path)
    except OSError:
        return []


def _log(folder: Path) -> Iterator[Problem]:
    """What stands among the change sets and is none."""
    home = folder / CHANGES
    if not os.path.lexists(home):
        return
    if _is_foreign_link(home):
        yield Problem(CHANGES, 0, "", LINK)
        return
    if not home.is_dir():
        yield Problem(CHANGES, 0, "", "is no folder; a change log is a folder for each origin")
        return
    for origin in _children(home):
        if _is_foreign_link(origin):
            yield Problem(f"{CHANGES}/{origin.name}", 0, "", LINK)
        elif origin.is_dir():
            for entry in _children(origin):
                is_one = CHANGE_SET.fullmatch(entry.name) is not None
                if not is_one and not entry.name.startswith("."):  # as a draft left behind is
                    where = f"{CHANGES}/{origin.name}/{entry.name}"
                    yield Problem(where, 0, "", "is no change set (00001.jsonl …); take it out")


def _is_foreign_link(path: Path) -> bool:
    return path.is_symlink() and not path.is_relative_to(SHIPPED)


def _listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())
