"""What together can name one person is refused, wherever it stands."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

import pytest

from candour.content import FOLDER
from candour.evidence.persons import MOST_STATEMENTS, private_people
from candour.evidence.reading import read_collection, read_with_problems
from tests.evidence.making import TOOL, make_folder, schema, write_files

SOMEONE = "source: report\nat: '1'\nname: Someone profiled\nkind: private-person\n"


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL, "bodies/someone": SOMEONE})


def messages_of(folder):
    return [p.message for p in read_with_problems(folder, schema())[1]]


NAMING = {
    "an age in a note": ("harm: {value: repeated-stops, said_by: other-force, basis: testimony, note: from the age of 16}\n", "an age"),
    "an age in words": ("harm: {value: repeated-stops, said_by: other-force, basis: testimony, note: a fifteen-year-old}\n", "an age"),
    "an age as a stage of life": ("harm: {value: repeated-stops, said_by: someone, basis: testimony, note: since their teens}\n", "an age"),
    "an age in a view": ("view: {value: Was stopped at 14, said_by: other-force, basis: testimony}\n", "an age"),
    "an age in what it was said of": ("harm: {value: stigma, said_by: other-force, basis: testimony, general: a boy aged 12}\n", "an age"),
    "an illness": ("harm: {value: loss-of-trust, said_by: other-force, basis: testimony, note: in therapy since}\n", "someone's health"),
    "harm to one person's mind": ("harm: {value: trauma, said_by: someone, basis: testimony}\n", "someone's health"),
    "one person's score": ("access: {value: Was told of a standard risk, said_by: force, via: someone}\n", "one person's score"),
    "one person's score as a share": ("access: {value: Was told of 70 per cent, said_by: someone}\n", "one person's score"),
    "an age as a figure": ("figures: {a: {field: policing-activity, measure: stops, unit: years, said_by: other-force, basis: testimony, total: 15}}\n", "an age or a stretch of years"),
    "a day of one person's life": ("harm: {value: force, said_by: someone, basis: testimony, valid: 2016}\n", "a day of one person's life"),
    "a number about one person": ("figures: {a: {field: policing-activity, measure: stops, unit: stops, said_by: someone, total: over 50}}\n", "a number about one person"),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMING)
def test_a_detail_that_can_help_to_name_someone_is_refused(folder, case):
    more, what = NAMING[case]
    write_files(folder, {"systems/tool": TOOL + more})
    assert (
        f"carries {what}, which with the rest can name a person: leave it in the source"
        in messages_of(folder)
    )


TAKEN = {
    "a kind of harm": "harm: {value: secrecy, said_by: someone, basis: testimony}\n",
    "what a force told someone": "access: {value: A band of risk without the number, said_by: force, via: someone}\n",
    "a count of many people": "figures: {a: {field: people-profiled, measure: people profiled, unit: people, said_by: someone, total: 250000}}\n",
    "a rule about ages": "criterion: {value: People aged 18 to 24, said_by: force}\n",
    "an age in a rule, as a figure": "figures: {a: {field: policing-activity, measure: stops, unit: years, said_by: force, total: 18}}\n",
    "a harm to the minds of many": "harm: {value: trauma, said_by: other-force, basis: testimony}\n",
    "a year of what a system did": "harm: {value: force, said_by: other-force, basis: testimony, valid: 2016}\n",
}  # fmt: skip


@pytest.mark.parametrize("case", TAKEN)
def test_what_tells_nobody_apart_is_taken(folder, case):
    write_files(folder, {"systems/tool": TOOL + TAKEN[case]})
    assert messages_of(folder) == []


def test_one_person_brings_few_statements_over_the_whole_register(folder):
    rows = "".join(
        f"  - {{value: told thing {n}, said_by: someone}}\n" for n in range(MOST_STATEMENTS)
    )
    write_files(folder, {"systems/tool": f"{TOOL}access:\n{rows}"})
    assert messages_of(folder) == []

    write_files(folder, {"systems/other": f"{TOOL}access: {{value: one more, said_by: someone}}\n"})
    (problem,) = read_with_problems(folder, schema())[1]
    assert (problem.file, problem.line, problem.field) == ("bodies/someone.yaml", 0, "")
    assert problem.message.startswith(f"{MOST_STATEMENTS + 1} statements come from this one person")


def test_the_person_of_the_case_study_brings_no_more_than_the_rule_allows():
    collection = read_collection(FOLDER, schema())
    assert private_people(collection) == {"person-profiled"}
    told = [s for s in collection.statements() if "person-profiled" in (*s.said_by, s.via)]
    assert 0 < len(told) <= MOST_STATEMENTS
    assert {s.valid for s in told} == {None}
