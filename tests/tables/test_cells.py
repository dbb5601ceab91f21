"""Counts with each value once: the same as a plain loop over rows, with many values or few."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.tables import cells as module
from candour.tables.cells import from_arrow, renumbered, tuples_of

values = st.sampled_from(["a", "b", None, "é"])
rows_of_values = st.lists(st.tuples(values, values, st.booleans()), max_size=20)


def arrow(rows):
    one, other, flags = zip(*rows, strict=True) if rows else ((), (), ())
    return pa.table(
        {
            "one": pa.array(one, pa.string()),
            "other": pa.array(other, pa.string()),
            "flag": pa.array(flags, pa.bool_()),
            "n": pa.array(range(1, len(rows) + 1), pa.int64()),
        }
    )


@pytest.fixture(params=["looked up", "sorted", "renumbered on the way"])
def way(request, monkeypatch):
    if request.param != "looked up":
        monkeypatch.setattr(module, "DENSE", 1)
    if request.param == "renumbered on the way":
        monkeypatch.setattr(module, "MOST", 4)


@pytest.mark.usefixtures("way")
def test_like_cells_are_found_as_in_a_plain_loop():
    @given(rows_of_values)
    def holds(rows):
        cells = from_arrow(arrow(rows), counts="n")
        for names, take in (
            (["other", "one"], (1, 0)),
            (["flag"], (2,)),
            (["one", "flag"], (0, 2)),
        ):
            alike, which = cells.alike(names)
            wanted = [tuple(row[place] for place in take) for row in rows]
            assert [alike[number] for number in which] == wanted
            assert len(set(alike)) == len(alike) == len(set(wanted))

    holds()


@given(rows_of_values, st.data())
def test_some_of_the_cells_keep_their_values(rows, data):
    kept = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    cells = from_arrow(arrow(rows), counts="n").among(np.array(kept, dtype=bool))
    alike, which = cells.alike(["one", "other", "flag"])
    found = Counter({(*alike[w], n): 1 for w, n in zip(which, cells.rows.tolist(), strict=True)})
    there = [(*row, n) for n, (row, keep) in enumerate(zip(rows, kept, strict=True), 1) if keep]
    assert found == Counter(there)


@given(st.lists(st.integers(0, 50), max_size=40))
def test_numbers_that_occur_are_numbered_as_sorting_does(numbers):
    found = renumbered(np.array(numbers, dtype=np.int64), 51)
    _, first, which = np.unique(
        np.array(numbers, dtype=np.int64), return_index=True, return_inverse=True
    )
    assert found[0].tolist() == first.tolist()
    assert found[1].tolist() == which.tolist()


def test_the_rows_of_a_table_are_its_rows():
    assert list(tuples_of(arrow([("a", None, True), (None, "b", False)]))) == [
        ("a", None, True, 1),
        (None, "b", False, 2),
    ]
