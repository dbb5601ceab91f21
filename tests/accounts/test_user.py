"""A person who may sign in is known by one e-mail address."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

from candour.accounts.models import User

pytestmark = pytest.mark.django_db


def test_the_project_uses_its_own_user():
    assert get_user_model() is User


def test_an_address_is_kept_in_lower_case_and_found_in_any():
    user = User.objects.create_user(email=" Ada@Example.ORG ", password="correct horse")

    assert str(user) == "ada@example.org"
    assert User.objects.get_by_natural_key("ADA@example.org") == user
    assert user.check_password("correct horse")


def test_without_a_password_nobody_signs_in_by_one():
    assert not User.objects.create_user(email="ada@example.org").has_usable_password()


def test_the_database_refuses_a_second_person_with_the_address():
    User.objects.create_user(email="ada@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create_user(email="ADA@example.org")


def test_the_database_refuses_an_address_in_capitals_whoever_writes_it():
    with pytest.raises(IntegrityError, match="user_email_in_lower_case"):
        User.objects.create(email="Ada@example.org")
