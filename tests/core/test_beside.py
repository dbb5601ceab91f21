"""Work beside other work: the same outcome as done here, whatever becomes of the second process."""

import os
import signal
from multiprocessing import active_children

import pytest

from candour.core.beside import beside
from candour.core.errors import BadDays


def test_the_outcome_is_that_of_the_work_and_was_made_elsewhere() -> None:
    with beside(lambda: (os.getpid(), sum(range(1000)))) as outcome:
        process, total = outcome()
    assert total == sum(range(1000))
    assert process != os.getpid()


def test_what_the_work_raises_is_raised_here() -> None:
    def work() -> None:
        raise BadDays("Tuesday")

    with pytest.raises(BadDays, match=r"^'Tuesday' names no days"), beside(work) as outcome:
        outcome()


def test_a_second_process_that_is_killed_loses_nothing() -> None:
    here = os.getpid()

    def work() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done here"

    with beside(work) as outcome:
        assert outcome() == "done here"


@pytest.mark.parametrize(
    ("cores", "worth_it"), [(1, True), (None, True), (8, False)], ids=["one", "unknown", "little"]
)
def test_work_is_done_here_where_a_second_process_is_of_no_use(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, worth_it: bool
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    with beside(os.getpid, worth_it=worth_it) as process:
        assert process() == os.getpid()


def test_an_error_beside_it_leaves_no_process_behind() -> None:
    def work() -> None:
        signal.pause()

    with pytest.raises(BadDays), beside(work):
        raise BadDays("later")
    assert active_children() == []
