"""What rests on a source is counted by the places its statements name, pages kept whole."""

from candour.web.pages.carried import by_section


def test_pages_are_counted_each_for_itself_and_stand_in_their_order():
    places = [("p. 12", 2), ("p. 9", 1), ("p. 12, p. 9", 1), ("p. 12 n3", 1)]
    assert by_section(places) == (("p. 9", 2), ("p. 12", 4))


def test_sections_come_before_what_has_a_name_or_a_page():
    places = [("Executive summary n3", 1), ("p. 2", 1), ("10", 1), ("4.1 n508", 1), ("4.1.2", 1)]
    assert [name for name, _ in by_section(places)] == [
        "4.1",
        "4.1.2",
        "10",
        "Executive summary",
        "p. 2",
    ]


def test_a_place_that_names_two_sections_counts_in_both():
    assert by_section([("4.1 n478, 5.1", 3)]) == (("4.1", 3), ("5.1", 3))
