"""The guard on links, seen to fail."""

import runpy
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/lib/check_links.py"


@pytest.fixture(scope="module")
def check_links():
    return runpy.run_path(str(SCRIPT))["main"]


@pytest.fixture
def pages(tmp_path):
    """A folder under version control, with one page to link to."""
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/guide.md").write_text("# What's in it?\n\n## Twice\n\n## Twice\n")
    return tmp_path


@pytest.mark.parametrize(
    "link",
    [
        "docs/guide.md",
        "docs/guide.md#whats-in-it",
        "docs/guide.md#twice-1",
        "docs/",
        "#here",
        "https://example.org/#anything",
        "mailto:someone@example.org",
    ],
)
def test_a_link_that_leads_somewhere_passes(check_links, pages, link):
    (pages / "README.md").write_text(f"# Here\n\nSee [this]({link}).\n")
    assert check_links(pages) == 0


@pytest.mark.parametrize("link", ["docs/lost.md", "docs/guide.md#lost", "#lost", "../../lost"])
def test_a_link_that_leads_nowhere_fails_and_is_named(check_links, pages, capsys, link):
    (pages / "README.md").write_text(f"# Here\n\nSee [this]({link}).\n")
    assert check_links(pages) == 1
    assert f"README.md: {link}" in capsys.readouterr().out


def test_what_stands_in_a_code_block_is_no_link(check_links, pages):
    (pages / "README.md").write_text("```\n[this](lost.md)\n```\n\n`[or](lost.md)`\n")
    assert check_links(pages) == 0
