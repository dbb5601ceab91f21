"""What a subject's file reaches: those whose statements bear on what follows from it."""

from candour.evidence.collection import CheckSpec, ContradictionSpec, DerivedSpec, Side
from candour.evidence.following import fields_that_reach, points_at
from tests.evidence.making import schema, subject


def test_a_file_points_at_all_that_its_checks_sums_and_contradictions_name():
    sides = (Side("here", ("use",)), Side("there", ("sided#use",)))
    home = subject(
        checks=(CheckSpec("tool", "", "tool#b.all = checked#b.all"),),
        derived=(
            DerivedSpec(
                "tool", "x", "a change", "summed#b.later / summed#b.earlier - 1", "percent"
            ),
            DerivedSpec("tool", "y", "no number", of=("unsummed#b.all",)),
        ),
        contradictions=(ContradictionSpec("tool", "a", "scope", sides, "why"),),
    )
    assert points_at(home) == {"checked", "summed", "unsummed", "sided"}


def test_a_file_that_names_only_its_own_rows_points_at_nobody():
    home = subject(derived=(DerivedSpec("tool", "x", "a sum", "b.one + b.other"),))
    assert points_at(home) == frozenset()


def test_assessments_and_operators_are_looked_into():
    """Each by its name: the table of fields says which they are, and none may drop out of it."""
    assert {"operator", "dpia", "eia"} <= fields_that_reach(schema())
