"""The plainest record that has states."""

from django.db import models

from ankunft.foundation.workflow.models import Stateful


class Paper(Stateful):
    """A paper that goes from hand to hand."""

    note = models.CharField(max_length=100, blank=True)
