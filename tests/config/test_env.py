"""What the environment may say, and what is made of it."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from candour.config import env

text = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)


@pytest.mark.parametrize(
    ("word", "meaning"), [("1", True), ("TRUE", True), ("0", False), ("", False)]
)
def test_a_flag_is_read_from_a_word(word, meaning):
    assert env.flag({"DEBUG": word}, "DEBUG") is meaning


def test_a_flag_that_is_not_set_is_off():
    assert env.flag({}, "DEBUG") is False


def test_a_flag_that_is_neither_on_nor_off_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"DEBUG is 'maybe'\. Say 1 or 0\."):
        env.flag({"DEBUG": "maybe"}, "DEBUG")


def test_words_are_parted_by_commas_and_blanks_fall_away():
    assert env.words({"ALLOWED_HOSTS": " a.example, b.example ,"}, "ALLOWED_HOSTS") == [
        "a.example",
        "b.example",
    ]


def test_the_data_folder_is_in_the_repository_unless_one_is_named(tmp_path):
    assert env.data_dir({}) == env.REPOSITORY / "var"
    assert env.data_dir({"CANDOUR_DATA_DIR": str(tmp_path)}) == tmp_path


def test_an_installed_package_writes_to_the_home_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(env, "REPOSITORY", tmp_path)
    assert env.data_dir({"XDG_DATA_HOME": "/srv/data"}).as_posix() == "/srv/data/candour"


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first = env.secret_key({}, kept_in=tmp_path / "new")
    again = env.secret_key({}, kept_in=tmp_path / "new")

    assert first == again
    assert len(first) > 50
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "new/secret-key").stat().st_mode) == 0o600


def test_of_two_processes_that_make_a_key_at_once_the_first_wins(tmp_path):
    (tmp_path / "secret-key").write_text("first")
    env._keep_new_key(tmp_path / "secret-key")
    assert env.secret_key({}, kept_in=tmp_path) == "first"


def test_a_key_in_the_environment_is_used_and_not_kept(tmp_path):
    assert env.secret_key({"SECRET_KEY": "given"}, kept_in=tmp_path) == "given"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///var/candour.sqlite3", "var/candour.sqlite3"),
        ("sqlite:////srv/my%20data.sqlite3", "/srv/my data.sqlite3"),
        ("sqlite://:memory:", ":memory:"),
    ],
)
def test_a_sqlite_address_names_a_file(url, name):
    assert env.database(url)["NAME"] == name


def test_a_postgres_address_through_a_socket_has_a_folder_for_a_host():
    found = env.database("postgres://candour@/candour?host=/run/postgresql&sslmode=disable")
    assert found["HOST"] == "/run/postgresql"
    assert found["USER"] == "candour"
    assert found["PORT"] == ""
    assert found["OPTIONS"] == {"sslmode": "disable"}


@given(user=text, password=text, name=text)
def test_quoted_parts_of_an_address_come_back_as_they_were(user, password, name):
    from urllib.parse import quote

    parts = [quote(part, safe="") for part in (user, password, name)]
    found = env.database("postgres://{}:{}@db.example:5433/{}".format(*parts))
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == (user, password, name)
    assert (found["HOST"], found["PORT"]) == ("db.example", "5433")


def test_another_kind_of_database_is_refused_without_showing_its_password():
    with pytest.raises(ImproperlyConfigured, match="starts with 'mysql:'") as refused:
        env.database("mysql://me:hunter2@db.example/candour")
    assert "hunter2" not in str(refused.value)


def test_an_address_without_a_file_is_refused():
    with pytest.raises(ImproperlyConfigured, match="names no file"):
        env.database("sqlite:///")


def test_seconds_are_whole_or_the_default():
    assert env.seconds({}, "HSTS_SECONDS", default=9) == 9
    assert env.seconds({"HSTS_SECONDS": " 60 "}, "HSTS_SECONDS", default=9) == 60


@pytest.mark.parametrize("word", ["-1", "1.5", "a year", "²"])
def test_seconds_that_are_no_number_are_refused(word):
    with pytest.raises(ImproperlyConfigured, match="Say a whole number of seconds"):
        env.seconds({"HSTS_SECONDS": word}, "HSTS_SECONDS", default=9)


@pytest.mark.parametrize(
    ("word", "uri"),
    [
        ("", ""),
        ("weakness@candour.example", "mailto:weakness@candour.example"),
        ("mailto:weakness@candour.example", "mailto:weakness@candour.example"),
        ("https://candour.example/weakness", "https://candour.example/weakness"),
    ],
)
def test_a_contact_becomes_an_address_that_programs_read(word, uri):
    assert env.contact({"SECURITY_CONTACT": word}, "SECURITY_CONTACT") == uri


@pytest.mark.parametrize(
    "word", ["me", "http://candour.example", "a b@c.example", "x\nContact: y@z.example"]
)
def test_a_contact_that_nobody_can_use_is_refused(word):
    with pytest.raises(ImproperlyConfigured, match="SECURITY_CONTACT is"):
        env.contact({"SECURITY_CONTACT": word}, "SECURITY_CONTACT")


@pytest.mark.parametrize("word", ["short", "with blanks in it, though long enough"])
def test_a_token_that_can_be_guessed_is_refused_and_not_repeated(word):
    with pytest.raises(ImproperlyConfigured, match="24 characters") as refused:
        env.token({"METRICS_TOKEN": word}, "METRICS_TOKEN")
    assert word not in str(refused.value)


def test_a_token_is_taken_as_it_is():
    assert env.token({"METRICS_TOKEN": "x" * 24}, "METRICS_TOKEN") == "x" * 24
    assert env.token({}, "METRICS_TOKEN") == ""


def test_how_letters_go_out_is_read_from_one_address():
    read = env.email("smtp://keeper:p%40ss@mail.example:587/?tls=1")
    assert (read.host, read.port, read.user, read.password, read.tls) == (
        *("mail.example", 587, "keeper", "p@ss"),
        True,
    )
    assert env.email("") == env.Email()


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://:1", "smtp://h:x"])
def test_an_address_of_letters_that_cant_be_read_is_refused_and_not_repeated(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL can't be read") as refused:
        env.email(url)
    assert url not in str(refused.value)
