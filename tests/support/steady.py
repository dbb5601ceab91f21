"""The pytest plugin that gives every test the same surroundings, whoever runs it and where.

What a terminal is called, how wide it is, whether it likes colours and what a person's own Git
says are taken out of the environment before anything is collected; programs that tests start
inherit that. `--clock=2031-02-28T23:59:50` has the whole run, collecting included, take place at
another time, which goes on from there. (The programs that tests start keep the real one.)
"""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

OF_ONE_TERMINAL = (
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLORTERM",
    "COLUMNS",
    "FORCE_COLOR",
    "LINES",
    "NO_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)
LONDON = ZoneInfo("Europe/London")


def steady_environment() -> None:
    """Take what belongs to one person or terminal out of this process's environment."""
    for name in OF_ONE_TERMINAL:
        os.environ.pop(name, None)
    os.environ["TERM"] = "dumb"
    os.environ["GIT_CONFIG_GLOBAL"] = os.environ["GIT_CONFIG_SYSTEM"] = os.devnull


steady_environment()


def pytest_addoption(parser):
    parser.addoption(
        "--clock",
        type=datetime.fromisoformat,
        help="Run as if it were this day and hour in London, as 2031-02-28T23:59:50.",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    if moment := config.getoption("--clock"):
        traveller = time_machine.travel(moment.replace(tzinfo=LONDON), tick=True)
        traveller.start()
        config.add_cleanup(traveller.stop)
