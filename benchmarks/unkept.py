"""Candour's settings, but no answer is kept: what it costs to make each page."""

from candour.config.settings import *  # noqa: F403
from candour.config.settings import MIDDLEWARE

MIDDLEWARE = [part for part in MIDDLEWARE if not part.endswith(".KeptAnswers")]
