"""The inbox app, as Django knows it."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    name = "candour.inbox"
    label = "inbox"
