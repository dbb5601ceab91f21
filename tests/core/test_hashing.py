"""One canonical form and the names made of it: the same everywhere, for ever."""

import hashlib
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.core.hashing import canonical_json, hashed_name, sha256_hex

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
plain = st.recursive(
    texts | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("data", "form"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"é": "–£"}, '{"é":"–£"}'),
        ({"a": 'x"\n'}, '{"a":"x\\"\\n"}'),
    ],
)
def test_the_canonical_form_is_fixed(data, form):
    assert canonical_json(data) == form


def test_a_name_is_pinned():
    assert hashed_name("s1", "abc") == "s1-xj4bnp4pahh6uqkbidpf3lrceo"
    assert sha256_hex("abc") == hashlib.sha256(b"abc").hexdigest()


@given(plain)
def test_the_canonical_form_reads_back_as_the_same_data(data):
    assert json.loads(canonical_json(data)) == data


@given(st.dictionaries(texts, plain, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_data_were_put_together_does_not_matter(data, shuffler):
    items = list(data.items())
    shuffler.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(data)


@given(texts)
def test_a_name_can_stand_in_an_address(text):
    assert re.fullmatch(r"s1-[a-z2-7]{26}", hashed_name("s1", text))
