"""The guide to running it in public, and the files that go with it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from candour.cli.docs import all_commands, settings_page
from candour.config import buffering

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = ROOT / "docs/how-to/run-in-public.md"
UNITS = sorted(DEPLOY.glob("candour*"))
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
WALLS = ("NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "CapabilityBoundingSet=")


def exec_of(unit):
    (command,) = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    return command


def test_there_are_units_to_try():
    assert len(SERVICES) == 4
    assert len(UNITS) == 8


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze here")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    """With programs and a user that are here: those of the guide are made by its steps."""
    for unit in UNITS:
        text = re.sub(r"/opt/candour/\.venv/bin/candour", "/bin/true", unit.read_text())
        text = re.sub(r"^(User|Group)=candour$", r"\1=root", text, flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(text)
    command = ["systemd-analyze", "verify", *(str(tmp_path / unit.name) for unit in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze here")
def test_a_unit_with_a_fault_would_be_found(tmp_path):
    broken = tmp_path / "candour.service"
    broken.write_text("[Service]\nExecStart=/no/such/program\n")
    command = ["systemd-analyze", "verify", str(broken)]
    assert subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_service_runs_a_command_that_there_is(unit):
    (name,) = re.findall(r"bin/candour (\w+)", exec_of(unit))
    assert f"candour {name}" in {command for command, _ in all_commands()}


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_service_is_walled_in_and_runs_as_its_own_user(unit):
    text = unit.read_text()
    assert "User=candour" in text
    for wall in WALLS:
        assert wall in text.splitlines()


@pytest.mark.parametrize("unit", [u for u in UNITS if u.suffix == ".timer"], ids=lambda u: u.name)
def test_each_timer_starts_a_service_that_there_is(unit):
    assert unit.with_suffix(".service") in SERVICES


def test_the_backup_is_named_by_its_day(tmp_path):
    """The line as systemd hands it to the shell: `%%` is a per cent sign and `$$` a dollar."""
    command = exec_of(DEPLOY / "candour-backup.service").replace("%%", "%").replace("$$", "$")
    (script,) = re.findall(r"/bin/sh -c '(.*)'$", command)
    script = script.replace("exec /opt/candour/.venv/bin/candour backup", "echo")
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=True)
    day = re.compile(r"/var/lib/candour/backups/candour-\d{4}-\d\d-\d\d\.tar\.gz\n")
    assert day.fullmatch(done.stdout)


def test_every_setting_of_the_example_is_one_that_there_is():
    known = set(re.findall(r"^\| `([A-Z_]+)` \|", settings_page(), re.MULTILINE))
    named = re.findall(r"^#? ?([A-Z_]+)=", (DEPLOY / "environment").read_text(), re.MULTILINE)
    assert {"DATABASE_URL", "ALLOWED_HOSTS", "HTTPS"} <= set(named) <= known


def test_the_guide_names_every_unit_and_only_files_that_there_are():
    text = GUIDE.read_text()
    for name in re.findall(r"\bdeploy/([\w.-]+)", text):
        assert list(DEPLOY.glob(f"{name}*")), name
    for name in re.findall(r"\bscripts/([\w-]+)", text):
        assert os.access(ROOT / "scripts" / name, os.X_OK), name
    for unit in UNITS:
        assert unit.stem in text


def test_the_guide_states_the_limits_that_are_in_force():
    text = GUIDE.read_text()
    for sentence in (
        f"| {buffering.LONGEST_HEAD // 1024} kB | 431 |",
        f"| {buffering.LARGEST_BODY // 1024} kB | 413 |",
        f"| {buffering.WHOLE_WITHIN} seconds | the connection is closed |",
        f"| {buffering.SILENT_FOR} seconds | it is closed |",
        f"| {buffering.LONGEST_ANSWER} seconds | the process is replaced",
        f"| {buffering.MOST_CONNECTIONS:,}, if so many files may be open |",
    ):
        assert sentence in text


def test_the_proxy_keeps_no_list_of_readers_and_nothing_of_what_they_told():
    text = (DEPLOY / "nginx.conf").read_text()
    servers = text.split("\nserver {")[1:]
    assert len(servers) == 2
    assert all("access_log off;" in server for server in servers)
    routes = text.partition("location ~ ^/(routes|report)/ {")[2].partition("}")[0]
    assert "proxy_cache off;" in routes
    assert "client_body_in_single_buffer on;" in routes
    assert 'proxy_set_header X-Forwarded-For "";' in text
    assert f"client_max_body_size {buffering.LARGEST_BODY // 1024}k;" in text
