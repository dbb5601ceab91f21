"""For how long a statement stood, as it was known at an earlier change set."""

from datetime import UTC, datetime

import pytest

from candour.register.stretches import Change, Stretch

DAY = datetime(2026, 11, 29, tzinfo=UTC)


def change(number):
    return Change(number, "candour", number, DAY, DAY, "Candour", "why", "", "")


@pytest.mark.parametrize(
    ("known_at", "ended"),
    [(2, "not there"), (3, None), (6, None), (7, 7), (9, 7)],
)
def test_a_stretch_is_as_it_was_known_when_a_change_set_was_in(known_at, ended):
    stretch = Stretch(change(3), change(7)).as_of(known_at)
    if ended == "not there":
        assert stretch is None
        return
    assert stretch is not None
    assert stretch.began.number == 3
    assert (stretch.ended.number if stretch.ended else None) == ended
    assert stretch.stands is (ended is None)
