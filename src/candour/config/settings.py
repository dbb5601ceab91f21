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
SECURITY_CONTACT  where a weakness is told: an e-mail or web address; puts up security.txt
HTTPS             1 where a proxy speaks HTTPS to readers and says so in X-Forwarded-Proto
HSTS_SECONDS      with HTTPS=1, how long browsers come by HTTPS alone; by default a year
METRICS_TOKEN     puts up /metrics, for whoever sends this word (24 characters or more)
REPORTS_ANSWERED_BY  who answers reports of errors and replies, as the form says it; while it is
                  empty there is no form
REPORTS_TO        e-mail addresses that are told the number of each report, with commas between
REPORTS_FROM      the address that such letters come from; by default the first of those
EMAIL_URL         how letters go out: smtp://user:password@host:587/?tls=1
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
SECURITY_CONTACT = env.contact(os.environ, "SECURITY_CONTACT")
METRICS_TOKEN = env.token(os.environ, "METRICS_TOKEN")

# --- What readers may write to them -------------------------------------------

REPORTS_ANSWERED_BY = os.environ.get("REPORTS_ANSWERED_BY", "").strip()
REPORTS_TO = env.words(os.environ, "REPORTS_TO")
REPORTS_FROM = os.environ.get("REPORTS_FROM", "").strip()
_EMAIL = env.email(os.environ.get("EMAIL_URL", ""))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _EMAIL.host, _EMAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _EMAIL.user, _EMAIL.password
EMAIL_USE_TLS = _EMAIL.tls
EMAIL_TIMEOUT = 10

# --- Parts --------------------------------------------------------------------

# No sessions, no messages, no admin: nobody signs in yet, and a public page sets no cookie.
INSTALLED_APPS = [
    "candour.accounts",
    "candour.register",
    "candour.inbox",
    "candour.web",
    "candour.api",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "candour.config.health.Health",
    "candour.config.metrics.Metrics",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "candour.config.middleware.PermissionsPolicy",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "candour.config.kept_answers.KeptAnswers",
    "candour.config.middleware.Compression",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "candour.config.middleware.Tokens",
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
CSRF_COOKIE_AGE = None  # until the browser is closed

# --- Behind a proxy that speaks HTTPS ------------------------------------------

# Believed only where the operator says that nobody gets here but through it.
HTTPS = env.flag(os.environ, "HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = env.seconds(os.environ, "HSTS_SECONDS", default=31_536_000) if HTTPS else 0
CSRF_COOKIE_SECURE = HTTPS

# --- What is written down ------------------------------------------------------

# To standard error: faults alone, by their type and place. No request, no address, no words of a
# reader: what is not held can't be seized.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"places": {"()": "candour.config.logs.PlacesOnly"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "places"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        # Refusals, each of which would repeat what somebody sent.
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "waitress": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
