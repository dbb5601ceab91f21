"""Each origin its own chain: the columns and tables for it; filled in the next step.

The triggers that keep the past as it is are put away for it, and come back after migrating.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from candour.register.append_only import put_away

TABLES = (
    "register_changeset", "register_recording", "register_page", "register_finding",
)  # fmt: skip


def put_triggers_away(apps: Any, schema_editor: Any) -> None:
    put_away(schema_editor.connection)


def origin_of(model: str) -> migrations.AddField:
    related = "change_sets" if model == "changeset" else "+"
    return migrations.AddField(
        model_name=model,
        name="origin",
        field=models.ForeignKey(
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name=related,
            to="register.origin",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0005_what_followed")]

    operations = [
        migrations.RunPython(put_triggers_away, put_triggers_away),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "is_here",
                    models.BooleanField(
                        default=False, help_text="What this installation records."
                    ),
                ),
                (
                    "drafts_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="register.origin",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_here", True)),
                        fields=("is_here",),
                        name="one_origin_is_this_installation",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="ChangeGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=90)),
                ("digest", models.CharField(max_length=64)),
                (
                    "salts",
                    models.TextField(
                        help_text="A JSON list: a salt, or what is left of a line."
                    ),
                ),
                (
                    "change_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
                        to="register.changeset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("change_set", "about"), name="a_group_stands_once"
                    )
                ]
            },
        ),
        *(origin_of(model) for model in ("changeset", "recording", "page", "finding")),
        migrations.AddField("changeset", "position", models.PositiveIntegerField(null=True)),
        migrations.AddField("changeset", "arrived_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "changeset",
            "was",
            models.CharField(
                default="",
                help_text="Its hash in the first form of the log, where it had one.",
                max_length=64,
            ),
            preserve_default=False,
        ),
        migrations.RemoveConstraint("recording", "a_statement_stands_once"),
        migrations.RemoveConstraint("page", "a_page_stands_once"),
        migrations.RemoveConstraint("finding", "a_finding_stands_once"),
        migrations.RemoveConstraint("finding", "a_finding_has_one_name"),
    ]
