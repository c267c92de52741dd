"""What the read log is told before anything of an interview is shown: it is noted with each person concerned."""

from __future__ import annotations

from django.utils.functional import Promise

from ankunft.domain.arrivals.models import Person
from ankunft.domain.arrivals.services import person_read
from ankunft.foundation.kernel.actor import Actor

from ..models import Interview


def interview_read(
    *, interview: Interview, what: str | Promise, actor: Actor, purpose: str = "", reason: str = ""
) -> None:
    """Somebody sees what was said in an interview, or its evidence: a reading of everybody who takes part.

    `purpose` and `reason` are those of whoever is not of the municipality.
    """
    persons = Person.objects.filter(interviews__interview=interview).select_related("municipality").order_by("pk")
    for person in persons:
        person_read(person=person, what=what, actor=actor, purpose=purpose, reason=reason)
