"""The unit of the register: its canonical form, its name, and what it can be asked about days."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.core.days import Answer, parse_days
from candour.evidence.quantities import parse_quantity
from candour.evidence.statements import Silence, Statement
from tests.evidence.making import figure, silence, statement, term
from tests.evidence.strategies import replaced, statements

FEBRUARY_2025 = date(2025, 2, 20)


@pytest.mark.parametrize(
    ("said", "canonical", "name"),
    [
        (
            statement("Find people", locator="4.1 n478", said_by=("force",), via="authors"),
            '{"basis":"research","field":"purpose","locator":"4.1 n478","public_on":"2025-02-20",'
            '"said_by":["force"],"source":"report","subject":"tool","value":{"text":"Find people"},'
            '"via":"authors"}',
            "s1-ev23l5rfvnlm2sr525piq63qwt",
        ),
        (
            figure("66.6 per cent", group="Black", period="2024-05"),
            '{"basis":"research","field":"people-profiled","locator":"1","public_on":"2025-02-20",'
            '"qualifiers":{"group":"Black","measure":"listed","period":"2024-05"},'
            '"said_by":["authors"],"source":"report","subject":"tool","value":{"quantity":'
            '{"decimals":1,"printed":"66.6 per cent","stated":"rounded","unit":"percent",'
            '"value":"66.6"}}}',
            "s1-eecp35y4m7bdcr3lgppczlpxbf",
        ),
        (
            silence("withheld", "procedure", reason="s.31", valid="2020/"),
            '{"basis":"research","field":"procedure","locator":"1","public_on":"2025-02-20",'
            '"said_by":["authors"],"source":"report","subject":"tool","valid":"2020/",'
            '"value":{"silence":{"kind":"withheld","reason":"s.31"}}}',
            "s1-bjsnenxah7f7af2tdimcbgb73w",
        ),
    ],
)
def test_the_name_of_a_statement_is_the_same_for_ever(said, canonical, name):
    """If this fails, every address and citation of every installation breaks."""
    assert said.canonical == canonical
    assert said.id == name


@given(statements)
def test_a_statement_written_as_plain_data_reads_as_the_same_statement(said):
    again = Statement.from_dict(said.as_dict())
    assert again == said
    assert again.id == said.id


@given(statements, st.randoms(use_true_random=False))
def test_the_order_of_qualifiers_does_not_matter(said, shuffler):
    data = said.as_dict()
    items = list(data.get("qualifiers", {}).items())
    shuffler.shuffle(items)
    assert Statement.from_dict(data | {"qualifiers": dict(items)}).id == said.id


CHANGES = {
    "subject": "other",
    "field": "operation",
    "kind": "term",
    "value": "find places",
    "said_by": ("force",),
    "source": "elsewhere",
    "locator": "2",
    "basis": "press",
    "via": "force",
    "said_on": parse_days("2019"),
    "public_on": parse_days("2019"),
    "valid": parse_days("2019"),
    "first_public": parse_days("2019"),
    "first_in": "earlier",
    "qualifiers": (("note", "of some"),),
}


def test_every_part_of_a_statement_belongs_to_its_name():
    assert CHANGES.keys() == Statement.__dataclass_fields__.keys()

    said = statement()
    names = {said.id, *(replaced(said, **{part: value}).id for part, value in CHANGES.items())}

    assert len(names) == len(CHANGES) + 1


@pytest.mark.parametrize(
    "part", ["kind", "act", "section", "reason", "asked_on", "due_on", "review_on"]
)
def test_every_part_of_a_silence_belongs_to_its_name(part):
    said = silence("withheld", "procedure")
    other = Silence(**({"kind": "withheld"} | {part: "2024"}))
    assert replaced(said, value=other).id != said.id


@pytest.mark.parametrize("printed", ["1413", "1,413.0", "about 1,413", "1,414"])
def test_how_a_number_is_printed_belongs_to_its_name(printed):
    said = figure("1,413")
    assert figure(printed).id != said.id
    assert figure("1,413").id == said.id


def test_a_silence_is_written_without_its_empty_parts():
    assert Silence("withheld", act="FOIA").as_dict() == {"kind": "withheld", "act": "FOIA"}


def test_a_qualifier_that_is_not_there_is_empty():
    assert statement(note="of some").qualifier("note") == "of some"
    assert statement().qualifier("note") == ""


@pytest.mark.parametrize(
    ("said", "day", "answer"),
    [
        (statement(), date(2021, 1, 1), Answer.CANT_TELL),  # no days are stated
        (term("in-use", "use", valid="2013/2018"), date(2015, 1, 1), Answer.YES),
        (term("in-use", "use", valid="2013/2018"), date(2019, 1, 1), Answer.NO),
        # Said in use since 2020 by a report of February 2025: that far, and no further.
        (term("in-use", "use", valid="2020/"), date(2021, 3, 14), Answer.YES),
        (term("in-use", "use", valid="2020/"), date(2025, 2, 21), Answer.CANT_TELL),
        (
            term("in-use", "use", valid="2020/", said_on="2021-01"),
            date(2021, 3, 14),
            Answer.CANT_TELL,
        ),
    ],
)
def test_what_is_true_on_a_day_goes_as_far_as_the_speaker_can_know(said, day, answer):
    assert said.true_on(day) == answer


@pytest.mark.parametrize(
    ("public_on", "day", "answer"),
    [
        ("2025-02-20", date(2025, 2, 19), Answer.CANT_TELL),  # others may have said it before
        ("2025-02-20", FEBRUARY_2025, Answer.YES),
        ("2019", date(2019, 6, 1), Answer.CANT_TELL),
        ("2019", date(2019, 12, 31), Answer.YES),
        ("2019", date(2018, 12, 31), Answer.CANT_TELL),
        ("before 2019/", date(2018, 1, 1), Answer.CANT_TELL),
        ("before 2019/", date(2018, 12, 31), Answer.YES),
        ("", FEBRUARY_2025, Answer.CANT_TELL),
    ],
)
def test_what_the_public_could_know_on_a_day(public_on, day, answer):
    assert statement(public_on=public_on).public_by(day) == answer


@pytest.mark.parametrize(
    ("told", "day", "answer", "reported"),
    [
        ({"first_public": "2018"}, date(2017, 12, 31), Answer.NO, False),
        ({"first_public": "2018"}, date(2018, 6, 1), Answer.CANT_TELL, False),
        ({"first_public": "2018"}, date(2019, 1, 1), Answer.CANT_TELL, True),
        ({"first_public": "2018"}, FEBRUARY_2025, Answer.YES, False),
        ({"said_on": "2024-05"}, date(2024, 4, 30), Answer.NO, False),
        ({"valid": "2021-03/"}, date(2021, 2, 28), Answer.NO, False),
        ({"valid": "2021-03/"}, date(2021, 4, 1), Answer.CANT_TELL, False),
    ],
)
def test_a_no_needs_a_reason_and_a_yes_a_text_that_is_read(told, day, answer, reported):
    said = statement(**told)
    assert said.public_by(day) is answer
    assert said.reported_public_by(day) is reported


def test_a_plan_can_be_known_before_its_day():
    planned = term("planned", "use", valid="2026")
    assert planned.public_by(date(2024, 1, 1)) is Answer.CANT_TELL


def test_a_quantity_keeps_its_value_to_the_last_digit():
    said = figure("£17,683.47")
    assert Statement.from_dict(said.as_dict()).value == parse_quantity("£17,683.47")
    assert said.as_dict()["value"]["quantity"]["value"] == "17683.47"
    assert said.value.value == Decimal("17683.47")


@pytest.mark.parametrize(
    ("said_on", "public_on", "last"),
    [
        ("2021", "2023", date(2021, 1, 1)),
        ("2021-03", "2023", date(2021, 3, 1)),
        ("2021-03-14", "2023", date(2021, 3, 14)),
        ("", "2023", date(2023, 1, 1)),
        ("2020/", "2023", date(2023, 1, 1)),
        ("", "", None),
    ],
)
def test_a_speaker_is_taken_to_know_of_no_day_after_the_first_they_can_have_spoken_on(
    said_on, public_on, last
):
    spoken = term("in-use", "use", valid="2020/", said_on=said_on, public_on=public_on)
    assert spoken.known_to == last
    if last is not None:
        assert spoken.true_on(last) == Answer.YES
        assert spoken.true_on(last + timedelta(days=1)) == Answer.CANT_TELL


def test_words_reported_without_their_day_tell_of_no_day_up_to_the_report():
    days = {"valid": "2013/", "public_on": "2025-02-20"}
    reported = statement("Find people", via="authors", said_by=("force",), **days)
    own = statement("Find people", **days)
    dated = statement("Find people", via="authors", said_by=("force",), said_on="2021", **days)
    assert reported.true_on(date(2020, 6, 1)) is Answer.CANT_TELL
    assert own.true_on(date(2020, 6, 1)) is Answer.YES
    assert dated.true_on(date(2020, 6, 1)) is Answer.YES
    assert dated.true_on(date(2022, 6, 1)) is Answer.CANT_TELL


def test_a_count_of_a_period_was_not_public_before_the_period_ended():
    def counted(field, period):
        return replace(figure("2,847", period=period), field=field)

    searches = counted("policing-activity", "2018/2022")
    assert searches.public_by(date(2021, 6, 1)) is Answer.NO
    assert searches.public_by(date(2023, 6, 1)) is Answer.CANT_TELL
    assert counted("policing-activity", "2018/").public_by(date(2021, 6, 1)) is Answer.CANT_TELL
    assert counted("cost", "2018/2022").public_by(date(2021, 6, 1)) is Answer.CANT_TELL
