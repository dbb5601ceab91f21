"""The settings of the bare project: Candour's tables and database settings, and nothing else."""

import os

from candour.config.env import database

SECRET_KEY = "for timing only"  # noqa: S105 - it signs nothing
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["candour.accounts", "candour.register", "benchmarks.bare"]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = [  # of those that `startproject` sets up, the ones that need no session
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "benchmarks.bare.urls"
TEMPLATES = [{"BACKEND": "django.template.backends.jinja2.Jinja2", "APP_DIRS": True}]
DATABASES = {"default": database(os.environ["DATABASE_URL"])}
USE_I18N = False
TIME_ZONE = "Europe/London"
USE_TZ = True
