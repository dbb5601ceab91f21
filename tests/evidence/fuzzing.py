"""Coverage-guided fuzzing of the content reader and of the grammar of figures.

Atheris (libFuzzer beneath) watches which branches an input takes and goes on from those that took
new ones. An input that ends in anything but an answer is kept in the folder of findings.

Example: python -m tests.evidence.fuzzing reader --seconds 300
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["candour.evidence", "candour.core"]):
    from candour.content import FOLDER
    from candour.core.errors import CandourError
    from candour.evidence.checks import CannotCheck, expand, judge
    from candour.evidence.collection import Collection, SubjectFile
    from candour.evidence.derived import CannotDerive, derive
    from candour.evidence.nodes import nodes_of
    from candour.evidence.plain_files import NotPlain, plain_text
    from candour.evidence.quantities import Quantity, parse_quantity
    from candour.evidence.references import reference_problems
    from candour.evidence.speakers import SourceDefaults
    from candour.evidence.subject_reader import SubjectReader
    from candour.evidence.writing import write_subject

from tests.evidence.making import TOOL, schema

SOURCES = {"report": SourceDefaults(("authors",), "2025-02-20", "research")}
SLOWEST = 10  # seconds of one input, which is thousands of times as long as a usual one takes
MOST_MEMORY = 2_000  # MB
LONGEST = {"reader": 4_000, "figures": 200}  # bytes
WORDS = (
    *("figures:", "checks:", "derived:", "contradictions:", "redirects-from:", "said_by:"),
    *("value:", "valid:", "silence:", "complete:", "printed:", "stated:", "high:", "unit:"),
    *("measure:", "of:", " = ", " / ", " + ", "shares of ", "parts of ", "{", "}", "[", "]"),
    *(": ", "- ", "&a", "*a", "!!", "before ", "after ", "2021-03-14", "2020/", "%", "£"),
    *(" per cent", "between ", " and ", " in ", "half a ", "two-thirds", " dozen", " million"),
    *("almost ", "more than ", "¾", "–", "twice"),
)  # fmt: skip


def read(data: bytes) -> None:
    """Read a file as `content check` does, follow what it declares, write it and read it again."""
    try:
        node, problems = nodes_of(plain_text(data, name="x"), name="x")
    except NotPlain:
        return
    if node is None:
        return
    reader = SubjectReader("tool", "system", "x", schema(), SOURCES)
    subject = reader.read(node)
    collection = Collection({"tool": subject})
    list(reference_problems(subject, collection, schema(), "x"))
    for check in subject.checks:
        try:
            for single in expand(check, collection):
                judge(single)
        except CannotCheck:
            continue
    for number in subject.derived:
        try:
            derive(number, collection)
        except CannotDerive:
            continue
    if not (problems or reader.problems):
        _same_once_more(subject)


def _same_once_more(subject: SubjectFile) -> None:
    """Written in its stable form and read again it says the same; only fields change places."""
    text = write_subject(subject, schema(), SOURCES)
    node, problems = nodes_of(text, name="x")
    assert node is not None, problems
    again = SubjectReader("tool", "system", "x", schema(), SOURCES)
    other = again.read(node)
    assert not problems
    assert not again.problems, again.problems
    assert _said(other) == _said(subject), "what was written is read as something else"
    assert write_subject(other, schema(), SOURCES) == text, "the stable form is not stable"


def _said(subject: SubjectFile) -> tuple[object, ...]:
    rows = {(row.handle, row.statement.id) for row in subject.rows}
    names = [spec.id for spec in subject.checks]
    names += [spec.id for spec in subject.derived]
    names += [spec.id for spec in subject.contradictions]
    return rows, sorted(names), subject.redirects


def figures(data: bytes) -> None:
    """Read a printed number, alone and with its unit, and hold it against what it is kept as."""
    text = " ".join(data.decode("utf-8", "replace").split())
    printed, _, more = text.partition("|")
    for options in ({"unit": "people"}, {"unit": "percent"}, {"unit": "people", "value": more}):
        try:
            quantity = parse_quantity(printed, **options)
        except CandourError:
            continue
        assert Quantity.from_dict(quantity.as_dict()) == quantity
        assert not quantity.stands_for().is_empty


TARGETS: dict[str, Callable[[bytes], None]] = {"reader": read, "figures": figures}


def seeds(target: str, folder: Path) -> None:
    """Begin with what is real: files that ship, and the numbers in them."""
    folder.mkdir(parents=True, exist_ok=True)
    if target == "reader":
        texts = [TOOL]
        for path in sorted(FOLDER.glob("systems/*.yaml")):
            lines = path.read_text().splitlines(keepends=True)
            texts.append(TOOL + "".join(lines[8:40])[: LONGEST[target] - len(TOOL) - 200])
    else:
        found = sorted(FOLDER.glob("systems/*.yaml"))
        texts = [
            line.partition(": ")[2].strip(" \"'\n")[:80]
            for path in found
            for line in path.read_text().splitlines()
            if any(sign.isdigit() for sign in line)
        ]
    for number, text in enumerate(dict.fromkeys(texts)):
        (folder / f"{number:05}").write_text(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=0, help="how long; without it, --runs")
    parser.add_argument("--runs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        corpus, words = Path(scratch) / "corpus", Path(scratch) / "words"
        seeds(given.target, corpus)
        escaped = ("".join(f"\\x{byte:02x}" for byte in word.encode()) for word in WORDS)
        words.write_text("".join(f'"{word}"\n' for word in escaped))
        bound = f"-max_total_time={given.seconds}" if given.seconds else f"-runs={given.runs}"
        options = [
            *(bound, f"-seed={given.seed}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MOST_MEMORY}"),
            *(f"-max_len={LONGEST[given.target]}", f"-dict={words}", "-print_final_stats=1"),
            f"-artifact_prefix={given.findings}{os.sep}",
        ]
        atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[given.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()
