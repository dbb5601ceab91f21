"""Every word that the code prints has its entry in the glossary, under its own heading."""

import re
from decimal import Decimal
from pathlib import Path
from pkgutil import resolve_name

import pytest

from candour.content import FOLDER
from candour.core.errors import CandourError
from candour.evidence import contradictions, gaps
from candour.evidence.chain import KINDS
from candour.evidence.checks import VERDICTS
from candour.evidence.derived import STATES
from candour.evidence.fields import CLASSES, read_schema
from candour.evidence.intervals import INFINITY
from candour.evidence.number_words import ARTICLES, HEDGES_BEFORE, HEDGES_BEHIND
from candour.evidence.number_words import WORDS as WORDS_OF_NUMBERS
from candour.evidence.quantities import STATED, Quantity, parse_quantity
from candour.evidence.reading import read_collection
from candour.evidence.statements import BASES
from candour.evidence.weights import CONTRADICTION_KINDS, TOUCHES

DOCS = Path(__file__).resolve().parents[2] / "docs"
GLOSSARY = (DOCS / "glossary.md").read_text(encoding="utf-8")
RULES = set(
    re.findall(r'"(rule: [^"]+)"', Path(contradictions.__file__).read_text(encoding="utf-8"))
)
WORDS = {
    "Classes of subject": CLASSES,
    "Basis": BASES,
    "Silences": read_schema(FOLDER).vocabularies["silences"],
    "How a number is stated": STATED,
    "Checks and verdicts": VERDICTS,
    "Contradictions": {*CONTRADICTION_KINDS, *RULES, *TOUCHES, "editor"},
    "Derived numbers": STATES,
    "Gaps": {*gaps.State, "in scope", "ban scope"},
    "History": {"change set", "recording", "page", "change log"},
    "Days": {"true on", "publicly known on", "in Candour on"},
    "Statements": {
        "statement",
        "subject",
        "field",
        "qualifier",
        "basis",
        "closure",
        "silence",
        "quantity",
        "source",
    },
}


IN_CODE = re.compile(r"`([a-z_]+(?:\.[a-zA-Z_]+)+)`")


def names_in_code():
    """What the last column of the tables headed "in code" names by modules, as `audit.force`."""
    for table in re.findall(r"^\|.*\| in code \|\n((?:\|.*\n)+)", GLOSSARY, re.MULTILINE):
        for row in table.splitlines():
            yield from IN_CODE.findall(row.rpartition(" | ")[2])


def is_in_the_code(name):
    try:
        resolve_name(f"candour.{name}")
    except (ImportError, AttributeError):
        return False
    return True


def test_every_module_that_the_glossary_names_is_there():
    names = set(names_in_code())
    assert len(names) > 20
    assert {name for name in names if not is_in_the_code(name)} == set()


def test_a_module_that_is_not_there_is_found_out():
    assert is_in_the_code("law.answers.Request")
    assert not is_in_the_code("audit.disclosure")


def entries(heading):
    """The first cells of the tables under a heading, without their marks."""
    section = GLOSSARY.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return {cell.strip("` ") for cell in re.findall(r"^\|([^|]+)\|", section, re.MULTILINE)}


@pytest.mark.parametrize("heading", WORDS)
def test_every_word_has_its_entry(heading):
    assert not set(WORDS[heading]) - entries(heading)


def test_every_kind_of_entry_is_named():
    row = next(line for line in GLOSSARY.splitlines() if line.startswith("| entry |"))
    assert set(KINDS) == set(re.findall(r"`([a-z]+)`", row))


def test_the_rules_are_found_in_the_code():
    assert len(RULES) == 6


def test_a_word_without_an_entry_is_found_out():
    assert "pre-crime" not in entries("Checks and verdicts")


def test_no_verdict_basis_class_or_kind_is_left_over_from_before():
    heads = {"", "word", "verdict", "kind", "found by", "state", "---"}
    for heading in ("Classes of subject", "Basis", "Silences", "How a number is stated"):
        left = entries(heading) - set(WORDS[heading]) - heads
        assert left <= {"operator", "authority"}


@pytest.mark.parametrize(("words", "stated"), HEDGES_BEFORE + HEDGES_BEHIND)
def test_a_hedge_is_listed_beside_what_it_is_read_as(words, stated):
    row = next(line for line in GLOSSARY.splitlines() if line.startswith(f"| `{stated}` |"))
    plain = words.strip().removeprefix("a ")
    assert plain in row.split("|")[2]


@pytest.mark.parametrize(
    ("stated", "low", "high"),
    [
        ("exact", "1000", "1000"),
        ("rounded", "999.5", "1000.5"),
        ("truncated", "1000", "1001"),
        ("at least", "1000", "Infinity"),
        ("more than", "1000", "Infinity"),
        ("less than", "0", "1000"),
        ("up to", "0", "1000"),
        ("almost", "900", "1000"),
        ("just under", "900", "1000"),
        ("just over", "1000", "1100"),
        ("about", "950", "1050"),
    ],
)
def test_a_word_means_in_code_what_the_glossary_says(stated, low, high):
    quantity = parse_quantity("1,000", unit="people", stated=stated)
    assert [str(float(end)) for end in quantity.interval()] == [str(float(low)), str(float(high))]


@pytest.mark.parametrize("stated", sorted(STATED))
def test_an_end_is_open_in_code_where_the_glossary_says_so(stated):
    row = next(line for line in GLOSSARY.splitlines() if line.startswith(f"| `{stated}` |"))
    low, high = (cell.strip() for cell in row.split("|")[4:6])
    printed = "1,000-2,000" if stated == "range" else "1,000"
    interval = parse_quantity(printed, unit="people", stated=stated).stands_for()
    assert interval.low_open == (low == "open")
    assert interval.high_open == (high == "open")
    assert (interval.high == INFINITY) == (high == "none")
    assert low.startswith(("open", "closed"))


def bounds():
    """The words that set a bound and name no number, as the glossary reads them."""
    table = re.search(r"\| words \| bound \|\n\|---\|---\|\n((?:\|.*\n)+)", GLOSSARY)
    assert table
    return dict(re.findall(r"^\| (.+?) \| (.+?) \|$", table[1], re.MULTILINE))


EXACT_WORDS = {
    *("every", "everyday", "no", "neither", "most", "highest", "second highest", "third", "sixth"),
    *(
        "a month",
        "weekly",
        "four-week",
        "three-part",
        "Just two",
        "over the age of eight",
        "four more times",
    ),
}


def names_a_number(printed):
    words = set(re.findall(r"[a-z]+", printed.lower()))
    return bool(re.search(r"\d", printed) or words & (WORDS_OF_NUMBERS.keys() - set(ARTICLES)))


def words_alone():
    """Every printed number of the register that no number can be read from, but words."""
    for statement in read_collection(FOLDER, read_schema(FOLDER)).statements():
        quantity = statement.value
        if isinstance(quantity, Quantity) and not names_a_number(quantity.printed):
            try:
                parse_quantity(quantity.printed, unit=quantity.unit)
            except CandourError:
                if quantity.printed not in EXACT_WORDS:
                    yield quantity


def as_bound(quantity):
    if quantity.unit in {"percent", "proportion"}:
        half = {"percent": 50, "proportion": Decimal("0.5")}[quantity.unit]
        return f"{quantity.stated} half" if quantity.value == half else "no bound"
    return f"{quantity.stated} {quantity.value:,}"


def test_words_set_a_bound_only_where_the_glossary_says_how_they_are_read():
    read = [(quantity.printed.lower(), as_bound(quantity)) for quantity in words_alone()]
    assert len(read) >= 8
    known = bounds()
    for printed, bound in read:
        key = re.sub(r"^(more) .* (than the rest)$", r"\1 … \2", printed)
        assert known.get(key) == bound, printed
