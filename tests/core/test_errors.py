"""Errors that a person can put right say where, what and what to do, and carry their facts."""

import ast
import re
from pathlib import Path

import pytest

import candour
from candour.core.errors import BadContent, BadQuantity, Problem


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("systems/a.yaml", 3, "use", "is empty"), "systems/a.yaml:3: use: is empty"),
        (Problem("systems/a.yaml", 0, "use", "is empty"), "systems/a.yaml: use: is empty"),
        (Problem("systems/a.yaml", 0, "", "is not UTF-8"), "systems/a.yaml: is not UTF-8"),
    ],
)
def test_a_problem_reads_as_file_line_field_and_what_is_wrong(problem, text):
    assert str(problem) == text
    assert Problem(**problem.as_dict()) == problem


def test_many_problems_are_counted_not_poured_out():
    problems = [Problem("a.yaml", n, "use", "is empty") for n in range(1, 31)]

    error = BadContent(problems)

    assert error.problems == problems
    assert str(error).splitlines()[-1] == "… and 10 more."
    assert len(str(error).splitlines()) == 21


def test_a_number_that_cannot_be_read_is_named():
    error = BadQuantity("lots", "give its value beside it, as `value:`")
    assert error.printed == "lots"
    assert str(error) == "'lots' can't be read as a number: give its value beside it, as `value:`"


SOURCE = Path(candour.__file__).parent
DRAWN = re.compile(r"^[├└]── (\w+)", re.MULTILINE)
TREES = [
    path for path in sorted(SOURCE.rglob("errors.py")) if "CandourError\n├──" in path.read_text()
]


@pytest.mark.parametrize("path", TREES, ids=lambda path: path.parent.name)
def test_the_tree_of_errors_at_the_top_of_a_file_is_that_of_the_file(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    errors = {
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef) and "CandourError" in map(ast.unparse, node.bases)
    }
    assert set(DRAWN.findall(ast.get_docstring(tree) or "")) == errors
    assert len(TREES) > 1


def test_a_name_that_breaks_a_line_or_hides_something_is_written_out():
    name = "systems/to\nol\u202e\x1b.yaml"
    assert str(Problem(name, 2, "", "is bad")) == "systems/to\\nol\\u202e\\x1b.yaml:2: is bad"
    assert Problem(name, 2, "", "is bad").as_dict()["file"] == name  # JSON writes it out itself
