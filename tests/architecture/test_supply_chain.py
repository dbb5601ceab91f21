"""What Candour rests on: every licence is known and fits, and what is printed of it is current."""

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from scripts.lib import supply_chain

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts/lib/supply_chain.py"


def run(*arguments, **environ):
    command = [sys.executable, str(SCRIPT), *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_every_package_that_is_locked_is_read():
    packages = supply_chain.locked()
    lines = {
        line.split()[0]
        for size in supply_chain.SIZES
        for line in (ROOT / f"requirements/{size}.txt").read_text().splitlines()
        if "==" in line
    }
    assert {f"{package.name}=={package.version}" for package in packages} == lines
    assert all(package.digests for package in packages)


def test_what_a_public_site_needs_is_a_part_of_everything():
    assert all("runtime" in package.sizes for package in supply_chain.locked())


@pytest.mark.parametrize("name", sorted({package.name for package in supply_chain.locked()}))
def test_every_licence_is_known_and_fits(name):
    assert supply_chain.fits(supply_chain.licence(name))


@pytest.mark.parametrize("name", supply_chain.of_the_threshold_test())
def test_what_the_threshold_test_brings_fits_too_and_is_in_no_size_of_a_site(name):
    assert name not in {package.name for package in supply_chain.locked()}
    try:
        metadata(name)
    except PackageNotFoundError:
        pytest.skip("locked for another version of Python")
    assert supply_chain.fits(supply_chain.licence(name))


@pytest.mark.parametrize(
    "expression", ["GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-2.0-only", "Proprietary", ""]
)
def test_a_licence_that_does_not_fit_is_refused(expression):
    assert not supply_chain.fits(expression)


def test_a_package_that_says_nothing_that_is_understood_is_refused(monkeypatch):
    monkeypatch.setattr(supply_chain, "READ_IN_FILE", {})
    with pytest.raises(supply_chain.UnknownLicence, match="pyphen"):
        supply_chain.licence("pyphen")


def test_the_list_of_licences_is_current():
    assert supply_chain.PAGE.read_text() == supply_chain.licences_page()


def test_a_bill_of_materials_has_every_package_once_and_is_the_same_each_time():
    bill = json.loads(run("sbom").stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    refs = [component["bom-ref"] for component in bill["components"]]
    assert len(set(refs)) == len(refs) == len(supply_chain.locked())
    assert set(bill["dependencies"][0]["dependsOn"]) == set(refs)
    for component in bill["components"]:
        assert component["licenses"][0]["expression"]
        digests = [p for p in component["properties"] if p["name"] == "candour:sha256"]
        assert all(re.fullmatch("[0-9a-f]{64}", digest["value"]) for digest in digests)
    assert bill == supply_chain.sbom()


class Database(BaseHTTPRequestHandler):
    """A database of weaknesses that knows one of Django, and keeps no log."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        results = [
            {"vulns": [{"id": "MADE-UP-1"}]} if "/django@" in query["package"]["purl"] else {}
            for query in asked
        ]
        body = json.dumps({"results": results if self.path == "/all" else results[1:]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def database():
    server = HTTPServer(("127.0.0.1", 0), Database)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_weakness_that_is_known_is_told_by_package(database):
    done = run("advisories", ADVISORIES_URL=f"{database}/all")
    assert done.returncode == 1
    assert re.fullmatch(r"django \S+: MADE-UP-1\n", done.stdout)


@pytest.mark.parametrize("path", ["/some", "/all-but-not-there"])
def test_an_answer_about_other_packages_is_no_answer(database, path):
    done = run("advisories", ADVISORIES_URL=f"{database}{path}")
    assert done.returncode == 2
    assert "Nothing was checked" in done.stderr


def test_where_nobody_answers_it_is_said_that_nothing_was_checked():
    done = run("advisories", ADVISORIES_URL="http://127.0.0.1:9/")
    assert (done.returncode, done.stdout) == (2, "")
    assert "says neither that there are weaknesses nor that there are none" in done.stderr
    assert "Traceback" not in done.stderr
