from itertools import chain, islice

import django.db.models.deletion
from django.db import migrations, models

import ankunft.domain.arrivals.models.keys
from ankunft.domain.arrivals.names import name_keys
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor

BATCH = 2000


def fill(apps, schema_editor):
    """By what those are found who are known already."""
    key = apps.get_model("arrivals", "NameKey")
    persons = apps.get_model("arrivals", "Person").objects.filter(anonymised_at=None, merged_into=None)
    with wall.open_for(Actor.operator()):
        names = persons.order_by("pk").values_list("pk", "municipality", "family_name", "given_name")
        rows = chain.from_iterable(
            (key(person_id=person, municipality_id=place, key=one) for one in name_keys(*name))
            for person, place, *name in list(names)
        )
        while batch := list(islice(rows, BATCH)):
            key.objects.bulk_create(batch)


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
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
