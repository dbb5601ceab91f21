"""Django's settings. What differs between installations comes from the environment (see env.py).

DATABASE_URL      sqlite:///file (sqlite:////file from the root of the disk),
                  postgres://user:password@host:port/name, or through a socket
                  postgres:///name?host=/folder; by default a file in the data folder
CANDOUR_DATA_DIR  the one folder Candour writes to
SECRET_KEY        by default made at the first start and kept in the data folder
DEBUG             0 unless it is 1
ALLOWED_HOSTS     names this site answers to, with commas between
KEPT_BY           who keeps this copy of the register, as its pages say it
CONTACT           where they are reached: an e-mail or web address
FUNDED_BY         who pays for it
"""

import os

from csp.constants import NONE, SELF

from candour.config import env
from candour.config.served_files import add_headers

DATA_DIR = env.data_dir(os.environ)
DEBUG = env.flag(os.environ, "DEBUG")
SECRET_KEY = env.secret_key(os.environ, kept_in=DATA_DIR)
ALLOWED_HOSTS = env.words(os.environ, "ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")

KEPT_BY = os.environ.get("KEPT_BY", "").strip()
CONTACT = os.environ.get("CONTACT", "").strip()
FUNDED_BY = os.environ.get("FUNDED_BY", "").strip()

# --- Parts --------------------------------------------------------------------

# No sessions, no messages, no admin: nobody signs in yet, and a public page sets no cookie.
INSTALLED_APPS = [
    "candour.accounts",
    "candour.register",
    "candour.web",
    "candour.api",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "candour.config.middleware.PermissionsPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "candour.config.middleware.Compression",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Sets its cookie only where a form asks for a token.
    "django.middleware.csrf.CsrfViewMiddleware",
]

ROOT_URLCONF = "candour.config.urls"
WSGI_APPLICATION = "candour.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "candour.web.jinja.environment"},
    },
    {
        # For what libraries bring with them, such as the pages about the API.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
    },
]

# --- What is audited ----------------------------------------------------------

AUDIT_KINDS = "candour.config.kinds.KINDS"  # a dotted name, so that pages without findings wait

# --- What is kept -------------------------------------------------------------

DATABASES = {"default": env.database(os.environ.get("DATABASE_URL") or env.database_file(DATA_DIR))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

# --- Language and time --------------------------------------------------------

# The register is written in one language; what stands around the law can be put in others. No
# page asks a browser for its language, and none keeps one: an installation speaks LANGUAGE_CODE.
LANGUAGE_CODE = "en-gb"
USE_I18N = True
LOCALE_PATHS = [env.PACKAGE / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# --- Files served as they are -------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [("candour", env.PACKAGE / "audit/reports/style")]  # how a finding looks
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

# --- What a page may do in a reader's browser ----------------------------------

# Everything comes from here, nothing stands inline, and no page stands in another's frame.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"

# --- What is written down ------------------------------------------------------

# To standard error, without addresses or names of readers: what is not held can't be seized.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
