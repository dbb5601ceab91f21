"""Django's settings under test: the real ones, but writing only to a folder of this run."""

import os
import tempfile

# Workers of xdist inherit the variable, so that one run has one folder. engines.py makes and
# removes it: reading settings, as mypy does, leaves nothing behind.
TEST_DIR = os.environ.setdefault(
    "CANDOUR_TEST_DIR", f"{tempfile.gettempdir()}/candour-tests-{os.getpid()}"
)
os.environ["CANDOUR_DATA_DIR"] = TEST_DIR
os.environ["SECRET_KEY"] = "known to all, for tests only"
os.environ.pop("DEBUG", None)
os.environ.pop("ALLOWED_HOSTS", None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{TEST_DIR}/candour.sqlite3")

from candour.config.settings import *  # noqa: E402, F403 - the environment comes first
from candour.config.settings import ALLOWED_HOSTS, DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]

# Each test has a register of its own, so none may see a page that another's was kept for.
MIDDLEWARE = [part for part in MIDDLEWARE if not part.endswith(".KeptAnswers")]

# A file, not memory: threads of a live server then each have a connection, as in service.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": f"{TEST_DIR}/test.sqlite3"}

# Nothing is collected before tests, so names of static files carry no hash.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
