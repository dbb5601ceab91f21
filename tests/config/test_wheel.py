"""The package as it is handed on, installed away from any checkout, serves and verifies."""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.evidence.making import TOOL, make_folder

ROOT = Path(__file__).parents[2]
PATIENCE = 120  # seconds until a server that does not answer is given up
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built without the network, of a copy of what is handed on."""
    home = tmp_path_factory.mktemp("wheel")
    tree = home / "tree"
    tree.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tree / name)
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(home)]
    done = subprocess.run(command, cwd=tree, check=True, capture_output=True, text=True)
    return home / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def run(wheel, tmp_path_factory):
    """Run the installed command, in an environment that holds it and what it needs, and no more."""
    home = tmp_path_factory.mktemp("installed")
    venv, away = home / "venv", home / "away"
    away.mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = venv / "lib" / version / "site-packages"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # What it needs comes from the environment of the tests, for nothing is fetched here. Python
    # reads no .pth file of a folder that is named in one, so that the checkout stays out.
    (packages / "needed.pth").write_text(f"{sysconfig.get_paths()['purelib']}\n")
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "CANDOUR_DATA_DIR": str(home / "data"),
        "DATABASE_URL": f"sqlite:///{home}/data/candour.sqlite3",
    }

    return Installed(venv / "bin/python", packages, away, environ)


@dataclass(frozen=True)
class Installed:
    """The installed command, run somewhere else."""

    interpreter: Path
    packages: Path
    away: Path
    environ: dict[str, str]

    def __call__(self, *arguments):
        return self._output("-m", "candour.cli", *map(str, arguments))

    def python(self, code):
        return self._output("-c", code)

    def start(self, *arguments):
        command = [str(self.interpreter), "-m", "candour.cli", *map(str, arguments)]
        return subprocess.Popen(command, cwd=self.away, env=self.environ)

    def _output(self, *arguments):
        done = subprocess.run(
            [self.interpreter, *arguments],
            cwd=self.away,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def served(run):
    """The address of the installed server, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = run.start("serve", "--port", port, "--workers", 1)
    try:
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def read(address, server):
    """Read a page, waiting for the server to begin."""
    for _ in range(PATIENCE * 2):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
                return answer.read()
        except OSError as error:
            if getattr(error, "code", None):
                raise
            time.sleep(0.5)
    raise AssertionError(f"{address} does not answer")


def test_the_wheel_holds_what_it_serves_and_no_test(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"candour"}
    for needed in ("content/fields.yaml", "content/law/routes.yaml", "web/jinja2/subject.html"):
        assert f"candour/{needed}" in names
    for folder in ("content/changes/candour/", "web/static/", "content/findings/"):
        assert any(name.startswith(f"candour/{folder}") for name in names)


def test_installed_away_from_any_checkout_it_is_itself(run):
    where = run.python("import candour; print(candour.__file__)").strip()
    assert Path(where).is_relative_to(run.packages)
    methods = json.loads(run("content", "list", "methods", "--json"))
    assert "predictive-policing" in {row["slug"] for row in methods}


def test_it_loads_serves_exports_and_verifies(run, tmp_path):
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL})
    run("content", "load", "--folder", folder, "--why", "Begin")
    with served(run) as (address, server):
        page = read(f"{address}/systems/tool/", server).decode()
        assert "The Tool" in page
        style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert read(address + style, server)
        assert json.loads(read(f"{address}/systems/tool.json", server))
    for release in (tmp_path / "release", tmp_path / "release.tar.gz"):
        run("export", release)
        assert "Valid: nothing differs." in run("verify", release)
    assert "Valid: nothing differs." in run("verify")
