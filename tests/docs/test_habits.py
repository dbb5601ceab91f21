"""What people who pick this up expect to find: hooks, templates, a workflow, a container file."""

import os
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[0-9]*.yml"))


def test_the_workflow_runs_what_a_developer_runs():
    text = (ROOT / ".github/workflows/check.yml").read_text()
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert job["steps"][-1] == {"run": ".ci/run"}
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_every_hook_is_local_and_runs_what_there_is():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [repository["repo"] for repository in hooks] == ["local"]
    for hook in hooks[0]["hooks"]:
        assert hook["entry"].startswith(".venv/bin/")
        for file in re.findall(r"(?:scripts|tests)/\S+", hook["entry"]):
            assert (ROOT / file).is_file()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_each_form_asks_for_what_is_needed_to_act(form):
    asked = yaml.safe_load(form.read_text())
    assert asked["name"]
    assert asked["description"]
    names = [part["id"] for part in asked["body"] if part["type"] != "markdown"]
    assert len(set(names)) == len(names) >= 2
    assert any(part.get("validations", {}).get("required") for part in asked["body"])


def test_there_is_a_form_for_the_content_the_code_and_a_change():
    assert [form.stem for form in FORMS] == [
        "1-error-in-the-content",
        "2-fault-in-the-code",
        "3-change",
    ]


def test_the_container_is_made_of_debian_alone():
    text = (ROOT / "Containerfile").read_text()
    assert re.findall(r"^FROM (.*)$", text, re.MULTILINE) == ["debian:bookworm-slim"]
    assert "://" not in text
    setup = (ROOT / "scripts/lib/environment.sh").read_text()
    (packages,) = re.findall(r"need_packages (libpango.*)$", setup, re.MULTILINE)
    for package in packages.split():
        assert package in text


def test_what_to_begin_with_leads_to_files_that_there_are():
    text = (ROOT / "docs/how-to/begin.md").read_text()
    for path in re.findall(r"`((?:src|tests|scripts)/[\w/.-]+)`", text):
        assert (ROOT / path).exists(), path
