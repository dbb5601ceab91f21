"""Stops elsewhere and at other times are counted as such, and nothing more is asked of them."""

import pytest

from candour.audit.stops.files import count_stops
from candour.audit.stops.places import Reading
from candour.tables import engine
from candour.tables.errors import CannotRead
from tests.audit.conftest import STOPS

HEAD = "force,month,Self-defined ethnicity,Officer-defined ethnicity\n"


def counted(path, **how):
    with engine() as database:
        return count_stops(database, [path], Reading(**how))


@pytest.mark.parametrize(
    "how",
    [
        {"months": {"2019-07", "2019-08"}},
        {"forces": {"derbyshire"}},
        {"months": {"2019-12"}, "forces": {"nottinghamshire"}},
    ],
)
def test_what_is_in_question_is_counted_as_if_all_were(how):
    everything, some = counted(STOPS, repeats=True), counted(STOPS, repeats=True, **how)
    asked = Reading(**how)
    inside = {stop: n for stop, n in everything.stops.items() if asked.asks_for(stop[:2])}
    assert some.stops == inside
    assert 0 < len(inside) < len(everything.stops)
    assert some.read == everything.read == sum(inside.values()) + sum(some.elsewhere.values())
    assert sum(some.repeats.values()) == sum(everything.repeats.values())
    assert {key: n for key, n in some.repeats.items() if asked.asks_for(key[:2])} == {
        key: n for key, n in everything.repeats.items() if asked.asks_for(key[:2])
    }


def test_a_label_that_nobody_knows_matters_only_where_it_is_asked_for(tmp_path):
    path = tmp_path / "stops.csv"
    path.write_text(HEAD + "Essex,2020-01,Martian,White\nEssex,2020-02,Not stated,White\n")
    found = counted(path, months={"2020-02"})
    assert found.elsewhere == {("essex", "2020-01"): 1}
    assert sum(found.stops.values()) == 1
    with pytest.raises(CannotRead, match=r"stops\.csv, line 2: .*'Martian'"):
        counted(path, months={"2020-01"})


def test_rows_without_a_month_are_kept_apart_when_months_are_asked_for(tmp_path):
    path = tmp_path / "stops.csv"
    path.write_text(
        HEAD + "Essex,,White,White\nEssex,2020-01,White,White\n,2020-02,White,White\n"
        "Essex,2020-02,Black,Black\n"
    )
    found = counted(path, months={"2020-02"})
    assert (found.no_month, found.no_force, found.read) == (1, 1, 4)
    assert [(stop.month, stop.self_group, n) for stop, n in found.stops.items()] == [
        ("2020-02", "black", 1)
    ]
