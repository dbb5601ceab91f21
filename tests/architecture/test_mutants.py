"""The faults that `scripts/mutate` plants: each changes one thing, and its name outlives moves."""

import ast
from collections.abc import Callable
from typing import Any

import pytest

from scripts.lib.mutants import mutants_of, planted

CODE = '''
"""A module."""
TABLE = {"halved": lambda number: number / 2}


def least(numbers, *, limit=10):
    """Its docstring."""
    found = []
    for number in numbers:
        if number < limit and number is not None:
            found.append(number)
            continue
        break
    assert limit > 0
    if not found:
        raise ValueError("none of them")
    return min(found)


class Counter:
    count: int = 0

    def up(self) -> int:
        self.count += 1
        return self.count
'''


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "module.py"
    path.write_text(CODE, encoding="utf-8")
    return path


def changed(path):
    return {mutant.change for mutant in mutants_of(path, path.parent)}


def loaded(tree: ast.Module) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(tree, "module.py", "exec"), names)  # noqa: S102 - the code above
    return names


def test_comparisons_conditions_sums_words_and_steps_are_changed_and_texts_left_alone(path):
    assert changed(path) == {
        "`number / 2`: Div becomes Mult",
        "`2` becomes 3",
        "`number < limit`: < becomes <=",
        "`number is not None`: IsNot becomes Is",
        "`number < limit and number is not None`: And becomes Or",
        "`number < limit and number is not None`: condition turned round",
        "`found.append(number)`: left out",
        "`continue`: left out",
        "`break`: left out",
        "`not found`: Not left out",
        "`min(found)`: min becomes max",
        "`return min(found)`: nothing returned",
        "`self.count += 1`: Add becomes Sub",
        "`self.count += 1`: left out",
        "`1` becomes 2",
        "`return self.count`: nothing returned",
    }


@pytest.mark.parametrize(
    ("change", "works"),
    [
        ("`number < limit`: < becomes <=", lambda names: names["least"]([10, 11]) == 10),
        ("`min(found)`: min becomes max", lambda names: names["least"]([1, 2]) == 2),
        ("`2` becomes 3", lambda names: names["TABLE"]["halved"](6) == 2),
        ("`self.count += 1`: left out", lambda names: names["Counter"]().up() == 0),
    ],
)
def test_a_planted_fault_does_what_its_name_says(
    path, change: str, works: Callable[[dict[str, Any]], bool]
):
    (mutant,) = [one for one in mutants_of(path, path.parent) if one.change == change]
    assert works(loaded(planted(path, mutant)))


def test_each_fault_differs_from_the_code_and_from_the_others(path):
    trees = [ast.unparse(planted(path, mutant)) for mutant in mutants_of(path, path.parent)]
    assert ast.unparse(ast.parse(CODE)) not in trees
    assert len(set(trees)) == len(trees)
    names = [mutant.name for mutant in mutants_of(path, path.parent)]
    assert len(set(names)) == len(names)


def test_a_name_stays_when_lines_move_and_changes_when_its_function_does(path):
    before = {mutant.function: mutant.name for mutant in mutants_of(path, path.parent)}
    path.write_text(f"# A line more.\n{CODE.replace('return min', 'return  max')}")
    after = {mutant.function: mutant.name for mutant in mutants_of(path, path.parent)}
    assert before["Counter.up"] == after["Counter.up"]
    assert before["<lambda>"] == after["<lambda>"]
    assert before["least"] != after["least"]


def test_a_name_stays_when_a_function_calls_its_own_values_otherwise(path):
    before = [mutant.name for mutant in mutants_of(path, path.parent)]
    path.write_text(CODE.replace("found", "small").replace("limit", "most"))
    assert [mutant.name for mutant in mutants_of(path, path.parent)] == before
    path.write_text(CODE.replace("min(found)", "min(others)"))
    assert [mutant.name for mutant in mutants_of(path, path.parent)] != before
