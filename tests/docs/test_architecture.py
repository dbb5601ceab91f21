"""The files that pages of docs name are there; the walks hold what is named, and are counted."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = (REPOSITORY / "docs/explanation/architecture.md").read_text()
CODE = REPOSITORY / "src/candour"
STEP = re.compile(r"^\d+\. `(?P<file>[^`]+)`(?P<says>.*)$", re.MULTILINE)
COUNT = re.compile(
    r"^(?P<files>\w+) files, (?P<climbs>\w+) climbs?, (?P<returns>\w+) returns?\.", re.MULTILINE
)
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
)
CALLS = re.compile(
    r"order of the calls[^:]*: (?P<steps>[\d ]+): (?P<stays>\w+) stays, (?P<climbs>\w+) climbs, "
    r"(?P<returns>\w+) returns"
)
NAMED = re.compile(
    r"`(?:src/candour/)?((?:core|evidence|tables|audit|law|simulation|accounts|register|web|api|cli"
    r"|config|content)/[\w/.-]+\.\w+)`"
)
NOT_YET = {"web/views/requests.py", "web/pages/requests.py"}  # of an app that is agreed on
WITH_THOSE_LEFT_OUT = re.compile(
    r"order of the calls with these: (?P<steps>[\da-e ]+): (?P<stays>\w+) stays, "
    r"(?P<climbs>\w+) climbs, (?P<returns>\w+) returns"
)
LEFT_OUT = re.compile(r"^- (?P<letter>\w): `(?P<file>[^`]+)`", re.MULTILINE)
NAME_IN_FILE = re.compile(r"`(\w+)` in `(?:src/candour/)?([\w/]+\.py)`")
IN_QUOTES = re.compile(r"`([\w.]+)`")


def number(word):
    return int(word) if word.isdigit() else NUMBERS.index(word.lower())


def climbs_in(files):
    layers = [layer_of(file) for file in files]
    return sum(later < earlier for earlier, later in pairwise(layers))


def walks():
    part = PAGE.partition("## Two walks")[2].partition("\n## ")[0]
    return part.split("\n### ")[1:]


def layer_of(file):
    """The place of a file's folder in the contracts on imports, (0, 0) the highest.

    First that among packages; then, inside `audit`, that among its own folders, where those of
    audits stand above all that are listed.
    """
    package, _, below = file.partition("/")
    place = place_in("layers", package)
    if package != "audit":
        return place, 0
    folder = below.partition("/")[0].removesuffix(".py")
    is_an_audit = (CODE / "audit" / folder / "kind.py").exists()
    return place, 0 if is_an_audit else 1 + place_in("audits", folder)


def place_in(contract, name):
    contracts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["importlinter"]
    (layers,) = (c["layers"] for c in contracts["contracts"] if c["id"] == contract)
    (place,) = (n for n, layer in enumerate(layers) if name in re.findall(r"\w+", layer))
    return place


@pytest.mark.parametrize("walk", walks(), ids=["a fact", "a parameter"])
def test_every_file_of_a_walk_is_there_and_holds_what_is_named(walk):
    steps = list(STEP.finditer(walk))
    assert steps
    for step in steps:
        text = (CODE / step["file"]).read_text()
        for name in IN_QUOTES.findall(step["says"]):
            assert name.rpartition(".")[2] in text, (step["file"], name)


@pytest.mark.parametrize("walk", walks(), ids=["a fact", "a parameter"])
def test_the_count_of_a_walk_is_that_of_its_steps(walk):
    files = [step["file"] for step in STEP.finditer(walk)]
    counted = COUNT.search(walk)
    assert counted is not None
    assert [number(counted[part]) for part in ("files", "climbs", "returns")] == [
        len(set(files)), climbs_in(files), len(files) - len(set(files))
    ]  # fmt: skip


@pytest.mark.parametrize("walk", walks(), ids=["a fact", "a parameter"])
def test_the_count_of_the_calls_of_a_walk_is_that_of_its_numbers(walk):
    steps = [step["file"] for step in STEP.finditer(walk)]
    calls = CALLS.search(walk)
    assert calls is not None
    files = [steps[int(place) - 1] for place in calls["steps"].split()]
    assert set(files) == set(steps)
    assert all(earlier != later for earlier, later in pairwise(files))
    assert [number(calls[part]) for part in ("stays", "climbs", "returns")] == [
        len(files), climbs_in(files), len(files) - len(set(files))
    ]  # fmt: skip


def test_the_count_with_the_files_left_out_is_that_of_its_letters_and_numbers():
    walk = walks()[1]
    steps = {str(n): step["file"] for n, step in enumerate(STEP.finditer(walk), 1)}
    steps |= {row["letter"]: row["file"] for row in LEFT_OUT.finditer(walk)}
    calls = WITH_THOSE_LEFT_OUT.search(walk)
    assert calls is not None
    files = [steps[place] for place in calls["steps"].split()]
    assert set(files) == set(steps.values())
    assert all(earlier != later for earlier, later in pairwise(files))
    assert [number(calls[part]) for part in ("stays", "climbs", "returns")] == [
        len(files), climbs_in(files), len(files) - len(set(files))
    ]  # fmt: skip


def test_what_a_page_says_is_in_a_file_is_in_it():
    pairs = NAME_IN_FILE.findall(PAGE)
    assert ("change_sets_in", "evidence/chain_files.py") in pairs
    assert [(n, f) for n, f in pairs if n not in (CODE / f).read_text()] == []


def test_every_file_that_a_page_names_is_there():
    pages = [*(REPOSITORY / "docs").rglob("*.md"), *REPOSITORY.glob("*.md")]
    named = {
        (page.name, file)
        for page in pages
        if page.name != "CHANGELOG.md"  # which tells of what was
        for file in NAMED.findall(page.read_text())
    }
    assert len(named) > len(pages)
    assert {
        (page, file) for page, file in named if file not in NOT_YET and not (CODE / file).exists()
    } == set()
