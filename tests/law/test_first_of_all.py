"""Which case fits, which five steps come first, and a person's age before a court."""

from dataclasses import replace
from datetime import date

import pytest

from candour.law.answers import Age, Answers, ForWhom, Situation
from candour.law.bodies import read_kinds, typed_force
from candour.law.first_steps import case_of
from candour.law.holidays import Country, Nation, read_holidays
from candour.law.routes import What, read_routes
from candour.law.triage import triage
from candour.law.triage_texts import read_texts
from tests.law.as_filed import filed, listed

TODAY = date(2026, 11, 22)


def asked(kind="police", what="told-a-score", whom="self", country="england", **more):
    body = typed_force("A body", kind=read_kinds()[kind], country=Country(country))
    return Answers(force=body, on=None, what=What(what), for_whom=ForWhom(whom), **more)


def case_by_hand(kind, what, whom, situations, nation="england-wales"):
    for name, row in filed("first-steps.yaml").items():
        wanted = listed(row, "situations")
        if (
            (not wanted or set(wanted) & set(situations))
            and what in (listed(row, "what") or (what,))
            and whom in (listed(row, "for") or (whom,))
            and kind in (listed(row, "bodies") or (kind,))
            and nation in (listed(row, "nations") or (nation,))
        ):
            return name
    raise AssertionError


@pytest.mark.parametrize("kind", list(filed("body-kinds.yaml")))
def test_the_first_case_that_fits_is_taken(kind):
    texts = read_texts()
    for nation in Nation:
        for what in What:
            for whom in ForWhom:
                case = case_of(asked(kind, what, whom), nation, texts)
                assert case.id == case_by_hand(kind, what, whom, (), nation)
            for situation in Situation:
                answers = asked(kind, what, situations=frozenset({situation}))
                expected = case_by_hand(kind, what, "self", (situation,), nation)
                assert case_of(answers, nation, texts).id == expected


def test_without_a_case_for_all_others_it_is_said():
    texts = replace(read_texts(), cases=())
    with pytest.raises(LookupError, match="the last one in the file must ask for nothing"):
        case_of(asked(), Nation.ENGLAND_WALES, texts)


def first(**more):
    answers = replace(asked(), **more)
    result = triage(
        answers, today=TODAY, systems=(), routes=read_routes(), holidays=read_holidays()
    )
    return [each.id for each in result.first], result


@pytest.mark.parametrize("reply", list(filed("replies.yaml")))
def test_after_a_reply_come_first_its_own_steps_and_a_solicitor_five_at_most(reply):
    row = filed("replies.yaml")[reply]
    of_each = (asked(kind.id, kind.what[0]).force for kind in read_kinds().values())
    may_come_from = read_texts().replies[reply].may_come_from
    kind = next(body.kind for body in of_each if may_come_from(body, Nation.ENGLAND_WALES))
    answers = asked(kind.id, reply=reply, replied_on=TODAY, what=kind.what[0])
    result = triage(
        replace(answers, on=date(2026, 11, 1)),
        today=TODAY,
        systems=(),
        routes=read_routes(),
        holidays=read_holidays(),
    )
    steps = [each.id for each in result.first]
    assert len(steps) <= 5
    assert len(set(steps)) == len(steps)
    assert "solicitor" in steps
    led_to = (*listed(row, "next"), *listed(row, "then"))
    assert set(steps) <= {*led_to, "solicitor"}
    own = [name for name in steps if name in led_to]
    if len(led_to) > 1:
        assert own == [name for name in led_to if name in own]


def test_with_an_adviser_first_a_reply_changes_no_first_step():
    situations = frozenset({Situation.CHARGED})
    without, _ = first(situations=situations)
    with_reply, result = first(situations=situations, reply="restricted", replied_on=TODAY)
    assert with_reply == without == ["solicitor", "keep-evidence"]
    assert result.adviser_first


@pytest.mark.parametrize(
    ("whom", "age", "is_child", "alone"),
    [
        ("self", None, False, {*Nation}),
        ("child", None, True, set()),
        ("child", Age.UNDER_12, True, set()),
        ("child", Age.FROM_12, True, set()),
        ("child", Age.FROM_16, True, {Nation.SCOTLAND}),
        ("client", None, False, {*Nation}),
        ("client", Age.FROM_16, True, {Nation.SCOTLAND}),
        ("client", Age.FROM_12, True, set()),
    ],
)
def test_who_goes_to_court_alone_hangs_on_age_and_nation(whom, age, is_child, alone):
    answers = asked(whom=whom, age=age)
    assert answers.is_child is is_child
    assert {nation for nation in Nation if answers.can_go_to_court_alone(nation)} == alone


@pytest.mark.parametrize(
    ("country", "given", "expected"),
    [
        ("england", None, Country.ENGLAND),
        ("england", Country.WALES, Country.WALES),
        ("england", Nation.ENGLAND_WALES, Country.ENGLAND),
        ("wales", Nation.SCOTLAND, Country.SCOTLAND),
    ],
)
def test_the_country_given_counts_before_that_of_the_body(country, given, expected):
    assert asked(country=country, nation=given).country is expected
