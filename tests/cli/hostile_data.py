"""Hostile findings, tables of fields, change logs and files of the law, made as they are needed."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from candour.content import FOLDER
from tests.cli.hostile import (
    Case,
    beside,
    bomb,
    full_of_holes,
    in_place_of,
    link,
    pipe,
    whole,
    write,
)
from tests.support.findings import recorded

FINDING_FILE = "findings/made-up.json"
LAST = "changes/candour/00001.jsonl"


def finding_text(text: str | bytes, words: str, line: int | None = None) -> Case:
    return whole(text, words, line, file=FINDING_FILE)


def finding(words: str, **parts: Any) -> Case:
    return finding_text(json.dumps({**recorded().as_dict(), **parts}), words)


def statement(words: str, change: Callable[[dict[str, Any]], object]) -> Case:
    data = json.loads(recorded().text)
    change(data["statements"][0])
    return finding_text(json.dumps(data), words)


def quantity(words: str, **parts: Any) -> Case:
    return statement(words, lambda one: one["value"]["quantity"].update(parts))


FINDINGS: dict[str, Case] = {
    "JSON nested without end": finding_text('{"name": ' + "[" * 200_000, "nested too deep"),
    "JSON nested deep": finding_text('{"a": ' + "[" * 100 + "]" * 100 + "}", "nested too deep"),
    "no JSON": finding_text('{"name": \n', "is no JSON", 2),
    "a key twice": finding_text('{"name": "a", "name": "b"}', "'name' stands twice"),
    "no number": finding_text('{"name": NaN}', "NaN is no number"),
    "more than all": finding_text('{"name": -Infinity}', "-Infinity is no number"),
    "a number of many digits": finding_text('{"name": ' + "9" * 100_000 + "}", "too many digits"),
    "a large exponent": finding("`finding` holds at least", finding={"finding": 10**300}),
    "a sign escaped": finding_text('{"name": "\\u202e"}', "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "half a sign escaped": finding_text('{"name": "\\ud800"}', "U+D800"),
    "NUL escaped": finding_text('{"na\\u0000me": 1}', "U+0000"),
    "a hidden sign": finding_text('{"name": "\u200b"}', "U+200B", 1),
    "a byte order mark": finding_text(b"\xef\xbb\xbf{}", "byte order mark", 1),
    "UTF-16": finding_text("{}".encode("utf-16"), "is not UTF-8", 1),
    "UTF-32": finding_text("{}".encode("utf-32-le"), "U+0000", 1),
    "nothing": finding_text("", "is no JSON", 1),
    "a list": finding_text("[]", "in this order"),
    "a word": finding_text('"x"', "in this order"),
    "many keys": finding_text(json.dumps({f"k{n}": n for n in range(300_000)}), "in this order"),
    "a file of holes": Case(full_of_holes(FINDING_FILE), FINDING_FILE, "kB large"),
    "a pipe": beside(FINDING_FILE, pipe(FINDING_FILE), "is a pipe"),
    "a folder": beside(FINDING_FILE, lambda f: (f / FINDING_FILE).mkdir(parents=True), "is a folder"),
    "a link": beside("findings/x.json", link("findings/x.json", "/etc/passwd"), "is a link"),
    "an ending .JSON": beside("findings/X.JSON", lambda f: write(f / "findings/X.JSON", b"{}"), "is not read"),
    "another name": finding("its name is that of its file", name="../other"),
    "about a number": finding("`about` is a list of slugs", about=[1]),
    "refused in no words": finding("reasons in words", refused={recorded().about[0]: 3}),
    "a day that is none": finding("names no days", public_on="2026-13-45"),
    "replaces a path": finding("`replaces` names findings", replaces=["../../etc/passwd"]),
    "replaces a number": finding("`replaces` names findings", replaces=[1]),
    "replaces itself": finding("twice, or this one", replaces=["made-up"]),
    "replaces one twice": finding("twice, or this one", replaces=["old", "old"]),
    "sentences in no list": finding("list of texts", finding={**recorded().finding, "sentences": {"a": 1}}),
    "a named number": finding("named by texts", finding={**recorded().finding, "finding": 7}),
    "a table that is none": finding("", finding={**recorded().finding, "ratios": 7}),
    "a row that is none": finding("", finding={**recorded().finding, "ratios": [[1, 2]]}),
    "a number altered": finding("is not what its name says", finding={**recorded().finding, "sentences": [*recorded().finding["sentences"], "It is so."]}),
    "a value of endless digits": quantity("no number as it is kept", value="1e999999999"),
    "a value that is none": quantity("no number as it is kept", value="NaN"),
    "decimals without end": quantity("can't have", decimals=10**9),
    "decimals that are true": quantity("can't have", decimals=True),
    "stated in no way": quantity("is not known", stated="odd"),
    "a speaker who is no list": statement("are a list", lambda one: one.update(said_by="force")),
    "a subject that is a list": statement("is no text", lambda one: one.update(subject=["force"])),
    "a value of two kinds": statement("the value of a statement is one of", lambda one: one["value"].update(text="x")),
    "a value of no kind": statement("the value of a statement is one of", lambda one: one.update(value={"odd": 1})),
    "a part too many": statement("lacks a part", lambda one: one.update(more=1)),
    "days that are none": statement("names no days", lambda one: one.update(valid="2021-02-30")),
}  # fmt: skip


def table(
    text: str | bytes, words: str, line: int | None = None, *, file: str = "fields.yaml"
) -> Case:
    return whole(text, words, line, file=file)


SCHEMA: dict[str, Case] = {
    "an alias bomb": table(bomb(), "anchors and aliases", 1),
    "brackets without end": table("fields: " + "[" * 100_000, "nested too deeply", 1),
    "a key twice": table("version: a\nversion: b\n", "stands here twice", 2),
    "nothing": table("", "must be a mapping", 1),
    "Latin-1": table(b"version: \xe9\n", "is not UTF-8", 1),
    "a tag": table("version: !!python/name:os.system x\n", "tags", 1),
    "a pipe": beside("fields.yaml", pipe("fields.yaml"), "is a pipe"),
    "a link": beside("fields.yaml", link("fields.yaml", "/etc/passwd"), "is a link"),
    "one that is gone": beside("gaps.yaml", lambda f: (f / "gaps.yaml").unlink(), "is not there"),
    "gaps that are a list": table("- a\n", "must be a mapping", 1, file="gaps.yaml"),
    "a vocabulary that is a tag": table("silences: !x {}\n", "tags", 1, file="vocabularies/x.yaml"),
    "a term that is a way out": table("silences: {../x: {label: y}}\n", "'../x' is no term", file="vocabularies/x.yaml"),
    "a vocabulary that is a pipe": beside("vocabularies/x.yaml", pipe("vocabularies/x.yaml"), "is a pipe"),
}  # fmt: skip


def log_line(words: str, line: str | bytes, number: int = 2) -> Case:
    """One line of a recorded change log put in the place of another."""

    def make(folder: Path) -> None:
        data = line if isinstance(line, bytes) else line.encode()
        lines = (folder / LAST).read_bytes().splitlines()
        lines[number - 1] = data
        (folder / LAST).write_bytes(b"\n".join(lines) + b"\n")

    return Case(make, LAST, words)


def entry(words: str, value: Any, kind: str = "assert", about: str = "") -> Case:
    data = {kind: value, "salt": "0" * 32}
    return log_line(words, json.dumps(data | ({"about": about} if about else {})))


def cut_off(folder: Path) -> None:
    data = (folder / LAST).read_bytes()
    (folder / LAST).write_bytes(data[: len(data) // 2])


def altered(folder: Path) -> None:
    data = (folder / LAST).read_bytes()
    (folder / LAST).write_bytes(data.replace(b"The Tool", b"The Fool"))


LOG: dict[str, Case] = {
    "a folder that is a link": beside("changes/other", link("changes/other", "/etc"), "is a link"),
    "a change set under another number": beside("changes/candour/0002.jsonl", lambda f: write(f / "changes/candour/0002.jsonl", b"x"), "is no change set"),
    "no JSON": log_line("is no JSON", "{"),
    "nested without end": log_line("nested too deep", "[" * 200_000),
    "a key twice": log_line("stands twice", '{"page": 1, "page": 2, "salt": ""}'),
    "no number": log_line("NaN is no number", '{"page": NaN}'),
    "no mapping": log_line("is no entry", "[]"),
    "bytes": log_line("is not UTF-8", b"\xff\xfe"),
    "a hidden sign": log_line("nobody sees", '{"page": "\u202e"}'),
    "an entry of no kind": log_line("is no entry", '{"odd": 1, "salt": "x"}'),
    "an entry of two kinds": log_line("is no entry", '{"remove": "a", "withdraw": "b", "salt": "x"}'),
    "a statement that is a word": entry("is no entry", "x"),
    "a statement that lacks a part": entry("lacks a part", {"subject": "a"}),
    "a page that is empty": entry("a page", {"slug": "tool"}, "page"),
    "a page of a path": entry("names a slug", {"slug": "../etc/passwd", "class": "system", "rows": []}, "page"),
    "a page of odd rows": entry("pairs", {"slug": "tool", "class": "system", "rows": [1]}, "page"),
    "a page of odd checks": entry("mappings of texts", {"slug": "tool", "class": "system", "rows": [], "checks": [{"a": {}}]}, "page"),
    "a page of checks unknown": entry("can't be read", {"slug": "tool", "class": "system", "rows": [], "checks": [{"a": "b"}]}, "page"),
    "a page that leads elsewhere": entry("redirects of a page", {"slug": "tool", "class": "system", "rows": [], "redirects": ["../x"]}, "page"),
    "a header of no numbers": log_line("is no header", '{"change": true, "made_at": "", "made_by": "", "origin": "candour", "previous": "", "why": ""}', 1),
    "a header that lacks a part": log_line("lacks", "{}", 1),
    "cut off": Case(cut_off, LAST, ""),
    "altered": Case(altered, LAST, "is not what its hash says"),
    "one that is gone": beside("changes/candour", lambda f: (f / LAST).rename(f / "changes/candour/00002.jsonl"), "of another name"),
    "a pipe": beside(LAST, pipe(LAST), "is a pipe"),
    "a link": beside(LAST, link(LAST, "/etc/passwd"), "is a link"),
    "a folder": beside(LAST, in_place_of(LAST, lambda f: (f / LAST).mkdir()), "is a folder"),
    "a stray file": beside("changes/candour/notes.txt", lambda f: write(f / "changes/candour/notes.txt", b"x"), "is no change set"),
    "a log that is a file": beside("changes", in_place_of("changes", lambda f: write(f / "changes", b"x")), "is no folder"),
    "two forms at once": beside("changes.jsonl", lambda f: write(f / "changes.jsonl", b"{}\n"), "both stand here"),
}  # fmt: skip


def with_law(
    name: str, make: Callable[[Path], object], words: str, line: int | None = None
) -> Case:
    def in_law(folder: Path) -> None:
        shutil.copytree(FOLDER / "law", folder / "law")
        make(folder / "law" / name)

    return Case(in_law, f"law/{name}", words, line)


def law_text(name: str, text: str | bytes, words: str, line: int | None = None) -> Case:
    data = text if isinstance(text, bytes) else text.encode()
    return with_law(name, lambda path: path.write_bytes(data), words, line)


def made_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


LAW: dict[str, Case] = {
    "an alias bomb": law_text("routes.yaml", bomb(), "anchors and aliases", 1),
    "brackets without end": law_text("rules.yaml", "a: " + "[" * 100_000, "nested too deeply", 1),
    "nothing": law_text("triage.yaml", "", "must be a mapping", 1),
    "a hidden sign": law_text("replies.yaml", "a: \u202eb\n", "nobody sees", 1),
    "a wrong word": law_text("exemptions.yaml", "a: {b: c}\n", "is missing", 1),
    "a pipe": with_law("names.yaml", made_a_pipe, "is a pipe"),
    "holidays nested without end": law_text("bank-holidays.json", "[" * 200_000, "nested too deep"),
    "a file that nobody reads": law_text("more.yml", "a: b\n", "is not read"),
}  # fmt: skip
