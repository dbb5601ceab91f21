"""The one place where a command wakes Django. Commands that need no database start without it."""

import os
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

    call_command("migrate", interactive=False, verbosity=0)
    from candour.register.services import bring_up_to_date

    bring_up_to_date()


def ledgers() -> Path:
    """Where it is kept which counts of people's rows were printed: in the data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    from django.conf import settings

    return Path(settings.DATA_DIR) / LEDGERS
