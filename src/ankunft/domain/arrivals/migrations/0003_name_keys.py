from itertools import chain, islice

from django.db import migrations

from ankunft.domain.arrivals.names import name_keys
from ankunft.foundation.access import wall
from ankunft.foundation.kernel.actor import Actor

BATCH = 2000


def fill(apps, schema_editor):
    """By what those are found who are known already.

    Not where the table is made: PostgreSQL checks its foreign keys at the end of that migration, when the wall is closed
    again and shows no person.
    """
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
        ("arrivals", "0002_register_and_arrivals"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
