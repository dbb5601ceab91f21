"""A register from each schema there was, brought to today's: it holds what it held.

The schemas before chains are in `test_first_form.py`, which starts from rows that their code wrote.
"""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from candour.register import migrations, selectors, services
from candour.register.dumping import register_files
from tests.evidence.making import TOOL, make_folder, schema
from tests.register.loading import FIRST_DAY, edit_and_load, load_on
from tests.register.test_first_form import empty, migrate

FIRST_WITH_CHAINS = "0008_origins_hold"
EVERY = sorted(path.stem for path in Path(migrations.__file__).parent.glob("0*.py"))
EARLIER = EVERY[EVERY.index(FIRST_WITH_CHAINS) : -1]


@pytest.fixture
def register(transactional_db, tmp_path, monkeypatch):
    """A small register with an edit in its log, in today's schema again at the end."""
    monkeypatch.setattr(selectors, "schema", schema)
    folder = make_folder(tmp_path / "content", {"systems/tool": TOOL + "purpose: find places\n"})
    load_on(folder)
    edit_and_load(folder, {"systems/tool": TOOL + "purpose: set patrols\n"}, FIRST_DAY)
    yield folder
    bring_up()
    empty()


def bring_up():
    """As `candour serve` does at its start."""
    call_command("migrate", interactive=False, verbosity=0)
    services.bring_up_to_date()


@pytest.mark.parametrize("step", EARLIER)
def test_a_register_of_an_earlier_schema_holds_after_the_upgrade_what_it_held(register, step):
    before = dict(register_files())
    assert "set patrols" in before["systems/tool.yaml"]

    migrate(step)
    assert step_of_database() == step
    bring_up()

    assert step_of_database() == EVERY[-1]
    assert said(dict(register_files())) == said(before)
    load_on(register)  # before the ninth schema, the table of fields was read from the folder
    assert dict(register_files()) == before
    assert load_on(register).changed_nothing


def said(files):
    """The files of a dump, but those that say how content is written: a table since 0009."""
    frame = ("fields.yaml", "gaps.yaml", "vocabularies/")
    return {name: text for name, text in files.items() if not name.startswith(frame)}


def step_of_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(name) FROM django_migrations WHERE app = 'register'")
        return cursor.fetchone()[0]
