"""Bad content is told with file, line, field, what is wrong and what to do; nothing of it is taken."""

# Tables of cases read best with one case to a line, however long.
# ruff: noqa: E501

from pathlib import Path

import pytest

from candour.core.errors import BadContent
from candour.evidence.reading import only, read_collection, read_with_problems
from candour.evidence.statements import Silence
from tests.evidence.making import TOOL, make_folder, schema, write_files

LISTED = """figures:
  listed:
    field: people-profiled
    measure: people on the list
    unit: people
    said_by: force
"""


def problems_of(folder):
    return read_with_problems(folder, schema())[1]


@pytest.fixture
def folder(tmp_path):
    return make_folder(tmp_path / "content", {"systems/tool": TOOL})


def test_a_good_folder_is_read_whole(folder):
    collection = read_collection(folder, schema())

    assert set(collection.subjects) == {
        "tool",
        "report",
        "authors",
        "force",
        "other-force",
        "candour",
    }
    tool = collection.subjects["tool"]
    assert tool.name == "The Tool"
    assert [row.handle for row in tool.rows] == [
        "name.1", "kind.person-score", "in-scope.in-scope", "operator.force", "use.in-use",
    ]  # fmt: skip
    assert {(s.field, s.said_by, s.basis, s.via, str(s.public_on)) for s in tool.statements} == {
        ("name", ("authors",), "research", "", "2025-02-20"),
        ("kind", ("candour",), "inferred", "", "2025-02-20"),
        ("in-scope", ("candour",), "inferred", "", "2025-02-20"),
        ("operator", ("authors",), "research", "", "2025-02-20"),
        ("use", ("authors",), "research", "", "2025-02-20"),
    }


def test_who_speaks_and_through_whom_need_not_be_written(folder):
    more = "purpose: {value: find people, said_by: operator}\nban-scope: {value: in-scope, said_by: candour}\n"
    write_files(folder, {"systems/tool": TOOL + more})

    tool = read_collection(folder, schema()).subjects["tool"]

    by_field = {s.field: s for s in tool.statements}
    assert by_field["purpose"].said_by == ("force",)
    assert (by_field["purpose"].via, by_field["purpose"].basis) == ("authors", "self-declared")
    assert (by_field["ban-scope"].via, by_field["ban-scope"].basis) == ("", "inferred")


def test_a_contradiction_and_a_check_are_read_with_all_that_they_may_have(folder):
    more = (
        LISTED
        + """    total: 66
    by: key
    values: {old: 40, new: 26}
checks:
  - listed.total = listed.old + listed.new
  - listed.new = listed.total - listed.old -- as printed
  - {check: listed.old = listed.total - listed.new, remark: as counted, undecidable: old is cut off}
contradictions:
  clash:
    kind: date
    strength: uneasy
    touches: people
    first: {rank: 2, why: Grave.}
    sides:
      - {said: It is used, statements: [use]}
      - {said: It has a list, statements: [listed.total, name]}
    reason: Both cannot be.
    reply: The force has not said.
"""
    )
    write_files(folder, {"systems/tool": TOOL + more})

    tool = read_collection(folder, schema()).subjects["tool"]

    assert [(one.text, one.remark, one.undecidable) for one in tool.checks] == [
        ("listed.total = listed.old + listed.new", "", ""),
        ("listed.new = listed.total - listed.old", "as printed", ""),
        ("listed.old = listed.total - listed.new", "as counted", "old is cut off"),
    ]
    (clash,) = tool.contradictions
    assert (clash.name, clash.kind, clash.strength, clash.touches) == (
        "clash", "date", "uneasy", "people",
    )  # fmt: skip
    assert (clash.rank, clash.first) == (2, "Grave.")
    assert (clash.reason, clash.reply) == ("Both cannot be.", "The force has not said.")
    assert [(side.said, side.statements) for side in clash.sides] == [
        ("It is used", ("use",)),
        ("It has a list", ("listed.total", "name")),
    ]


def test_nothing_is_guessed_about_what_a_scalar_is(folder):
    more = LISTED + "    total: 66.60%\nalso: [on, 0x1F, 1e3, 12:30, ~]\nfirst-use: 2021\n"
    write_files(folder, {"systems/tool": TOOL + more})

    tool = read_collection(folder, schema()).subjects["tool"]

    assert [s.value for s in tool.of("also")] == ["on", "0x1F", "1e3", "12:30", "~"]
    assert tool.by_handle["listed.total"].as_dict()["value"]["quantity"]["printed"] == "66.60%"


FILE = "systems/tool.yaml"

# What is added to the system's file (or put in its place), and what is said about it.
BROKEN = {
    "a key twice": ("use: stopped\n", 8, "use", "stands here twice; put both under one key"),
    "an alias": ("also: [&a The Same, *a]\n", 8, "also", "anchors and aliases are not used here; write the value out"),
    "an unknown field": ("colour: blue\n", 8, "colour", "is not in the table of fields (fields.yaml)"),
    "a field with a capital": ("Purpose: x\n", 8, "Purpose", "is not in the table of fields (fields.yaml)"),
    "an unknown term": ("targets: animals\n", 8, "targets", "'animals' is not in the vocabulary 'targets'; add it there with its definition, or use a term that is"),
    "an unknown silence": ("dpia: {silence: N/A}\n", 8, "dpia", "'N/A' is no silence; use one of none-exists, not-held, not-found, withheld…"),
    "an unknown source": ("purpose: {value: x, source: nowhere}\n", 8, "purpose", "names no source of this register ('nowhere'); say `source:`"),
    "an unknown speaker": ("purpose: {value: x, said_by: nobody}\n", 8, "purpose.1", "'nobody' is said to speak but is no body here"),
    "a speaker that is no body": ("purpose: {value: x, said_by: tool}\n", 8, "purpose.1", "'tool' is said to speak but is no body here"),
    "an unknown reporter": ("purpose: {value: x, via: nobody}\n", 8, "purpose.1", "'nobody' is said to speak but is no body here"),
    "an unknown subject": ("product: gone\n", 8, "product.gone", "'gone' is no subject here; add its file"),
    "a subject of the wrong class": ("product: force\n", 8, "product.force", "'force' is a body; this field takes product"),
    "an unknown subject in a qualifier": ("inputs: [{value: custody-record, from_system: gone}]\n", 8, "inputs.custody-record", "from_system: 'gone' is no subject here; add its file"),
    "two values for one": ("first-use: [2019, 2020]\n", 8, "first-use", "takes one value; say of which days or by whom each is said"),
    "a value and a silence": ("dpia: {value: x, silence: withheld}\n", 8, "dpia", "has a value and a silence; it can only have one"),
    "neither value nor silence": ("purpose: {said_by: force}\n", 8, "purpose", "has no `value:` and no `silence:`"),
    "an empty value": ("purpose:\n", 8, "purpose", "is empty; leave it out, or say what kind of silence it is"),
    "an empty value in a list": ("purpose: [a, '']\n", 8, "purpose", "is empty; leave it out…"),
    "only white space": ("purpose: '   '\n", 8, "purpose", "is empty; leave it out…"),
    "a list in place of a value": ("purpose: {value: [a, b]}\n", 8, "purpose", "must be a plain value here, not a list or mapping"),
    "an unknown qualifier": ("purpose: {value: x, mood: grim}\n", 8, "purpose.mood", "is not known here; see the table of fields…"),
    "a qualifier of another field": ("purpose: {value: x, limb: first}\n", 8, "purpose.limb", "is not known here; see the table of fields…"),
    "a comma that cuts a text": ("purpose: {value: find people, places and cars}\n", 8, "purpose.places and cars", "is not known here; see the table of fields, and put a text with a comma inside {} in quotes"),
    "days that are none": ("purpose: {value: x, valid: last year}\n", 8, "purpose.valid", "'last year' names no days. Write 2021, 2021-03, 2021-03-14…"),
    "a day that never was": ("first-use: 2021-02-30\n", 8, "first-use", "'2021-02-30' names no days…"),
    "an end before the start": ("purpose: {value: x, valid: 2020/2019}\n", 8, "purpose.valid", "'2020/2019' names no days…"),
    "days in a silence": ("dpia: {silence: withheld, due_on: soon}\n", 8, "dpia.due_on", "'soon' names no days…"),
    "an unknown basis": ("purpose: {value: x, basis: rumour}\n", 8, "purpose.basis", "is one of self-declared, disclosed, research, press, testimony, inferred"),
    "a closure where none is": ("purpose: {complete: yes, values: [a]}\n", 8, "purpose", "takes no closure (`complete:`)"),
    "a closure that is a mapping": ("inputs: {complete: {value: no}, values: [custody-record]}\n", 8, "inputs", "must be a plain value here, not a list or mapping"),
    "a closure that is neither": ("inputs: {complete: maybe, values: [custody-record]}\n", 8, "inputs", "`complete:` is yes, no or not known"),
    "the same key twice": ("purpose: [{value: a, key: k}, {value: b, key: k}]\n", 8, "purpose.k", "stands here twice; give one another `key:`"),
    "the same thing twice": ("purpose: [a, a]\n", 8, "purpose.2", "says the same as another row; take one out"),
    "figures that are a list": ("figures: [a]\n", 8, "figures", "is a mapping of block names to blocks"),
    "a block that is a number": ("figures: {a: 12}\n", 8, "figures.a", "is a mapping; see the content guide"),
    "a block with a dot": ("figures: {a.b: {total: 3}}\n", 8, "figures.a.b", "can't have '.' or '#' in its name"),
    "a block without a field": ("figures: {a: {measure: m, unit: people, total: 3}}\n", 8, "figures.a.total", "`field:` is one of people-profiled…"),
    "a block with another field": ("figures: {a: {field: purpose, measure: m, total: 3}}\n", 8, "figures.a.total", "`field:` is one of people-profiled…"),
    "a block without a measure": ("figures: {a: {field: cost, unit: GBP, total: 3}}\n", 8, "figures.a.total", "does not say what is counted; say `measure:`"),
    "a measure that is no term": ("figures: {a: {field: cost, measure: people profild, unit: GBP, total: 3}}\n", 8, "figures.a.total", "'people profild' is no measure of the vocabulary 'measures'; the nearest there is 'people profiled'; use one that is…"),
    "a measure like no other": ("figures: {a: {field: cost, measure: zzzz, unit: GBP, total: 3}}\n", 8, "figures.a.total", "'zzzz' is no measure of the vocabulary 'measures'; use one that is…"),
    "a block without numbers": ("figures: {a: {field: cost, measure: m, unit: GBP}}\n", 8, "figures.a", "has no `total:`, `values:` or `shares:`"),
    "a block by what is unknown": ("figures: {a: {field: cost, measure: m, by: colour, values: {x: £3}}}\n", 8, "figures.a", "`by:` is one of group, area, period, measure, key"),
    "a block by a list": ("figures: {a: {field: cost, measure: m, by: [group], values: {x: £3}}}\n", 8, "figures.a", "`by:` must be a plain value"),
    "a block with an unknown attribute": ("figures: {a: {field: cost, measure: m, mood: grim, total: £3}}\n", 8, "figures.a.total.mood", "is not known for a figure"),
    "values that are a list": ("figures: {a: {field: cost, measure: m, values: [£3]}}\n", 8, "figures.a.values", "is a mapping of names to numbers"),
    "a total among values": ("figures: {a: {field: cost, measure: m, values: {total: £3}}}\n", 8, "figures.a", "put `total` beside `values:`"),
    "a number that is none": (LISTED + "    total: lots\n", 14, "figures.listed.total", "'lots' can't be read as a number: give its value beside it, as `value:`"),
    "a comma that cuts a number": (LISTED + "    values: {White: 1,413}\n", 14, "figures.listed.413.printed", "is empty; leave it out…"),
    "a number without a unit": ("figures: {a: {field: parameter, measure: m, total: 3}}\n", 8, "figures.a.total", "'3' can't be read as a number: say what is counted, as `unit:`"),
    "a number that is a list": (LISTED + "    total: [3]\n", 14, "figures.listed.total.printed", "must be a plain value…"),
    "an entry that prints nothing": (LISTED + "    total: {value: 3}\n", 14, "figures.listed.total", "has no `printed:` number"),
    "a figure among the fields": ("cost: £3\n", 8, "cost", "is a figure: write it as a block under `figures:`"),
    "a check of nothing": (LISTED + "    total: 3\n    checks: [total = gone]\n", 15, "figures.listed", "'gone' in 'total = gone' points at no single figure"),
    "a check without a claim": (LISTED + "    total: 3\n    checks: [total]\n", 15, "figures.listed", "'total' is no check: write `claim = expression`…"),
    "a check without a printed number": (LISTED + "    total: 3\n    checks: [total = 1 + 2]\n", 15, "figures.listed", "'total = 1 + 2' works with no printed number but its claim"),
    "shares where there are none": (LISTED + "    total: 3\n    checks: [shares of total]\n", 15, "figures.listed", "'shares of total' belongs in a block with values"),
    "an unknown part of a check": ("checks: [{check: a = b, mood: grim}]\n", 8, "checks.mood", "is not known in a check"),
    "an entry that checks nothing": ("checks: [{remark: hm}]\n", 8, "checks", "has no `check:`"),
    "contradictions that are a list": ("contradictions: [a]\n", 8, "contradictions", "is a mapping of names to contradictions"),
    "a contradiction without a reason": ("contradictions: {a: {kind: date, sides: [x]}}\n", 8, "contradictions.a", "has no `reason:`"),
    "a contradiction of no kind": ("contradictions: {a: {kind: odd, sides: [x], reason: r}}\n", 8, "contradictions.a", "kind is one of denied-and-shown, claim-and-result, document, number, scope, date, wording"),
    "a contradiction of no strength": ("contradictions: {a: {kind: date, strength: odd, sides: [{said: x, statements: [use]}, {said: y, statements: [use]}], reason: r}}\n", 8, "contradictions.a", "strength is one of exclusive, uneasy"),
    "a rank that is no number": ("contradictions: {a: {kind: date, first: {rank: top, why: w}, sides: [{said: x, statements: [use]}, {said: y, statements: [use]}], reason: r}}\n", 8, "contradictions.a", "rank is a whole number from 1 to 98"),
    "a rank without a reason": ("contradictions: {a: {kind: date, first: {rank: 1}, sides: [{said: x, statements: [use]}, {said: y, statements: [use]}], reason: r}}\n", 8, "contradictions.a", "first has `rank:` and `why:`"),
    "a contradiction of one side": ("contradictions: {a: {kind: date, sides: [{said: x, statements: [use]}], reason: r}}\n", 8, "contradictions.a", "needs two sides or more"),
    "a side that is a word": ("contradictions: {a: {kind: date, sides: [x, y], reason: r}}\n", 8, "contradictions.a", "each side has `said:` and `statements:`"),
    "a side that points at nothing": ("contradictions: {a: {kind: date, sides: [{said: x, statements: [gone]}, {said: y, statements: [use]}], reason: r}}\n", 8, "contradictions.a", "'gone' points at nothing"),
    "a comma that cuts a side": ("contradictions: {a: {kind: date, sides: [{said: x, or y, statements: [use]}, {said: y, statements: [use]}], reason: r}}\n", 8, "contradictions.a.or y", "is not known here; a text with a comma inside {} stands in quotes"),
    "a redirect twice": ("redirects-from: [old, old]\n", 8, "redirects-from", "'old' stands here twice"),
    "a redirect from a file that is there": ("redirects-from: force\n", 0, "redirects-from", "'force' still has a file"),
    "NUL": ('also: "a\\0b"\n', 8, "also", "holds U+0000 a control character, which nobody sees; take it out"),
}  # fmt: skip


def is_told(message, whole):
    """Whether a message is the one expected, of which "…" leaves the end out."""
    return whole.startswith(message[:-1]) if message.endswith("…") else whole == message


@pytest.mark.parametrize("case", BROKEN)
def test_bad_content_is_told_with_its_line_and_field_and_nothing_is_taken(folder, case):
    more, line, field, message = BROKEN[case]
    write_files(folder, {"systems/tool": TOOL + more})

    found = problems_of(folder)

    told = [p.message for p in found if (p.file, p.line, p.field) == (FILE, line, field)]
    assert any(is_told(message, one) for one in told), [str(problem) for problem in found]
    with pytest.raises(BadContent, match=r"systems/tool\.yaml"):
        read_collection(folder, schema())


WHOLE_FILES = {
    "not UTF-8": (b"name: caf\xe9\n", 1, "is not UTF-8 text"),
    "not YAML": (b"name: a\n  b: c\n", 2, "is not well-formed YAML"),
    "a bracket left open": (b"name: [a\n", 2, "is not well-formed YAML"),
    "empty": (b"", 1, "must be a mapping of fields to values"),
    "a list": (b"- a\n", 1, "must be a mapping of fields to values"),
    "a word": (b"hello\n", 1, "must be a mapping of fields to values"),
    "two documents": (TOOL.encode() + b"---\nname: x\n", 8, "holds a second document"),
    "a raw NUL": (b"name: a\0b\n", 1, "holds U+0000 a control character"),
    "a bell": (b"name: a\x07b\n", 1, "holds U+0007 a control character"),
    "a tab": (b"name:\n\t- a\n", 2, "is not well-formed YAML"),
    "nested without end": (b"a: " + b"[" * 5000 + b"]" * 5000 + b"\n", 1, "is nested too deeply"),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_a_file_that_cannot_be_read_is_named_and_the_rest_still_is(folder, case):
    data, line, message = WHOLE_FILES[case]
    (folder / "systems/tool.yaml").write_bytes(data)

    collection, found = read_with_problems(folder, schema())

    assert any(
        (p.file, p.line) == ("systems/tool.yaml", line) and message in p.message for p in found
    ), [str(problem) for problem in found]
    assert collection.subjects["force"].name == "The Force"
    with pytest.raises(BadContent):
        read_collection(folder, schema())


@pytest.mark.parametrize(
    ("make", "message"),
    [(Path.mkdir, "is a folder, not a file"), (lambda path: path.symlink_to("gone"), "is a link")],
)
def test_what_is_no_file_is_named(folder, make, message):
    make(folder / "systems/other.yaml")
    (problem,) = problems_of(folder)
    assert problem.file == "systems/other.yaml"
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("make", "name", "message"),
    [
        (Path.mkdir, "old", "content does not stand in folders of its own here; move its files up"),
        (Path.touch, "other.yml", "name it other.yaml, or take it out"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do_about_it(folder, make, name, message):
    make(folder / "systems" / name)
    (problem,) = problems_of(folder)
    assert (problem.file, problem.line, problem.field) == (f"systems/{name}", 0, "")
    assert problem.message == f"is not read: {message}"


def test_a_slug_that_leads_elsewhere_already_is_named_with_the_file_that_has_it(folder):
    write_files(folder, {
        "systems/tool": TOOL + "redirects-from: old\n",
        "systems/tool-two": TOOL + "redirects-from: old\n",
    })  # fmt: skip
    (problem,) = (one for one in problems_of(folder) if one.field == "redirects-from")
    assert (problem.file, problem.line) == ("systems/tool-two.yaml", 0)
    assert problem.message == "'old' leads to tool already"


def test_what_a_fault_elsewhere_may_have_brought_about_stands_after_it(folder):
    write_files(folder, {
        "bodies/force": "source: report\nat: '1'\nkind: territorial-force\n",
        "systems/tool": TOOL + "part-of: gone\ntargets: animals\n",
    })  # fmt: skip
    assert [(one.field, one.is_consequence) for one in problems_of(folder)] == [
        ("name", False),
        ("targets", False),
        ("part-of.gone", True),
    ]


def test_a_measure_may_be_named_by_its_term_and_keeps_its_wording_where_it_is_worded(folder):
    blocks = """figures:
  a: {field: people-profiled, measure: people-scored, unit: people, total: 3}
  b: {field: people-profiled, measure: people profiled, unit: people, total: 3}
"""
    write_files(folder, {"systems/tool": TOOL + blocks})

    tool = read_collection(folder, schema()).subjects["tool"]

    worded = {handle: s.qualifier("measure") for handle, s in tool.by_handle.items()}
    assert worded["a.total"] == "people given a risk score"
    assert worded["b.total"] == "people profiled"
    assert {schema().measure_of(text) for text in (worded["a.total"], worded["b.total"])} == {
        "people-scored"
    }


@pytest.mark.parametrize("missing", ["name", "kind", "operator", "in-scope", "use"])
def test_what_every_system_needs_is_asked_for(folder, missing):
    lines = [line for line in TOOL.splitlines(keepends=True) if not line.startswith(f"{missing}:")]
    write_files(folder, {"systems/tool": "".join(lines)})

    (problem,) = problems_of(folder)

    assert (problem.field, problem.line) == (missing, 1)
    assert problem.message.startswith("is missing: every system needs one")


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("source", "names no source of this register (''); say `source:`"),
        ("at", "has no place in its source; say `at:`"),
    ],
)
def test_what_has_no_source_or_place_is_not_taken(folder, missing, message):
    lines = [line for line in TOOL.splitlines(keepends=True) if not line.startswith(f"{missing}:")]
    write_files(folder, {"systems/tool": "".join(lines)})

    assert {p.message for p in problems_of(folder)} == {message}


def test_a_source_without_an_author_needs_a_speaker_for_each_value(folder):
    nameless = 'source: report\nat: "1"\nname: {value: The Report, said_by: authors}\nkind: {value: report, said_by: authors}\n'
    write_files(folder, {"sources/report": nameless})

    found = [p for p in problems_of(folder) if p.file == "systems/tool.yaml"]

    assert found
    assert {p.message for p in found} == {"the source 'report' has no author, so say `said_by:`"}


def test_the_operator_speaks_only_where_there_is_one(folder):
    write_files(
        folder,
        {
            "bodies/force": 'source: report\nat: "1"\nname: F\nkind: territorial-force\nrole: {value: x, said_by: operator}\n'
        },
    )
    assert [p.message for p in problems_of(folder)] == ["names the operator, but the file has none"]


def test_a_slug_is_taken_once_over_all_folders(folder):
    write_files(folder, {"products/tool": 'source: report\nat: "1"\nname: T\nkind: software\n'})
    assert [str(p) for p in problems_of(folder)] == [
        "products/tool.yaml: 'tool' is taken by systems/tool.yaml"
    ]


@pytest.mark.parametrize(
    "slug", ["Tool", "tool_2", "outil-é", "-tool", "t--l", "a" * 81, "tool.old"]
)
def test_a_file_is_named_in_small_letters_digits_and_hyphens(folder, slug):
    write_files(folder, {f"systems/{slug}": TOOL})
    message = "name the file in small letters, digits and hyphens, 80 characters at most"
    assert (f"systems/{slug}.yaml", message) in {(p.file, p.message) for p in problems_of(folder)}


def test_two_values_of_a_single_field_may_stand_if_told_apart(folder):
    more = "first-use: [{value: 2019, said_by: force}, {value: 2020, said_by: authors}]\n"
    write_files(folder, {"systems/tool": TOOL + more})
    assert problems_of(folder) == []


def test_values_may_stand_in_a_mapping_that_says_nothing_of_how_complete_they_are(folder):
    write_files(folder, {"systems/tool": TOOL + "inputs: {values: [custody-record]}\n"})
    assert problems_of(folder) == []
    (told,) = read_collection(folder, schema()).subjects["tool"].of("inputs")
    assert (told.kind, told.value) == ("term", "custody-record")


def test_a_silence_keeps_its_law_reason_and_days(folder):
    more = "procedure: {silence: withheld, act: FOIA 2000, section: s.31, reason: law enforcement, asked_on: 2024-01-10, due_on: 2024-02-07}\n"
    write_files(folder, {"systems/tool": TOOL + more})

    (said,) = read_collection(folder, schema()).subjects["tool"].of("procedure")

    assert said.value == Silence(
        "withheld", "FOIA 2000", "s.31", "law enforcement", "2024-01-10", "2024-02-07"
    )


def test_every_problem_of_every_file_is_told_at_once_in_the_order_of_files(folder):
    write_files(folder, {
        "systems/tool": TOOL + "colour: blue\ntargets: animals\n",
        "bodies/force": "source: report\nat: '1'\nkind: territorial-force\n",
    })  # fmt: skip

    found = problems_of(folder)

    assert [(p.file, p.line, p.field) for p in found] == [
        ("bodies/force.yaml", 1, "name"),
        ("systems/tool.yaml", 8, "colour"),
        ("systems/tool.yaml", 9, "targets"),
    ]
    assert only(found, {"tool"}) == found[1:]


def test_references_lead_through_redirects(folder):
    write_files(folder, {
        "systems/tool": TOOL.replace("operator: force", "operator: old-force"),
        "bodies/force": "source: report\nat: '1'\nname: F\nkind: territorial-force\nredirects-from: [old-force]\n",
    })  # fmt: skip
    assert problems_of(folder) == []


def test_a_kind_of_another_class_is_refused_and_the_message_names_both(folder):
    write_files(folder, {"systems/tool": TOOL.replace("kind: person-score", "kind: vendor")})

    messages = [str(problem) for problem in problems_of(folder)]

    assert any("'vendor' is for a body; this is a system" in message for message in messages)
