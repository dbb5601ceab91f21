"""Pictures of findings as files, and in the frames of other pages."""

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest

from candour.content import FOLDER
from candour.evidence.findings import read_findings
from tests.support.findings import recorded
from tests.web.test_findings import keep, text_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]


@pytest.fixture(scope="module")
def shipped():
    return read_findings(FOLDER)[0]


def pictures_on(page):
    return re.findall(r'<a href="(/findings/[a-z0-9-]+/pictures/[a-z-]+)\.svg"', page)


def test_every_picture_of_every_finding_can_be_taken_away_with_its_source_and_day(client, shipped):
    taken = 0
    for found in shipped.values():
        page = text_of(client.get(f"/findings/{found.identifier}/"))
        addresses = set(pictures_on(page))  # a low drawing leads, and offers the whole one below
        assert len(addresses) == page.count('class="report-panels"')
        for address in addresses:
            svg = client.get(f"{address}.svg")
            assert svg["Content-Type"].startswith("image/svg+xml")
            words = " ".join(ET.fromstring(svg.content).itertext())  # noqa: S314 - our own
            assert found.title in words
            assert "Recorded on " in words
            assert f"http://testserver/findings/{found.identifier}/" in words
            rows = list(csv.DictReader(io.StringIO(text_of(client.get(f"{address}.csv")))))
            assert rows
            assert {row["finding"] for row in rows} == {found.identifier}
            assert all("Recorded on " in row["source"] for row in rows)
            taken += 1
    assert taken > len(shipped)


def test_a_picture_as_an_image_is_painted_twice_as_large_as_it_is_drawn(client, shipped):
    address = f"/findings/{shipped['vha-2024'].identifier}/pictures/ratios"
    drawn = ET.fromstring(client.get(f"{address}.svg").content)  # noqa: S314 - our own
    image = client.get(f"{address}.png").content
    assert image.startswith(b"\x89PNG")
    width, height = (int.from_bytes(image[at : at + 4]) for at in (16, 20))
    assert (width, height) == (2 * int(drawn.attrib["width"]), 2 * int(drawn.attrib["height"]))


def test_a_frame_asks_nothing_of_other_places_and_any_page_may_hold_it(client, shipped):
    finding = f"/findings/{shipped['vha-2024'].identifier}/"
    answer = client.get(f"{finding}pictures/ratios/")
    page = text_of(answer)
    assert not re.search(r"<script|<style|<form|\sstyle=|\ssrc=", page)
    assert f'href="{finding}"' in page
    assert "Recorded on " in page
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    around = client.get(finding)
    assert around["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]


def test_a_picture_that_is_not_there_is_said_to_be_missing_with_those_that_are(client, shipped):
    finding = f"/findings/{shipped['vha-2024'].identifier}/"
    for ending in ("/", ".svg", ".png", ".csv"):
        answer = client.get(f"{finding}pictures/moons{ending}")
        assert answer.status_code == 404
        assert "Its pictures: ratios." in text_of(answer)
    assert client.get("/findings/f1-none/pictures/ratios.svg").status_code == 404


def test_a_picture_of_a_finding_that_was_withdrawn_says_so(client):
    own = recorded(about=("essex-police",), refused={})
    keep({"finding": own.as_dict()})
    picture = f"/findings/{own.identifier}/pictures/ratios"
    assert "Recorded on " in text_of(client.get(f"{picture}.svg"))
    keep({"withdraw": own.name})
    assert "No longer stands: withdrawn" in text_of(client.get(f"{picture}.svg"))
    assert "This finding no longer stands" in text_of(client.get(f"{picture}/"))
