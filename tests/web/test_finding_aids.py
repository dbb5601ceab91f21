"""robots.txt, the map of pages, the catalogue, and what programs read in a page."""

import json
import re
import urllib.robotparser
import xml.etree.ElementTree as ET

import pytest

from candour.register.published import publish
from candour.web.views import finding_aids
from tests.evidence.making import TOOL, make_folder
from tests.register.loading import load_on

pytestmark = [pytest.mark.django_db, pytest.mark.words]
LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SPACE = {"s": finding_aids.NAMESPACE}
SITE = "http://testserver"


@pytest.fixture
def content(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    files = {"systems/tool": TOOL + "summary: 'A tool </script><b>& more'\npurpose: find people\n"}
    folder = make_folder(tmp_path / "content", files)
    load_on(folder)
    return folder


def locations(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return [e.text for e in ET.fromstring(answer.content).findall(".//s:loc", SPACE)]  # noqa: S314


def test_the_map_leads_to_every_subject_once_and_all_of_it_is_there(client, content):
    (part,) = locations(client, "/sitemap.xml")
    places = locations(client, part.removeprefix(SITE))
    assert len(set(places)) == len(places)
    assert {f"{SITE}/systems/tool/", f"{SITE}/bodies/force/", f"{SITE}/"} <= set(places)
    for place in places:
        assert client.get(place.removeprefix(SITE)).status_code == 200, place
    assert b"<lastmod>2026-01-01T12:00:00+00:00</lastmod>" in client.get("/sitemap-1.xml").content


def test_a_long_map_has_parts_that_hold_all_of_it(client, content, monkeypatch):
    whole = locations(client, "/sitemap-1.xml")
    monkeypatch.setattr(finding_aids, "IN_A_MAP", 7)
    parts = [part.removeprefix(SITE) for part in locations(client, "/sitemap.xml")]
    assert [place for part in parts for place in locations(client, part)] == whole
    assert client.get(f"/sitemap-{len(parts) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


def test_robots_may_read_pages_and_need_not_search(client, content):
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    assert robots.can_fetch("*", "/systems/tool/")
    assert not robots.can_fetch("*", "/search/?q=a")
    assert robots.site_maps() == [f"{SITE}/sitemap.xml"]


def described(client, address):
    (text,) = LD.findall(client.get(address).content.decode())
    return json.loads(text)


def test_a_page_says_what_it_is_about_and_nothing_in_it_breaks_out(client, content):
    about = described(client, "/systems/tool/")
    assert about["@context"] == "https://schema.org"
    assert about["about"] == {"@type": "Thing", "name": "The Tool", "alternateName": []}
    assert about["description"] == "A tool </script><b>& more"
    assert described(client, "/bodies/force/")["about"]["@type"] == "Organization"
    page = client.get("/systems/tool/").content.decode()
    assert '<meta name="citation_title" content="The Tool (Candour)">' in page
    assert re.search('citation_public_url" content="[^"]+as-of=', page)


def test_a_statement_is_the_claim_of_whoever_said_it(client, content):
    rows = client.get("/systems/tool.json").json()["statements"]
    (row,) = [row for row in rows if row["field"] == "purpose"]
    claim = described(client, f"/statements/{row['id']}/")
    assert (claim["@type"], claim["identifier"]) == ("Claim", row["id"])
    assert claim["author"] == [{"@type": "Organization", "name": "The Authors"}]
    assert "The Report" in claim["appearance"]["name"]


def test_the_catalogue_names_every_download_and_release_and_each_is_there(
    client, content, settings
):
    version = publish(settings.DATA_DIR / "releases").release.version
    catalogue = json.loads(client.get("/data/catalogue.jsonld").content)
    assert catalogue["@type"] == "dcat:Catalog"
    first = catalogue["dcat:dataset"][0]
    assert first["dcat:version"] == version
    number = 0
    for dataset in catalogue["dcat:dataset"]:
        for one in dataset["dcat:distribution"]:
            address = one["dcat:downloadURL"]["@id"].removeprefix(SITE)
            answer = client.get(address)
            assert answer.status_code == 200, address
            kind = answer["Content-Type"].partition(";")[0]
            assert one["dcat:mediaType"]["@id"].endswith(kind), address
            list(answer.streaming_content if answer.streaming else ())  # read, so it is closed
            number += 1
    assert number > 20
    data = described(client, "/data/")
    assert (data["@type"], data["version"]) == ("Dataset", version)
    assert data["distribution"][0]["contentUrl"] == f"{SITE}/data/releases/{version}.zip"
