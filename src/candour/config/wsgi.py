"""The door through which an application server calls Candour."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "candour.config.settings")

application = get_wsgi_application()

from candour.config.preparing import prepare  # noqa: E402 - needs the settings, ready by now

prepare()
