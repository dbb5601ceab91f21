"""What follows, kept for each day there was, and an index of words that knows days.

All that these tables hold is worked out. What was there before is made anew by `candour serve`, or
by any command that brings the database up to date.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = """
CREATE VIRTUAL TABLE register_search USING fts5(
    slug UNINDEXED, subject_class UNINDEXED, whole UNINDEXED, names, said,
    began UNINDEXED, ended UNINDEXED,
    tokenize = 'porter unicode61 remove_diacritics 2'
)
"""
POSTGRES = """
CREATE TABLE register_search (
    id bigserial PRIMARY KEY,
    slug varchar(80) NOT NULL,
    subject_class varchar(12) NOT NULL,
    whole text NOT NULL,
    names text NOT NULL,
    said text NOT NULL,
    began integer NOT NULL,
    ended integer NOT NULL,
    document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', names), 'A') || setweight(to_tsvector('english', said), 'D')
    ) STORED
);
CREATE INDEX register_search_document ON register_search USING gin (document);
CREATE INDEX register_search_slug ON register_search (slug, ended);
"""


def renew_search(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute("DROP TABLE register_search")
    is_postgres = schema_editor.connection.vendor == "postgresql"
    schema_editor.execute(POSTGRES if is_postgres else SQLITE)


def restore_search(apps: Any, schema_editor: Any) -> None:
    from importlib import import_module

    before = import_module("candour.register.migrations.0002_search")
    schema_editor.execute("DROP TABLE register_search")
    before.make(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("register", "0004_derived_numbers")]

    operations = [
        migrations.CreateModel(
            name="PageLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("points", "Points at"), ("redirect", "Was at")], max_length=8
                    ),
                ),
                ("slug", models.CharField(max_length=80)),
                (
                    "page",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="register.page",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkedOutBy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rules", models.CharField(max_length=64)),
            ],
        ),
        *(
            migrations.AddField(
                model_name="workedout", name=name, field=field, preserve_default=False
            )
            for name, field in (
                (
                    "item",
                    models.CharField(
                        default="",
                        help_text="The item of a gap; what a contradiction touches; else empty.",
                        max_length=40,
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        default="", help_text="Where it stands in a list.", max_length=90
                    ),
                ),
                (
                    "digest",
                    models.CharField(
                        default="", help_text="Of all that it says.", max_length=64
                    ),
                ),
                ("began", models.PositiveIntegerField(default=0)),
                ("ended", models.PositiveIntegerField(null=True)),
            )
        ),
        migrations.AddField(
            model_name="workedoutsubject",
            name="is_about",
            field=models.BooleanField(
                default=True,
                help_text="Whether it rests on statements about it; else on its systems'.",
            ),
        ),
        migrations.RemoveIndex(model_name="workedout", name="register_wo_kind_320252_idx"),
        *(
            migrations.AddIndex(model_name=model, index=models.Index(fields=fields, name=name))
            for model, name, fields in (
                ("pagelink", "register_pa_slug_bfda82_idx", ["slug", "how"]),
                ("workedout", "register_wo_kind_7e2c77_idx", ["kind", "ended", "place", "id"]),
                ("workedout", "register_wo_kind_30dd39_idx", ["kind", "ended", "state", "place"]),
                ("workedout", "register_wo_kind_91e928_idx", ["kind", "ended", "item", "state"]),
            )
        ),
        migrations.RunPython(renew_search, restore_search),
    ]
