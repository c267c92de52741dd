"""What the pages of this room have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ankunft.domain.arrivals.services import list_read
from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.models import Interview
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.interviews.subjects import Subject
from ankunft.web.interviews.words import persons_of, who
from ankunft.web.shell.form_pages import Back, form_page

LETTER = "brief"
"""In the address of the page of an interview: which letter was made a moment ago."""


def interview_for(request: HttpRequest, reference: str, action: str = permissions.SEE) -> Interview:
    """The interview with its people, if this actor may take the action on it; 404 where they do not see it at all."""
    can(request.actor, action).require()
    known = visible_to(request.actor, Interview).select_related("arrival", "household")
    known = known.prefetch_related("taking_part__person__municipality")
    interview = get_object_or_404(known, reference=reference)
    can(request.actor, action, interview).require()
    return interview


def interview_form(
    request: HttpRequest,
    interview: Interview,
    form: forms.Form,
    store: Callable[[], object],
    *,
    title: str | Promise,
    noted_as: str | Promise = "",
    **words: Any,
) -> HttpResponse:
    """A form about an interview, from its page and back to it.

    Each time that it is shown, the read log says who saw the people of the interview, and where: `noted_as`, or the
    title.
    """

    def noted() -> None:
        services.interview_read(interview=interview, what=noted_as or title, actor=request.actor)

    return form_page(request, form, store, back=file_of(interview), noted=noted, title=title, **words)


def subject_form(
    request: HttpRequest,
    subject: Subject,
    form: forms.Form,
    make: Callable[[], Interview],
    *,
    title: str | Promise,
    **words: Any,
) -> HttpResponse:
    """A form about people with whom there is no interview yet, from where it was begun to the interview it makes.

    The read log calls it by its title.
    """

    def store() -> str:
        return reverse("interview", args=[make().reference])

    def noted() -> None:
        list_read(persons=subject.persons, what=title, actor=request.actor)

    return form_page(request, form, store, back=back_of(subject), noted=noted, title=title, **words)


def back_of(subject: Subject) -> Back:
    """Where an appointment was begun: at the arrival, or at the person."""
    if subject.begun_with is None and subject.arrival is not None:
        return reverse("arrival", args=[subject.arrival.reference]), _("Zuzug")
    person = subject.begun_with or subject.persons[0]
    return reverse("person", args=[person.reference]), who([person])


def several_read(interviews: Iterable[Interview], what: str | Promise, actor: Actor) -> None:
    """Enter in the read log that the people of these interviews are shown in a list."""
    persons = {one.person_id: one.person for interview in interviews for one in interview.taking_part.all()}
    list_read(persons=persons.values(), what=what, actor=actor)


def file_of(interview: Interview) -> Back:
    """The page of the interview, and what it is called there."""
    return reverse("interview", args=[interview.reference]), who(persons_of(interview))
