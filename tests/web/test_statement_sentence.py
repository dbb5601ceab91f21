"""A statement as a sentence that can be quoted alone, and never says more than was said."""

import html
import json
import re

import pytest

from candour.core.voice import sentence
from candour.evidence.quantities import Quantity
from candour.register import models, selectors
from candour.register.history import statement_of
from candour.register.naming import named_in
from candour.web.pages.shown import Showing
from candour.web.pages.statement_sentence import LEADS, quotable
from candour.web.words import period_in_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def quoted(statement, *, stands=True):
    schema = selectors.schema()
    names = selectors.names(named_in([statement], schema) | {statement.subject})
    showing = Showing(schema, names)
    return quotable(statement, showing.show(statement), showing, stands=stands).sentence


def some_statement(fits, **columns):
    rows = models.Recording.objects.filter(
        retracted_in=None, **{f"statement__{key}": value for key, value in columns.items()}
    )
    return next(
        s for row in rows.select_related("statement") if fits(s := statement_of(row.statement))
    )


def test_every_field_but_those_of_numbers_has_words_that_lead_to_its_value():
    fields = selectors.schema().fields
    assert set(LEADS) == {key for key, field in fields.items() if field.type != "quantity"}
    assert all(lead.count("{}") == 1 for lead in LEADS.values())


def test_it_says_who_says_it_and_who_reports_it():
    one = some_statement(lambda s: s.via and len(s.said_by) == 1, field="purpose")
    names = selectors.names([*one.said_by, one.via, one.subject])
    told = quoted(one)
    assert told.startswith(f"According to {names[one.said_by[0]][0]}, as reported by ")
    assert f"{names[one.via][0]}, {names[one.subject][0]} is meant for: " in told


def test_what_was_said_in_general_is_not_said_of_its_subject():
    one = some_statement(lambda s: s.qualifier("general"))
    name = selectors.names([one.subject])[one.subject][0]
    told = quoted(one)
    assert f"speaking in general of {one.qualifier('general')}" in told
    lead = told.partition(":")[0].replace(one.qualifier("general"), "")
    assert name not in lead.partition("speaking")[2]


def test_a_number_keeps_what_it_counts_of_whom_and_when():
    one = some_statement(lambda s: s.qualifier("group") and s.qualifier("period"), kind="quantity")
    assert isinstance(one.value, Quantity)
    told = quoted(one)
    for part in (one.qualifier("measure"), one.qualifier("group")):
        assert part in told
    assert period_in_words(one.qualifier("period")) in told


def test_the_days_it_is_true_of_stand_in_it():
    one = some_statement(lambda s: s.valid is not None, field="use")
    assert re.search(r": .+ \(.*\d{4}.*\)\.$", quoted(one))


def test_what_was_withdrawn_is_quoted_as_withdrawn():
    one = some_statement(lambda s: True, field="purpose")
    assert quoted(one, stands=False).startswith("Withdrawn from the register: ")


def test_what_this_register_says_is_laid_at_nobody_else_s_door():
    one = some_statement(lambda s: s.said_by == ("candour",), field="summary")
    assert quoted(one).startswith("In Candour’s own words, ")


def test_it_is_the_heading_of_the_page(client):
    rows = json.loads(b"".join(client.get("/statements.json?field=purpose").streaming_content))
    for row in rows[:5]:
        page = html.unescape(client.get(f"/statements/{row['id']}/").content.decode())
        (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
        text = " ".join(re.sub(r"<[^>]+>", "", heading).split())
        statement = statement_of(models.Statement.objects.get(id=row["id"]))
        assert text == " ".join(quoted(statement).split())
        assert sentence(text) == text
