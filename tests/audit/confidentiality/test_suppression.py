"""An attacker who adds and subtracts everything printed never gets at a few people."""

import csv
import itertools
import json
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candour.audit.confidentiality.ledger import Ledger, ledger_of
from candour.audit.confidentiality.subtraction import (
    Among,
    Atoms,
    Between,
    NotMissing,
    Shown,
    from_plain,
    gives_away,
)
from candour.audit.confidentiality.suppression import SMALLEST_SHOWN, is_small, to_suppress
from candour.audit.errors import LedgerUnreadable, PlanError, Unfit
from candour.audit.scores.audit import audit_scores
from candour.audit.scores.counts import count_people
from candour.audit.scores.question import ScoresQuestion
from candour.audit.scores.shares import printed, shares_of
from candour.tables import Engine, Rows
from tests.audit.known import answer

COLUMNS = ("group", "sex", "score", "outcome")
GROUPS, SEXES, SCORES = ("a", "b", "c"), ("x", "y"), (1, 2, 3, 4, 5, 6)
PLACES = {name: place for place, name in enumerate(COLUMNS)}


class Counter:
    """An engine that counts rows held in memory."""

    def __init__(self, rows):
        self.rows = rows  # texts of all columns, and how many people have them

    def count(self, _, columns):
        return [
            (tuple(texts[PLACES[name]] for name in columns), people)
            for texts, people in self.rows
            if people
        ]

    def unreadable(self):
        return []


def made_up(seed):
    """A table with large and small cells, and people who lack a group or a sex."""
    rng = np.random.default_rng(seed)
    rows = [
        (tuple(str(each) for each in texts), int(rng.choice([0, 0, 1, 2, 3, 6, 9, 25, 60])))
        for texts in itertools.product(("", *GROUPS), ("", *SEXES), SCORES, (0, 1))
    ]
    return [
        (texts, people if texts[0] and texts[1] else int(people and rng.integers(0, 4)))
        for texts, people in rows
    ]


runs = st.lists(
    st.tuples(
        st.sampled_from([("group",), ("sex",), ("group", "sex")]),
        st.one_of(st.integers(2, 6), st.frozensets(st.sampled_from("123456"), min_size=1)),
    ),
    min_size=1,
    max_size=4,
)


def question_of(groups, flagged):
    reference = {"group": "a", "sex": "x"}
    means = (
        {"score": "score", "threshold": float(flagged)}
        if isinstance(flagged, int)
        else {"flag_column": "score", "flag_values": tuple(sorted(flagged))}
    )
    return ScoresQuestion(
        groups=groups,
        outcome="outcome",
        reference=",".join(reference[name] for name in groups),
        **means,
    )


def run_all(rows, asked, folder):
    """Ask one question after the other; give what each printed."""
    everything = []
    for groups, flagged in asked:
        question = question_of(groups, flagged)
        with ledger_of(folder, "0" * 64) as ledger:
            engine, unread = cast("Engine", Counter(rows)), cast("Rows", None)
            counted = count_people(
                engine, folder / "rows.csv", unread, question, also=ledger.columns
            )
            try:
                shares = shares_of(counted, question, ledger)
            except (Unfit, PlanError):
                continue
            ledger.keep(printed(question, counted, shares))
            everything.append((question, shares, counted))
    return everything


def vectors(rows, everything):
    """What was printed, as sets of rows; and how many people each run used."""
    known, used = [], []
    for question, shares, _ in everything:
        for name, parts in shares.parts.items():
            for part, outcome in itertools.product(parts, "01"):
                known.append([
                    texts[PLACES["outcome"]] == outcome
                    and part.condition.holds(texts[PLACES["score"]])
                    and all(
                        texts[PLACES[column]] == value
                        for column, value in zip(question.groups, name, strict=True)
                    )
                    for texts, _ in rows
                ])  # fmt: skip
        used.append([all(texts[PLACES[column]] for column in question.groups) for texts, _ in rows])
    return np.array(known, dtype=float), np.array(used, dtype=float)


def targets(rows):
    """Every cell that a table by some of the columns could have, scores in any stretch."""
    stretches = [(low, high) for low in SCORES for high in SCORES if low <= high]
    for group, sex, outcome in itertools.product((*GROUPS, None), (*SEXES, None), ("0", "1")):
        for low, high in stretches:
            yield np.array([
                (group is None or texts[0] == group)
                and (sex is None or texts[1] == sex)
                and low <= int(texts[2]) <= high
                and texts[3] == outcome
                for texts, _ in rows
            ], dtype=float)  # fmt: skip


@settings(max_examples=40)
@given(st.integers(0, 10_000), runs)
def test_no_small_cell_is_in_the_span_of_all_that_was_printed(tmp_path_factory, seed, asked):
    rows = [row for row in made_up(seed) if row[1]]  # as if it were known which are empty
    people = np.array([number for _, number in rows])
    known, used = vectors(rows, run_all(rows, asked, tmp_path_factory.mktemp("ledger")))
    if not known.size:
        return
    span = np.vstack([known, used])
    left, sizes, _ = np.linalg.svd(span.T, full_matrices=False)
    basis = left[:, sizes > 1e-9]
    for target in targets(rows):
        if not is_small(int(target @ people)):
            continue
        missed = target - basis @ (basis.T @ target)
        assert np.abs(missed).max() > 1e-6, f"{int(target @ people)} people are given away"


@settings(max_examples=40)
@given(st.integers(0, 10_000), runs)
def test_no_difference_of_two_printed_sets_is_small(tmp_path_factory, seed, asked):
    """The plainest attack: take a printed count, or several of one run, from another."""
    rows = [row for row in made_up(seed) if row[1]]
    people = np.array([number for _, number in rows])
    sets = []
    for question, shares, _ in run_all(rows, asked, tmp_path_factory.mktemp("ledger")):
        for name, parts in shares.parts.items():
            for first, last in itertools.combinations(range(len(parts) + 1), 2):
                for outcome in "01":
                    inside = [
                        texts[3] == outcome
                        and any(p.condition.holds(texts[2]) for p in parts[first:last])
                        and all(
                            texts[PLACES[column]] == value
                            for column, value in zip(question.groups, name, strict=True)
                        )
                        for texts, _ in rows
                    ]
                    sets.append(np.array(inside))
    for one, other in itertools.combinations(sets, 2):
        for more, less in ((one, other), (other, one)):
            if not (less & ~more).any():
                assert not is_small(int(people[more & ~less].sum()))


@settings(max_examples=25)
@given(st.integers(0, 10_000), runs)
def test_asking_again_prints_the_same_again(tmp_path_factory, seed, asked):
    rows = made_up(seed)
    folder = tmp_path_factory.mktemp("ledger")
    once = {str(q.for_ledger): shares.parts for q, shares, _ in run_all(rows, asked, folder)}
    again = {str(q.for_ledger): shares.parts for q, shares, _ in run_all(rows, asked, folder)}
    for question, parts in once.items():
        assert again[question] == parts


@settings(max_examples=25)
@given(st.integers(0, 10_000), runs)
def test_what_is_printed_is_what_was_counted(tmp_path_factory, seed, asked):
    rows = made_up(seed)
    for question, shares, counted in run_all(rows, asked, tmp_path_factory.mktemp("ledger")):
        for name, parts in shares.parts.items():
            seen = counted.atoms[name]
            assert sum(part.people for part in parts) == sum(sum(cell) for cell in seen.values())
            flagged = sum(part.having for part in parts if part.is_flagged)
            assert flagged == sum(cell[1] for value, cell in seen.items() if question.flags(value))
            assert not any(is_small(part.without) or is_small(part.having) for part in parts)


# the arithmetic of what can be worked out


def shown(people, **where):
    return Shown(tuple((name, Among(frozenset(value))) for name, value in where.items()), people)


TABLE = Atoms(
    ("row", "column"), [(("a", "m"), 3), (("a", "f"), 40), (("b", "m"), 57), (("b", "f"), 100)]
)


def test_a_cell_hidden_in_one_table_is_found_from_its_margins():
    inputs, known = answer("KA19")
    assert [people for _, people in TABLE.rows] == [n for row in inputs["table"] for n in row]
    margins = [shown(43, row="a"), shown(157, row="b"), shown(60, column="m")]
    assert not gives_away(TABLE, margins, [])
    cell = shown(40, row="a", column="f")
    assert known["recovered_cell_from_row"] == 3
    assert gives_away(TABLE, [*margins, cell], [])


def test_the_number_used_gives_a_hidden_group_away():
    everybody = Atoms(("row",), [(("a",), 3), (("b",), 57), (("",), 2)])
    used = Shown((("row", NotMissing()),), 60)
    assert gives_away(everybody, [shown(57, row="b")], [used])


def test_how_many_lack_a_column_is_no_small_cell():
    everybody = Atoms(
        ("row", "column"), [(("a", "m"), 30), (("b", "m"), 57), (("", "m"), 2), (("a", ""), 3)]
    )
    used = [Shown(((name, NotMissing()),), 0) for name in ("row", "column")]
    assert not gives_away(everybody, [shown(57, row="b")], used)


@pytest.mark.parametrize("parts", [1, 2, 3, 4])
def test_single_people_are_found_however_many_sets_they_are_spread_over(parts):
    """Each is printed with many others; only all together can they be worked out."""
    ones, many = [f"one {n}" for n in range(parts)], [f"many {n}" for n in range(parts)]
    everybody = Atoms(("row",), [((name,), 1) for name in ones] + [((name,), 30) for name in many])
    pairs = [shown(31, row=pair) for pair in zip(ones, many, strict=True)]
    assert not gives_away(everybody, pairs, [])
    assert gives_away(everybody, [*pairs, shown(30 * parts, row=many)], [])


@given(
    st.lists(st.lists(st.booleans(), min_size=7, max_size=7), min_size=1, max_size=6),
    st.lists(st.sampled_from([1, 2, 3, 4, 5, 30]), min_size=7, max_size=7),
)
def test_what_can_be_worked_out_agrees_with_trying_every_set(masks, people):
    names = [str(place) for place in range(len(people))]
    counts = [
        shown(0, row=[name for name, inside in zip(names, mask, strict=True) if inside])
        for mask in masks
    ]
    everybody = Atoms(("row",), [((name,), n) for name, n in zip(names, people, strict=True)])
    span = np.array(masks, dtype=float)
    rank = np.linalg.matrix_rank(span)
    few = [
        chosen
        for size in range(1, SMALLEST_SHOWN)
        for chosen in itertools.combinations(range(7), size)
        if sum(people[place] for place in chosen) < SMALLEST_SHOWN
    ]
    expected = False
    for chosen in few:
        own = np.zeros(7)
        own[list(chosen)] = 1
        expected = expected or np.linalg.matrix_rank(np.vstack([span, own])) == rank
    assert gives_away(everybody, counts, []) == expected


def test_too_many_small_groups_are_refused_in_words(monkeypatch):
    monkeypatch.setattr("candour.audit.confidentiality.subtraction.MOST_SMALL", 20)
    everybody = Atoms(("row",), [((str(each),), 1) for each in range(21)])
    counts = [shown(1, row=[str(each)]) for each in range(21)]
    with pytest.raises(Unfit, match="name fewer columns of groups"):
        gives_away(everybody, counts, [])


@given(
    st.one_of(
        st.frozensets(st.text(max_size=3), max_size=3).map(Among),
        st.tuples(
            st.none() | st.floats(-9, 9), st.none() | st.floats(-9, 9)
        ).map(lambda ends: Between(*ends)),
        st.just(NotMissing()),
    )
)  # fmt: skip
def test_a_condition_is_read_back_as_it_was_written(condition):
    assert from_plain(json.loads(json.dumps(condition.as_plain()))) == condition


# a file that was audited before


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for texts, people in rows:
            writer.writerows([texts] * people)
    return path


@pytest.fixture
def rows_file(tmp_path):
    """Three groups by two sexes, 36 or more in each cell; in b three score 2 with the outcome."""
    rows = [
        ((group, sex, str(score), str(outcome)), 36 + 6 * place)
        for place, (group, sex, score, outcome) in enumerate(
            itertools.product("abc", "xyz", (1, 2, 3), (0, 1))
        )
        if (group, score, outcome) != ("b", 2, 1)
    ]
    return write(tmp_path / "rows.csv", [*rows, (("b", "y", "2", "1"), 3)])


def ask(path, folder, *groups, reference, threshold=2.0):
    question = ScoresQuestion(
        groups=groups, outcome="outcome", reference=reference, score="score",
        threshold=threshold, replicates=0,
    )  # fmt: skip
    return audit_scores(path, question, ledgers=folder)


def test_a_later_run_hides_more_and_says_so(rows_file, tmp_path):
    """Those who score 2 are the difference between who scores from 2 on and from 3 on."""
    folder = tmp_path / "ledgers"
    alone = ask(rows_file, tmp_path / "other", "group", reference="a", threshold=3.0)
    assert alone.as_dict()["accounted_for"]["groups_hidden"] == []
    first = ask(rows_file, folder, "group", reference="a")
    assert first.as_dict()["accounted_for"]["groups_hidden"] == []
    second = ask(rows_file, folder, "group", reference="a", threshold=3.0)
    assert second.as_dict()["accounted_for"]["groups_hidden"] == ["b"]
    assert second.as_dict()["accounted_for"]["hidden_for_earlier_runs"] == ["b"]
    assert any(text.startswith("Not shown: b.") for text in second.sentences)
    again = ask(rows_file, folder, "group", reference="a")
    assert again.identifier == first.identifier


def test_a_later_table_shows_less_detail_where_that_is_enough(rows_file, tmp_path):
    folder = tmp_path / "ledgers"
    ask(rows_file, folder, "group", reference="a")
    ask(rows_file, folder, "sex", reference="x", threshold=3.0)
    third = ask(rows_file, folder, "group", "sex", reference="a,x", threshold=3.0)
    assert len(third.as_dict()["groups"]) < len(
        ask(rows_file, tmp_path / "other", "group", "sex", reference="a,x", threshold=3.0)
        .as_dict()["groups"]
    )  # fmt: skip


def test_what_is_kept_is_what_was_printed_and_no_more(rows_file, tmp_path):
    folder = tmp_path / "ledgers"
    ask(rows_file, folder, "group", reference="a")
    ask(rows_file, folder, "group", reference="a", threshold=3.0)
    (path,) = folder.glob("*.json")
    first, second = json.loads(path.read_text())["printed"]
    assert path.stat().st_mode & 0o077 == 0
    assert {str(each["where"]["group"]) for each in first["shown"]} == {"['a']", "['b']", "['c']"}
    assert {str(each["where"]["group"]) for each in second["shown"]} == {"['a']", "['c']"}
    assert not any(is_small(each["people"]) for run in (first, second) for each in run["shown"])
    assert set(first) == {"asked", "detail", "shown", "used"}


def test_a_changed_file_is_another_file(rows_file, tmp_path):
    folder = tmp_path / "ledgers"
    ask(rows_file, folder, "group", reference="a")
    rows_file.write_text(rows_file.read_text() + "c,x,1,0\n")
    ask(rows_file, folder, "group", reference="a")
    assert len(list(folder.glob("*.json"))) == 2


@pytest.mark.parametrize("text", ["", "[]", "{", '{"printed": [{"asked": 1}]}'])
def test_a_damaged_ledger_stops_everything(rows_file, tmp_path, text):
    folder = tmp_path / "ledgers"
    ask(rows_file, folder, "group", reference="a")
    (path,) = folder.glob("*.json")
    path.write_text(text)
    with pytest.raises(LedgerUnreadable, match="damaged"):
        ask(rows_file, folder, "sex", reference="x")


def test_a_folder_that_is_none_is_said_in_words(rows_file, tmp_path):
    (tmp_path / "ledgers").write_text("")
    with pytest.raises(LedgerUnreadable, match="can't be read or kept"):
        ask(rows_file, tmp_path / "ledgers", "group", reference="a")


def test_without_a_folder_nothing_is_kept():
    with ledger_of(None, "0" * 64) as ledger:
        assert ledger == Ledger()
        assert not ledger.is_kept


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")),
        st.tuples(st.integers(0, 30), st.integers(0, 30)),
        min_size=1,
    )
)
def test_a_guarded_table_hides_two_in_each_line_and_no_few_in_all(cells):
    hidden = to_suppress(cells, is_guarded=True)
    for place in (0, 1):
        for value in {name[place] for name in cells}:
            line = [name for name in cells if name[place] == value]
            inside = [name for name in line if name in hidden]
            assert not inside or len(inside) > 1 or len(line) == 1
    if hidden != set(cells):
        together = [sum(cells[name][place] for name in hidden) for place in (0, 1)]
        assert not any(is_small(count) for count in together)


def test_the_commands_together_give_no_small_cell_away(rows_file, run_json, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    seen = []
    for threshold in (2, 3):
        found = run_json(
            "audit", "scores", rows_file, "--group", "group", "--score", "score", "--threshold",
            threshold, "--outcome", "outcome", "--reference", "a", "--replicates", 0,
        )  # fmt: skip
        seen.append({row["group"]: row for row in found["groups"]})
    assert set(seen[0]) == {"a", "b", "c"}
    for group in seen[0].keys() & seen[1].keys():
        for cell in ("tp", "fp", "fn", "tn"):
            assert not is_small(abs(seen[0][group][cell] - seen[1][group][cell]))
    assert (tmp_path / "data/counts-shown").is_dir()
