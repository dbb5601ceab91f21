"""The site as a reader finds it: served by `candour serve`, from nothing, with the real content."""

import os
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.journeys.people import MOMENT
from tests.support.programs import program

CLOCK = Path(__file__).parents[1] / "support" / "at_another_time"
START_SECONDS = 600  # on the slowest machine; a server that ends before is noticed at once


@pytest.fixture(scope="session")
def site_log(tmp_path_factory):
    """The file in which the server writes whatever it says."""
    return tmp_path_factory.mktemp("site") / "log"


@pytest.fixture(scope="session")
def site(site_log):
    """The address of a site with the whole register, which no test can write to."""
    port = free_port()
    log = site_log
    with log.open("wb") as output:
        server = subprocess.Popen(
            [program("candour"), "serve", f"--port={port}", "--workers=1"],
            env=environment(log.parent),
            stdout=output,
            stderr=output,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=120)


def environment(folder):
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "CANDOUR_DATA_DIR": str(folder),
        "CANDOUR_TEST_CLOCK": MOMENT.isoformat(),
        "PYTHONPATH": str(CLOCK),
        "DJANGO_SETTINGS_MODULE": "candour.config.settings",
        "SECRET_KEY": "known to all, for tests only",
        "REPORTS_ANSWERED_BY": "the duty editor",  # so that there is a form, and not only why not
    }


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_until_it_answers(address, server, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        with suppress(URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(f"{address}/about/", timeout=60).close()  # noqa: S310 - our own
            return
        time.sleep(0.2)
    pytest.fail(f"The site did not answer in {START_SECONDS} seconds.\n{log.read_text()}")
