"""What the register tells of a force's systems on a day: those in use there and then."""

from datetime import date

import pytest

from candour.evidence.use import Headline, Standing
from candour.law.systems import SystemFacts, systems_of
from tests.evidence.making import collection, link, schema, statement, subject, term

IN_2020 = {"valid": "2020-01-01/2020-12-31"}
DAY = date(2020, 6, 1)


def a_system(slug, *said, operator="force"):
    return subject(
        statement(slug.title(), field="name", subject=slug),
        link(operator, "operator", subject=slug),
        *said,
        slug=slug,
    )


@pytest.mark.parametrize("standing", Standing)
def test_a_system_was_in_use_then_only_where_somebody_says_so_of_the_day(standing):
    use = Headline("as told", "in-use", standing)
    expected = standing in {Standing.THEN, Standing.DISPUTED}
    assert SystemFacts("tool", "The Tool", (), use).is_then is expected


def test_a_forces_systems_are_those_it_operates_and_those_in_use_on_the_day_come_first():
    register = collection(
        a_system("another"),
        a_system("used", term("in-use", "use", subject="used", **IN_2020)),
        a_system("theirs", term("in-use", "use", subject="theirs", **IN_2020), operator="other"),
    )
    told = systems_of("force", DAY, collection=register, schema=schema())
    assert [(system.slug, system.is_then) for system in told] == [
        ("used", True),
        ("another", False),
    ]
