"""A copy of the site as files: links lead from file to file, and forms say what they need."""

import json
import os
import re
import subprocess
import sys
from html import unescape
from urllib.parse import unquote, urlsplit

import pytest

from candour.cli.copying.crawling import refuse_address
from candour.cli.copying.links import Told, file_of, is_copied, relative, rewritten
from candour.core.errors import CandourError
from tests.evidence.making import FORCE, TOOL, make_folder

TOLD = Told("1 December 2026")
CANDOUR = [sys.executable, "-m", "candour.cli"]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/systems/", "systems/index.html"),
        ("/systems/?page=3", "systems/page-3.html"),
        ("/systems.csv", "systems.csv"),
        ("/data/releases/1/tables/csv/systems.csv", "data/releases/1/tables/csv/systems.csv"),
        ("/systems/a%20b/", "systems/a b/index.html"),
    ],
)
def test_an_address_has_its_file(address, file):
    assert file_of(address) == file


@pytest.mark.parametrize("address", ["/../etc/passwd", "/a/../../b", "/%2e%2e/b"])
def test_an_address_that_leads_out_of_the_copy_has_none(address):
    with pytest.raises(ValueError, match="leads out"):
        file_of(address)


@pytest.mark.parametrize(
    "address",
    ["/api/v1/", "/search/?q=x", "/systems/?use=in-use", "/systems/?page=2&use=in-use", "/dossier/",
     "/report/", "/systems.json?page=2", "/findings/f1-a/report.pdf",
     "/statements/s1-a.proof.json"],
)  # fmt: skip
def test_what_asks_the_server_has_no_file(address):
    assert not is_copied(address, TOLD)


@pytest.mark.parametrize("beside", [".json", ".bib", ".csl.json", ".proof.json"])
def test_nothing_is_copied_beside_the_page_of_a_statement_and_its_rows_are_in_the_lists(beside):
    assert not is_copied(f"/statements/s1-a{beside}", Told("d", "https://candour.example"))
    for address in ("/statements/s1-a/", "/statements.csv", "/statements.json", "/systems/a.bib"):
        assert is_copied(address, TOLD)


def test_the_way_between_two_files_is_relative():
    assert relative("index.html", "systems/index.html") == "systems/index.html"
    assert relative("systems/a/index.html", "index.html") == "../../index.html"
    assert relative("systems/a/index.html", "systems.json") == "../../systems.json"


def page(body):
    return f"<html><head></head><body><main id='x'>{body}</main></body></html>"


def made(body, address="/systems/a/", told=TOLD):
    return rewritten(page(body), address, told)


@pytest.mark.parametrize(
    ("to", "becomes"),
    [
        ("/bodies/b/", "../../bodies/b/index.html"),
        ("/bodies/b/#use", "../../bodies/b/index.html#use"),
        ("#use", "#use"),
        ("?page=2", "page-2.html"),
        ("https://example.org/?a=1&amp;b=2", "https://example.org/?a=1&amp;b=2"),
        ("mailto:a@b.uk", "mailto:a@b.uk"),
        ("/systems/?use=in-use", "../../data/copy/index.html#server"),
        ("/api/v1/", "../../data/copy/index.html#server"),
    ],
)
def test_a_link_leads_to_a_file_and_else_to_why_it_cant(to, becomes):
    text, leads = made(f'<a href="{to}">x</a>')
    assert f'href="{becomes}"' in text
    assert all(is_copied(one, TOLD) for one in leads)


def test_what_needs_the_site_leads_to_it_where_it_is_told():
    text, _ = made(
        '<a href="/systems/?use=in-use">x</a>', told=Told("d", "https://candour.example")
    )
    assert 'href="https://candour.example/systems/?use=in-use"' in text


def test_what_names_the_whole_web_is_there_only_where_the_site_is_told():
    """Without its address, a citation leads from file to file and a feed would name nothing."""
    online = Told("d", "https://candour.example")
    for address in ("/changes.atom", "/sitemap.xml", "/data/catalogue.jsonld"):
        assert (is_copied(address, TOLD), is_copied(address, online)) == (False, True)
    cited = '<a href="http://copy.invalid/bodies/b/">http://copy.invalid/bodies/b/</a>'
    assert '<a href="../../bodies/b/index.html">/bodies/b/</a>' in made(cited)[0]
    head = (
        '<link rel="canonical" href="http://copy.invalid/a/">'
        '<link rel="alternate" type="application/atom+xml" title="x" href="/a.atom">'
        '<link rel="alternate" type="application/json" href="/systems/a.json">'
    )
    text = made(head)[0]
    assert "canonical" not in text
    assert "atom" not in text
    assert 'href="../a.json"' in text


def test_a_form_says_that_it_needs_the_site_and_takes_nothing():
    text, _ = made('<form action="/search/"><input name="q"></form>')
    assert "This form needs the site itself" in text
    assert '<fieldset class="unserved" disabled><input name="q"></fieldset></form>' in text


def test_the_search_of_every_page_is_left_out():
    html = page("x").replace("<body>", '<body><form class="site-search"><button>Go</button></form>')
    assert "Go" not in rewritten(html, "/", TOLD)[0]


def test_scripts_are_left_out_and_what_machines_read_stays():
    text, _ = made('<script src="/static/a.js" defer></script>'
                   '<script type="application/ld+json">{"a": 1}</script>')  # fmt: skip
    assert "a.js" not in text
    assert '{"a": 1}' in text


def test_every_page_says_that_it_is_a_copy_and_of_which_day():
    text, leads = made("x")
    assert "A copy without a server, made on 1 December 2026" in text
    assert leads == {"/data/copy/"}


@pytest.mark.parametrize("online", ["candour.example", "ftp://x", "https://x/systems/"])
def test_what_is_no_address_of_a_site_is_refused(online):
    with pytest.raises(CandourError, match="no address of a site"):
        refuse_address(online)


# the whole of a small register


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    place = tmp_path_factory.mktemp("copy")
    tool = TOOL + "purpose: find people\ndpia: {silence: withheld, section: '31'}\n"
    make_folder(place / "content", {"systems/tool": tool, "bodies/force": FORCE})
    assert run(place, "content", "load", "--folder", "content").returncode == 0
    ran = run(place, "export", "--site", "copy", "--json")
    return place, ran


def run(place, *arguments):
    environment = {**os.environ, "CANDOUR_DATA_DIR": str(place / "data")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    return subprocess.run(
        [*CANDOUR, *arguments],
        cwd=place, env=environment, check=False, capture_output=True, text=True, timeout=600,
    )  # fmt: skip


def test_every_link_of_a_copy_leads_to_a_file_of_it(copied):
    """The pages lead to subjects of the content that ships, which this small register lacks."""
    place, ran = copied
    assert ran.returncode == 1, ran.stdout + ran.stderr
    told = json.loads(ran.stdout)
    folder = place / "copy"
    pages = list(folder.rglob("*.html"))
    assert (folder / "systems/tool/index.html") in pages
    assert all(one.endswith(": answered 404") for one in told["missing"])
    lacking = {file_of(one.partition(": ")[0]) for one in told["missing"]}
    assert "systems/mps-violence-harm-assessment.json" in lacking
    for path in pages:
        for link in re.findall(r'\b(?:href|src)="([^"]*)"', path.read_text(encoding="utf-8")):
            parts = urlsplit(unescape(link))
            if parts.scheme or not parts.path:
                continue
            assert not parts.path.startswith("/"), (path, link)
            there = (path.parent / unquote(parts.path)).resolve()
            assert there.is_file() or str(there.relative_to(folder)) in lacking, (path, link)
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    assert (told["files"], told["bytes"], told["pages"]) == (len(sizes), sum(sizes), len(pages))
    assert "copy.invalid" not in (folder / "systems/tool/index.html").read_text(encoding="utf-8")


def test_a_copy_is_not_written_over_anything_and_mixtures_are_refused(copied):
    place, _ = copied
    for arguments, words in (
        (("export", "--site", "copy"), "other files"),
        (("export", "release", "--site", "other"), "apart from it"),
        (("export", "--online", "https://x"), "goes with --site"),
        (("export", "--site", "other", "--online", "x"), "no address of a site"),
    ):
        ran = run(place, *arguments)
        assert (ran.returncode, words in ran.stderr) == (2, True), ran.stderr
    assert not (place / "other").exists()
