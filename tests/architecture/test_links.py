"""The guard on links, seen to fail."""

import runpy
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/lib/check_links.py"


@pytest.fixture(scope="module")
def check_links():
    return runpy.run_path(str(SCRIPT))["main"]


@pytest.fixture
def pages(tmp_path):
    """A folder as a download brings it, without .git, with one page to link to."""
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


@pytest.mark.parametrize("folder", [".venv/lib", "var", "docs/cache_me"])
def test_pages_that_are_no_part_of_the_repository_are_not_read(check_links, pages, folder):
    (pages / ".gitignore").write_text("/var/\ncache_*/\n")
    (pages / folder).mkdir(parents=True)
    (pages / folder / "README.md").write_text("[this](lost.md)\n")
    assert check_links(pages) == 0


def test_a_name_ignored_at_the_root_alone_is_read_below_it(check_links, pages):
    (pages / ".gitignore").write_text("/var/\n")
    (pages / "docs/var").mkdir()
    (pages / "docs/var/page.md").write_text("[this](lost.md)\n")
    assert check_links(pages) == 1


def test_no_program_is_needed_to_find_the_pages(check_links, pages, monkeypatch):
    """A bare machine has no git, and a download no .git."""
    monkeypatch.setenv("PATH", "")
    (pages / "README.md").write_text("# Here\n\n[this](lost.md)\n")
    assert check_links(pages) == 1
