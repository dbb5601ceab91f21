from typing import Any

from django.db import migrations, models


def have_counts_kept_anew(apps: Any, schema_editor: Any) -> None:
    """Figures are counted by their field from now on: what is worked out is due again."""
    apps.get_model("register", "WorkedOutBy").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("register", "0010_kept_counts")]

    operations = [
        *(
            migrations.AddIndex(model_name=model, index=models.Index(fields=fields, name=name))
            for model, name, fields in (
                ("page", "register_pa_subject_265f4a_idx", ["subject_class", "name", "slug"]),
                ("statement", "register_st_kind_ff9395_idx", ["kind", "subject"]),
            )
        ),
        migrations.RunPython(have_counts_kept_anew, migrations.RunPython.noop, elidable=False),
    ]
