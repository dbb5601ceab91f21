"""Beside the database with the register, the own one stays empty, whatever ran before."""

import pytest
from django.db import connection

from candour.register.models import Statement


@pytest.mark.django_db
@pytest.mark.usefixtures("database_with_the_register")
def test_a_test_that_asks_for_no_content_finds_none():
    assert "with_the_register" not in str(connection.settings_dict["NAME"])
    assert not Statement.objects.exists()
