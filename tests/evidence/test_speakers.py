"""Nobody is made to say what this register adds: by rule, and refused where a file does it."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import pytest

from candour.content import FOLDER
from candour.evidence.printed_words import printed_words, read_printed_words
from candour.evidence.reading import read_collection, read_with_problems
from candour.evidence.speakers import is_ours
from tests.evidence.making import TOOL, make_folder, schema, write_files

TEXT = "The force’s new tool, called Search-\nLight,12 scores people. Search Light is run by the Force."


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL})


def with_words(folder, text=TEXT):
    """Keep the words that the report prints beside the content, as `content coverage` does."""
    (folder / "coverage").mkdir(exist_ok=True)
    (folder / "coverage/report.words").write_bytes(printed_words(text).as_bytes())
    write_files(folder, {
        "sources/report": 'source: report\nat: "1"\nname: {value: The Report, said_by: candour}\nkind: report\npublished: 2025-02-20\nauthor: authors\n',
        "bodies/authors": "source: report\nat: '1'\nname: {value: The Authors, said_by: candour}\nkind: organisation\n",
        "bodies/other-force": None,
        "systems/tool": TOOL.replace("name: The Tool", "name: new tool"),
    })  # fmt: skip


def problems_of(folder):
    return [(p.field, p.message) for p in read_with_problems(folder, schema())[1]]


@pytest.mark.parametrize("field", ["summary", "in-scope", "ban-scope", "kind"])
def test_what_is_ours_is_said_by_the_register_though_nobody_is_named(folder, field):
    write_files(folder, {"systems/tool": TOOL + "summary: A tool.\nban-scope: in-scope\n"})

    (said,) = read_collection(folder, schema()).subjects["tool"].of(field)

    assert (said.said_by, said.via, said.basis) == (("candour",), "", "inferred")
    assert said.source == "report"


OURS = {
    "a summary by the source's author": ("summary: {value: A tool., said_by: authors}\n", "summary", "`summary` is said by candour alone; take `said_by:` out"),
    "a summary by the operator": ("summary: {value: A tool., said_by: operator}\n", "summary", "`summary` is said by candour alone"),
    "a summary by the register and another": ("summary: {value: A tool., said_by: [candour, force]}\n", "summary", "`summary` is said by candour alone"),
    "a scope by the force": ("ban-scope: {value: in-scope, said_by: force}\n", "ban-scope", "`ban-scope` is said by candour alone"),
    "a silence found by the force": ("dpia: {silence: source-silent, said_by: force}\n", "dpia", "a silence of the kind 'source-silent' is said by candour alone"),
    "a silence found by the author": ("dpia: {silence: source-silent, said_by: authors}\n", "dpia", "a silence of the kind 'source-silent' is said by candour alone"),
    "a question nobody asked, by the force": ("dpia: {silence: not-asked, said_by: force}\n", "dpia", "a silence of the kind 'not-asked' is said by candour alone"),
    "a summary through someone": ("summary: {value: A tool., via: authors}\n", "summary.via", "stands where the register speaks for itself"),
    "a summary on another basis": ("summary: {value: A tool., basis: research}\n", "summary.basis", "is 'inferred' for all that the register says"),
    "a value that tells what is left out": ("purpose: Finds people; whom is not said\n", "purpose", "tells what the source leaves out, which this register found"),
    "a value that speaks of the report's silence": ("purpose: {value: The report does not say, said_by: force}\n", "purpose", "tells what the source leaves out"),
    "a note on how it is printed": ("purpose: {value: Find people, note: printed twice}\n", "purpose.note", "speaks of the source, so its speaker did not say it: write `remark:`"),
    "a note on where the speaker is named": ("purpose: {value: Find people, said_by: force, note: listed among forces}\n", "purpose.note", "speaks of the source, so its speaker did not say it"),
    "a note on who said it for the speaker": ("purpose: {value: Find people, said_by: force, note: said by the minister}\n", "purpose.note", "speaks of the source, so its speaker did not say it"),
    "a note of what was not read": ("purpose: {value: Find people, said_by: force, note: the answer has not been read}\n", "purpose.note", "speaks of the source, so its speaker did not say it"),
    "a note of when its page came out": ("purpose: {value: Find people, said_by: force, note: its page is of June 2023}\n", "purpose.note", "speaks of the source, so its speaker did not say it"),
    "a note of what is left open": ("purpose: {value: Find people, said_by: force, note: which people is not said}\n", "purpose.note", "speaks of the source, so its speaker did not say it"),
    "a note that this was said in general": ("harm: {value: stigma, said_by: force, note: of databases in general}\n", "harm.note", "says that this was said in general: write `general:`"),
}  # fmt: skip


@pytest.mark.parametrize("case", OURS)
def test_what_is_ours_is_refused_in_another_mouth(folder, case):
    more, field, message = OURS[case]
    write_files(folder, {"systems/tool": TOOL + more})
    assert any(f == field and message in m for f, m in problems_of(folder)), problems_of(folder)


ALLOWED = {
    "the register finds a silence": "dpia: source-silent\n".replace("source-silent", "{silence: source-silent}"),
    "the register says so though it is the default": "summary: {value: A tool., said_by: candour}\n",
    "a force refuses": "dpia: {silence: withheld, said_by: force}\n",
    "a force holds nothing": "dpia: {silence: not-held, said_by: force}\n",
    "a remark beside a force's words": "purpose: {value: Find people, said_by: force, remark: the report does not say which}\n",
    "the register's own note": "purpose: {value: Find people, said_by: candour, note: printed twice}\n",
    "words that only sound like it": "purpose: {value: People are not told that they are listed, said_by: force, note: in custody suites}\n",
    "what was said in general, marked": "harm: {value: stigma, said_by: force, general: people on police databases}\n",
}  # fmt: skip


@pytest.mark.parametrize("case", ALLOWED)
def test_what_a_speaker_can_say_is_taken(folder, case):
    write_files(folder, {"systems/tool": TOOL + ALLOWED[case]})
    assert problems_of(folder) == []


def test_all_that_stands_on_the_registers_own_page_is_said_by_the_register(folder):
    said = read_collection(folder, schema()).subjects["candour"].statements
    assert {s.said_by for s in said} == {("candour",)}

    other = (
        "source: report\nat: '1'\nname: {value: Candour, said_by: authors}\nkind: register-keeper\n"
    )
    write_files(folder, {"bodies/candour": other})
    assert problems_of(folder) == [
        ("name", "what stands on the register's own page is said by candour alone; take `said_by:` out")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["new tool", "Search-Light", "search light", "THE FORCE", "The force's new tool"])  # fmt: skip
def test_a_name_that_the_source_prints_is_its_authors(folder, name):
    with_words(folder)
    write_files(folder, {"systems/tool": TOOL.replace("name: The Tool", f'name: "{name}"')})
    assert problems_of(folder) == []


@pytest.mark.parametrize("key", ["name", "also", "formerly"])
@pytest.mark.parametrize("name", ["The Tool", "new Light", "tool new", "Searchlight"])
def test_a_name_that_the_source_does_not_print_is_refused_unless_it_is_ours(folder, key, name):
    with_words(folder)
    tool = TOOL.replace("name: The Tool\n", "name: new tool\n" if key != "name" else "")

    write_files(folder, {"systems/tool": f"{tool}{key}: {name}\n"})
    ((field, message),) = problems_of(folder)
    assert field == key
    assert message.startswith(f"'{name}' is not printed in the source: write the name as printed")

    write_files(folder, {"systems/tool": f"{tool}{key}: {{value: {name}, said_by: candour}}\n"})
    assert problems_of(folder) == []


def test_names_are_not_held_against_a_source_whose_words_are_not_kept(folder):
    assert problems_of(folder) == []


def test_the_words_of_a_source_come_back_from_their_file(tmp_path):
    words = printed_words(TEXT)
    path = tmp_path / "report.words"
    path.write_bytes(words.as_bytes())

    assert read_printed_words(path) == words
    assert read_printed_words(tmp_path / "gone.words") is None
    assert not words.prints("")
    assert not words.prints("run by the Authority")
    assert words.prints("Light is run by the force")


def test_no_statement_that_ships_has_another_speaker_than_the_rule_allows():
    collection = read_collection(FOLDER, schema())
    ours = [s for s in collection.statements() if is_ours(schema(), s.subject, s.field, s.value)]

    assert len(ours) > 700
    assert {s.said_by for s in ours} == {("candour",)}
    keeper = collection.subjects["candour"].statements
    assert {s.source for s in keeper} == {"register-itself"}


def test_what_was_said_of_people_in_general_ships_marked_so():
    collection = read_collection(FOLDER, schema())
    model = collection.subjects["essex-knife-crime-and-violence-model"]

    marked = [s for s in model.statements if "4front-project" in s.said_by]

    assert marked
    assert {s.qualifier("general") for s in marked} == {"people on police databases"}


def test_what_authors_say_of_themselves_and_of_their_text_is_their_own_word(folder):
    write_files(folder, {
        "bodies/authors": "source: report\nat: '1'\nname: Authors\nkind: organisation\n",
        "systems/tool": TOOL,
    })  # fmt: skip

    subjects = read_collection(folder, schema()).subjects

    def basis(slug, field):
        (statement,) = subjects[slug].of(field)
        assert statement.said_by == ("authors",)
        return statement.basis

    assert [basis("report", "author"), basis("authors", "name")] == ["self-declared"] * 2
    assert [basis("tool", "name"), basis("tool", "use")] == ["research"] * 2


def test_what_an_author_is_to_this_register_no_author_says_of_itself(folder):
    own = "source: report\nat: '1'\nname: Authors\nkind: organisation\nrole: Wrote a report\n"
    write_files(folder, {"bodies/authors": own})
    (role,) = read_collection(folder, schema()).subjects["authors"].of("role")
    assert (role.said_by, role.basis) == (("candour",), "inferred")
    other = own.replace("Authors", "Force").replace("Wrote a report", "Was asked")
    write_files(folder, {"bodies/force": other})
    (role,) = read_collection(folder, schema()).subjects["force"].of("role")
    assert role.said_by == ("authors",)
