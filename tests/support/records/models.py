"""The plainest record that has states."""

from django.db import models

from ankunft.foundation.workflow.models import Stateful


class Paper(Stateful):
    """A paper that goes from hand to hand."""

    note = models.CharField(max_length=100, blank=True)


class Leaf(models.Model):
    """A record with a period: it belongs to an organisation, ended on a day, and has a name until it is emptied."""

    code = models.CharField(max_length=20, unique=True)
    owner = models.CharField(max_length=40)
    name = models.CharField(max_length=100, blank=True)
    ended_on = models.DateField(null=True)
    emptied = models.PositiveIntegerField(default=0)
