"""The pages of findings: what they show, where they lead, and what they never do."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from candour.evidence.chain import about_of, salted
from candour.evidence.findings import read_findings
from candour.register import models, printed
from tests.support.findings import LEAD, made_up, recorded

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]


@pytest.fixture(scope="module")
def shipped():
    from candour.content import FOLDER

    return read_findings(FOLDER)[0]


def text_of(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def keep(entry):
    """Put a finding in the register in a change set of its own."""
    from candour.register.history import Application
    from candour.register.origins import here, next_header

    origin = here()
    header = next_header(origin, made_by="a", why="b")
    application = Application(header, origin, arrived_at=datetime.now(UTC))
    application.take(salted([(about_of(entry), entry)]))
    application.close()


@pytest.fixture
def made():
    """A made-up finding beside those that ship: one body compared, one refused."""
    about = ("essex-police", "gwent-police")
    found = recorded(about=about, refused={"gwent-police": "no stops"})
    keep({"finding": found.as_dict()})
    return found


def test_every_finding_has_a_page_that_leads_with_its_sentence(client, shipped):
    assert len(shipped) >= 10
    for found in shipped.values():
        page = text_of(client.get(f"/findings/{found.identifier}/"))
        assert page.count("<h1") == 1
        # Beside the number and the picture: what the story begins with.
        first = re.search(r'<div class="report-lead">\s*<p>(.*?)</p>', page)
        assert first is not None
        assert first[1][:40].replace("&#x27;", "'")[:30] == found.lead[:30]
        assert not re.search(r"<script|<style|\sstyle=", page), "the site's policy would drop it"


def test_the_list_leads_to_each_and_can_be_narrowed(client, shipped, made):
    page = text_of(client.get("/findings/"))
    for found in (*shipped.values(), made):
        assert f'href="/findings/{found.identifier}/"' in page

    rows = json.loads(text_of(client.get("/findings.json?audit=force")))
    assert {row["audit"] for row in rows} == {"force"}
    rows = json.loads(text_of(client.get("/findings.json?about=gwent-police")))
    assert {row["id"] for row in rows} >= {made.identifier}
    assert all("gwent-police" in row["about"] for row in rows)
    assert "No findings fit" in text_of(client.get("/findings/?about=nobody"))


def test_a_finding_as_json_is_all_of_it_with_its_statements(client, made):
    data = json.loads(text_of(client.get(f"/findings/{made.identifier}.json")))
    assert data["stands"] is True
    assert data["finding"] == json.loads(json.dumps(dict(made.finding)))
    (statement,) = data["statements"]
    assert client.get(f"/statements/{statement['id']}/").status_code == 200
    assert data == client.get(f"/api/v1/findings/{made.identifier}").json()


def test_the_statement_of_a_headline_leads_to_its_finding(client, made):
    (statement,) = made.statements
    page = text_of(client.get(f"/statements/{statement.id}/"))
    assert f'href="/findings/{made.identifier}/"' in page
    figures = text_of(client.get("/figures/?subject=essex-police&field=disproportionality"))
    assert f'href="/findings/{made.identifier}/"' in figures


def test_a_report_is_a_file_to_keep(client, made):
    answer = client.get(f"/findings/{made.identifier}/report.html")
    assert answer["Content-Disposition"] == 'attachment; filename="made-up.html"'
    assert LEAD in text_of(answer)


def test_a_report_on_paper_is_laid_out_once(client, made, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    first = client.get(f"/findings/{made.identifier}/report.pdf")
    assert first.content.startswith(b"%PDF")
    monkeypatch.setattr(printed, "as_pdf", None)
    again = client.get(f"/findings/{made.identifier}/report.pdf")
    assert again.content == first.content


def test_a_body_shows_what_was_found_of_it_or_why_it_was_not_compared(client, made):
    compared = text_of(client.get("/bodies/essex-police/"))
    assert 'id="findings"' in compared
    assert "2.97 times" in compared
    refused = text_of(client.get("/bodies/gwent-police/"))
    assert "Not compared:</strong> no stops" in refused
    assert 'id="findings"' not in text_of(client.get("/bodies/police-scotland/"))


def test_a_system_shows_its_findings(client, shipped):
    page = text_of(client.get("/systems/mps-violence-harm-assessment/"))
    found = shipped["vha-2024"]
    assert found.identifier in page
    assert f"{found.statements[0].as_dict()['value']['quantity']['printed']}" in page


def test_the_short_name_of_a_finding_leads_to_the_one_that_stands_under_it(client, shipped):
    name, found = next(iter(shipped.items()))
    answer = client.get(f"/findings/{name}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/findings/{found.identifier}/")
    answer = client.get(f"/findings/{name}.json")
    assert (answer.status_code, answer["Location"]) == (302, f"/findings/{found.identifier}.json")
    assert client.get("/findings/no-such-finding/").status_code == 404


def test_every_link_of_the_list_to_a_finding_leads_to_one(client):
    page = text_of(client.get("/findings/"))
    links = sorted(set(re.findall(r'href="(/findings/[^"?#]+)"', page)))
    assert len(links) > 30
    lost = [link for link in links if client.get(link, follow=True).status_code != 200]
    assert lost == []


def test_a_finding_that_once_stood_names_itself_as_it_was_kept(client):
    """A form of before is read without what is no longer asked: what is left has another hash."""
    was = models.Finding.objects.exclude(retracted_in=None).values_list("identifier", flat=True)
    assert len(was) > 20
    for identifier in was:
        page = text_of(client.get(f"/findings/{identifier}/", follow=True))
        told = re.search(r'class="report-name">Finding <code>([^<]+)</code>', page)
        if told and client.get(f"/findings/{identifier}/").status_code == 200:
            assert told[1] == identifier


def test_a_finding_withdrawn_says_so_and_stays_readable(client, made):
    keep({"withdraw": "made-up"})
    page = text_of(client.get(f"/findings/{made.identifier}/"))
    assert "This finding no longer stands" in page
    assert LEAD in page
    assert made.identifier not in text_of(client.get("/findings/"))
    assert made.identifier not in text_of(client.get("/bodies/essex-police/"))


def test_a_change_names_the_findings_that_came_and_went_with_it(client, made):
    def last_change():
        return models.ChangeSet.objects.order_by("-number").values_list("number", flat=True)[0]

    assert f'Recorded: <a href="/findings/{made.identifier}/"' in text_of(
        client.get(f"/changes/{last_change()}/")
    )
    keep({"withdraw": "made-up"})
    assert "Withdrawn or replaced: <a" in text_of(client.get(f"/changes/{last_change()}/"))


def test_findings_of_an_earlier_day_are_those_that_stood_then(client):
    first = models.ChangeSet.objects.order_by("number").first()
    assert first is not None
    day = first.made_at.date().isoformat()
    assert client.get("/findings/?as-of=2020-01-01").status_code == 200
    assert "No findings fit" in text_of(client.get("/findings/?as-of=2020-01-01"))
    assert client.get(f"/findings/?as-of={day}").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/findings/f1-nothing/",
        "/findings/f1-nothing.json",
        "/findings/f1-nothing/report.html",
        "/findings/f1-nothing/report.pdf",
    ],
)
def test_what_is_no_finding_is_answered_in_a_sentence(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "There is no finding of this name" in text_of(answer)


def test_the_search_finds_findings_by_their_title(client, made):
    page = text_of(client.get("/search/?q=made-up"))
    assert f'href="/findings/{made.identifier}/"' in page
    assert made.identifier not in text_of(client.get("/search/?q=made-up&class=body"))


def test_a_hostile_title_does_no_harm(client):
    found = recorded(made_up(ratio=7), name="evil", title="<script>alert(1)</script>",
                     about=("essex-police",))  # fmt: skip
    keep({"finding": found.as_dict()})
    for address in ("/findings/", f"/findings/{found.identifier}/", "/bodies/essex-police/"):
        assert "<script>alert" not in text_of(client.get(address))


def test_the_address_of_a_finding_that_another_took_the_place_of_leads_to_that_one(client, made):
    finding = replace(made_up(), explains=("Otherwise.",))
    newer = recorded(finding, name="newer", about=made.about, headlines=())
    newer = replace(newer, replaces=(made.name,))
    keep({"finding": newer.as_dict()})
    assert client.get(f"/findings/{made.identifier}/").status_code == 200, "it still stands"
    keep({"withdraw": made.name})
    answer = client.get(f"/findings/{made.identifier}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"/findings/{newer.identifier}/"
    assert client.get(f"/findings/{made.identifier}.json").json()["stands"] is False
