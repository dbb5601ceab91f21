"""The accounts app, as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "candour.accounts"
    label = "accounts"
