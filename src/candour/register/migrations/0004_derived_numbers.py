from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0003_findings'),
    ]

    operations = [
        migrations.AlterField(
            model_name='workedout',
            name='kind',
            field=models.CharField(choices=[('check', 'Check'), ('derived', 'Derived number'), ('contradiction', 'Contradiction'), ('gap', 'Gap')], max_length=14),
        ),
    ]
