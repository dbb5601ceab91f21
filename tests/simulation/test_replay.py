"""What a replayed method gives to each cell never leaves the scorer, however it is looked for."""

import gc
import io
import logging
import pickle
import tempfile
import traceback
from dataclasses import fields, is_dataclass
from inspect import signature

import numpy as np
import pytest

from candour.simulation.attention import Attention, PlacesStayClosed
from candour.simulation.errors import CannotSimulate, OutcomesMissing
from candour.simulation.history import History
from candour.simulation.methods.counts import Counts
from candour.simulation.methods.self_exciting import SelfExciting
from candour.simulation.replay import Peopled, Period, ReplayQuestion, replay

CELLS = 60
LAST = 299


@pytest.fixture
def history():
    rng = np.random.default_rng(5)
    cells = np.minimum(rng.poisson(20, 4_000), CELLS - 1)
    return History.of(cells, rng.integers(0, 300, 4_000), n_cells=CELLS, first=0, last=LAST)


@pytest.fixture
def question():
    people = np.random.default_rng(6).integers(1, 90, (2, CELLS)).astype(float)
    return ReplayQuestion(10, np.ones(CELLS), Peopled(("white", "black"), people))


def days(first=270, last=LAST):
    return [Period(day, day, day // 7) for day in range(first, last + 1)]


def parts_of(value):
    """Everything that a result holds, to the last."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from parts_of(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for part in value:
            yield from parts_of(part)


def test_no_share_is_returned_written_logged_or_printed(
    history, question, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    logging.getLogger().addHandler(handler)
    try:
        result = replay(SelfExciting(), history, days(), question)
    finally:
        logging.getLogger().removeHandler(handler)
    for part in parts_of(result):
        assert not isinstance(part, np.ndarray | Attention)
        if isinstance(part, tuple):
            assert len(part) < CELLS
    assert len(pickle.dumps(result)) < 8 * CELLS * 8  # nor folded into a text or a number
    assert list(tmp_path.iterdir()) == []
    assert log.getvalue() == ""
    assert capsys.readouterr() == ("", "")


def test_a_period_without_outcomes_is_refused(history, question):
    with pytest.raises(OutcomesMissing, match="data end on"):
        replay(Counts(180), history, days(last=LAST + 1), question)


def test_a_method_never_sees_the_day_it_is_asked_about(history, question):
    """What happens from the first day on changes the score and not what is marked."""
    day = [Period(270, 270, 1)]
    before = replay(Counts(180), history, day, question)
    later = history.days >= 270
    shifted = np.where(later, (history.cells * 7 + 3) % CELLS, history.cells)
    other = History.of(shifted, history.days, n_cells=CELLS, first=0, last=LAST)
    after = replay(Counts(180), other, day, question)
    assert before.exposure == after.exposure
    assert before.accuracy.captured != after.accuracy.captured


def test_marking_all_but_ten_and_ten_are_the_ends_and_steps_are_ten(history, question):
    for marked in (0, 9, 11, 25, 55, 60):
        asked = ReplayQuestion(marked, question.areas)
        with pytest.raises(CannotSimulate, match="marked in tens"):
            replay(Counts(180), history, days(), asked)
    assert replay(Counts(180), history, days(), ReplayQuestion(50, question.areas)).marked == 50


def test_even_attention_holds_the_marked_share_of_what_happened(history, question):
    result = replay(Counts(180), history, days(), question)
    even = next(row for row in result.baselines if row.method == "even")
    assert even.hit_rate.value == pytest.approx(10 / CELLS)
    assert even.pai.value == pytest.approx(1.0)


def test_relabelling_groups_changes_labels_alone(history, question):
    people = question.residents.people
    other = ReplayQuestion(10, question.areas, Peopled(("north", "south"), people))
    one = replay(Counts(180), history, days(), question).exposure
    two = replay(Counts(180), history, days(), other).exposure
    assert [row.share for row in one] == [row.share for row in two]
    assert [row.group for row in two] == ["north", "south"]


def test_no_file_of_the_process_changes_and_an_error_on_the_way_carries_no_share(
    history, question, tmp_path, monkeypatch
):
    """Nor a cache in a folder of the user's, nor the trace of a failure inside the scorer."""
    for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "CANDOUR_DATA_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    outcomes = np.zeros(CELLS + 1, dtype=int)  # of another grid: the scorer fails
    attention = Counts(180).attend(history, 290)
    with pytest.raises(ValueError, match="mismatch") as failed:
        attention.score(outcomes, marked=10)
    replay(Counts(180), history, days(), question)
    seen = history.before(290, window=180).counts()
    shares = seen / seen.sum()
    told = "".join(traceback.format_exception(failed.value))
    assert not any(f"{share:.6f}" in told for share in shares if share > 0)
    assert list(tmp_path.rglob("*")) == []


def test_no_frame_of_the_replay_keeps_shares_after_it(history, question):
    """What could still be reached of a replay that is over: no attention, no array by cell."""
    gc.collect()
    before = {id(thing) for thing in gc.get_objects() if type(thing) is Attention}
    result = replay(SelfExciting(), history, days(), question)
    gc.collect()
    left = [t for t in gc.get_objects() if type(t) is Attention and id(t) not in before]
    assert left == []
    assert result.periods == LAST - 270 + 1


def test_a_replay_never_goes_to_a_cluster_and_attention_cannot(history):
    """No option names one, and what a worker would have to send back refuses to be sent."""
    from candour.cli.simulate.replay import replay as command

    assert not {"engine", "spark_remote", "workers"} & set(signature(command).parameters)
    with pytest.raises(PlacesStayClosed):
        pickle.dumps(Counts(180).attend(history, 290))
