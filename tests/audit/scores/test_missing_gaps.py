"""What missing outcomes would have to be for a gap to vanish, in words that say it one way only."""

import numpy as np
import pytest

from candour.audit.scores.missing_gaps import gap_words

# Of each group: not flagged without and with the outcome, flagged without and with it.
B = [[60, 20], [40, 50]]
A = [[100, 30], [35, 50]]


def said(missing, *, b=B, a=A):
    counts = np.array([b, a])
    return list(gap_words(["B", "A"], counts, {("B",): missing[0], ("A",): missing[1]}, "A"))


def test_it_names_the_way_in_both_groups_and_by_how_much():
    wrong_flags, missed = said([(20, 20), (20, 20)])
    assert wrong_flags.startswith(
        "Missing outcomes: of people without the outcome, 40.0% of B were flagged beside 25.9% of A"
    )
    assert "in B more of those flagged" in wrong_flags
    assert "in A fewer of those flagged and more of those not flagged" in wrong_flags
    assert "at 16 times the odds" in wrong_flags
    assert "if they lean the other way, the gap is larger" in wrong_flags
    assert missed.startswith("Missing outcomes: of people with the outcome, 37.5% of A were not")


def test_few_missing_can_not_close_it_and_that_is_said_with_what_is_left():
    wrong_flags, _ = said([(6, 6), (6, 6)])
    assert "Among the people of this file no missing outcome can close that gap" in wrong_flags
    least, most = 40 / (60 + 6 + 40), (35 + 6) / (35 + 6 + 100)
    assert f"{least:.1%} or more of B and {most:.1%} or less of A" in wrong_flags


def test_a_gap_that_is_of_who_is_missing_is_said_not_to_stand():
    """Nearly all of B who were not flagged are missing, and most of those had no outcome."""
    wrong_flags, _ = said([(900, 0), (0, 0)], b=[[60, 20], [40, 50]])
    assert "does not stand if the missing are like the known" in wrong_flags


@pytest.mark.parametrize("missing", [[(3, 20), (20, 20)], [(20, 20), (20, 1)], [(0, 0), (0, 0)]])
def test_small_cells_and_nothing_missing_say_nothing(missing):
    assert said(missing) == []


def test_groups_that_do_not_differ_say_nothing():
    assert said([(20, 20), (20, 20)], a=B) == []
