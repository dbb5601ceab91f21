"""The page that explains feedback quotes the findings, and needs no script and no other host."""

import html
import json
import re

import pytest

from candour.content import FOLDER
from candour.evidence.findings import read_findings
from candour.simulation.urn import UrnSettings, run_urn

pytestmark = [pytest.mark.django_db, pytest.mark.words]


@pytest.fixture
def explainer(client, loaded_register):
    answer = client.get("/feedback/")
    assert answer.status_code == 200
    return answer


def text_of(answer):
    return html.unescape(answer.content.decode()).replace("’", "'")


def test_it_quotes_the_findings_that_ship_word_for_word_and_leads_to_them(explainer, client):
    listed = [client.get(f"/findings.json?audit={audit}") for audit in ("urn", "city")]
    stood = b"".join(part for answer in listed for part in answer.streaming_content)
    for name in ("simulated-urn", "simulated-city"):
        found = read_findings(FOLDER)[0][name]
        assert found.identifier.encode() in stood
        assert found.lead in text_of(explainer)
        assert f'href="/findings/{found.identifier}/"' in text_of(explainer)


def test_its_figures_are_those_of_the_findings(explainer):
    found = read_findings(FOLDER)[0]["simulated-urn"].finding
    for row in json.loads(json.dumps(found))["cases"]:
        cells = (f"{row['truth']:.1%}", f"{row['share_start']:.1%}", f"{row['share']:.1%}")
        told = "".join(f"<td>{cell}</td>" for cell in cells)
        assert f'<th scope="row">{row["case"]}</th>{told}' in text_of(explainer)


def test_its_rows_of_the_city_are_those_of_the_finding(explainer):
    found = json.loads(json.dumps(read_findings(FOLDER)[0]["simulated-city"].finding))
    assert len(found["methods"]) > 10
    for row in found["methods"]:
        cells = (
            f"{row['first_week']:.2f}",
            f"{row['last_week']:.2f}",
            f"{row['low']:.2f} to {row['high']:.2f}",
        )
        assert "".join(f"<td>{cell}</td>" for cell in cells) in text_of(explainer)


@pytest.mark.parametrize(
    ("invited", "happens", "discovery", "reporting", "ends"),
    [
        ("Leave both alike (50%) and reports at 0", 0.5, 3, 0, (0.68, 0.72)),
        ("Put 60% of what happens in the first, and reports at 0", 0.6, 3, 0, (0.8, 1.0)),
        ("Put reports at 10 and discoveries at 1: no runaway", 0.5, 1, 10, (0.48, 0.55)),
    ],
)
def test_what_it_invites_to_try_comes_out_as_it_says(
    explainer, invited, happens, discovery, reporting, ends
):
    """From what the sliders stand at: 70% of 500 records at the start, and 1,000 days."""
    assert f"<li>{invited}" in text_of(explainer)
    settings = UrnSettings(
        start=(350.0, 150.0),
        rates=(2 * happens * discovery, 2 * (1 - happens) * discovery),
        reported=(happens * reporting, (1 - happens) * reporting),
    )
    share = run_urn(settings, runs=500, draws=1_000, seed=1).share
    assert ends[0] < share.mean < ends[1]


def test_without_scripts_it_has_all_its_words_and_hides_what_would_not_work(explainer):
    text = text_of(explainer)
    assert re.search(r'<section id="town" hidden', text)
    assert "What this does not show" in text
    scripts = re.findall(r"<script[^>]*>", text)
    assert all("src=" in tag for tag in scripts)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', text)
    assert " style=" not in text


def test_every_slider_has_its_label(explainer):
    text = text_of(explainer)
    sliders = re.findall(r'type="range" id="([a-z]+)"', text)
    assert sliders == ["happens", "patrol", "discovery", "reporting", "day"]
    assert all(f'<label for="{name}">' in text for name in sliders)


def test_it_is_reached_from_home_and_from_the_findings(client, loaded_register):
    for address in ("/", "/findings/"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b'href="/feedback/"' in body


def test_before_any_finding_is_loaded_it_still_explains(client):
    assert "How it works" in text_of(client.get("/feedback/"))


@pytest.mark.parametrize(
    ("slug", "told"),
    [
        ("kent-predpol", "The method documented for PredPol was replayed on records published"),
        ("southend-harm-spots", "Not replayed: kernel density"),
        ("mps-violence-harm-assessment", "Not replayed: no file of real people is read here"),
    ],
)
def test_a_system_says_whether_its_method_was_replayed(client, loaded_register, slug, told):
    answer = client.get(f"/systems/{slug}/")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert told in html.unescape(body.decode())
    row = client.get(f"/api/v1/subjects/{slug}").json()["audited"]
    assert row["replay"].startswith(told)
    assert bool(row["replays"]) == (slug == "kent-predpol")
