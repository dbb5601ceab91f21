from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0011_lists_in_order")]

    operations = [
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(
                fields=["kind", "field", "subject"], name="register_st_kind_3baf03_idx"
            ),
        ),
    ]
