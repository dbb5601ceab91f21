"""What a method would have picked stays closed: totals come out, places don't."""

import copy
import importlib
import json
import pickle
import pkgutil
from inspect import isclass, isfunction, signature

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.simulation import methods
from candour.simulation.attention import Attention, PlacesStayClosed
from candour.simulation.errors import CannotSimulate
from candour.simulation.history import History

SHARES = np.linspace(0, 1, 50)


@pytest.mark.parametrize("way", [pickle.dumps, copy.copy, copy.deepcopy, np.asarray])
def test_shares_cannot_be_saved_copied_or_turned_into_numbers(way):
    with pytest.raises(PlacesStayClosed):
        way(Attention(SHARES))


def test_shares_are_not_printed_listed_or_written():
    closed = Attention(SHARES)
    assert "50 cells, closed" in repr(closed)
    assert str(float(SHARES[30]))[:6] not in repr(closed)
    assert not hasattr(closed, "__dict__")
    with pytest.raises(TypeError):
        json.dumps(closed)
    with pytest.raises(TypeError):
        list(closed)  # type: ignore[call-overload] # that it can't be is what is tested


@pytest.mark.parametrize("marked", [0, 1, 9, 51])
def test_a_figure_on_fewer_than_ten_cells_or_more_than_there_are_is_refused(marked):
    with pytest.raises(CannotSimulate, match="would point at places"):
        Attention(SHARES).score(np.ones(50, dtype=int), marked=marked)


@given(st.lists(st.integers(0, 5), min_size=20, max_size=20), st.integers(10, 20))
def test_marked_cells_add_up_and_ties_share_the_last_places(scores, marked):
    outcomes = np.ones(20, dtype=int)
    assert Attention(np.array(scores, dtype=float)).score(
        outcomes, marked=marked
    ).captured == pytest.approx(marked)


@given(st.permutations(range(20)))
def test_the_order_of_cells_changes_nothing(order):
    scores, outcomes = np.arange(20.0) // 4, np.arange(20) % 3
    there = Attention(scores).score(outcomes, marked=11)
    back = Attention(scores[order]).score(outcomes[order], marked=11)
    assert there.captured == pytest.approx(back.captured)


def test_what_takes_past_events_gives_closed_attention_and_nothing_by_place():
    """Of every method's public functions: those that see events return no array."""
    returned = {
        f"{module}.{name}": returns(function)
        for module in (m.name for m in pkgutil.iter_modules(methods.__path__))
        for name, function in functions_of(importlib.import_module(f"{methods.__name__}.{module}"))
        if sees_events(function)
    }
    assert returned.pop("self_exciting.log_likelihood") is float
    assert len(returned) >= 7  # each method's
    assert set(returned.values()) == {Attention}, returned


def functions_of(module):
    """The public functions of a module, and those of its public classes."""
    for name, value in vars(module).items():
        if getattr(value, "__module__", "") != module.__name__ or name.startswith("_"):
            continue
        if isclass(value):
            yield from ((f"{name}.{n}", f) for n, f in vars(value).items() if n[0] != "_")
        else:
            yield name, value


def returns(function):
    """What it gives back, also where annotations are read late."""
    told = signature(function).return_annotation
    return {"Attention": Attention}.get(told, told)


def sees_events(function):
    return isfunction(function) and any(
        parameter.annotation in (History, "History")
        for parameter in signature(function).parameters.values()
    )
