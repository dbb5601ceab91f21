"""A wrong word in any file of the law is told by its file and line, with no traceback."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from candour.core.errors import BadContent
from candour.law import (
    bodies,
    exemptions,
    filed,
    letter_files,
    provisions,
    questions,
    read_again,
    requirements,
    routes,
    rules,
    triage_texts,
)
from candour.law.holidays import LAW_FOLDER

NONSENSE = "xyzzy"
VALUE = re.compile(
    r"(?m)(?:^ *(?:- \{?)?|[{,] ?)(?P<key>[a-z][a-z-]*): "
    r"(?P<value>\[[^\]\n]*\]|\{[^}\n]*\}|[^\s\[{>|#][^\n,}]*)"
)
READERS: dict[str, Callable[[Path], object]] = {
    "body-kinds": bodies.read_kinds,
    "exemptions": exemptions.read_exemptions,
    "names": filed.read_names,
    "provisions": provisions.read_provisions,
    "addresses": letter_files.read_addresses,
    "letter-parts": letter_files.read_parts,
    "questions": questions.read_questions,
    "read-again": read_again.read_list,
    "requirements": requirements.read_requirements,
    "routes": routes.read_routes,
    "rules": rules.read_rules,
    "triage": triage_texts.read_texts,
    "replies": lambda path: triage_texts.read_texts(replies=path),
    "first-steps": lambda path: triage_texts.read_texts(cases=path),
}


def places(text):
    """Where the value of each key of a file first stands, on the line of the key."""
    spans: dict[str, tuple[int, int]] = {}
    for match in VALUE.finditer(text):
        spans.setdefault(match["key"], match.span("value"))
    return spans


def spoiled(text, span, value):
    return text[: span[0]] + value + text[span[1] :]


def problems_of(read, path):
    """What a reader has against a file; anything but such problems is a fault of the reader."""
    try:
        read(path)
    except BadContent as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("value", [NONSENSE, f"{{{NONSENSE}: [{NONSENSE}]}}"])
def test_a_wrong_word_in_a_file_of_the_law_is_told_and_is_no_traceback(name, value, tmp_path):
    text = (LAW_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    told = []
    for key, span in places(text).items():
        path = tmp_path / key / f"{name}.yaml"
        path.parent.mkdir()
        path.write_text(spoiled(text, span, value), encoding="utf-8")
        told.append(problems_of(READERS[name], path))
    assert all(f"law/{name}.yaml:" in text for text in told if text)
    assert any(told) or value == NONSENSE


@pytest.mark.parametrize("value", [NONSENSE, f"{{{NONSENSE}: [{NONSENSE}]}}"])
def test_a_wrong_word_in_a_letter_is_told_and_is_no_traceback(value, tmp_path):
    parts, known = letter_files.read_parts(), provisions.read_provisions()
    seen: set[str] = set()
    for path in sorted((LAW_FOLDER / "letters").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for key, span in places(text).items():
            if key in seen:
                continue
            seen.add(key)
            folder = tmp_path / f"{path.stem}-{key}"
            folder.mkdir()
            (folder / path.name).write_text(spoiled(text, span, value), encoding="utf-8")
            told = problems_of(lambda at: letter_files.read_specs(at, parts, known), folder)
            assert not told or f"law/{path.name}:" in told
    assert len(seen) > 10


def test_a_letter_to_nobody_is_told(tmp_path):
    parts, known = letter_files.read_parts(), provisions.read_provisions()
    text = (LAW_FOLDER / "letters/authority.yaml").read_text(encoding="utf-8")
    letter = re.sub(r"(?m)^to: .*\n", "", text)
    (tmp_path / "authority.yaml").write_text(letter, encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        letter_files.read_specs(tmp_path, parts, known)
    told = [(problem.field, problem.message) for problem in caught.value.problems]
    assert ("to", "is missing") in told


@pytest.mark.parametrize("text", ["{}", "{ask: what it is, ours: not asked}"])
def test_an_item_that_is_asked_for_and_not_or_neither_is_told_under_what_is_asked(text, tmp_path):
    path = tmp_path / "questions.yaml"
    shipped = (LAW_FOLDER / "questions.yaml").read_text(encoding="utf-8")
    path.write_text(shipped.replace("items:\n", f"items:\n  odd: {text}\n"), encoding="utf-8")
    with pytest.raises(BadContent) as caught:
        questions.read_questions(path)
    (problem,) = caught.value.problems
    assert problem.field == "items.odd.ask"


@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        ("routes", "phase: collect", "phase: 'xyzzy' is not one of"),
        ("body-kinds", "data-law: part-3", "data-law: 'xyzzy' is not one of part-3"),
        ("replies", "request: own-data", "request: 'xyzzy' is not one of own-data"),
        ("rules", "status: background", "status: 'xyzzy' is not one of read, part, background"),
    ],
)
def test_a_word_of_no_vocabulary_is_told_with_its_field_and_those_there_are(
    name, word, says, tmp_path
):
    text = (LAW_FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    key = word.partition(":")[0]
    path = tmp_path / f"{name}.yaml"
    path.write_text(re.sub(rf"(?m)^(  {key}: ).*$", rf"\1{NONSENSE}", text, count=1))
    with pytest.raises(BadContent) as caught:
        READERS[name](path)
    assert says in str(caught.value)


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_is_no_mapping_is_told(name, tmp_path):
    path = tmp_path / f"{name}.yaml"
    path.write_text("- one\n- two\n", encoding="utf-8")
    with pytest.raises(BadContent):
        READERS[name](path)
