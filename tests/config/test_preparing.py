"""What a process has loaded when its first reader comes."""

import os
import subprocess
import sys

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


def run(program, tmp_path):
    environment = {**os.environ, "CANDOUR_DATA_DIR": str(tmp_path), "SECRET_KEY": "tests only"}
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
