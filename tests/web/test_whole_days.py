"""Days in one form, and never broken over lines."""

import re

import pytest
from django.test import Client

from candour.evidence.statements import Silence
from candour.register.history import statement_of
from candour.register.models import Recording
from candour.web.whole_days import bound
from tests.journeys.pages import SYSTEM

ISO = re.compile(r"\b(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?\b")
LOOSE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" (?:19|20)\d\d\b"
)
LOOKED_AT = (
    *("/", "/forces/", "/bodies/essex-police/", SYSTEM, f"{SYSTEM}history/", "/changes/"),
    *("/sources/automated-racism/", "/gaps/", "/contradictions/", "/about/"),
)


def texts(page):
    """What is read: no markup, no code, no address, and no name of a file."""
    page = re.sub(r"<(head|script|style|pre|code)\b.*?</\1>", "", page, flags=re.DOTALL)
    page = re.sub(r"<[^>]+>", " ", page)
    return re.sub(r"https?://\S+|\?[a-z-]+=\S+|\S+\.csv\S*", "", page)


def test_what_is_code_or_stands_in_a_field_is_left():
    for html in (
        "<pre>3 May 2024</pre>",
        "<textarea>3 May 2024</textarea>",
        '<a title="May 2024">',
    ):
        assert bound(html) == html


def test_the_day_the_month_and_the_year_are_bound_and_nothing_else_is():
    html = "<p>On 3 May 2024, in May 2024, or 2024; may 2024 be</p>"
    assert bound(html) == ("<p>On 3\xa0May\xa02024, in May\xa02024, or 2024; may 2024 be</p>")


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded_register")
class TestOnPages:
    @pytest.mark.parametrize("address", LOOKED_AT)
    def test_days_are_in_words_and_whole(self, address):
        page = Client().get(address).content.decode()
        assert ISO.findall(texts(page)) == []
        assert LOOSE.findall(texts(page.partition("<main")[2].partition("</main>")[0])) == []

    def test_the_days_of_a_silence_are_in_words(self):
        silences = Recording.objects.filter(retracted_in=None, statement__kind="silence")
        rows = (row.statement for row in silences.select_related("statement"))
        asked = next(
            s
            for row in rows
            if isinstance((s := statement_of(row)).value, Silence) and s.value.asked_on
        )
        page = Client().get(f"/statements/{asked.id}/").content.decode()
        assert ISO.findall(texts(page)) == []
