"""The schema refuses what contradicts itself."""

import pytest

from candour.content import FOLDER
from candour.evidence.fields import BadSchema, read_schema
from candour.evidence.reading import read_collection
from tests.evidence.making import make_folder


def test_a_wording_stands_for_one_measure_only(tmp_path):
    folder = make_folder(tmp_path / "content")
    (folder / "vocabularies/more.yaml").write_text(
        "measures:\n  one: {label: a}\n  two: {label: b, also: [a]}\n", encoding="utf-8"
    )
    with pytest.raises(BadSchema, match="'a' stands under 'one' and 'two'; leave it under one"):
        read_schema(folder)


def test_every_wording_of_a_shipped_figure_is_of_one_term_and_no_term_goes_unused():
    schema = read_schema(FOLDER)
    figures = [s for s in read_collection(FOLDER, schema).statements() if s.kind == "quantity"]

    worded = {figure.qualifier("measure") for figure in figures}
    assert worded <= set(schema.measures)
    used = {schema.measure_of(wording) for wording in worded}
    assert used == set(schema.vocabularies["measures"])


def test_a_wording_of_no_term_stands_for_itself():
    schema = read_schema(FOLDER)
    assert schema.measure_of("rate ratio worked out by an audit") == (
        "rate ratio worked out by an audit"
    )


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("type: text", "type: [text]", "`type` must be text, not a list or mapping"),
        ("label: Also known as", "label: {one: b}", "`label` must be text, not a list or mapping"),
        (", group: identity", "", "`group` is missing"),
    ],
)
def test_a_row_of_another_shape_is_named_with_its_field(tmp_path, old, new, sentence):
    folder = make_folder(tmp_path / "content")
    for name in ("fields.yaml", "gaps.yaml"):
        (folder / name).write_text((FOLDER / name).read_text(encoding="utf-8"), encoding="utf-8")
    table = folder / "fields.yaml"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(i for i, line in enumerate(lines) if line.startswith("  also:"))
    assert old in lines[place]
    lines[place] = lines[place].replace(old, new, 1)
    table.write_text("".join(lines), encoding="utf-8")

    with pytest.raises(BadSchema, match=f"^fields.yaml: also: {sentence}"):
        read_schema(folder)
