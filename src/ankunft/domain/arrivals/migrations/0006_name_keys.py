import django.db.models.deletion
from django.db import migrations, models

import ankunft.domain.arrivals.models.keys


class Migration(migrations.Migration):
    dependencies = [
        ("arrivals", "0005_duplicate_undo"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="NameKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", ankunft.domain.arrivals.models.keys.KeyField(max_length=200)),
                (
                    "municipality",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.municipality",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="name_keys", to="arrivals.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "key", "person"], name="name_by_key")],
            },
        ),
    ]
