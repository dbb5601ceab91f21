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
