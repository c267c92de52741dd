from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0003_signing_and_reminding")]

    operations = [
        migrations.AlterField(
            model_name="deadlinereminder",
            name="kind",
            field=models.CharField(max_length=40),
        ),
    ]
