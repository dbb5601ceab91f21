"""What the guide shows of a whole source can be written down as shown, and is taken."""

import re
from pathlib import Path

from candour.evidence.reading import read_with_problems
from tests.evidence.making import make_folder, schema

GUIDE = Path(__file__).resolve().parents[2] / "docs/how-to/write-content.md"
FORCE = "source: two-rivers-report\nat: p. 1\nname: Two Rivers Police\nkind: territorial-force\n"


def shown():
    """The pieces of YAML under the heading on sources, in their order."""
    text = GUIDE.read_text(encoding="utf-8")
    section = text.partition("## The shape of a source\n")[2].partition("\n## ")[0]
    return re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)


def test_the_source_its_author_and_two_statements_are_taken_as_the_guide_shows_them(tmp_path):
    source, author, statements = shown()
    folder = make_folder(tmp_path / "content", {
        "sources/two-rivers-report": source,
        "bodies/two-rivers-law-centre": author,
        "bodies/two-rivers-police": FORCE + statements,
    })  # fmt: skip

    collection, problems = read_with_problems(folder, schema())

    assert [str(problem) for problem in problems] == []
    said = collection.subjects["two-rivers-police"].by_field
    (denial,), (answer,) = said["predictive-use"], said["disclosure"]
    assert (denial.locator, denial.via) == ("p. 12", "two-rivers-law-centre")
    assert answer.said_by == ("two-rivers-law-centre",)
