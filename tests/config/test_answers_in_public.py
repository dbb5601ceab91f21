"""What holds of every answer in public: methods, cookies, compression, health, faults, logs."""

import gzip
import json
import logging
import os
import subprocess
import sys
from datetime import datetime

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from candour.config import faults, logs, metrics
from candour.config.middleware import Compression

TOKEN = "a word that is long and hard to guess".replace(" ", "-")
SENT_BY_READERS = "secret-words-of-a-reader"


@pytest.fixture
def strict():
    """A browser whose requests are held against their tokens, and whose faults become pages."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def patterns(under=None):
    for pattern in under or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from patterns(pattern.url_patterns)


READ_ALONE = [p for p in patterns() if getattr(p.callback, "takes", None) is not None]


def test_pages_that_are_only_read_are_many():
    assert len(READ_ALONE) > 80


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize(
    "address", ["/", "/systems/", "/search/", "/about/", "/figures.json", "/robots.txt"]
)
def test_what_can_only_be_read_says_how_and_sets_no_cookie(strict, method, address):
    answer = getattr(strict, method)(address)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("cookie", ["!", "x" * 31, "x" * 65, "é", "", "a" * 32, "a" * 64])
@pytest.mark.parametrize("address", ["/about/", "/routes/", "/no-such-page/", "/robots.txt"])
def test_whatever_cookie_comes_none_is_set(strict, cookie, address):
    strict.cookies["csrftoken"] = cookie
    assert not strict.get(address).cookies


def test_a_form_without_its_token_would_be_refused(rf):
    """No form here has one; should one be added without, it is refused and not let through."""
    from candour.config.middleware import Tokens

    def view(request):
        raise AssertionError

    guard = Tokens(view)
    request = rf.post("/made-up/")
    request._dont_enforce_csrf_checks = False
    guard.process_request(request)
    refused = guard.process_view(request, view, (), {})
    assert refused is not None
    assert refused.status_code == 403


def compressed(rf, path, *, cookie=False, method="get", kept="public"):
    from django.http import HttpResponse

    response = HttpResponse("words " * 500, headers={"Cache-Control": kept})
    if cookie:
        response.set_cookie("token", "secret")
    request = getattr(rf, method)(path, headers={"accept-encoding": "gzip"})
    return Compression(lambda _: response)(request)


def test_a_public_page_is_compressed(rf):
    answer = compressed(rf, "/systems/")
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == b"words " * 500


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/routes/questions/", {}),
        ("/systems/", {"cookie": True}),
        ("/report/", {"method": "post"}),
        ("/report/", {"kept": "no-store"}),
    ],
)
def test_what_may_hold_a_secret_is_not_compressed(rf, path, how):
    assert "Content-Encoding" not in compressed(rf, path, **how)


@pytest.mark.django_db
def test_a_page_is_known_again_by_its_content_however_it_travels(client):
    for accepted in ({}, {"accept-encoding": "gzip"}):
        tag = client.get("/about/", headers=accepted)["ETag"]
        again = client.get("/about/", headers={**accepted, "if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


# --- /healthz -------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["testserver", "10.1.2.3", "unheard-of.example"])
def test_health_is_told_under_any_name_and_is_one_word(client, host):
    answer = client.get("/healthz", headers={"host": host})
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.django_db
def test_without_a_database_health_is_bad_and_says_no_more(client, monkeypatch):
    def fail():
        raise OperationalError("password authentication failed for user secret at 10.0.0.1")

    monkeypatch.setattr(connection, "cursor", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"database\n")


def test_health_is_only_read(strict):
    assert strict.post("/healthz").status_code == 405


# --- metrics --------------------------------------------------------------------


@pytest.mark.django_db
def test_metrics_are_off_unless_asked_for(client):
    answer = client.get("/metrics", headers={"authorization": "Bearer "})
    assert answer.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["", "Bearer ", f"Bearer {TOKEN}x", "Bearer é"])
def test_metrics_are_not_for_whoever_lacks_the_token(client, settings, given):
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": given}).status_code == 404


@pytest.mark.django_db
def test_metrics_count_answers_and_nobody(client, settings, monkeypatch):
    monkeypatch.setattr(metrics, "COUNTS", metrics.Counts())
    settings.METRICS_TOKEN = TOKEN
    for address in ("/about/", "/about/", f"/search-of/{SENT_BY_READERS}/"):
        client.get(address)
    text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    assert 'candour_answers_total{status="2xx"} 2' in text
    assert 'candour_answers_total{status="4xx"} 1' in text
    assert 'candour_answer_seconds_bucket{le="+Inf"} 3' in text
    assert "candour_answer_seconds_count 3" in text
    assert SENT_BY_READERS not in text
    assert "about" not in text


def test_counts_of_processes_are_added_up():
    counts = metrics.Counts()
    counts.add(200, 0.02)
    child = os.fork()
    if not child:
        counts.add(503, 20)
        os._exit(0)
    os.waitpid(child, 0)
    lines = list(metrics.lines(counts.sums()))
    assert 'candour_answers_total{status="2xx"} 1' in lines
    assert 'candour_answers_total{status="5xx"} 1' in lines
    assert 'candour_answer_seconds_bucket{le="0.03"} 1' in lines
    assert 'candour_answer_seconds_bucket{le="10.0"} 1' in lines
    assert "candour_answer_seconds_sum 20.020000" in lines


# --- faults ---------------------------------------------------------------------


def test_the_page_of_a_fault_needs_nothing(rf, monkeypatch):
    monkeypatch.setattr("django.template.loader.get_template", None)
    monkeypatch.setattr("django.template.loader.render_to_string", None)
    answer = faults.server_error(rf.get("/"))
    assert answer.status_code == 500
    text = answer.content.decode()
    assert "Something went wrong here" in text
    for needed in ("<link", "<script", "<img", "style", "static/"):
        assert needed not in text


@pytest.mark.django_db
def test_a_reader_gets_that_page_when_the_database_is_gone(strict, monkeypatch):
    def fail(*_, **__):
        raise OperationalError(f"no connection for {SENT_BY_READERS}")

    monkeypatch.setattr("candour.register.selectors.names", fail)
    monkeypatch.setattr("candour.register.search.search", fail)
    monkeypatch.setattr("candour.web.views.general.search", fail)
    answer = strict.get(f"/search/?q={SENT_BY_READERS}")
    assert (answer.status_code, answer.content.decode()) == (500, faults.PAGE)


def record_of(error):
    try:
        raise error
    except type(error):
        return logging.LogRecord(
            "django.request",
            logging.ERROR,
            __file__,
            1,
            "At %s",
            (SENT_BY_READERS,),
            sys.exc_info(),
        )


def test_a_fault_is_written_down_by_type_and_place_without_its_words():
    line = logs.PlacesOnly().format(record_of(ValueError(SENT_BY_READERS)))
    assert line.startswith("ERROR django.request: a fault: ValueError < ")
    assert "test_answers_in_public.py" in line
    assert SENT_BY_READERS not in line


IN_SERVICE = f"""
import django, sys
django.setup()
from django.test import Client
import candour.web.views.general as general
client = Client(raise_request_exception=False)
client.get("/no-such-{SENT_BY_READERS}/?q={SENT_BY_READERS}")
client.get("/search/?qq={SENT_BY_READERS}")
client.get("/", headers={{"host": "{SENT_BY_READERS}.example"}})
client.head("/about/")
client.post("/about/", {{"a": "{SENT_BY_READERS}"}})
client.cookies["csrftoken"] = "{SENT_BY_READERS}"
client.get("/about/")
def fail(*a, **k):
    raise ValueError("{SENT_BY_READERS}")
general.search = fail
answer = client.get("/search/?q={SENT_BY_READERS}", headers={{"host": "localhost"}})
assert answer.status_code == 500, answer.status_code
"""


def test_in_service_the_log_holds_one_line_for_a_fault_and_none_for_a_reader(tmp_path):
    """Pages that are missing, misread, refused, forged at or asked about leave nothing behind."""
    environ = {
        "PATH": os.environ["PATH"],
        "CANDOUR_DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3",
        "DJANGO_SETTINGS_MODULE": "candour.config.settings",
        "ALLOWED_HOSTS": "testserver,localhost",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "PYTHONWARNINGS": "ignore",  # that no static files are collected
    }
    prepare = "from django.core.management import call_command as c; import django; django.setup();"
    prepare += "c('migrate', verbosity=0); c('collectstatic', interactive=False, verbosity=0)"
    for program in (prepare, IN_SERVICE):
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert SENT_BY_READERS not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert "a fault: ValueError" in done.stderr


# --- behind a proxy -------------------------------------------------------------

READ = """
import json
from candour.config import settings as s
print(json.dumps([s.SECURE_PROXY_SSL_HEADER, s.SECURE_HSTS_SECONDS, s.CSRF_COOKIE_SECURE]))
"""


def settings_with(tmp_path, **environ):
    done = subprocess.run(
        [sys.executable, "-c", READ],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "CANDOUR_DATA_DIR": str(tmp_path),
            **environ,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_no_proxy_is_believed_unless_the_operator_says_so(tmp_path):
    assert settings_with(tmp_path) == [None, 0, False]
    assert settings_with(tmp_path, HSTS_SECONDS="60") == [None, 0, False]
    header = ["HTTP_X_FORWARDED_PROTO", "https"]
    assert settings_with(tmp_path, HTTPS="1") == [header, 31_536_000, True]
    assert settings_with(tmp_path, HTTPS="1", HSTS_SECONDS="60") == [header, 60, True]


@pytest.mark.django_db
def test_behind_a_proxy_browsers_are_told_to_come_by_https_alone(settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    client = Client(headers={"host": "testserver"})
    answer = client.get("/robots.txt", headers={"x-forwarded-proto": "https"})
    assert answer["Strict-Transport-Security"] == "max-age=60"
    assert "https://testserver/sitemap.xml" in answer.content.decode()


@pytest.mark.django_db
def test_what_a_reader_says_of_a_proxy_is_not_believed(client):
    answer = client.get("/robots.txt", headers={"x-forwarded-proto": "https"})
    assert "Strict-Transport-Security" not in answer
    assert "http://testserver/sitemap.xml" in answer.content.decode()


# --- security.txt ---------------------------------------------------------------


@pytest.mark.django_db
def test_where_a_weakness_is_told_is_not_made_up(client):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.django_db
def test_where_a_weakness_is_told_comes_from_the_settings(client, settings):
    settings.SECURITY_CONTACT = "mailto:weakness@candour.example"
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:weakness@candour.example"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"
    until = datetime.fromisoformat(fields["Expires"])
    assert 100 < (until - timezone.now()).days < 365  # RFC 9116, 2.5.5
