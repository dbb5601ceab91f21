"""No remark says of a whole source what was seen of the part of it that was read."""

import re

import pytest
import yaml

from candour.content import FOLDER

SILENCE = re.compile(
    r"\b(no (number|figure|day|date|source|body|force|method|size|count|amount|share)s?\b"
    r"|(does|do) not (say|name|give|tell|state|show)"
    r"|(is|are) not (named|given|said|reported|shown|told|stated))",
    re.IGNORECASE,
)
OF_THE_PART = re.compile(r"\bread\b|copy|printed as", re.IGNORECASE)
IN_PART = ("opening", "parts", "by-report")
# Of these the part that was read holds the whole place that the words are about, or they speak of
# people whom no source names.
WHOLE_PLACE = frozenset(
    {("documents/data-protection-act-2018", "duty"), ("bodies/bristol-city-council-staff", "role")}
)


def _files():
    for path in sorted(FOLDER.glob("*/*.yaml")):
        if path.parent.name in {"systems", "bodies", "documents", "products", "programmes",
                                "methods", "datasets"}:  # fmt: skip
            yield f"{path.parent.name}/{path.stem}", yaml.safe_load(path.read_text("utf-8"))


def _readings():
    for path in (FOLDER / "sources").glob("*.yaml"):
        reading = yaml.safe_load(path.read_text("utf-8")).get("reading")
        yield path.stem, reading["value"] if isinstance(reading, dict) else reading


def _words(part, source):
    """Each text that is in our words, with the source that it is about."""
    if isinstance(part, dict):
        own = part.get("source", source)
        for name, value in part.items():
            if name in {"note", "remark"} and isinstance(value, str):
                yield own, value
            else:
                yield from _words(value, own)
    elif isinstance(part, list):
        for one in part:
            yield from _words(one, source)


def too_wide(content, readings):
    """Words that claim a silence of a source of which a part was read, and do not say so."""
    for name, data in content:
        for field, part in data.items():
            if (name, field) in WHOLE_PLACE:
                continue
            for source, text in _words({field: part}, data.get("source")):
                is_part = readings.get(source) in IN_PART
                if is_part and SILENCE.search(text) and not OF_THE_PART.search(text):
                    yield f"{name}#{field} [{source}]: {text}"


def test_what_a_source_is_said_not_to_say_is_said_of_the_part_that_was_read():
    assert [*too_wide(_files(), dict(_readings()))] == []


@pytest.mark.parametrize(
    ("remark", "is_too_wide"),
    [
        ("no number is reported", True),
        ("whether a year or in all is not said", True),
        ("no number is reported in the part read", False),
        ("the copy shows no day", False),
        ("told of another force", False),
    ],
)
def test_a_silence_of_the_whole_is_seen(remark, is_too_wide):
    content = [("systems/a", {"claimed-effect": {"value": "x", "source": "s", "remark": remark}})]
    assert bool([*too_wide(content, {"s": "opening"})]) is is_too_wide
    assert not [*too_wide(content, {"s": "whole"})]
