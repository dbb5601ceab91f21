"""Which ratio is told first."""

from candour.audit.per_resident.order import by_importance, groups_by_importance
from candour.audit.statistics.estimates import Reported
from tests.support.findings import a_ratio

CLEAR, NOT = "clearly higher", "no clear difference"


def row(group, ratio, excess, verdict, force="force"):
    ends = Reported(excess, excess - 1, excess + 1)
    return a_ratio(force=force, group=group, ratio=ratio, excess_stops=ends, verdict=verdict)


def test_the_plan_s_primary_comparison_leads_where_it_is_clear():
    rows = [row("asian", 3.0, 900, CLEAR), row("mixed", 9.0, 5, NOT), row("black", 2.0, 10, CLEAR)]
    assert [each.group for each in by_importance(rows, "black")] == ["black", "asian", "mixed"]


def test_else_the_clear_one_that_touches_most_leads_and_the_rest_follow_by_size():
    rows = [
        row("asian", 1.2, 900, CLEAR),
        row("mixed", 9.0, 5, CLEAR),
        row("black", 2.0, 10, NOT),
        row("other", 0.1, -3, NOT),
    ]
    order = ["asian", "mixed", "other", "black"]
    assert [each.group for each in by_importance(rows, "black")] == order


def test_over_many_forces_a_group_that_is_clear_in_more_than_half_leads():
    rows = [
        row(group, ratio, excess, verdict, force=f"force-{number}")
        for number in range(4)
        for group, ratio, excess, verdict in (
            ("asian", 0.2, -900, "clearly lower"),
            ("black", 3.0, 10, CLEAR if number else NOT),
        )
    ]
    assert groups_by_importance(rows, "black") == ["black", "asian"]
    assert groups_by_importance(rows, "mixed") == ["asian", "black"]


def test_where_nothing_is_clear_the_plan_s_primary_comparison_leads():
    rows = [row("asian", 0.0, -5, NOT), row("mixed", 9.0, 5, NOT), row("black", 2.0, 10, NOT)]
    assert by_importance(rows, "black")[0].group == "black"
    assert groups_by_importance(rows, "black")[0] == "black"
