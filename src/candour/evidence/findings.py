"""Findings as the register keeps them: the result of an audit, whom it is about, its headlines.

A finding is one JSON file in `content/findings/`, in the order in which the audit wrote it: the
order of the columns of a table is for readers, and is kept. Its headline numbers are statements
about the bodies and systems concerned, and stand in the register for as long as the finding does.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from candour.core.days import parse_days
from candour.core.errors import BadDays, Problem
from candour.evidence.names import AS_A_SLUG, is_slug
from candour.evidence.plain_files import NotPlain
from candour.evidence.plain_json import read_plain_json
from candour.evidence.statements import BASES, Statement, statement_fault

if TYPE_CHECKING:
    from candour.evidence.collection import Collection
    from candour.evidence.fields import Schema

FOLDER_NAME = "findings"
FINDING = "finding"  # the qualifier by which a headline number names its finding
KEYS = (
    *("name", "title", "about", "refused", "source", "licence", "public_on", "statements"),
    "finding",
)
REPLACES = "replaces"  # comes last, where a finding took the place of others
ALWAYS_IN_A_FINDING = ("finding", "audit", "sentences", "plan", "inputs", "version")


@dataclass(frozen=True)
class KeptFinding:
    """A finding with what the register adds to it.

    Attributes
    ----------
    name : short name, which is the name of its file
    title : in our words, what was asked
    about : slugs of the bodies and systems it is about
    refused : of those among them whose data could not answer the question, the reason
    source : slug of the source that the data were published in, or ""
    licence : under which the data may be used, with the line that it asks for
    public_on : day it became public
    statements : its headline numbers
    finding : the finding as the audit gives it: identifier, plan, inputs, tables, sentences
    replaces : short names of findings that this one took the place of, whose addresses lead here
    """

    name: str
    title: str
    about: tuple[str, ...]
    refused: Mapping[str, str]
    source: str
    licence: str
    public_on: str
    statements: tuple[Statement, ...]
    finding: Mapping[str, Any]
    replaces: tuple[str, ...] = ()

    @property
    def identifier(self) -> str:
        return str(self.finding["finding"])

    @property
    def audit(self) -> str:
        return str(self.finding["audit"])

    @property
    def lead(self) -> str:
        """Its first sentence."""
        return str(self.finding["sentences"][0]) if self.finding["sentences"] else ""

    @cached_property
    def text(self) -> str:
        """All of it as JSON on one line, in its own order: two that differ in it are not alike."""
        return json.dumps(self.as_dict(), ensure_ascii=False, separators=(",", ":"))

    def as_dict(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "about": list(self.about),
            "refused": dict(self.refused),
            "source": self.source,
            "licence": self.licence,
            "public_on": self.public_on,
            "statements": [statement.as_dict() for statement in self.statements],
            "finding": dict(self.finding),
            **({REPLACES: list(self.replaces)} if self.replaces else {}),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "KeptFinding":
        return cls(
            name=data["name"],
            title=data["title"],
            about=tuple(data["about"]),
            refused=data["refused"],
            source=data["source"],
            licence=data["licence"],
            public_on=data["public_on"],
            statements=tuple(Statement.from_dict(statement) for statement in data["statements"]),
            finding=data["finding"],
            replaces=tuple(data.get(REPLACES, ())),
        )

    @classmethod
    def from_text(cls, text: str) -> "KeptFinding":
        return cls.from_dict(json.loads(text))


# files


def write_finding(finding: KeptFinding) -> str:
    """Return the text of its file: one row of a table to a line, so that differences read well."""
    return _written(finding.as_dict(), 0) + "\n"


def _written(value: Any, depth: int) -> str:
    """JSON in which whatever holds no list or mapping of its own stands on one line."""
    inner = _inner(value)
    if not any(_inner(part) for part in inner):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    space, end = " " * (depth + 1), " " * depth
    if isinstance(value, Mapping):
        parts = [
            f"{space}{json.dumps(str(key), ensure_ascii=False)}: {_written(part, depth + 1)}"
            for key, part in value.items()
        ]
        return "{\n" + ",\n".join(parts) + f"\n{end}}}"
    return "[\n" + ",\n".join(f"{space}{_written(e, depth + 1)}" for e in value) + f"\n{end}]"


def _inner(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []


def read_findings(folder: Path) -> tuple[dict[str, KeptFinding], list[Problem]]:
    """Read the findings of a content folder by name, and what is wrong with those that can't be."""
    findings: dict[str, KeptFinding] = {}
    problems: list[Problem] = []
    for path in sorted((folder / FOLDER_NAME).glob("*.json"), key=lambda path: path.stem):
        name = f"{FOLDER_NAME}/{path.name}"
        try:
            data = read_plain_json(path, name=name)
        except NotPlain as error:
            problems.append(Problem(name, error.line, "", error.reason))
            continue
        wrong = finding_fault(data) or (_OF_ITS_FILE if data["name"] != path.stem else "")
        if wrong:
            problems.append(Problem(name, 0, "", wrong))
        else:
            findings[path.stem] = KeptFinding.from_dict(data)
    return findings, problems


_OF_ITS_FILE = f"its name is that of its file, in {AS_A_SLUG}"


def finding_fault(data: Any) -> str:
    """Say why plain data from elsewhere are no finding with what the register adds, or ""."""
    if not isinstance(data, dict) or tuple(data) not in {KEYS, (*KEYS, REPLACES)}:
        return f"holds {', '.join(KEYS)}, in this order; `scripts/findings` writes it"
    for look in (_texts_fault, _about_fault, _lists_fault, _result_fault):
        wrong = look(data)
        if wrong:
            return wrong
    for place, statement in enumerate(data["statements"], 1):
        wrong = statement_fault(statement)
        if wrong:
            return f"its statement {place} can't be read: {wrong}"
    return ""


def _texts_fault(data: dict[str, Any]) -> str:
    if not isinstance(data["name"], str) or not is_slug(data["name"]):
        return _OF_ITS_FILE
    texts = ("title", "source", "licence", "public_on")
    if not all(isinstance(data[key], str) for key in texts) or not data["title"].strip():
        return f"{', '.join(texts)} are texts, and the title is not empty"
    try:
        parse_days(data["public_on"])
    except BadDays as error:
        return f"`public_on`: {error}"
    return ""


def _about_fault(data: dict[str, Any]) -> str:
    about, refused = data["about"], data["refused"]
    if not (isinstance(about, list) and about and all(isinstance(slug, str) for slug in about)):
        return "`about` is a list of slugs with at least one"
    if len(set(about)) < len(about):
        return "`about` names a subject twice"
    if not isinstance(refused, dict) or not refused.keys() <= set(about):
        return "`refused` gives reasons for some of those that it is about"
    if not all(isinstance(reason, str) for reason in refused.values()):
        return "`refused` gives reasons in words"
    return ""


def _lists_fault(data: dict[str, Any]) -> str:
    replaces = data.get(REPLACES, [])
    if not isinstance(data["statements"], list) or not isinstance(replaces, list):
        return f"`statements` and `{REPLACES}` are lists"
    if not all(isinstance(name, str) and is_slug(name) for name in replaces):
        return f"`{REPLACES}` names findings, each in {AS_A_SLUG}"
    if len({*replaces, data["name"]}) <= len(replaces):
        return f"`{REPLACES}` names a finding twice, or this one"
    return ""


def _result_fault(data: dict[str, Any]) -> str:
    finding = data["finding"]
    if not isinstance(finding, dict) or not set(ALWAYS_IN_A_FINDING) <= finding.keys():
        return f"`finding` holds at least {', '.join(ALWAYS_IN_A_FINDING)}"
    sentences = finding["sentences"]
    if not (isinstance(sentences, list) and all(isinstance(text, str) for text in sentences)):
        return "the `sentences` of a finding are a list of texts"
    if not isinstance(finding["finding"], str) or not isinstance(finding["audit"], str):
        return "a finding and its audit are named by texts"
    return ""


# what it refers to


def finding_problems(collection: "Collection", schema: "Schema") -> Iterator[Problem]:
    """Hold every finding of a collection against the subjects it names."""
    yield from _replaced_twice(collection.findings)
    names: dict[str, str] = {}
    for name, finding in collection.findings.items():
        file = f"{FOLDER_NAME}/{name}.json"
        taken = names.setdefault(finding.identifier, name)
        if taken != name:
            yield Problem(file, 0, "finding", f"the same finding is in {taken}.json")
        for slug in finding.about:
            if not collection.class_of(slug):
                yield Problem(file, 0, "about", f"there is no subject '{slug}'")
        if finding.source and collection.class_of(finding.source) != "source":
            yield Problem(file, 0, "source", f"there is no source '{finding.source}'")
        for statement in finding.statements:
            wrong = _statement_problem(statement, finding, collection, schema)
            if wrong:
                yield Problem(file, 0, "statements", f"{statement.id}: {wrong}")


def _replaced_twice(findings: Mapping[str, KeptFinding]) -> Iterator[Problem]:
    """The address of a finding leads to one that took its place, and to no more."""
    owners: dict[str, str] = {}
    for name, finding in findings.items():
        for old in finding.replaces:
            taker = owners.setdefault(old, name)
            file = f"{FOLDER_NAME}/{name}.json"
            if old in findings:
                yield Problem(file, 0, REPLACES, f"'{old}' still has a file")
            elif taker != name:
                yield Problem(file, 0, REPLACES, f"'{old}' leads to {taker} already")


def _statement_problem(
    statement: Statement, finding: KeptFinding, collection: "Collection", schema: "Schema"
) -> str:
    field = schema.fields.get(statement.field)
    speakers = (*statement.said_by, *([statement.via] if statement.via else []))
    wrong = {
        "its subject is not one that the finding is about": statement.subject not in finding.about,
        "it is no figure": statement.kind != "quantity" or field is None or not field.is_figure,
        "its source is no source": collection.class_of(statement.source) != "source",
        "its basis is 'inferred'": statement.basis not in BASES or statement.basis != "inferred",
        "it does not name the finding": statement.qualifier(FINDING) != finding.identifier,
        "it is said by nobody known": not all(collection.class_of(slug) for slug in speakers),
        "a qualifier is not known for a figure": field is not None
        and any(key not in schema.allowed_qualifiers(field.key) for key, _ in statement.qualifiers),
    }
    return next((text for text, is_so in wrong.items() if is_so), "")
