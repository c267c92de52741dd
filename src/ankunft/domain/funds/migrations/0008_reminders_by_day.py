"""Reminders count by the last day for inputs: opened again until another one, a version is asked for anew."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    """What was sent so far was about the last day that the version has."""
    reminders, versions = apps.get_model("funds", "InputReminder"), apps.get_model("funds", "PlanVersion")
    due = versions.objects.filter(pk=OuterRef("version")).values("inputs_due")[:1]
    reminders.objects.update(due_on=Subquery(due))


class Migration(migrations.Migration):
    dependencies = [("funds", "0007_reminders")]

    operations = [
        migrations.AddField("inputreminder", "due_on", models.DateField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField("inputreminder", "due_on", models.DateField()),
        migrations.RemoveConstraint("inputreminder", "input_reminder_once"),
        migrations.AddConstraint(
            "inputreminder",
            models.UniqueConstraint(fields=("version", "due_on", "stage", "account"), name="input_reminder_once"),
        ),
    ]
