from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegisterConfig(AppConfig):
    name = "candour.register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from candour.register.append_only import install_after_migrate

        # A table that SQLite rebuilds in a migration loses its triggers without a word.
        post_migrate.connect(install_after_migrate, sender=self)
