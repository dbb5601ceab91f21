"""The pages printed from the code: the same each time, complete, and as they stand in docs/."""

import re
from pathlib import Path

import pytest

from candour.cli import docs
from candour.content import FOLDER
from candour.evidence.fields import read_schema
from tests.support.shipped_schema import shipped_schema

REPOSITORY = Path(__file__).resolve().parents[2]
REFERENCE = REPOSITORY / "docs/reference"
SCHEMA = read_schema(FOLDER)
COMMANDS = list(docs.all_commands())
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|work|usr/local|tmp/(?!register))\b")


def read(name):
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_table_is_asked_for(_the_table_of_fields_is_asked_for_anew):
    with shipped_schema():
        yield


@pytest.fixture(scope="module")
def pages():
    with shipped_schema():
        return docs.pages()


def test_the_pages_in_the_repository_are_those_the_code_prints(pages):
    stale = [name for name, text in pages.items() if read(name) != text]
    assert not stale, "Run scripts/docs."


def test_printing_twice_gives_the_same(pages):
    assert docs.pages() == pages


def test_no_page_knows_the_machine_it_was_printed_on(pages):
    assert not [name for name, text in pages.items() if MACHINE_PATH.search(text)]


def test_the_command_writes_the_pages(tmp_path, capsys, pages):
    docs.docs(tmp_path / "made")
    assert {path.name for path in (tmp_path / "made").iterdir()} == set(pages)
    assert "commands.md" in capsys.readouterr().out


# settings

MAY_BE_SET = re.compile(r"\$\{([A-Z_]+):?-|environ\.get\(\"([A-Z_]+)\"")


def test_every_variable_that_a_script_asks_for_is_explained():
    scripts = [path for path in (REPOSITORY / "scripts").rglob("*") if path.is_file()]
    texts = [path.read_text(encoding="utf-8") for path in scripts if path.suffix != ".pyc"]
    asked_for = {"".join(names) for text in texts for names in MAY_BE_SET.findall(text)}
    assert "CANDOUR_OUTSIDE_DATA" in asked_for
    assert {name for name in asked_for if f"| `{name}` |" not in read("settings.md")} == set()


# commands


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=lambda value: str(value)[:40])
def test_a_command_has_help_and_an_example_to_paste(name, command):
    says, examples = docs.help_and_examples(command.help or "")
    assert says
    assert says[-1] == "."
    assert examples, f"{name} has no example"
    assert all(example.startswith(f"$ {name}") for example in examples)
    assert "\\b" not in (command.help or ""), "Typer prints this mark as it stands"


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=lambda value: str(value)[:40])
def test_every_option_says_what_it_is(name, command):
    assert all(parameter.help for parameter in command.params)


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=lambda value: str(value)[:40])
def test_a_command_has_its_entry(name, command):
    entry = read("commands.md").partition(f"\n## `{name}`\n")[2].partition("\n## ")[0]
    assert entry
    assert all(
        parameter.opts[-1] in entry
        for parameter in command.params
        if parameter.opts[-1].startswith("-")
    )


def test_a_command_without_an_example_is_found_out():
    assert docs.help_and_examples("Score a place.") == ("Score a place.", [])


# the table of fields, vocabularies, gaps


def row_of(page, key):
    return re.search(rf"^\| `{re.escape(key)}` \|", page, re.MULTILINE)


@pytest.mark.parametrize("key", SCHEMA.fields)
def test_a_field_has_its_entry(key):
    assert row_of(read("fields.md").partition("## Qualifiers")[0], key)


@pytest.mark.parametrize("key", [key for key, row in SCHEMA.fields.items() if row.also])
def test_a_field_with_equivalents_has_them_listed(key):
    found = docs.equivalents(SCHEMA.fields[key].also)
    assert found.keys() <= docs.EQUIVALENTS.keys()
    start = row_of(read("fields.md").partition("## Equivalents")[2], key)
    assert start
    line = start.string[start.start() :].partition("\n")[0]
    assert all(f" {there} |" in line for there in found.values())


def test_every_qualifier_has_its_entry():
    qualifiers = read("fields.md").partition("## Qualifiers")[2].partition("\n## ")[0]
    assert not [key for key in SCHEMA.qualifiers if not row_of(qualifiers, key)]


@pytest.mark.parametrize("vocabulary", SCHEMA.vocabularies)
def test_every_term_of_a_vocabulary_has_its_entry(vocabulary):
    section = read("vocabularies.md").partition(f"\n## {vocabulary}\n")[2].partition("\n## ")[0]
    assert not [key for key in SCHEMA.vocabularies[vocabulary] if not row_of(section, key)]


def test_every_gap_item_and_state_has_its_entry():
    page = read("gap-items.md")
    keys = [*SCHEMA.gap_items, *docs.GAP_STATES]
    assert not [key for key in keys if not row_of(page, key)]


# settings


def asked_of_the_environment():
    """Every variable that our code or scripts read."""
    named = r"[\"']([A-Z][A-Z_]{2,})[\"']"
    code = [*(REPOSITORY / "src/candour").rglob("*.py")]
    found = set()
    for path in code:
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(rf"environ(?:\.get|\.setdefault)?[(\[]{named}", text))
        found |= set(re.findall(rf"environ, {named}", text))
        found |= set(re.findall(rf"envvar={named}", text))
    for path in (REPOSITORY / "scripts").rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            found |= set(re.findall(r"\$\{([A-Z][A-Z_]+):?-", path.read_text(encoding="utf-8")))
    return found


def test_every_environment_variable_has_its_entry():
    variables = asked_of_the_environment()
    assert {"DATABASE_URL", "PORT", "PYTHON", "DEBUG"} <= variables
    page = read("settings.md")
    assert not [name for name in variables if not row_of(page, name)]


def test_the_reader_of_settings_takes_in_every_line_of_the_list():
    found = docs.installation_variables()
    assert set(found) == {
        "DATABASE_URL",
        "CANDOUR_DATA_DIR",
        "SECRET_KEY",
        "DEBUG",
        "ALLOWED_HOSTS",
        "KEPT_BY",
        "CONTACT",
        "FUNDED_BY",
        "SECURITY_CONTACT",
        "HTTPS",
        "HSTS_SECONDS",
        "METRICS_TOKEN",
        "EMAIL_URL",
        "REPORTS_FROM",
        "REPORTS_TO",
        "REPORTS_ANSWERED_BY",
    }
    assert found["DATABASE_URL"].endswith("by default a file in the data folder.")
