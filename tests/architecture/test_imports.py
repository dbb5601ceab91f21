"""The guard on imports, seen to fail on copies of the code that break it."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.support.programs import program

REPOSITORY = Path(__file__).resolve().parents[2]
AUDITS = "An audit knows no other audit, and what they share knows none of them"
MODELS = "Pages and data ask the register, and leave its tables alone"
THINKING = {"audit", "core", "discovery", "evidence", "law", "simulation", "tables"}


@pytest.fixture
def copy(tmp_path):
    """A copy of the code and of its contracts, to break."""
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    (tmp_path / "scripts/lib").mkdir(parents=True)
    shutil.copy(REPOSITORY / "scripts/lib/audits_contract.py", tmp_path / "scripts/lib")
    shutil.copytree(
        REPOSITORY / "src/candour",
        tmp_path / "src/candour",
        ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "*.yaml"),
    )
    return tmp_path


def lint_imports(folder):
    return subprocess.run(
        [program("lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("core/broken.py", "import candour.evidence", "Imports point down only"),
        ("register/broken.py", "import candour.web", "Imports point down only"),
        ("web/broken.py", "import candour.cli", "Imports point down only"),
        ("cli/broken.py", "import candour.config", "Imports point down only"),
        ("evidence/broken.py", "import django", "Thinking needs no Django"),
        ("core/broken.py", "from django.db import models", "Thinking needs no Django"),
        ("gadgets/__init__.py", "", "Imports point down only"),  # a layer nobody agreed on
        ("audit/stops/broken.py", "import candour.audit.force.kind", AUDITS),
        ("audit/reports/broken.py", "import candour.audit.stops.kind", AUDITS),
        ("audit/statistics/broken.py", "import candour.audit.findings", AUDITS),
        ("audit/gadgets/__init__.py", "", AUDITS),
        ("audit/gadgets/kind.py", "import candour.audit.force.kind", AUDITS),  # a new audit
        ("web/broken.py", "import candour.register.models", MODELS),
        ("api/broken.py", "import candour.register.models", MODELS),
        ("cli/broken.py", "import candour.register.models", MODELS),
        ("audit/stops/broken.py", "import ibis", "Only the tables know Ibis"),
        ("web/broken.py", "import weasyprint", "Serving needs no library of the extras"),
        ("register/broken.py", "import pyarrow", "Serving needs no library of the extras"),
        ("tables/broken.py", "import candour.audit", "Imports point down only"),
    ],
)
def test_the_guard_fails_where_an_import_points_up_or_out(copy, file, line, contract):
    broken = copy / "src/candour" / file
    broken.parent.mkdir(exist_ok=True)
    (broken.parent / "__init__.py").touch()
    broken.write_text(f"{line}\n")

    done = lint_imports(copy)

    assert done.returncode
    assert f"{contract} BROKEN" in done.stdout or "gadgets" in done.stdout + done.stderr


def test_the_guard_holds_on_the_code_as_it_stands(copy):
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout


def test_a_new_audit_needs_no_line_in_the_contracts(copy):
    folder = copy / "src/candour/audit/gadgets"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "kind.py").write_text("import candour.audit.kinds\n")
    done = lint_imports(copy)
    assert done.returncode == 0, done.stdout


def test_every_part_that_thinks_is_kept_from_django():
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]
    named = next(each for each in contracts["contracts"] if each["id"] == "thinking")
    written = {path.parent.name for path in (REPOSITORY / "src/candour").glob("*/__init__.py")}
    assert {f"candour.{part}" for part in THINKING & written} == set(named["source_modules"])
