"""Writing then reading gives back the same subject, and what is written once stays as it is."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.errors import BadContent
from candour.evidence.nodes import Node, read_nodes
from candour.evidence.reading import read_collection
from candour.evidence.speakers import SourceDefaults
from candour.evidence.subject_reader import SubjectReader
from candour.evidence.writing import dump_yaml, write_subject
from tests.evidence.making import TOOL, make_folder, schema
from tests.evidence.strategies import HOSTILE, subjects, texts

SOURCES = {"report": SourceDefaults(("authors",), "2025-02-20", "research")}


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("written") / "tool.yaml"


def read_back(text, path, *, slug="tool", subject_class="system", sources=SOURCES):
    path.write_text(text, encoding="utf-8")
    node, problems = read_nodes(path, name=path.name)
    reader = SubjectReader(slug, subject_class, path.name, schema(), sources)
    assert node is not None, problems
    found = reader.read(node)
    return found, problems + reader.problems


def as_said(subject):
    """A subject as its file says it, in the order in which a file is written."""
    order = schema().order
    plain = [row for row in subject.rows if row.statement.kind != "quantity"]
    plain.sort(key=lambda row: (order[row.statement.field], row.statement.kind != "closure"))
    return {
        "rows": [(row.handle, row.statement.canonical) for row in plain],
        "figures": sorted(
            (r.handle, r.statement.canonical)
            for r in subject.rows
            if r.statement.kind == "quantity"
        ),
        "checks": sorted(check.id for check in subject.checks),
        "contradictions": [spec.as_dict() for spec in subject.contradictions],
        "redirects": subject.redirects,
    }


@given(subjects())
@settings(max_examples=150)
def test_a_subject_written_out_is_read_back_as_it_was(scratch, subject):
    text = write_subject(subject, schema(), SOURCES)

    again, problems = read_back(text, scratch)

    assert problems == []
    assert as_said(again) == as_said(subject)


@given(subjects())
@settings(max_examples=50)
def test_the_stable_form_is_a_fixed_point(scratch, subject):
    text = write_subject(subject, schema(), SOURCES)
    again, _ = read_back(text, scratch)
    assert write_subject(again, schema(), SOURCES) == text


def real_collection():
    try:
        return read_collection(FOLDER, schema())
    except BadContent as error:
        pytest.fail(f"The shipped content has problems:\n{error}")


def test_every_file_of_the_shipped_content_survives_being_written_and_read(scratch):
    """All of them in one test: reading the whole folder costs more than each file does."""
    real = real_collection()
    sources = real.files.sources
    lost = []
    for slug, subject in real.subjects.items():
        text = write_subject(subject, schema(), sources)
        again, problems = read_back(
            text, scratch, slug=slug, subject_class=subject.subject_class, sources=sources
        )
        if problems or as_said(again) != as_said(subject):
            lost.append(slug)
        elif write_subject(again, schema(), sources) != text:
            lost.append(f"{slug} (not stable)")
    assert lost == []


plain_documents = st.recursive(
    texts,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4)
        | st.dictionaries(texts.filter(lambda key: len(key) < 60), inner, min_size=1, max_size=4)
    ),
    max_leaves=12,
)
documents = st.dictionaries(
    texts.filter(lambda key: len(key) < 60), plain_documents, min_size=1, max_size=4
)


@given(documents)
@settings(max_examples=300)
def test_the_emitter_writes_what_any_yaml_reader_reads_back_as_text(document):
    text = dump_yaml(document)
    assert yaml.load(text, Loader=yaml.BaseLoader) == document  # noqa: S506 - scalars as text


@pytest.mark.parametrize("scalar", HOSTILE)
@pytest.mark.parametrize("place", ["alone", "in a list", "in a mapping", "as a key", "deep"])
def test_a_hostile_scalar_survives_wherever_it_stands(scratch, scalar, place):
    scalar = " ".join(scalar.split())
    document = {
        "alone": {"a": scalar},
        "in a list": {"a": [scalar, "b"]},
        "in a mapping": {"a": {"value": scalar, "b": "c"}},
        "as a key": {scalar[:80].strip(): "a"},
        "deep": {"a": [{"value": scalar, "b": [scalar]}]},
    }[place]
    scratch.write_text(dump_yaml(document), encoding="utf-8")

    node, problems = read_nodes(scratch, name="tool.yaml")

    assert problems == []
    assert node is not None
    assert plain(node) == document


def plain(node: Node):
    if node.is_map:
        return {key: plain(child) for key, child in node.map.items()}
    return [plain(child) for child in node.items] if node.is_list else node.text


def test_what_many_rows_share_is_written_once(tmp_path):
    folder = make_folder(
        tmp_path / "content",
        {
            "systems/tool": TOOL
            + """\
purpose: {value: "find people, mostly", said_by: [force]}
figures:
  listed:
    values:
      White: {printed: 329, field: composition, measure: m, unit: people, said_by: force, at: "2"}
      Black: {printed: 942, field: composition, measure: m, unit: people, said_by: force, at: "2"}
"""
        },
    )
    collection = read_collection(folder, schema())

    text = write_subject(collection.subjects["tool"], schema(), collection.files.sources)

    assert (
        text
        == TOOL.replace('at: "1"', "at: 1")
        + """\
purpose: {value: "find people, mostly", said_by: operator}
figures:
  listed:
    field: composition
    measure: m
    unit: people
    said_by: operator
    at: 2
    values: {White: 329, Black: 942}
"""
    )
