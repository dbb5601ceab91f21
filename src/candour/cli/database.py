"""The one place where a command wakes Django. Commands that need no database start without it."""

import os
from contextlib import suppress
from pathlib import Path

import django

SETTINGS = "candour.config.settings"
LEDGERS = "counts-shown"


def wake_django() -> None:
    """Read the settings and load the apps; imports of models come after it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    django.setup()


def bring_database_up_to_date() -> None:
    from django.core.management import call_command

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except BaseException:
        _keep_the_guard()
        raise
    from candour.register.services import bring_up_to_date

    bring_up_to_date()


def _keep_the_guard() -> None:
    """A migration that fails half-way must not leave the register open to rewriting."""
    from django.db import Error, connection

    from candour.register.append_only import install

    with suppress(Error):  # of a database that can't be written to, the first error is told
        install(connection)


def data_folder() -> Path:
    """The one folder that Candour writes to."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.conf import settings

    return Path(settings.DATA_DIR)


def ledgers() -> Path:
    """Where it is kept which counts of people's rows were printed: in the data folder."""
    return data_folder() / LEDGERS
