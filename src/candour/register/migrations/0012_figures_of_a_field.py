from typing import Any

from django.db import migrations, models


def tell_how_tables_look(apps: Any, schema_editor: Any) -> None:
    """Until a database knows how the new index looks it takes it for pages it does not suit."""
    if apps.get_model("register", "ChangeSet").objects.exists():
        schema_editor.execute("ANALYZE")


class Migration(migrations.Migration):
    dependencies = [("register", "0011_lists_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                fields=["kind", "field", "subject"], name="register_st_kind_3baf03_idx"
            ),
        ),
        migrations.RunPython(tell_how_tables_look, migrations.RunPython.noop, elidable=True),
    ]
