"""The shell examples of a page: taken out, run in one shell, and held against what they print.

A ```yaml block whose first line is `# some/path.yaml` is that file. A ```console block holds
commands after `$ ` and what they print; a line of `…` stands for any lines, and `…` at the start
of a line for any beginning. A command goes on in the next line where a line ends with a backslash.
A command without output beneath it must print nothing. A ```sh block holds commands on files that
a reader has and the repository hasn't; they and blocks of another kind are not run.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANYTHING = "…"
CONTINUES = "\\"
MARK = "--- end of command ---"


@dataclass(frozen=True)
class Step:
    """A file to write, or a command with the lines it should print."""

    command: str
    expected: tuple[str, ...] = ()


def steps(page: Path) -> list[Step]:
    found: list[Step] = []
    for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        lines = text.splitlines()
        if kind == "yaml" and lines[0].startswith("# ") and lines[0].endswith(".yaml"):
            name = lines[0].removeprefix("# ")
            found.append(Step(f"cat > {name} <<'END_OF_FILE'\n{text}END_OF_FILE"))
        elif kind == "console":
            found += _commands(lines)
    return found


def commands_not_run(page: Path) -> list[str]:
    """The commands of Candour's in a page that want files of a reader's own, each on one line."""
    texts = [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == "sh"]
    lines = [line for text in texts for line in text.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line.startswith("candour ")]


def _commands(lines: list[str]) -> list[Step]:
    found: list[Step] = []
    for line in lines:
        if line.startswith("$ "):
            found.append(Step(line.removeprefix("$ ")))
            continue
        last = found.pop()
        if last.command.endswith(CONTINUES) and not last.expected:
            found.append(Step(f"{last.command}\n{line}"))
        else:
            found.append(Step(last.command, (*last.expected, line)))
    return found


def run(steps: list[Step], *, folder: Path) -> list[list[str]]:
    """Run commands in one shell, as a reader would, and return what each printed."""
    script = "".join(f"{step.command}\necho '{MARK}'\n" for step in steps)
    done = subprocess.run(
        ["bash"],
        input=script,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1200,
        check=False,
    )
    return [part.strip("\n").splitlines() for part in done.stdout.split(f"{MARK}\n")]


def agrees(printed: list[str], expected: tuple[str, ...]) -> bool:
    """Whether lines are as expected; `…` stands for any lines, and space at the end for none.

    >>> agrees(["a", "b", "c"], ("a", "…", "c"))
    True
    >>> agrees(["a", "b"], ("a",))
    False
    """
    if not expected:
        return not printed
    first, rest = expected[0], expected[1:]
    if first == ANYTHING:
        return any(agrees(printed[start:], rest) for start in range(len(printed) + 1))
    return bool(printed) and _is_as(printed[0], first) and agrees(printed[1:], rest)


def _is_as(line: str, expected: str) -> bool:
    if expected.startswith(ANYTHING):
        return line.rstrip().endswith(expected.removeprefix(ANYTHING).rstrip())
    return line.rstrip() == expected.rstrip()
