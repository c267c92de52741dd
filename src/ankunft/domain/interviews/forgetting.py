"""What goes of interviews once people are anonymous, and what stays: that there was one, and whether it counted."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef

from ankunft.domain.arrivals.models import Person
from ankunft.foundation.access import wall
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.services import mail_forget

from . import evidence_files
from .models import AgreedStep, Evidence, Interview, Invitation, Need, Participant, Reminder, Topic


def forget(persons: Collection[int], actor: Actor) -> None:
    """Forget what was said with these persons (record ids), in the caller's transaction.

    An interview with a family goes with the last of them: until then it is the others' file as well. Then content,
    topics, needs, steps, who led it, what could lead to a person, and the files go. Kind, half-year, municipality and
    verdicts stay, because they were counted and paid; that there was evidence stays with its digest.
    """
    with wall.also(municipality=_municipalities(persons)):
        known = Participant.objects.filter(interview=OuterRef("pk"), person__anonymised_at=None)
        mine = Interview.objects.filter(taking_part__person__in=list(persons), forgotten_at=None)
        gone = list(mine.exclude(Exists(known.exclude(person__in=list(persons)))).distinct())
        if gone:
            empty([one.pk for one in gone], actor)


def _municipalities(persons: Collection[int]) -> list[int]:
    """Whose interviews those of these persons are: whoever approves a deletion list has no key to them."""
    return list(Person.objects.filter(pk__in=list(persons)).values_list("municipality_id", flat=True).distinct())


def empty(interviews: list[int], actor: Actor) -> None:
    """Empty these interviews (by id), in the caller's transaction; their files go when it is through."""
    mails = Reminder.objects.filter(interview__in=interviews, mail__isnull=False)
    mail_forget(mails=list(mails.values_list("mail_id", flat=True)), actor=actor)
    for model in (Topic, Need, AgreedStep, Invitation, Reminder):
        model._default_manager.filter(interview__in=interviews).delete()
    evidence = Evidence.objects.filter(interview__in=interviews)
    files = [name for name in evidence.values_list("stored_as", flat=True) if name]
    evidence.update(stored_as="", file_name="", removed_reason="", added_by="")
    Interview.objects.filter(pk__in=interviews).update(
        content="",
        place="",
        led_by="",
        interpreting_order="",
        interpreting_provider="",
        language="",
        follow_up_on=None,
        source_key="",
        household=None,
        forgotten_at=clock.now(),
    )
    transaction.on_commit(lambda: _remove(files))


def _remove(files: list[str]) -> None:
    for name in files:
        evidence_files.remove(name)
