"""What the pages of this room have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise

from ankunft.domain.arrivals.services import list_read
from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.models import Interview
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.interviews.words import persons_of, who
from ankunft.web.shell.form_pages import Back


def interview_for(request: HttpRequest, reference: str, action: str = permissions.SEE) -> Interview:
    """The interview with its people, if this actor may take the action on it; 404 where they do not see it at all."""
    can(request.actor, action).require()
    known = visible_to(request.actor, Interview).select_related("arrival", "household")
    known = known.prefetch_related("taking_part__person__municipality")
    interview = get_object_or_404(known, reference=reference)
    can(request.actor, action, interview).require()
    return interview


def noted(request: HttpRequest, interview: Interview, what: str | Promise) -> Callable[[], None]:
    """What enters in the read log that the people of this interview are shown, for `form_page`."""
    return lambda: services.interview_read(interview=interview, what=what, actor=request.actor)


def several_read(interviews: Iterable[Interview], what: str | Promise, actor: Actor) -> None:
    """Enter in the read log that the people of these interviews are shown in a list."""
    persons = {one.person_id: one.person for interview in interviews for one in interview.taking_part.all()}
    list_read(persons=persons.values(), what=what, actor=actor)


def file_of(interview: Interview) -> Back:
    """The page of the interview, and what it is called there."""
    return reverse("interview", args=[interview.reference]), who(persons_of(interview))
