"""Hostile files, made as they are needed: how each is written, and what must be said of it first."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.evidence.making import TOOL, write_files

Make = Callable[[Path], object]
TOOL_FILE = "systems/tool.yaml"
NEXT = TOOL.count("\n") + 1  # the line on which what is added to the system's file stands
HIDDEN = (
    "\u202e", "\u202d", "\u2066", "\u2069", "\u061c", "\u200b", "\u200d", "\u200e", "\u2060", "\ufeff",
    "\xad", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe", "\U000e0041", "\u3164", "\u2028",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A hostile file: how to make it in a good folder, and where and how it must be named."""

    make: Make
    file: str
    words: str
    line: int | None = None  # None where no line can be told


def in_tool(more: str | bytes, words: str, line: int | None = NEXT) -> Case:
    """The file of a good system with something added."""
    data = TOOL.encode() + (more if isinstance(more, bytes) else more.encode())
    return whole(data, words, line)


def whole(data: str | bytes, words: str, line: int | None = 1, *, file: str = TOOL_FILE) -> Case:
    written = data if isinstance(data, bytes) else data.encode()
    return Case(lambda folder: write(folder / file, written), file, words, line)


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def full_of_holes(name: str) -> Make:
    def make(folder: Path) -> None:
        write(folder / name, b"")
        os.truncate(folder / name, 1 << 40)

    return make


def figure(number: str, more: str = "") -> str:
    about = "field: people-profiled, measure: people on the list, unit: people, said_by: force"
    return f"figures:\n  a: {{{about}, total: {number}{more}}}\n"


def bomb(depth: int = 9) -> str:
    """Nine lines of nine aliases each stand for 9^9 values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, depth)]
    return "\n".join(lines) + "\n"


YAML: dict[str, Case] = {
    **{f"a hidden sign U+{ord(sign):04X}": in_tool(f"also: a{sign}b\n", f"U+{ord(sign):04X}") for sign in HIDDEN},
    **{f"an escaped sign {escape}": in_tool(f'also: "a{escape}b"\n', "which nobody sees") for escape in (r"\u202e", r"\x07", r"\0", r"\u200b", r"\uFEFF", r"\e")},
    "a hidden sign in a key": in_tool("al\u200bso: b\n", "U+200B ZERO WIDTH SPACE"),
    "a hidden sign in a comment": in_tool("# \u202ethgir\n", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "a lone return": in_tool("also: a\rb\n", "U+000D"),
    "an alias": in_tool("also: [&a One, *a]\n", "anchors and aliases"),
    "an alias bomb": in_tool(bomb(), "anchors and aliases"),
    "an alias bomb of many": in_tool(bomb(60), "anchors and aliases"),
    "an anchor": in_tool("also: &a One\n", "anchors and aliases"),
    "an alias to itself": in_tool("also: &a [*a]\n", "anchors and aliases"),
    "an alias to nothing": in_tool("also: *gone\n", "anchors and aliases"),
    "an alias as a key": in_tool("*gone : x\n", "anchors and aliases"),
    "a merge key": in_tool("<<: {also: x}\n", "not merged"),
    "a merge key within": in_tool("purpose: {<<: {value: x}}\n", "not merged"),
    "a tag that runs code": in_tool('also: !!python/object/apply:os.system ["true"]\n', "tags"),
    "a tag of bytes": in_tool("also: !!binary aGk=\n", "tags"),
    "a tag of a set": in_tool("also: !!set {a, b}\n", "tags"),
    "a tag of one's own": in_tool("also: !mine x\n", "tags"),
    "a tag on a key": in_tool("!!str also: x\n", "tags"),
    "a tag on the whole": whole("!!map\n" + TOOL, "tags"),
    "tags declared": whole("%TAG ! tag:x,2026:\n---\n" + TOOL, "declares tags"),
    "brackets without end": in_tool("also: " + "[" * 100_000 + "\n", "nested too deeply"),
    "brackets that close": in_tool("also: " + "[" * 100_000 + "]" * 100_000 + "\n", "nested too deeply"),
    "braces without end": in_tool("also: " + "{a: " * 100_000 + "\n", "nested too deeply"),
    "keys of lists without end": in_tool("? " * 50_000 + "\n", "a key must be a word"),
    "dashes without end": in_tool("also:\n" + "- " * 100_000 + "x\n", "nested too deeply", NEXT + 1),
    "steps without end": in_tool("".join(f"{' ' * n}a:\n" for n in range(1200)), "nested too deeply", None),
    "a key of brackets": in_tool("[" * 50_000 + "\n", "is not well-formed YAML"),
    "a long value": in_tool(f"also: {'x' * 6_000}\n", "over 5,000 characters"),
    "a long value on many lines": in_tool("also: |\n" + "  xx xx xx\n" * 1_000, "over 5,000 characters"),
    "a long key": in_tool(f"{'x' * 300}: y\n", "over 200 characters"),
    "a key of a megabyte": in_tool(f"{'x' * 900_000}: y\n", "", None),
    "a file of five megabytes": in_tool(f"also: {'x' * 5_000_000}\n", "over 1,000 kB", None),
    "a file of holes": Case(full_of_holes(TOOL_FILE), TOOL_FILE, "over 1,000 kB"),
    "a map of many keys": in_tool("".join(f"k{n}: v\n" for n in range(60_000)), "over 20,000 keys", None),
    "a list of many": in_tool("also: [" + "a, " * 60_000 + "]\n", "over 20,000 keys"),
    "lists of nothing": in_tool("also: [" + "[], " * 60_000 + "]\n", "over 20,000 keys"),
    "many unknown keys": in_tool("".join(f"k{n}: v\n" for n in range(9_000)), "is not in the table"),
    "many bad figures": in_tool("figures:\n  a:\n    values: {" + ", ".join(f"v{n}: 1x{n}" for n in range(5_000)) + "}\n", "`field:` is one of", None),
    "many of one value": in_tool("also: [" + ", ".join(["same"] * 9_000) + "]\n", "says the same as another row"),
    "a tab": in_tool("also:\n\t- a\n", "is not well-formed YAML", NEXT + 1),
    "a quote left open": in_tool('also: "a\n', "is not well-formed YAML", None),
    "a bracket left open": in_tool("also: [a\n", "is not well-formed YAML", None),
    "two values side by side": in_tool("also: a: b\n", "is not well-formed YAML"),
    "an escape that is none": in_tool('also: "\\q"\n', "is not well-formed YAML"),
    "an escaped half of a sign": in_tool('also: "\\ud800"\n', "is not well-formed YAML"),
    "two documents": in_tool("---\nname: x\n", "second document"),
    "another version of YAML": whole("%YAML 9.9\n---\n" + TOOL, "is not well-formed YAML", None),
    "nothing": whole("", "must be a mapping"),
    "a comment alone": whole("# nothing\n", "must be a mapping"),
    "a list": whole("- a\n", "must be a mapping"),
    "a word": whole("hello\n", "must be a mapping"),
    "a list as a key": in_tool("? [a]\n: b\n", "a key must be a word"),
    "a mapping as a key": in_tool("? {a: b}\n: c\n", "a key must be a word"),
    "a value without its key": in_tool(": x\n", "is not well-formed YAML"),
    "a value within without its key": in_tool("purpose: {'': x}\n", "without its key"),
    "a key twice": in_tool("also: a\nalso: b\n", "stands here twice", NEXT + 1),
    "a key twice, once in quotes": in_tool('also: a\n"also": b\n', "stands here twice", NEXT + 1),
    "a key twice within": in_tool("purpose: {value: a, value: b}\n", "stands here twice"),
    "a number as a key": in_tool("1: a\n", "is not in the table"),
    "null as a key": in_tool("~: a\n", "is not in the table"),
    "Latin-1": in_tool(b"also: caf\xe9\n", "is not UTF-8"),
    "UTF-16": whole(TOOL.encode("utf-16-le"), "U+0000"),
    "UTF-16 with its mark": whole(TOOL.encode("utf-16"), "is not UTF-8"),
    "a byte order mark": whole(b"\xef\xbb\xbf" + TOOL.encode(), "byte order mark"),
    "NUL": in_tool("also: a\0b\n", "U+0000"),
    "overlong UTF-8": in_tool(b"also: \xc0\xaf\n", "is not UTF-8"),
    "a half sign in UTF-8": in_tool(b"also: \xed\xa0\x80\n", "is not UTF-8"),
    "a program": whole(b"\x7fELF\x02\x01\x01" + bytes(500), "nobody sees"),
}  # fmt: skip

VALUES: dict[str, Case] = {
    "a count of many digits": in_tool(figure("1" + "0" * 4_500), "more than 18 digits", NEXT + 1),
    "a count of nineteen digits": in_tool(figure("1000000000000000000"), "more than 18 digits", NEXT + 1),
    "a value of many digits": in_tool(figure("{printed: some, value: " + "9" * 4_000 + "}"), "more than 18 digits", NEXT + 1),
    **{f"the number {text}": in_tool(figure(text), "can't be read as a number", NEXT + 1) for text in ("1e999999999", "NaN", "Infinity", "-Infinity", "0x1F", "1_000", "٣ 1", "1.2.3", "--1", "9" * 30 + "%%")},
    "one in nought": in_tool(figure("1 in 0"), "nothing is one in nought", NEXT + 1),
    **{f"the day {text}": in_tool(f"first-use: '{text}'\n", "names no days") for text in ("0000", "0999", "3000", "2021-13", "2021-02-30", "2021-00-01", "9" * 30, "2022/2021", "//", "before before 2016", "٢٠٢١", "-2021", "2021-1-1", "10000-01-01")},
    "a day of days that are none": in_tool("purpose: {value: x, valid: 2021-02-29}\n", "names no days"),
    "a rank of many digits": in_tool("contradictions: {a: {kind: date, first: {rank: " + "9" * 4_999 + ", why: w}, sides: [{said: x, statements: [use]}, {said: y, statements: [use]}], reason: r}}\n", "rank is a whole number"),
    "a check of many terms": in_tool(figure("5", ", checks: ['total = " + " + ".join(["total"] * 500) + " + gone']"), "points at no single figure", NEXT + 1),
    "a source that is a list": whole(TOOL.replace("source: report", "source: [a]"), "must be a plain value"),
    "a place that is a mapping": whole(TOOL.replace('at: "1"', "at: {a: b}"), "must be a plain value", 2),
    "checks that are lists": in_tool("checks: [[[a]]]\n", "must be a plain value"),
    "checks that are mappings": in_tool("checks: [{check: {a: b}}]\n", "must be a plain value"),
    "redirects that are a mapping": in_tool("redirects-from: {a: b}\n", "a list or mapping"),
    "a name in a list in a list": in_tool("also: [[a]]\n", "must be a plain value"),
    "figures that are a list": in_tool("figures: [a]\n", "is a mapping"),
    "a block that is a list": in_tool("figures: {a: [b]}\n", "is a mapping"),
    "contradictions that are a word": in_tool("contradictions: word\n", "is a mapping"),
    "derived numbers that are a word": in_tool("derived: word\n", "is a mapping"),
    "a vast word for a term": in_tool(f"ban-scope: {'x' * 4_900}\n", "is not in the vocabulary"),
    **{f"a redirect from {text}": in_tool(f"redirects-from: ['{text}']\n", "can't be the name of a page") for text in ("../../etc/passwd", "/etc/passwd", "", "a b", "A", "https://example.org/", "a" * 81, "%2e%2e")},
    "a redirect from itself": in_tool("redirects-from: [tool]\n", "is this very file"),
    "a redirect twice": in_tool("redirects-from: [old, old]\n", "stands here twice"),
    "a redirect from a file that is there": in_tool("redirects-from: [force]\n", "still has a file", None),
    "what replaces itself": in_tool("replaces: tool\n", "came after this"),
    "what replaces nothing": in_tool("replaces: ../../etc/passwd\n", "is no subject here"),
}  # fmt: skip


def beside(name: str, make: Make, words: str) -> Case:
    return Case(make, name, words)


def other_tool(folder: Path, name: str, more: str = "") -> None:
    write_files(folder, {f"systems/{name}": TOOL.replace("The Tool", f"The {name}") + more})


def two_redirects(folder: Path) -> None:
    for name in ("one", "two"):
        other_tool(folder, name, "redirects-from: [old]\n")


def redirects_in_a_circle(folder: Path) -> None:
    other_tool(folder, "one", "redirects-from: [two]\n")
    other_tool(folder, "two", "redirects-from: [one]\n")


def replaced_in_a_circle(folder: Path) -> None:
    for name, before in (("one", "two"), ("two", "three"), ("three", "one")):
        other_tool(folder, name, f"replaces: {before}\n")


def in_place_of(name: str, make: Make) -> Make:
    """Make something where another file stands, or where its folder does not stand yet."""

    def made(folder: Path) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        make(folder)

    return made


def link(name: str, target: str) -> Make:
    return in_place_of(name, lambda folder: (folder / name).symlink_to(target))


def renamed(old: str, new: str) -> Make:
    return lambda folder: (folder / old).rename(folder / new)


def pipe(name: str) -> Make:
    return in_place_of(name, lambda folder: os.mkfifo(folder / name))


def socket_file(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder / "systems")  # the address of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("s.yaml")
    finally:
        os.chdir(here)


FILES: dict[str, Case] = {
    "an ending .yml": beside("systems/tool.yml", renamed(TOOL_FILE, "systems/tool.yml"), "name it tool.yaml"),
    "an ending .YAML": beside("systems/tool.YAML", renamed(TOOL_FILE, "systems/tool.YAML"), "name it tool.yaml"),
    "no ending": beside("systems/tool", renamed(TOOL_FILE, "systems/tool"), "name it tool.yaml"),
    "a copy left behind": beside("systems/tool.yaml.bak", lambda f: shutil.copy(f / TOOL_FILE, f / "systems/tool.yaml.bak"), "is not read"),
    "JSON among YAML": beside("systems/x.json", lambda f: write(f / "systems/x.json", b"{}"), "is not read"),
    "YAML among findings": beside("findings/x.yaml", lambda f: write(f / "findings/x.yaml", b"a: b\n"), "is not read"),
    "an ending .yml of a vocabulary": beside("vocabularies/x.yml", lambda f: write(f / "vocabularies/x.yml", b"a: b\n"), "is not read"),
    "a folder named as a file": beside("systems/x.yaml", lambda f: (f / "systems/x.yaml").mkdir(), "is a folder"),
    "a folder in a folder": beside("systems/more", lambda f: write(f / "systems/more/x.yaml", TOOL.encode()), "does not stand in folders of its own"),
    "a folder misspelt": beside("system", lambda f: write(f / "system/x.yaml", TOOL.encode()), "is no folder of content"),
    "a file beside the folders": beside("tool.yaml", lambda f: write(f / "tool.yaml", TOOL.encode()), "is not read here"),
    "a folder that is a file": beside("products", lambda f: write(f / "products", b"x"), "is no folder"),
    "a folder that is a link": beside("products", link("products", "/etc"), "is a link"),
    "a pipe": beside("systems/x.yaml", pipe("systems/x.yaml"), "is a pipe"),
    "a socket": beside("systems/s.yaml", socket_file, "is a socket"),
    "a link to a secret": beside("systems/x.yaml", link("systems/x.yaml", "/etc/passwd"), "is a link"),
    "a link to nothing": beside("systems/x.yaml", link("systems/x.yaml", "gone"), "is a link"),
    "a link to itself": beside("systems/x.yaml", link("systems/x.yaml", "x.yaml"), "is a link"),
    "a link to a device": beside("systems/x.yaml", link("systems/x.yaml", "/dev/zero"), "is a link"),
    "a link to a good file": beside("systems/x.yaml", link("systems/x.yaml", "tool.yaml"), "is a link"),
    **{f"a file named {stem}": beside(f"systems/{stem}.yaml", renamed(TOOL_FILE, f"systems/{stem}.yaml"), "name the file in small letters") for stem in ("Tool", "a b", "a..b", "outil-é", "a" * 200, "-x", "a_b", "a\u202eb", "tool\n")},
    "a file whose name is no text": beside("\\udcff.yaml", renamed(TOOL_FILE, "systems/t\udcff.yaml"), "is not UTF-8 text"),
    "a slug twice": beside("systems/force.yaml", lambda f: other_tool(f, "force"), "is taken by"),
    "a redirect from two": beside("systems/two.yaml", two_redirects, "leads to one already"),
    "redirects in a circle": beside("systems/one.yaml", redirects_in_a_circle, "still has a file"),
    "what was replaced in a circle": beside("systems/one.yaml", replaced_in_a_circle, "came after this"),
    "a source that can't be read": whole("a: [", "is not well-formed YAML", None, file="sources/report.yaml"),
    "a source that is not read": beside("sources/report.yml", renamed("sources/report.yaml", "sources/report.yml"), "name it report.yaml"),
    "a body that is not read": beside("bodies/authors.yml", renamed("bodies/authors.yaml", "bodies/authors.yml"), "name it authors.yaml"),
}  # fmt: skip
