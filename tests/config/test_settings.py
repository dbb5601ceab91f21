"""What every answer carries, and how the database is opened."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection
from whitenoise import WhiteNoise

READ_SETTINGS = """
import json
from candour.config import settings
print(json.dumps({
    "name": str(settings.DATABASES["default"]["NAME"]),
    "debug": settings.DEBUG,
    "hosts": settings.ALLOWED_HOSTS,
    "key": len(settings.SECRET_KEY),
}))
"""


def settings_with(**environ):
    """Return what a new process reads with nothing set but what is given."""
    done = subprocess.run(
        [sys.executable, "-c", READ_SETTINGS],
        env={"PATH": os.environ["PATH"], **environ},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_without_a_word_from_anyone_candour_is_closed_and_keeps_to_its_folder(tmp_path):
    found = settings_with(CANDOUR_DATA_DIR=str(tmp_path / "data"))

    assert found["name"] == str(tmp_path / "data/candour.sqlite3")
    assert found["debug"] is False
    assert found["hosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert found["key"] > 50
    assert (tmp_path / "data").is_dir()


def test_the_environment_decides_what_differs_between_installations(tmp_path):
    found = settings_with(
        CANDOUR_DATA_DIR=str(tmp_path),
        DATABASE_URL="postgres:///register?host=/run/postgresql",
        DEBUG="1",
        ALLOWED_HOSTS="candour.example",
        SECRET_KEY="short",
    )
    assert found == {"name": "register", "debug": True, "hosts": ["candour.example"], "key": 5}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/no-such-page/"])
def test_every_answer_closes_what_a_page_has_no_need_of(client, address):
    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_a_file_that_is_served_as_it_is_asks_the_browser_to_tell_nothing(tmp_path):
    (tmp_path / "fonts.css").write_text("a {}")
    function = settings.WHITENOISE_ADD_HEADERS_FUNCTION
    files = WhiteNoise(None, root=tmp_path, prefix="given", add_headers_function=function)

    headers = dict(files.files["/given/fonts.css"].get_response("HEAD", {}).headers)

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie(client):
    assert not client.get("/").cookies


def test_the_names_of_static_files_carry_a_hash_in_service():
    from candour.config import settings as in_service

    backend = in_service.STORAGES["staticfiles"]["BACKEND"]
    assert backend.endswith("CompressedManifestStaticFilesStorage")


@pytest.mark.django_db
@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("foreign_keys", 1),
        ("journal_mode", "wal"),
        ("recursive_triggers", 1),
        ("synchronous", 1),  # NORMAL
        ("busy_timeout", 20_000),
    ],
)
def test_sqlite_is_opened_as_the_register_needs(pragma, value):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgres_is_the_throw_away_one():
    with connection.cursor() as cursor:
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone() == ("",)
