"""The chain of an origin: tamper-evident line by line, provable, and whole without a line."""

import json
import shutil
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.core.hashing import canonical_json
from candour.evidence.chain import (
    NO_CHANGE_BEFORE,
    SHIPPED,
    BadChangeLog,
    ChangeSet,
    Line,
    Proof,
    group_digest,
    in_order,
    new_salt,
    next_change_set,
    prove,
    salted,
    set_digest,
    tree_root,
)
from candour.evidence.chain_files import (
    CHANGES,
    change_sets_in,
    file_of,
    origins_in,
    own_origin,
    read_chain,
    read_change_set,
    write_change_set,
)
from candour.evidence.changes import diff, page_of, replay
from candour.evidence.collection import Collection
from candour.evidence.first_log import old_hash, read_first_log
from candour.evidence.record import turn_first_log
from tests.evidence.making import collection, statement, subject
from tests.evidence.test_changes import FIRST, SECOND, THIRD, chained, same


@pytest.fixture
def three(tmp_path):
    return chained(FIRST, SECOND, THIRD, folder=tmp_path)


# reading and writing


def test_a_chain_reads_back_as_what_was_written_a_file_for_each_change_set(three, tmp_path):
    assert list(read_chain(tmp_path)) == three
    names = sorted(path.name for path in (tmp_path / CHANGES / SHIPPED).iterdir())
    assert names == ["00001.jsonl", "00002.jsonl", "00003.jsonl"]
    assert same(replay(read_chain(tmp_path)), THIRD)
    assert [(tmp_path / file_of(made)).read_text(encoding="utf-8") for made in three] == [
        made.text() for made in three
    ]


def test_each_change_set_names_the_digest_before_it(three):
    first, second, third = three
    assert first.previous == NO_CHANGE_BEFORE
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert [made.number for made in three] == [1, 2, 3]


def test_the_lines_of_a_change_set_stand_by_subject_and_findings_come_last(three):
    for made in three:
        places = [line.place for line in made.lines]
        assert places == sorted(places)
    assert in_order("zebra") < in_order("finding:a")


@given(st.data())
@settings(max_examples=200)
def test_any_changed_byte_of_a_file_is_found(good_file, tmp_path_factory, data):
    """But for a change that leaves every line saying the same, such as a space in JSON."""
    place = data.draw(st.integers(0, len(good_file) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != good_file[place]))
    changed = good_file[:place] + bytes([byte]) + good_file[place + 1 :]
    path = tmp_path_factory.getbasetemp() / "changes" / SHIPPED / "00002.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(changed)

    if as_lines(changed) == as_lines(good_file):
        assert read_change_set(path).number == 2
    else:
        with pytest.raises(BadChangeLog, match=r"^changes/candour/00002.jsonl"):
            read_change_set(path)


@pytest.fixture(scope="module")
def good_file():
    return chained(FIRST, SECOND)[1].text().encode("utf-8")


def as_lines(data):
    """What the lines say; None where they say nothing."""
    try:
        return [json.loads(line) for line in data.decode().removesuffix("\n").split("\n")]
    except ValueError:
        return None


def swap(folder, one, other):
    (folder / one).rename(folder / "kept")
    (folder / other).rename(folder / one)
    (folder / "kept").rename(folder / other)


TAMPERING = {
    "a set left out": lambda at: (at / "00002.jsonl").unlink(),
    "two sets swapped": lambda at: swap(at, "00002.jsonl", "00003.jsonl"),
    "the first left out": lambda at: (at / "00001.jsonl").unlink(),
    "a set twice": lambda at: shutil.copy(at / "00003.jsonl", at / "00004.jsonl"),
    "a file of another number": lambda at: (at / "00003.jsonl").rename(at / "00009.jsonl"),
}


@pytest.mark.parametrize("tampering", TAMPERING)
def test_tampering_with_whole_files_is_found(three, tmp_path, tampering):
    TAMPERING[tampering](tmp_path / CHANGES / SHIPPED)
    with pytest.raises(BadChangeLog, match=CHANGES):
        list(read_chain(tmp_path))


def test_a_chain_under_the_name_of_another_origin_is_found(three, tmp_path):
    (tmp_path / CHANGES / SHIPPED).rename(tmp_path / CHANGES / "other")
    with pytest.raises(BadChangeLog, match="of another name"):
        list(read_chain(tmp_path, "other"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}\n",
        '{"hash":"0"}\n{"hash":"0"}\n',
        '{"change":1}\n{"hash":"0"}\n',
        '{"change":"1","origin":"candour","made_at":"","made_by":"","why":"","previous":""}\n{"hash":"0"}\n',
        '{"change":true,"origin":[],"made_at":1,"made_by":"","why":"","previous":""}\n{"hash":{}}\n',
        '"x"\n"x"\n',
        "{\n",
        "\x00\n",
        "[" * 100_000 + "\n",
        '{"a":1}\n{"assert":{},"salt":"x"}\n{"hash":"0"}\n',
        '{"a":1}\n{"assert":7,"salt":"x"}\n{"hash":"0"}\n',
        '{"a":1}\n{"retract":"s1-x","salt":"x"}\n{"hash":"0"}\n',
        '{"a":1}\n{"assert":{},"page":{},"salt":"x"}\n{"hash":"0"}\n',
        '{"a":1}\n{"removed":"2027-01-01"}\n{"hash":"0"}\n',
        '{"a":1}\n{"salt":"x"}\n{"hash":"0"}\n',
    ],
)  # fmt: skip
def test_a_file_that_holds_no_change_set_is_refused_in_words(tmp_path, text):
    path = tmp_path / CHANGES / SHIPPED / "00001.jsonl"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadChangeLog, match=r"changes/candour/00001.jsonl"):
        list(read_chain(tmp_path))


def test_lines_out_of_order_are_refused(tmp_path):
    made = chained(SECOND)[0]
    turned = replace(made, lines=made.lines[::-1])
    write_change_set(tmp_path, turned)
    with pytest.raises(BadChangeLog, match="out of order"):
        list(read_chain(tmp_path))


# salts, removal, proofs


def test_the_same_change_twice_has_other_digests_as_its_salts_are_drawn_anew():
    entries = diff(Collection({}), FIRST)
    one, other = (list(salted(entries)) for _ in range(2))
    assert [line.entry for line in one] == [line.entry for line in other]
    assert not {line.digest for line in one} & {line.digest for line in other}
    assert len({new_salt() for _ in range(100)}) == 100


def made_without(change_set, place):
    """A change set from which one line was taken out by order."""
    gone = change_set.lines[place].without(on="2027-03-01", why="By order of a court")
    lines = (*change_set.lines[:place], gone, *change_set.lines[place + 1 :])
    return replace(change_set, lines=lines)


def test_a_line_is_taken_out_and_the_chain_still_fits(three, tmp_path):
    for number, made in enumerate(three):
        for place, line in enumerate(made.lines):
            left = made_without(made, place)
            write_change_set(tmp_path, left)
            again = list(read_chain(tmp_path))[number]
            assert (again, again.hash) == (left, made.hash)
            assert len(again.entries) == len(made.entries) - 1
            text = (tmp_path / file_of(made)).read_text(encoding="utf-8")
            assert line.salt not in text
            assert "By order of a court" in text
        write_change_set(tmp_path, made)


def test_nothing_can_be_put_in_the_place_of_a_line_that_was_taken_out(three, tmp_path):
    left = made_without(three[1], 0)
    forged = replace(left, lines=(Line({"retract": "s1-x"}, "x", "new"), *left.lines[1:]))
    text = forged.text().replace(forged.hash, three[1].hash)
    (tmp_path / file_of(left)).write_text(text, encoding="utf-8")
    with pytest.raises(BadChangeLog, match="altered"):
        list(read_chain(tmp_path))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=9), st.data())
@settings(max_examples=100)
def test_every_line_can_be_proved_with_the_digests_beside_it_alone(sizes, data):
    lines = [
        Line({"remove": f"s{group}"}, f"{group}.{number}", f"s{group}")
        for group, size in enumerate(sizes)
        for number in range(size)
    ]
    made = next_change_set(None, lines, made_at="x", made_by="y", why="z")
    line = data.draw(st.sampled_from(lines))
    proof = prove(made, line)

    assert proof.digest() == made.hash
    assert len(proof.path) <= len(sizes).bit_length()
    other = replace(line, salt="other")
    with pytest.raises(BadChangeLog):
        replace(proof, line=other.data).digest()
    moved = replace(proof, header={**proof.header, "why": "another"})
    assert moved.digest() != made.hash


def test_a_proof_is_plain_data():
    made = chained(SECOND)[0]
    proof = prove(made, made.lines[-1])
    again = Proof(
        json.loads(json.dumps(proof.header)),
        json.loads(json.dumps(proof.line)),
        proof.place,
        proof.lines,
        proof.groups,
        proof.path,
    )
    assert again.digest() == made.hash


def test_the_digest_of_a_change_set_is_as_the_reference_says():
    """By hand, from the words of docs/reference/change-log.md."""
    import hashlib

    def sha(data):
        return hashlib.sha256(canonical_json(data).encode()).hexdigest()

    lines = [Line({"remove": slug}, slug * 2, slug) for slug in "abc"]
    made = ChangeSet("candour", 1, "2026-01-01T00:00:00+00:00", "m", "w", "0" * 64, tuple(lines))
    groups = [sha({"about": s, "lines": [sha({"remove": s, "salt": s * 2})]}) for s in "abc"]
    root = sha([sha(groups[:2]), groups[2]])
    assert made.hash == sha({**made.header, "groups": 3, "root": root})
    assert group_digest("a", [lines[0].digest]) == groups[0]
    assert tree_root(groups) == root
    assert set_digest(made.header, []) == sha(
        {**made.header, "groups": 0, "root": NO_CHANGE_BEFORE}
    )


# several origins


def test_what_several_origins_say_of_a_subject_is_put_together():
    ours = collection(subject(statement("a"), statement("b")))
    theirs = collection(subject(statement("b"), statement("c")))
    made = [
        *chained(ours),
        *chained(theirs, origin="a-body"),
        *chained(collection(subject(statement("d", subject="new"), slug="new")), origin="a-body-2"),
    ]
    found = replay(made)
    assert [str(s.value) for s in found.subjects["tool"].statements] == ["a", "b", "c"]
    assert found.subjects["tool"].rows[2].handle == "purpose@a-body.1"
    assert set(found.subjects) == {"tool", "new"}


def test_an_origin_takes_back_only_what_it_recorded():
    ours, theirs = collection(subject(statement("a"))), collection(subject(statement("a")))
    made = [*chained(ours, Collection({})), *chained(theirs, origin="a-body")]
    assert [str(s.value) for s in replay(made).statements()] == ["a"]
    assert [str(s.value) for s in replay(made[:2]).statements()] == []


def test_the_files_of_a_folder_belong_to_the_content_that_ships_or_the_only_origin(tmp_path):
    assert own_origin(tmp_path) == SHIPPED
    chained(FIRST, folder=tmp_path, origin="a-body")
    assert (own_origin(tmp_path), origins_in(tmp_path)) == ("a-body", ["a-body"])
    chained(FIRST, folder=tmp_path, origin="b-body")
    with pytest.raises(BadChangeLog, match="Say with --origin"):
        own_origin(tmp_path)
    chained(FIRST, folder=tmp_path)
    assert own_origin(tmp_path) == SHIPPED
    assert [made.origin for made in change_sets_in(tmp_path)] == [SHIPPED, "a-body", "b-body"]


# the first form


def old_log(folder, *states):
    """A log of the first form, as it was written: one file, one chain, no salts."""
    before, previous, text = Collection({}), NO_CHANGE_BEFORE, ""
    for number, after in enumerate(states, 1):
        entries = [entry for _, entry in diff(before, after)]
        header = {
            "change": number,
            "made_at": f"2026-11-{number:02}T12:00:00+00:00",
            "made_by": "a person",
            "why": f"Step {number - 1}",
            "previous": previous,
        }
        previous = old_hash(header, entries)
        rows = [header, *entries, {"change": number, "hash": previous}]
        text += "".join(f"{canonical_json(row)}\n" for row in rows)
        before = after
    path = folder / "changes.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_log_of_the_first_form_is_read_as_the_new_form_always_the_same(tmp_path):
    path = old_log(tmp_path, FIRST, SECOND, THIRD)
    turned = list(read_first_log(tmp_path))

    assert turned == list(read_chain(tmp_path)) == list(read_first_log(tmp_path))
    assert origins_in(tmp_path) == [SHIPPED]
    olds = [json.loads(line) for line in path.read_text().splitlines() if '"hash"' in line]
    assert [made.was for made in turned] == [old["hash"] for old in olds]
    assert {s: page_of(x) for s, x in replay(turned).subjects.items()} == {
        s: page_of(x) for s, x in THIRD.subjects.items()
    }


def test_a_log_of_the_first_form_is_put_into_the_new_form_once(tmp_path):
    old_log(tmp_path, FIRST, SECOND)
    turned = list(read_first_log(tmp_path))
    assert turn_first_log(tmp_path) == 2
    assert not (tmp_path / "changes.jsonl").exists()
    assert list(read_chain(tmp_path)) == turned
    assert turn_first_log(tmp_path) == 0


def test_both_forms_beside_each_other_are_refused(tmp_path):
    old_log(tmp_path, FIRST)
    chained(FIRST, folder=tmp_path)
    with pytest.raises(BadChangeLog, match="both stand here"):
        list(read_chain(tmp_path))


def end_of_first(lines):
    return next(number for number, line in enumerate(lines, 1) if '"hash"' in line)


OLD_TAMPERING = {
    "a word": lambda lines: [line.replace("Step 1", "Step one") for line in lines],
    "cut off": lambda lines: lines[:-1],
    "half a line": lambda lines: [*lines[:-1], lines[-1][:20]],
    "a line added": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "no object": lambda lines: [*lines, "[]\n"],
    "a set left out": lambda lines: lines[end_of_first(lines) :],
    "a word more in a header": lambda lines: [
        line.replace('"why":"Step 1"', '"why":"Step 1","x":1') for line in lines
    ],
}  # fmt: skip


@pytest.mark.parametrize("tampering", OLD_TAMPERING)
def test_tampering_with_a_log_of_the_first_form_is_found(tmp_path, tampering):
    path = old_log(tmp_path, FIRST, SECOND)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(OLD_TAMPERING[tampering](lines)), encoding="utf-8")
    with pytest.raises(BadChangeLog, match=r"changes.jsonl"):
        list(read_chain(tmp_path))
