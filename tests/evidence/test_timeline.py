"""The life of a subject: what was said of which days, and what was known when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candour.content import FOLDER
from candour.core.days import parse_days
from candour.evidence.collection import Row, SubjectFile
from candour.evidence.fields import read_schema
from candour.evidence.reading import read_collection
from candour.evidence.statements import Statement
from candour.evidence.timeline import Told, in_words, timeline, told_beside


def said(valid, *, said_on="", public_on="", via="", field="event", by="force", value="It began"):
    return Statement(
        subject="tool",
        field=field,
        kind="text",
        value=value,
        said_by=(by,),
        source="report",
        locator="1",
        basis="research",
        via=via,
        said_on=parse_days(said_on) if said_on else None,
        public_on=parse_days(public_on) if public_on else None,
        valid=parse_days(valid) if valid else None,
    )


def life(*statements, **more):
    rows = tuple(Row(f"row.{place}", one) for place, one in enumerate(statements))
    return timeline(SubjectFile("tool", "system", rows), **more)


@pytest.mark.parametrize(
    ("statement", "told", "words"),
    [
        (said("2020", said_on="2019-12-31"), Told.BEFORE, "told beforehand"),
        (said("2020", said_on="2020-06"), Told.DURING, "told at the time"),
        (said("2020/", public_on="2024"), Told.DURING, "told at the time"),
        (said("2020", said_on="2021-01-10"), Told.AFTER, "told less than a month later"),
        (said("2020", said_on="2021-08-05"), Told.AFTER, "told 7 months later"),
        (said("2020", public_on="2022-01-05"), Told.AFTER, "told a year later"),
        (said("2016", said_on="2025-02-20"), Told.AFTER, "told 8 years later"),
        (said("2020"), Told.CANT_TELL, ""),
        # Some of the day of the words lies in the days told of.
        (said("2020-06", said_on="2020"), Told.DURING, "told at the time"),
        # The words were said on the first day, whenever they came out.
        (said("2020", said_on="2020-03", public_on="2025"), Told.DURING, "told at the time"),
    ],
)
def test_how_the_day_of_the_words_lies_to_the_days_they_tell_of(statement, told, words):
    (entry,) = life(statement)
    assert entry.told is told
    assert in_words(entry) == words


def test_it_runs_in_the_order_of_the_days_it_is_true_of():
    late, early, none = said("2021"), said("2019/2024"), said("", public_on="2020")
    assert [entry.days.text for entry in life(late, none, early)] == ["2019/2024", "2021"]


def test_what_gives_no_days_stands_at_the_day_of_its_words():
    said_then = said("", said_on="2018", field="answer")
    out_then = said("", public_on="2025-02-20", field="predictive")
    ours = said("", public_on="2025-02-20", field="predictive", by="candour")
    other = said("", public_on="2025-02-20", field="purpose")
    entries = life(out_then, said_then, ours, other)
    assert [(e.days.text, e.told) for e in entries] == [
        ("2018", Told.UNDATED),
        ("2025-02-20", Told.UNDATED),
    ]
    assert [in_words(entry) for entry in entries] == [
        "told then, of days not given",
        "out then, of days not given",
    ]


def test_what_a_contradiction_names_is_marked():
    one, other = said("2020"), said("2021")
    assert [e.is_disputed for e in life(one, other, disputed={other.id})] == [False, True]


def test_a_body_has_the_lives_of_its_systems_and_no_more_of_them():
    rows = (
        Row("use", said("2018", field="use")),
        Row("purpose", said("2019", field="purpose")),
    )
    entries = life(said("2020"), systems=[SubjectFile("other", "system", rows)])
    assert [entry.lead.field for entry in entries] == ["use", "event"]


DAYS = st.integers(2000, 2030).map(str)


@given(DAYS, DAYS)
def test_before_and_after_are_each_others_mirror(days, words):
    told = told_beside(said(days, said_on=words), parse_days(days))[0]
    mirrored = told_beside(said(words, said_on=days), parse_days(words))[0]
    mirror = {Told.BEFORE: Told.AFTER, Told.AFTER: Told.BEFORE, Told.DURING: Told.DURING}
    assert mirrored is mirror[told]


def test_the_shipped_register_tells_the_life_of_the_gangs_matrix():
    content = read_collection(FOLDER, read_schema(FOLDER))
    entries = timeline(content.subjects["mps-gangs-matrix"])
    assert len({entry.lead.source for entry in entries}) > 8
    first = min(entry.out_on for entry in entries if entry.out_on is not None)
    assert first.isoformat() == "2018-05-31"  # by the end of May 2018, the month Amnesty reported
    stopped = [e for e in entries if e.lead.field == "use" and e.lead.value == "stopped"]
    assert {str(entry.days) for entry in stopped} == {"2024-02/", "2024-02-13/"}
