"""What serving does without: the libraries of audits, of PDF, of Word files, and of PostgreSQL."""

import os
import subprocess
import sys
from importlib.metadata import requires

import pytest
from packaging.requirements import Requirement

from candour.cli.faults import of_the_machine
from candour.core.extras import EXTRAS, Late, how_to_get
from tests.evidence.making import TOOL, make_folder

# Whatever asks for one of them is told that it is not there, as on a small installation.
WITHOUT = f"""
import sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {sorted(set(EXTRAS) - {"psycopg"})!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""
SERVES = (
    WITHOUT
    + """
from pathlib import Path
import django
from candour.config import wsgi
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from candour.register.services import load_content
load_content(Path(sys.argv[1]))
client = Client()
for address in ("/", "/systems/", "/systems/tool/", "/systems/tool.json", "/systems.csv",
                "/routes/", "/findings/", "/search/?q=tool", "/api/v1/", "/healthz", "/data/"):
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200, (address, answer.status_code)
"""
)
SHOWS_FINDINGS = (
    WITHOUT
    + """
import django
django.setup()
from candour.audit.reports import CannotPrint, PicturesAt, as_html, laid_out, screen_html
from candour.config.kinds import KINDS
from candour.content import FOLDER
from candour.evidence.findings import read_findings
findings, _ = read_findings(FOLDER)
assert len(findings) > 20
for kept in findings.values():
    finding = KINDS.read(kept.finding)
    kind = KINDS.of(finding)
    at = PicturesAt("/pictures/", "http://localhost")
    assert screen_html(finding, kind, title=kept.title, pictures_at=at)
    assert as_html(finding, kind, title=kept.title)
try:
    laid_out("<p>Nothing</p>")
except CannotPrint as error:
    assert "pip install 'candour[pdf]'" in str(error)
else:
    raise AssertionError
"""
)


def run(program, tmp_path, *arguments):
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "CANDOUR_DATA_DIR": str(tmp_path / "data"),
        "DATABASE_URL": f"sqlite:///{tmp_path}/small.sqlite3",
        "DJANGO_SETTINGS_MODULE": "candour.config.settings",
        "PYTHONWARNINGS": "ignore",
    }
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def run_command(tmp_path, *arguments):
    program = f"{WITHOUT}\nfrom candour.cli.main import main\nmain({list(arguments)!r})"
    return run(program, tmp_path)


def test_a_public_site_answers_without_any_of_them(tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    done = run(SERVES, tmp_path, str(folder))
    assert done.returncode == 0, done.stderr


def test_every_finding_that_ships_is_shown_without_any_of_them(tmp_path):
    done = run(SHOWS_FINDINGS, tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("command", "extra"),
    [
        ("audit scores FOLDER/rows.csv --group a --reference 1 --score b", "audit"),
        ("simulate urn", "audit"),
        (
            "audit thresholds FOLDER/rows.csv --group a --place b --reference 1 --searched b "
            "--found b",
            "audit",
        ),
        (
            "law letter subject-access --force essex-police --format docx -o FOLDER/letter.docx",
            "word",
        ),
    ],
)
def test_each_command_says_in_a_sentence_how_to_get_what_it_needs(tmp_path, command, extra):
    (tmp_path / "rows.csv").write_text("a,b\n1,2\n")
    done = run_command(tmp_path, *command.replace("FOLDER", str(tmp_path)).split())
    assert done.returncode == 2, done.stderr
    assert done.stderr.startswith("candour: This needs ")
    assert f"pip install 'candour[{extra}]' brings it." in done.stderr
    assert sorted(path.name for path in tmp_path.glob("*.*")) == ["rows.csv"]


def test_what_is_due_is_left_undone_in_words_where_only_a_library_is_wanting(tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    run_command(tmp_path, "content", "load", "--folder", str(folder), "--why", "Begin")
    done = run_command(tmp_path, "work")
    assert done.returncode == 0, done.stderr
    assert "Left undone: This needs PyArrow" in done.stdout
    assert not list((tmp_path / "data/releases").glob("*"))


def test_commands_are_listed_without_any_of_them(tmp_path):
    for arguments in (["--help"], ["audit", "--help"], ["simulate", "--help"]):
        done = run_command(tmp_path, *arguments)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", EXTRAS)
def test_a_library_that_is_missing_is_told_with_its_extra(name):
    error = ModuleNotFoundError(f"No module named '{name}'", name=f"{name}.inner")
    sentence = str(of_the_machine(error))
    assert f"pip install 'candour[{EXTRAS[name][1]}]'" in sentence


def test_a_module_of_ours_that_is_missing_is_a_fault_and_no_extra():
    assert how_to_get(ModuleNotFoundError(name="candour.nothing")) == ""
    assert how_to_get(ValueError()) == ""


NAMES_ON_SHELVES = {"PIL": "pillow", "docx": "python-docx", "ibis": "ibis-framework"}


def test_every_extra_that_is_told_of_exists_and_brings_its_library():
    wanted = [Requirement(text) for text in requires("candour") or ()]
    for library, (_, extra) in EXTRAS.items():
        if library == "pandas":  # Ibis brings it
            continue
        name = NAMES_ON_SHELVES.get(library, library)
        of_extra = {
            one.name.replace("-", "_")
            for one in wanted
            if one.marker and one.marker.evaluate({"extra": extra})
        }
        assert name.replace("-", "_") in of_extra, (library, extra)


def test_a_late_library_is_imported_when_it_is_asked_for():
    assert Late("string").digits == "0123456789"
    with pytest.raises(ModuleNotFoundError):
        _ = Late("no_such_library").anything
