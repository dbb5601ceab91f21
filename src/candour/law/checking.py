"""Every file of the law read once, so that what is wrong in any is told by file and line."""

from collections.abc import Callable, Mapping
from pathlib import Path

from candour.core.errors import BadContent, CandourError, Problem, causes_first
from candour.law.bodies import known_bodies, read_kinds, read_not_written_to
from candour.law.exemptions import read_exemptions
from candour.law.filed import read_names
from candour.law.holidays import read_holidays
from candour.law.letter_files import read_addresses, read_parts
from candour.law.letters import read_letters
from candour.law.provisions import read_provisions
from candour.law.questions import read_questions
from candour.law.read_again import read_list
from candour.law.requirements import read_requirements
from candour.law.routes import read_routes
from candour.law.rules import read_rules
from candour.law.triage_texts import read_texts

FOLDER_NAME = "law"

# In an order in which a file comes after those that it names something of.
READERS: Mapping[str, Callable[[Path], object]] = {
    "names.yaml": read_names,
    "body-kinds.yaml": read_kinds,
    "known-bodies.yaml": known_bodies,
    "not-written-to.yaml": read_not_written_to,
    "requirements.yaml": read_requirements,
    "rules.yaml": read_rules,
    "routes.yaml": read_routes,
    "exemptions.yaml": read_exemptions,
    "questions.yaml": read_questions,
    "provisions.yaml": read_provisions,
    "addresses.yaml": read_addresses,
    "letter-parts.yaml": read_parts,
    "letters": read_letters,
    "read-again.yaml": read_list,
    "triage.yaml": read_texts,
    "replies.yaml": lambda path: read_texts(replies=path),
    "first-steps.yaml": lambda path: read_texts(cases=path),
    "bank-holidays.json": read_holidays,
    "holidays.yaml": lambda path: read_holidays(notes=path),
}

# Those that keep what they read of the files that ship, for whoever asks next.
KEPT: tuple[Callable[[], object], ...] = (
    read_names,
    read_kinds,
    known_bodies,
    read_not_written_to,
    read_requirements,
    read_rules,
    read_routes,
    read_exemptions,
    read_questions,
    read_provisions,
    read_addresses,
    read_parts,
    read_letters,
    read_texts,
)


def read_shipped() -> None:
    """Read every file of the law that ships and keep it: later changes of a file change nothing."""
    for read in KEPT:
        read()


def law_problems(folder: Path) -> list[Problem]:
    """Return what is wrong in the files of the law of a content folder, if it has any.

    What a file names of another is held against the files that ship.
    """
    home = folder / FOLDER_NAME
    if not home.is_dir():
        return []
    problems: list[Problem] = []
    for name, read in READERS.items():
        try:
            read(home / name)
        except BadContent as error:
            problems += error.problems
        except CandourError as error:
            problems.append(Problem(f"{FOLDER_NAME}/{name}", 0, "", str(error)))
    return causes_first([*problems, *_strays(home)])


def _strays(home: Path) -> list[Problem]:
    """Files of the law that nobody reads."""
    beside = [path.name for path in sorted(home.iterdir()) if path.name not in READERS]
    letters = home / "letters"
    within = sorted(letters.iterdir()) if letters.is_dir() else []
    beside += [f"letters/{path.name}" for path in within if not path.name.endswith(".yaml")]
    shown = [name for name in beside if not name.rpartition("/")[2].startswith((".", "__"))]
    return [Problem(f"{FOLDER_NAME}/{name}", 0, "", "is not read; take it out") for name in shown]
