from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0008_origins_hold")]

    operations = [
        migrations.CreateModel(
            name="FieldTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "texts",
                    models.JSONField(help_text="Its files by their paths in a content folder."),
                ),
            ],
        ),
    ]
