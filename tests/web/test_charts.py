"""The page of all pictures: each finding that has one, with its table and files to take away."""

import re

import pytest

from candour.audit.reports import pictures_of
from candour.register import findings
from candour.register.kinds import kinds
from candour.web.pages.charts import thumbnail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_register")]

TITLE = re.compile(r'<h2 id="chart-\d+"><a href="([^"]+)">')


def pages(client, address):
    while address:
        page = client.get(address).content.decode()
        yield page
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = f"/charts/{following[1].replace('&amp;', '&')}" if following else ""


def test_every_finding_that_has_a_picture_is_there_with_all_of_them(client):
    every = "".join(pages(client, "/charts/"))
    expected = {}
    for row in findings.findings():
        record = findings.finding(row.identifier)
        assert record is not None
        finding = kinds().read(record.found.finding)
        names = list(pictures_of(finding, kinds().of(finding)))
        if names:
            expected[f"/findings/{row.identifier}/"] = names
    assert set(TITLE.findall(every)) == set(expected)
    for address, names in expected.items():
        for name in names:
            for form in ("svg", "png", "csv"):
                assert f'href="{address}pictures/{name}.{form}"' in every


def test_no_page_of_pictures_is_without_one(client):
    for address in ("/charts/", "/charts/?audit=accuracy"):
        for page in pages(client, address):
            assert TITLE.findall(page), address


def test_the_pictures_of_one_kind_are_those_of_its_findings(client):
    shown = set(TITLE.findall("".join(pages(client, "/charts/?audit=stops"))))
    assert shown == {f"/findings/{row.identifier}/" for row in findings.findings(audit="stops")}


def test_a_page_of_pictures_has_a_table_beneath_each(client):
    page = next(pages(client, "/charts/?audit=stops"))
    assert page.count("The same as a table") == len(TITLE.findall(page)) > 1


def test_an_entry_of_the_list_has_its_first_picture_beside_it(client):
    page = client.get("/findings/").content.decode()
    by_kind = page.split('<section class="of-a-kind"')[1:]
    drawn = [part.count('<div class="drawn-beside report"><svg') for part in by_kind]
    assert sum(number > 0 for number in drawn) > len(drawn) / 2
    for row in findings.findings():
        assert f'href="/findings/{row.identifier}/"' in page, row.name


def test_a_finding_of_many_areas_is_drawn_on_one_line_with_the_number_of_its_title(client):
    many = [row for row in findings.findings() if "in the middle area" in row.title]
    assert many
    for row in many:
        (number,) = re.findall(r"([\d.]+) times the white rate in the middle area", row.title)
        small = thumbnail(row.identifier)
        assert f">{number} in the middle area<" in small
        marks = small.count('class="report-limit"')
        assert f"in the middle of {marks} areas" in small


def test_findings_stand_under_their_kind_in_the_order_of_kinds(client):
    page = client.get("/findings/").content.decode()
    shown = re.findall(r'<h2 id="kind-\d+">([^<]+)</h2>', page)
    order = [kinds().label(name) for name in kinds()]
    assert shown == [label for label in order if label in shown]
    assert len(shown) == len({row.audit for row in findings.findings()})
