"""The one place where a command wakes Django. Commands that need no database start without it."""

import os

import django


def wake_django() -> None:
    """Read the settings and load the apps; imports of models come after it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "candour.config.settings")
    django.setup()


def bring_database_up_to_date() -> None:
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
