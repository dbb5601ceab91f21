"""A question that was put into SQL once gives what the ORM gives, with whatever values."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candour.register import follows, models, selectors
from candour.register.moments import NOW
from candour.register.prepared import MOST_VALUES, Prepared
from tests.evidence.making import TOOL
from tests.register.loading import edit_and_load
from tests.register.region import REGION

pytestmark = pytest.mark.django_db

SLUGS = sorted(name.partition("/")[2] for name in REGION)
ASKED = {
    "names": (selectors._NAMES, selectors._names),
    "pages": (selectors._PAGES, lambda slugs: selectors._pages(slugs, NOW)),
    "recorded": (selectors._RECORDED, lambda slugs: selectors._recorded(slugs, NOW)),
    "said": (selectors._SAID, selectors._said),
    "mentions": (selectors._MENTIONS, lambda slugs: selectors._mentions(slugs, NOW)),
    "results": (follows._RESULTS, lambda slugs: follows._results(slugs, NOW)),
}


@pytest.mark.parametrize("name", ASKED)
def test_it_answers_as_the_orm_does(region, name):
    prepared, asked = ASKED[name]
    for slugs in ([slug] for slug in (*SLUGS, "nobody", "it's", "%s", "100%", "\u2028")):
        assert prepared.rows(slugs) == list(asked(slugs))
    for slugs in ([], SLUGS[:2], SLUGS, [SLUGS[0]] * 3, SLUGS * (MOST_VALUES // len(SLUGS) + 1)):
        assert sorted(prepared.rows(slugs), key=repr) == sorted(asked(slugs), key=repr)
    assert any(prepared.rows([slug]) for slug in SLUGS)


def test_it_sees_what_was_loaded_since(region):
    before = selectors.head()
    assert "The Tool" in str(selectors.names(["tool"]))
    edit_and_load(region, {"systems/tool": TOOL.replace("The Tool", "Another Name")})
    assert selectors.head() != before
    assert selectors.names(["tool"]) == {"tool": ("Another Name", "system")}


def test_with_two_lists_each_value_goes_to_its_place(region):
    rows = selectors._SAID_OF.rows(["tool", "second"], ["name"])
    asked = models.Statement.objects.filter(subject__in=["tool", "second"], field="name")
    assert sorted(rows) == sorted(asked.values_list("id", "canonical"))
    assert selectors._SAID_OF.rows(["name"], ["tool"]) == []


def test_its_sql_is_made_once(region):
    made = []

    def make(slugs):
        made.append(slugs)
        return models.Page.objects.filter(slug__in=slugs).values_list("slug", "layout")

    prepared = Prepared(make)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        first, second = prepared.rows(["tool"]), prepared.rows(["second"])
    assert (len(made), len(asked)) == (1, 2)
    assert (first[0][0], second[0][0]) == ("tool", "second")
    assert isinstance(first[0][1], dict)  # made of JSON, as the field does
