"""A copy of the database: what is done in it stays in it."""

import pytest
from django.db import connection

from candour.register.models import Statement
from tests.support.databases import name_of_copy


@pytest.mark.django_db
def test_the_register_is_loaded_in_a_database_of_its_own(loaded_register):
    assert Statement.objects.exists()
    assert "with_the_register" in str(connection.settings_dict["NAME"])


@pytest.mark.django_db
@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_writes_in_it_is_gone_for_the_next(loaded_register, time):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE written_by_a_test (number integer)")


@pytest.mark.parametrize("name", ["run/test.sqlite3", "test_candour"])
def test_processes_that_run_side_by_side_never_share_a_copy(name):
    copies = {name_of_copy(f"{name}_{worker}", "with_the_register") for worker in ("gw0", "gw1")}
    assert len(copies) == 2
