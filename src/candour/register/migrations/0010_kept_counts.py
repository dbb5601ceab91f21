from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0009_field_table")]

    operations = [
        migrations.CreateModel(
            name="KeptCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("change", models.PositiveIntegerField()),
                (
                    "what",
                    models.CharField(
                        help_text="Subjects, statements, or a kind of result.", max_length=14
                    ),
                ),
                ("item", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=40)),
                ("number", models.PositiveIntegerField()),
            ],
        ),
        *(
            migrations.AddIndex(model_name=model, index=models.Index(fields=fields, name=name))
            for model, name, fields in (
                ("keptcount", "register_ke_change_880482_idx", ["change", "what"]),
                ("recording", "register_re_asserte_a132cc_idx", ["asserted_in", "subject"]),
                ("workedout", "register_wo_kind_331ac1_idx", ["kind", "ended", "item", "key"]),
            )
        ),
    ]
