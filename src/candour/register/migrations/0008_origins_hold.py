"""Each origin its own chain: what was filled in is held."""

import django.db.models.deletion
from django.db import migrations, models


def origin_of(model: str) -> migrations.AlterField:
    related = "change_sets" if model == "changeset" else "+"
    return migrations.AlterField(
        model_name=model,
        name="origin",
        field=models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT,
            related_name=related,
            to="register.origin",
        ),
    )


def once(model: str, column: str, name: str) -> migrations.AddConstraint:
    return migrations.AddConstraint(
        model_name=model,
        constraint=models.UniqueConstraint(
            condition=models.Q(("retracted_in", None)), fields=("origin", column), name=name
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0007_turn_chains")]

    operations = [
        *(origin_of(model) for model in ("changeset", "recording", "page", "finding")),
        migrations.AlterField("changeset", "position", models.PositiveIntegerField()),
        migrations.AlterField("changeset", "arrived_at", models.DateTimeField(db_index=True)),
        migrations.AlterField("changeset", "made_at", models.DateTimeField()),
        migrations.AddConstraint(
            "changeset",
            models.UniqueConstraint(fields=("origin", "position"), name="a_chain_does_not_fork"),
        ),
        once("recording", "statement", "a_statement_stands_once"),
        once("page", "slug", "a_page_stands_once"),
        once("finding", "name", "a_finding_stands_once"),
        once("finding", "identifier", "a_finding_has_one_name"),
    ]
