from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RegisterConfig(AppConfig):
    name = "candour.register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.checks import register

        from candour.register.append_only import install_after_migrate, make_way
        from candour.register.kinds import kinds_are_whole

        # A table that SQLite rebuilds in a migration loses its triggers without a word.
        pre_migrate.connect(make_way, sender=self)
        post_migrate.connect(install_after_migrate, sender=self)
        register(kinds_are_whole)
