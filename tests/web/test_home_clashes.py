"""What the front page shows of contradictions: denials, of unlike subjects, from two speakers."""

import re

import pytest

from candour.register.follows import worked_out_list
from candour.register.moments import NOW
from candour.web.views.general import _denied_and_shown

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]


def test_the_front_page_shows_one_denial_of_existence_and_leads_to_all(client):
    rows = _denied_and_shown(NOW)
    assert len(rows) == 1
    assert {row["touches"] for row in rows} == {"existence"}
    assert {row["kind"] for row in rows} == {"denied-and-shown"}
    page = client.get("/").content.decode()
    assert '<a href="/contradictions/">All contradictions' in page
    assert re.findall(r'<article class="clash" id="([^"]+)"', page) == [row["id"] for row in rows]


def test_each_was_weighed_before_those_that_are_not_shown():
    rows = worked_out_list("contradiction").values_list("row", flat=True)
    order = [row["id"] for row in rows]
    places = [order.index(row["id"]) for row in _denied_and_shown(NOW)]
    assert places == sorted(places)
    assert places[-1] < 20
