"""What all tests share: examples that never change, and a browser that asks no other host."""

import os
import shutil

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import settings

from tests.support.browser import make_patient, requests_elsewhere
from tests.support.databases import copy_of_the_database, working_in

# The same examples in every run: a failure that comes and goes helps nobody.
settings.register_profile("ci", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("ci")

BINDING = "\N{NO-BREAK SPACE}".encode()

# Chromium would otherwise look for news of itself at every start.
QUIET_FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


class Reader(Client):
    """Reads pages as people do: where a line may not break is no other word."""

    def request(self, **request):
        response = super().request(**request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming and not response.has_header("Content-Encoding"):
            response.content = response.content.replace(BINDING, b" ")
        return response


@pytest.fixture
def client():
    return Reader()


@pytest.fixture
def same_day(monkeypatch):
    """One day for a whole test, which may ask for today before midnight and be answered after."""
    today = timezone.localdate()
    monkeypatch.setattr(timezone, "localdate", lambda *_: today)
    return today


@pytest.fixture(autouse=True)
def _the_table_of_fields_is_asked_for_anew():
    """A process remembers which table of fields is in force; the next test has another register."""
    from candour.register import selectors

    selectors.forget_schema()


@pytest.fixture(scope="session")
def base_url():
    """None: tests write whole addresses. (pytest-playwright's own warns on pytest 9.2.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Playwright keeps an event loop in this thread, and Django would refuse its queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    chromium = shutil.which("chromium")
    assert chromium, "There is no Chromium. Run scripts/setup."
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": [*QUIET_FLAGS, *root],
    }


@pytest.fixture(scope="session")
def browser(browser):
    make_patient(browser)
    return browser


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def context(context):
    """A browser in which a page that asks another host for anything fails its test."""
    asked = requests_elsewhere(context)
    yield context
    assert not asked, f"The page asked other hosts: {asked}"


@pytest.fixture(scope="session")
def database_with_the_register(django_db_setup, django_db_blocker):
    """A second database of this process, with the real content, loaded once: how to work in it."""
    with django_db_blocker.unblock():
        name = copy_of_the_database("with_the_register")
        with working_in(name):
            from candour.register.services import load_content

            load_content()
    return name


@pytest.fixture(scope="module")
def loaded_register(database_with_the_register, django_db_blocker):
    """The real content, for a module whose tests also need the mark `django_db`.

    What a test writes is undone at its end, so that all of them find the content as it was loaded.
    """
    with django_db_blocker.unblock(), working_in(database_with_the_register):
        yield
