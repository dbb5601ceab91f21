"""What is told of a system's use is the same sentence wherever it is read: one rule, one place."""

import html
import json
import re
from datetime import date

import pytest
from typer.testing import CliRunner

from candour.cli.main import app
from candour.evidence.use_tellings import USE_FIELDS
from candour.law.letters import compose, nation_for
from candour.law.rendering import as_text
from candour.register import selectors, uses
from candour.web.help import law_register

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.words,
    pytest.mark.usefixtures("loaded_register"),
]

DAYS = ("2026-11-29", "2024-03-01", "2027-11-29")  # today, handed in; before the report; to come
AT_A_GLANCE = re.compile(r'<div class="glance-use"><dt>Use</dt><dd>(.*?)</dd>', re.DOTALL)
IN_A_LIST = re.compile(
    r'href="/systems/([a-z0-9-]+)/[^"]*">(?:(?!entry-use).)*?<p class="entry-use">(.*?)</p>',
    re.DOTALL,
)
TAGS = re.compile(r"<[^>]+>")


def plain(text):
    return " ".join(html.unescape(TAGS.sub("", text)).split())


def lower(sentence):
    return sentence[:1].lower() + sentence[1:]


def on_page(client, slug, day):
    answer = client.get(f"/systems/{slug}/", {"on": day})
    (said,) = AT_A_GLANCE.findall(answer.content.decode())
    return lower(plain(said))


def in_lists(client, day):
    found: dict[str, str] = {}
    for number in range(1, 20):
        answer = client.get("/systems/", {"on": day, "page": number})
        if answer.status_code != 200:
            break
        rows = IN_A_LIST.findall(answer.content.decode())
        found |= {slug: lower(plain(said)) for slug, said in rows}
        if not rows:
            break
    return found


def in_the_api(client, day):
    answer = client.get("/api/v1/subjects", {"class": "system", "on": day, "limit": 100}).json()
    return {row["slug"]: row["use"]["sentence"] for row in answer["items"]}


def in_routes(day):
    """The wordings that the routes of every UK body with a system show, and that body."""
    on = date.fromisoformat(day)
    return {
        system.slug: (system.as_dict()["wording"], force.slug)
        for force in law_register.known_forces()
        for system in law_register.systems_then(force.slug, on)
    }


def in_the_command(force, day):
    asked = ["law", "routes", "--force", force, "--on", day, "--today", day]
    run = CliRunner().invoke(app, [*asked, "--what", "general", "--json"])
    return {row["slug"]: row["wording"] for row in json.loads(run.stdout)["systems"]}


def in_a_letter(slug, force, day):
    body = law_register.force_of(force)
    system = law_register.system_then(slug, date.fromisoformat(day))
    kind = "explanation" if body.is_police else "foi-appeal"
    letter = compose(kind, force=body, nation=nation_for(body, None), systems=(system,))
    return " ".join(as_text(letter).split())


@pytest.mark.parametrize("day", DAYS)
def test_page_list_api_routes_and_letter_say_the_same_of_every_system(client, day):
    slugs = list(selectors.listed("system", selectors.Filters({})).values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) > 40
    kept = uses.headlines(selectors.brief(slugs, USE_FIELDS), today=date.fromisoformat(day))
    rule = {slug: said.sentence for slug, said in kept.items()}
    assert in_lists(client, day) == rule
    assert in_the_api(client, day) == rule
    assert {slug: on_page(client, slug, day) for slug in slugs} == rule
    routes = in_routes(day)
    assert len(routes) > 20
    for slug, (wording, force) in routes.items():
        assert wording == rule[slug]
        assert wording in in_a_letter(slug, force, day)
    for force in ("metropolitan-police", "essex-police"):
        command = in_the_command(force, day)
        assert command == {slug: rule[slug] for slug in command}
        assert len(command) > 2


def test_data_of_a_page_and_of_a_list_carry_the_headline(client):
    sentence = "said to have stopped in 2021 (Amnesty International); nothing later read"
    page = client.get("/systems/durham-hart.json").json()
    assert page["use"]["sentence"] == sentence
    rows = json.loads(b"".join(client.get("/systems.json").streaming_content))
    assert next(row for row in rows if row["slug"] == "durham-hart")["use"] == page["use"]


def test_a_page_of_what_was_public_shows_what_was_out_and_says_what_it_cannot_tell(client):
    page = plain(client.get("/systems/mps-gangs-matrix/?known=2024-01-01").content.decode())
    assert "Gangs Matrix" in page.split("–")[0]
    assert "An enforcement notice under the Data Protection Act 1998" in page
    assert "public in November 2018, reported by Amnesty International" in page
    assert "The earliest source read of this is of 31 May 2018" in page
    assert "is not that any one person knew it, or ought to have known it" in page
    assert "The force gave up using it" not in page
    assert "A database in which the Metropolitan Police" not in page  # said by this register


def test_a_page_of_which_nothing_public_by_then_was_read_says_so(client):
    page = plain(client.get("/systems/essex-grip-hotspots/?known=2022-06-01").content.decode())
    assert "Grip hotspot mapping" in page
    assert "Nothing read that was public by 1 June 2022 says whether it was used" in page
    assert "The earliest source read of this is of 20 February 2025" in page


def test_a_list_of_what_was_public_shows_names_and_says_what_it_cannot_tell(client):
    page = plain(client.get("/systems/?known=2024-06-01").content.decode())
    assert "Harm Assessment Risk Tool" in page
    assert "durham-hart" not in page
    assert "this register can’t tell" in page
    assert "ought to have known it" in page


def test_no_finding_of_2026_stands_on_a_page_of_what_was_public_before(client):
    address = "/bodies/essex-police/"
    assert "/findings/f1-" in client.get(address).content.decode()
    assert "/findings/f1-" not in client.get(f"{address}?known=2024-06-01").content.decode()


def test_a_system_that_was_not_audited_says_why_and_what_to_ask(client):
    page = plain(client.get("/systems/durham-hart/").content.decode())
    assert "Not audited by this register:" in page
    data = client.get("/api/v1/subjects/durham-hart").json()["audited"]
    assert data == client.get("/systems/durham-hart.json").json()["audited"]
    assert data["how"] == "not audited"
    audited = client.get("/systems/tvp-knife-crime-prediction/").content.decode()
    assert "Not audited by this register" not in audited


def test_no_page_of_today_says_that_a_system_was_shown_in_use(client):
    for address in ("/systems/", "/bodies/essex-police/", "/systems/durham-hart/"):
        assert "hown in use" not in client.get(address).content.decode()
