"""Garbage is collected rarely within a block, and as before after it."""

import gc

import pytest

from candour.core.collecting import OBJECTS, rare_collection


def test_garbage_is_collected_rarely_within_and_as_before_after_it():
    before = gc.get_threshold()

    with rare_collection():
        within = gc.get_threshold()

    assert within == (OBJECTS, *before[1:])
    assert gc.get_threshold() == before


def test_it_is_as_before_after_a_failure_too():
    before = gc.get_threshold()

    with pytest.raises(ValueError, match="bad"), rare_collection():
        raise ValueError("bad")

    assert gc.get_threshold() == before
