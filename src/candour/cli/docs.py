"""candour docs: the reference pages that are printed from the code, in one stable form."""

import ast
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

import candour
from candour.cli.database import wake_django
from candour.content import FOLDER
from candour.evidence import gaps
from candour.evidence.fields import FIGURE_QUALIFIERS, Field, Schema, Term, read_schema
from candour.evidence.folder import write_whole

SETTINGS = Path(candour.__file__).parent / "config/settings.py"
API_REFERENCE = "candour.api.reference"
PRINTED = "Printed from {source} by `scripts/docs`: change it there.\n"
NAMED_VARIABLE = re.compile(r"^([A-Z][A-Z_]+) +(\S.*)$")
EXAMPLE = re.compile(r"^Examples?:\s*$", re.MULTILINE)

# In the order of the columns of the table of equivalents: how `also` names each, and its title.
EQUIVALENTS = {
    "atrs_v4": "ATRS v4",
    "atrs_v3": "ATRS v3",
    "nl": "Dutch register",
    "dpv": "DPV",
}
SCRIPT_VARIABLES = {
    "PYTHON": "The Python that `.venv` is made with; by default `python3`.",
    "TEST_PROCESSES": "How many processes `scripts/test` runs tests in; by default 2.",
    "CANDOUR_BENCHMARK_DATA": "A folder of published data; adds the tests that compare with it.",
    "CANDOUR_SOURCE_TEXT": (
        "A file with the text of *Automated Racism*; adds the tests that hold content against it."
    ),
    "CANDOUR_OUTSIDE_DATA": (
        "A folder of files that others publish and that are not kept here; `scripts/findings` then "
        "also works out the replays that rest on them."
    ),
    "ADVISORIES_URL": (
        "The database of known weaknesses that `scripts/supply-chain advisories` asks; it answers "
        "as OSV does."
    ),
    "BARE": "The folder in which `scripts/bare-machine` makes its machine.",
    "SSL_CERT_FILE": "The certificates that `scripts/bare-machine` lends to its machine.",
}
OTHER_VARIABLES = {
    "PYSPARK_PYTHON": (
        "The Python of Spark's workers, where they need Candour (simulations and points in areas "
        "on Spark); by default the one that stands where this machine's does."
    ),
    "SPARK_LOCAL_IP": (
        "The address of this machine that Spark gives others; by default the one that leads to "
        "the cluster."
    ),
    "LISTEN_FDS": "How many sockets systemd opened for `candour serve`, which answers at them.",
    "LISTEN_PID": "For which process `LISTEN_FDS` is meant; systemd sets both.",
    "XDG_DATA_HOME": (
        "Where an installation outside the repository keeps its data folder, `candour`, when "
        "`CANDOUR_DATA_DIR` is not set; by default `~/.local/share`."
    ),
    "DJANGO_SETTINGS_MODULE": "Another module of settings, as the tests use.",
}
ABOUT_FIELDS = (
    "What can be said about a subject: version {version} of the table of fields. A field takes "
    "one value or many; a list of many may be said to be complete where *closure* is noted. Every "
    "field takes the qualifiers `note` and `probably`. *Answers* names the "
    "[item that gaps are asked of](gap-items.md)."
)
ABOUT_EQUIVALENTS = (
    "The same question in the UK Algorithmic Transparency Recording Standard (ATRS), in the Dutch "
    "publication standard for algorithms, and in the W3C Data Privacy Vocabulary (DPV)."
)
ABOUT_VOCABULARIES = (
    "The words that a term may be. A term never changes its meaning: a new meaning is a new term. "
    "*Shows* and *denies* tell the rules for contradictions what a term comes to; *flags* let one "
    "question be asked of all systems at once."
)
ABOUT_GAPS = (
    "What is asked of every subject whose `in-scope` is `in-scope`, `disputed` or `not-known`. The "
    "first five are the items of section 8.2 of *Automated Racism*."
)
ABOUT_STATES = (
    "From what says most to what says least; an item is published or disclosed only where all that "
    "is said of it is. An item that is not `published` is a gap. *Contradicted* is a flag on any "
    "state: what it rests on stands in a contradiction of the subject. What a body says of its "
    "practice in general is shown as that, and never counts for a system."
)
GAP_STATES = {
    gaps.State.PUBLISHED: "Out, with a link to it; the only state that counts as provided.",
    gaps.State.DISCLOSED: "Given when somebody asked, wherever the reply was put afterwards.",
    gaps.State.DESCRIBED: "Somebody says what it is or holds.",
    gaps.State.NAMED: "Said to exist, and no more.",
    gaps.State.DECLARED_NONE: "Its body says that there is none, or that it holds none.",
    gaps.State.NOT_FOUND: "This register looked where it would be, on a day, and it was not there.",
    gaps.State.REFUSED: "Withheld, or neither confirmed nor denied.",
    gaps.State.SILENT: "No source says anything, or one is noted as not saying it.",
}


def docs(
    folder: Annotated[Path, typer.Argument(help="Folder to write the pages to.", file_okay=False)],
) -> None:
    """Print the reference pages from the code.

    Example:

        candour docs docs/reference
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        write_whole(folder / name, text)
        print(folder / name)


def pages() -> dict[str, str]:
    """Every page that is printed from the code, by the name of its file."""
    schema = read_schema(FOLDER)
    printed = {
        "commands.md": commands_page(),
        "fields.md": fields_page(schema),
        "gap-items.md": gap_items_page(schema),
        "settings.md": settings_page(),
        "vocabularies.md": vocabularies_page(schema),
    }
    if find_spec(API_REFERENCE) is not None:
        printed["api.md"] = api_page()
    return printed


def api_page() -> str:
    """The page that the API prints of itself: commands and API may not import one another."""
    wake_django()
    text: str = import_module(API_REFERENCE).markdown()
    return text.rstrip() + "\n"


# commands


def commands_page() -> str:
    parts = [
        "# Commands",
        PRINTED.format(source="the commands themselves"),
        "`.venv/bin/candour` is there after any of the scripts. Every command has `--help`.",
        table(
            ("exit status", "means"),
            [
                ("0", "done"),
                ("1", "done, and what was checked is not valid"),
                ("2", "can't be done: one sentence says why"),
            ],
        ),
        *(command_section(name, command) for name, command in all_commands()),
    ]
    return page(parts)


def all_commands() -> Iterator[tuple[str, Any]]:
    """Give every command with its whole name, as `candour --help` orders them."""
    from candour.cli.main import app

    yield from _commands_under("candour", typer.main.get_command(app))


def _commands_under(name: str, command: Any, around: Any = None) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "list_commands"):
        yield name, command
        return
    context = command.context_class(command, info_name=command.name, parent=around)
    for part in command.list_commands(context):
        inner = command.get_command(context, part)
        yield from _commands_under(f"{name} {part}", inner, context)


def command_section(name: str, command: Any) -> str:
    description, examples = help_and_examples(command.help or "")
    arguments = [p for p in command.params if not p.opts[0].startswith("-")]
    options = [p for p in command.params if p.opts[0].startswith("-") and not p.hidden]
    usage = [name, *(["[OPTIONS]"] if options else []), *(p.name.upper() for p in arguments)]
    rows = [(f"`{p.name.upper()}`", p.help or "") for p in arguments]
    rows += [(f"`{_option(p)}`", _with_default(p)) for p in options]
    to_paste = "\n".join(examples)
    return "\n\n".join(
        part
        for part in (
            f"## `{name}`",
            description,
            f"```\n{' '.join(usage)}\n```",
            table(("", "means"), rows) if rows else "",
            f"For example:\n\n```console\n{to_paste}\n```" if examples else "",
        )
        if part
    )


def help_and_examples(text: str) -> tuple[str, list[str]]:
    """Take a help text apart: what the command does, and the lines to paste."""
    description, *after = EXAMPLE.split(text, maxsplit=1)
    lines = [line.strip() for line in "".join(after).splitlines()]
    return " ".join(description.split()), [f"$ {line}" for line in lines if line]


def _option(parameter: Any) -> str:
    flag: str = parameter.opts[-1]
    if parameter.is_flag:
        return flag
    takes = parameter.type_descriptor
    if takes.annotation is int:
        return f"{flag} NUMBER"
    if "Path" not in str(takes.annotation):
        return f"{flag} TEXT"
    return f"{flag} {'FILE' if takes.parameter_info.file_okay else 'FOLDER'}"


def _with_default(parameter: Any) -> str:
    help_text = parameter.help or ""
    if parameter.default == FOLDER:  # where that is differs between installations
        return f"{help_text} By default the content that ships with Candour."
    notes = []
    if parameter.required:
        notes.append("It must be given.")
    elif parameter.default not in {None, False, ""}:
        notes.append(f"By default `{parameter.default}`.")
    if parameter.envvar:
        notes.append(f"Also read from `{parameter.envvar}`.")
    return " ".join([help_text, *notes])


# the table of fields


def fields_page(schema: Schema) -> str:
    for_figures = _listed([*FIGURE_QUALIFIERS, "system"])
    parts = [
        "# Fields",
        PRINTED.format(source="`src/candour/content/fields.yaml`"),
        ABOUT_FIELDS.format(version=schema.version),
    ]
    for group, label in schema.groups.items():
        rows = [_field_row(row) for row in schema.fields.values() if row.group == group]
        parts += [
            f"## {label}",
            table(("field", "label", "takes", "answers", "holds"), rows),
        ]
    parts += [
        "## Qualifiers",
        f"They belong to a value; what a field takes stands beside it. Figures take {for_figures}.",
        table(
            ("qualifier", "label", "takes", "holds"),
            [(f"`{q.key}`", q.label, q.type, q.help) for q in schema.qualifiers.values()],
        ),
        "## Equivalents elsewhere",
        ABOUT_EQUIVALENTS,
        table(("field", *EQUIVALENTS.values()), _equivalent_rows(schema)),
    ]
    return page(parts)


def _field_row(row: Field) -> tuple[str, ...]:
    takes = ["many" if row.many else "one"]
    if row.type == "term":
        takes.append(f"term of [{row.vocabulary}](vocabularies.md#{row.vocabulary})")
    elif row.type == "subject":
        takes.append(" or ".join(row.of) or "subject")
    else:
        takes.append(row.type)
    if row.closure:
        takes.append("closure")
    if row.qualifiers:
        takes.append(f"with {_listed(row.qualifiers)}")
    answers = f"`{row.answers}`" if row.answers else ""
    return f"`{row.key}`", row.label, ", ".join(takes), answers, row.help


def _equivalent_rows(schema: Schema) -> Iterator[tuple[str, ...]]:
    for row in schema.fields.values():
        if row.also:
            also = equivalents(row.also)
            yield f"`{row.key}`", *(also.get(name, "") for name in EQUIVALENTS)


def equivalents(also: str) -> dict[str, str]:
    """Read the equivalents of a field.

    >>> equivalents("atrs_v4 2.2.1, 2.2.2; nl goal")
    {'atrs_v4': '2.2.1, 2.2.2', 'nl': 'goal'}
    """
    named = (part.strip().partition(" ") for part in also.split(";"))
    return {name: equivalent for name, _, equivalent in named}


# vocabularies and gaps


def vocabularies_page(schema: Schema) -> str:
    used: dict[str, list[str]] = {}
    for row in schema.fields.values():
        if row.vocabulary:
            used.setdefault(row.vocabulary, []).append(row.key)
    parts = [
        "# Vocabularies",
        PRINTED.format(source="`src/candour/content/vocabularies/`"),
        ABOUT_VOCABULARIES,
    ]
    for name, terms in schema.vocabularies.items():
        users = used.get(name, [])
        parts += [
            f"## {name}",
            f"Used by {_listed(users)}." if users else "Used wherever a value may be a silence.",
            _term_table(terms.values()),
        ]
    return page(parts)


def _term_table(terms: Iterable[Term]) -> str:
    """A table with a column only for what some term of the vocabulary has."""
    rows = list(terms)
    columns = {
        "meaning": [term.help for term in rows],
        "for": [", ".join(term.of) for term in rows],
        "in a sentence": [term.sentence for term in rows],
        "shows": [term.shows for term in rows],
        "denies": [term.denies for term in rows],
        "flags": [", ".join(term.flags) for term in rows],
    }
    filled = {title: cells for title, cells in columns.items() if any(cells)}
    return table(
        ("term", "label", *filled),
        [
            (f"`{term.key}`", term.label, *(cells[place] for cells in filled.values()))
            for place, term in enumerate(rows)
        ],
    )


def gap_items_page(schema: Schema) -> str:
    states = [(f"`{state}`", means) for state, means in GAP_STATES.items()]
    parts = [
        "# Gap items",
        PRINTED.format(source="`src/candour/content/gaps.yaml`"),
        ABOUT_GAPS,
        table(
            ("item", "asks for", "section 8.2", "answered by"),
            [
                (f"`{item.key}`", item.label, str(item.five or ""), _answered_by(item))
                for item in schema.gap_items.values()
            ],
        ),
        "## States",
        ABOUT_STATES,
        table(("state", "means"), states),
    ]
    return page(parts)


def _answered_by(item: Any) -> str:
    if item.dated:
        return f"a date on the document under `{item.dated}`, not after the first use"
    if item.any_of:
        return f"any of {_listed(item.any_of)}"
    fields = f"all of {_listed(item.needs)}" if len(item.needs) > 1 else _listed(item.needs)
    return f"{fields}; `{item.complete}` said to be complete" if item.complete else fields


# settings


def settings_page() -> str:
    parts = [
        "# Settings",
        PRINTED.format(source="`src/candour/config/settings.py` and the commands"),
        "All of them are environment variables, and none is required.",
        _variables(installation_variables() | command_variables() | OTHER_VARIABLES),
        "## Of the scripts",
        _variables(SCRIPT_VARIABLES),
    ]
    return page(parts)


def installation_variables() -> dict[str, str]:
    """The variables that the settings read, from the text that stands at their head."""
    text = ast.get_docstring(ast.parse(SETTINGS.read_text(encoding="utf-8"))) or ""
    described: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        named = NAMED_VARIABLE.match(line)
        if named:
            last = named[1]
            described[last] = named[2]
        elif last and line.startswith(" "):
            described[last] += f" {line.strip()}"
    return {name: f"{meaning.rstrip('.')}." for name, meaning in described.items()}


def command_variables() -> dict[str, str]:
    return {
        parameter.envvar: f"{parameter.help} Read by `{name}`; by default {parameter.default}."
        for name, command in all_commands()
        for parameter in command.params
        if parameter.envvar
    }


def _variables(variables: dict[str, str]) -> str:
    return table(
        ("variable", "means"), [(f"`{name}`", meaning) for name, meaning in variables.items()]
    )


# Markdown


def page(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip() for part in parts) + "\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(heads)
    lines = [titles, ["---"] * len(titles), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
