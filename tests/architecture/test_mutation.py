"""How `scripts/mutate` judges a planted fault: by a test that fails with it and passes without."""

import os
import signal
import weakref
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from scripts.lib import mutation, mutation_results
from scripts.lib.mutants import Mutant, mutants_of
from scripts.lib.mutation_map import RanBy, lines_together, state_of, write_map
from scripts.lib.mutation_planting import caches_loaded, functions_by_place, plant
from scripts.lib.mutation_results import (
    KILLED,
    NOT_JUDGED,
    NOT_RUN,
    PACKAGES,
    SURVIVED,
    TIMED_OUT,
    Result,
)

FAULT = SimpleNamespace(file="src/candour/x.py", line=1, start=1)


class Runner(mutation.Runner):
    """One whose tests ask whether a fault is planted, instead of any code."""

    is_planted = False


@pytest.fixture
def runner(tmp_path, monkeypatch):
    monkeypatch.setattr(mutation, "KEPT", tmp_path)
    monkeypatch.setattr(mutation, "LEAST_LIMIT", 1)
    wanted = mutation.Wanted("law", 1, 1, ("",), 8, (), again=False)
    one = Runner(wanted)

    def planted(*_):
        one.is_planted = True
        return True

    monkeypatch.setattr(mutation, "plant", planted)
    return one


def a_test(runner, name, fails):
    """A test, as the runner sees it, that fails where `fails()` says so."""

    def protocol(*, item, nextitem):
        runner.failed = runner.failed or fails()

    hook = SimpleNamespace(pytest_runtest_protocol=protocol)
    return SimpleNamespace(nodeid=name, config=SimpleNamespace(hook=hook))


def spin():
    while True:
        pass


def end_this_process():
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_fault_is_noticed_by_a_test_that_fails_with_it_and_passes_without(runner):
    blind = a_test(runner, "t.py::blind", lambda: False)
    sees = a_test(runner, "t.py::sees", lambda: runner.is_planted)
    assert runner._try(FAULT, [blind, sees]) == mutation.End(KILLED, "t.py::sees")
    assert runner._try(FAULT, [blind]) == mutation.End(SURVIVED)
    assert runner._try(FAULT, []) == mutation.End(NOT_RUN)


def test_a_test_that_fails_by_itself_notices_nothing(runner):
    broken = a_test(runner, "t.py::broken", lambda: True)
    blind = a_test(runner, "t.py::blind", lambda: False)
    assert runner._try(FAULT, [broken, blind]) == mutation.End(SURVIVED)
    assert runner.took["t.py::broken"] > mutation.SLOWEST, "it is not asked again in this run"
    assert runner._try(FAULT, [broken]) == mutation.End(NOT_RUN)


def test_a_test_is_run_without_the_fault_on_databases_that_are_whole(runner, tmp_path):
    """The last test of a run takes the databases down: the run after it needs them again."""
    database = tmp_path / "database"
    database.touch()
    runner.put_back = database.touch

    def fails():
        is_whole = database.exists()
        database.unlink(missing_ok=True)
        return runner.is_planted or not is_whole

    sees = a_test(runner, "t.py::sees", fails)
    assert runner._try(FAULT, [sees]) == mutation.End(KILLED, "t.py::sees")


def test_a_fault_that_never_ends_is_noticed_where_the_tests_end_without_it(runner):
    slow = a_test(runner, "t.py::slow", lambda: runner.is_planted and spin())
    assert runner._try(FAULT, [slow]) == mutation.End(TIMED_OUT)


def test_tests_that_take_too_long_without_the_fault_judge_nothing(runner):
    slow = a_test(runner, "t.py::slow", spin)
    assert runner._try(FAULT, [slow]) == mutation.End(NOT_JUDGED)


def test_a_run_that_is_ended_from_outside_judges_nothing(runner):
    ended = a_test(runner, "t.py::ended", lambda: runner.is_planted and end_this_process())
    assert runner._try(FAULT, [ended]) == mutation.End(NOT_JUDGED)


def test_a_fault_that_cannot_be_planted_judges_nothing(runner, monkeypatch):
    def refuse(*_):
        raise SyntaxError

    monkeypatch.setattr(mutation, "plant", refuse)
    assert runner._try(FAULT, [a_test(runner, "t.py::any", lambda: False)]).result == NOT_JUDGED


@pytest.mark.parametrize(
    ("result", "tests", "stands"),
    [
        (KILLED, "older", True),
        (TIMED_OUT, "older", True),
        (SURVIVED, "same", True),
        (SURVIVED, "older", False),
        (NOT_RUN, "older", False),
        (NOT_JUDGED, "same", False),
    ],
)
def test_a_fault_is_tried_again_where_the_tests_changed_or_nothing_was_judged(
    result, tests, stands
):
    before: Result = {"result": result, "tests": tests}  # type: ignore[typeddict-item]
    assert mutation._stands(before, "same") is stands


def test_what_no_test_noticed_yet_can_be_drawn_whatever_draw_it_came_from(runner, monkeypatch):
    unnoticed, noticed, untried = (SimpleNamespace(**vars(FAULT), name=n, change="") for n in "abc")
    results = {"a": {"result": SURVIVED}, "b": {"result": KILLED}, "gone": {"result": NOT_RUN}}
    monkeypatch.setattr(mutation, "every_mutant", lambda package: [unnoticed, noticed, untried])
    monkeypatch.setattr(mutation, "kept", lambda package: results)
    assert mutation.drawn(replace(runner.wanted, survivors=True)) == [unnoticed]
    assert len(mutation.drawn(replace(runner.wanted, count=3))) == 3


def test_only_tests_of_which_it_is_not_known_are_run_to_see_their_lines(
    runner, monkeypatch, tmp_path
):
    module = "tests/law/test_systems.py"
    known, unknown = f"{module}::known", f"{module}::unknown"
    write_map(tmp_path / "law-map.json", {module: RanBy(state_of(module), took={known: 1.0})})
    runner.items = {name: SimpleNamespace(nodeid=name) for name in (known, unknown)}
    asked: list[list[Any]] = []
    monkeypatch.setattr(runner, "_fork", lambda work: asked.append(work.args[0]))
    monkeypatch.setattr(mutation, "_wait", lambda child: 0)
    runner._map()
    assert [[item.nodeid for item in items] for items in asked] == [[unknown]]


@pytest.mark.parametrize(
    ("tests", "told"), [(PACKAGES["law"][1], [NOT_RUN]), (("tests/law/test_triage.py",), [])]
)
def test_a_fault_is_run_by_no_test_only_where_all_tests_were_asked(
    runner, monkeypatch, tests, told
):
    fault = Mutant("src/candour/law/x.py", 1, 1, "f", "`1` becomes 2", 0, 0, "a name")
    results: dict[str, Result] = {}
    monkeypatch.setattr(mutation, "kept", lambda package: results)
    monkeypatch.setattr(mutation, "keep", lambda package, rows: None)
    monkeypatch.setattr(mutation, "drawn", lambda wanted: [fault])
    runner.wanted = replace(runner.wanted, tests=tests)
    runner._try_all()
    assert [row["result"] for row in results.values()] == told


def test_the_table_tells_of_reasons_that_fit_no_fault_or_one_that_a_test_notices(
    tmp_path, monkeypatch
):
    faults = [SimpleNamespace(name=name) for name in ("seen", "unseen")]
    rows = [
        {"name": name, "result": result, "file": "x.py", "line": 1, "function": "f", "change": "c"}
        for name, result in (("seen", KILLED), ("unseen", SURVIVED))
    ]
    monkeypatch.setattr(mutation_results, "PACKAGES", {"law": ("", ())})
    monkeypatch.setattr(mutation_results, "every_mutant", lambda package: faults)
    monkeypatch.setattr(mutation_results, "kept", lambda package: {r["name"]: r for r in rows})
    monkeypatch.setattr(
        mutation_results, "reasons", lambda: dict.fromkeys(("seen", "unseen", "gone"), "as it is")
    )
    lines = mutation_results.table().splitlines()
    assert "| law | 2 | 1 | 50.0% | 1 of 1 |" in lines
    assert lines[-3:] == [
        "unseen survived: x.py:1 f c: as it is",
        "gone is named, but no such fault can be planted now",
        "seen is named, but a test notices it",
    ]


def test_a_step_that_needs_the_class_can_be_left_out_of_a_loaded_method(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(
        "class Some(Exception):\n    def __init__(self):\n        super().__init__('x')\n"
    )
    names: dict[str, Any] = {}
    exec(compile(path.read_text(), str(path), "exec"), names)  # noqa: S102 - the code above
    some = names["Some"]
    (mutant,) = [one for one in mutants_of(path, tmp_path) if "left out" in one.change]
    functions = {(str(path), "Some.__init__", 2): [some.__init__]}
    assert plant(path, mutant, functions, [])
    assert str(some()) == ""


def test_functions_are_found_beside_what_stood_for_something_that_is_gone():
    proxy = weakref.proxy(type("Gone", (), {})())  # gone at once
    with pytest.raises(ReferenceError):
        isinstance(proxy, int)

    def made_here():  # what was loaded long ago may be out of the collector's sight
        return proxy

    found = [one for some in functions_by_place().values() for one in some]
    assert any(one is made_here for one in found)
    assert isinstance(caches_loaded(), list)


def test_what_files_of_tests_ran_is_put_together_line_by_line():
    one, other = RanBy("a"), RanBy("b")
    one.ran("t.py::one", "x.py", 1)
    one.ran("t.py::two", "x.py", 1)
    other.ran("u.py::three", "x.py", 1)
    assert lines_together([one, other])["x.py"][1] == ["t.py::one", "t.py::two", "u.py::three"]
