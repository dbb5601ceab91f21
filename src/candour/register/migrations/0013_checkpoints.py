from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0012_figures_of_a_field")]

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(help_text="As its file has it.")),
            ],
        ),
    ]
