"""A copy of the database: what is done in it stays in it."""

import pytest
from django.db import connection

from candour.register.models import Statement


@pytest.mark.django_db
def test_the_register_is_loaded_in_a_database_of_its_own(loaded_register):
    assert Statement.objects.exists()
    assert "with_the_register" in str(connection.settings_dict["NAME"])


@pytest.mark.django_db
@pytest.mark.parametrize("time", [1, 2])
def test_what_a_test_writes_in_it_is_gone_for_the_next(loaded_register, time):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE written_by_a_test (number integer)")
