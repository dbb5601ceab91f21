"""What a process has loaded when its first reader comes."""

import os
import subprocess
import sys

import pytest

LOADED = """
import sys
from candour.config import wsgi
from django.template import engines
env = engines["jinja2"].env
assert "candour.web.views.subjects" in sys.modules, "views"
assert "candour.audit.accuracy.kind" in sys.modules, "kinds"
before = set(sys.modules)
compiled = env.compile
env.compile = lambda *a, **k: sys.exit("a template was not ready")
for name in env.list_templates(extensions=["html"]):
    env.get_template(name)
print("ready")
"""


LEFT_OUT = """
import gc
from candour.config import wsgi
left_out, looked_through = gc.get_freeze_count(), len(gc.get_objects())
assert left_out > 20 * looked_through, (left_out, looked_through)
print("ready")
"""


def run(program, tmp_path, **settings):
    environment = {**os.environ, "CANDOUR_DATA_DIR": str(tmp_path), "SECRET_KEY": "tests only"}
    environment |= settings
    environment["DJANGO_SETTINGS_MODULE"] = "candour.config.settings"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "ready", done.stderr


def test_the_first_reader_waits_for_no_addresses_kinds_or_templates(tmp_path):
    run(LOADED, tmp_path)


def test_no_reader_waits_for_a_look_through_what_was_loaded_before(tmp_path):
    run(LEFT_OUT, tmp_path)


OPENED_BY_PAGES = """
import sys
from pathlib import Path
import candour
import django
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
from candour.config import wsgi
from django.test import Client
from tests.journeys.pages import PAGES
from tests.web.walking import ANSWERS, QUESTIONS

ours = str(Path(candour.__file__).parent)
opened = {}

def note(event, arguments):
    if event == "open" and str(arguments[0]).startswith(ours):
        opened.setdefault(str(arguments[0]).removeprefix(ours), address)

client = Client(headers={"host": "localhost"})
sys.addaudithook(note)
for address in (*PAGES.values(), "/api/v1/openapi.json", "/changes.atom", "/search/?q=leeds",
                "/routes/letters/subject-access/?force=essex-police&nation=england&for=self",
                "/dossier/?of=durham-hart&print=1"):
    assert client.get(address).status_code < 500, address
for address in (QUESTIONS, QUESTIONS.replace("/routes/", "/routes/cymraeg/")):
    assert client.post(address, {**ANSWERS, "at": "check"}).status_code == 200, address
print("ready" if not opened else opened)
"""


@pytest.mark.sqlite  # a file, which another process opens by its name
@pytest.mark.django_db
def test_no_page_reads_a_file_that_ships_so_none_can_change_under_a_server(
    tmp_path, database_with_the_register
):
    run(OPENED_BY_PAGES, tmp_path, DATABASE_URL=f"sqlite:///{database_with_the_register}")
