"""Appointments: agreed on, moved, called off, missed, and agreed on once more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.content import content_of
from ankunft.domain.interviews.models import Interpreting, Interview
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.web.interviews.forms import AppointmentForm, ReasonForm
from ankunft.web.interviews.subjects import Subject, planned_for, subject_of
from ankunft.web.interviews.words import persons_of, who
from ankunft.web.shell.form_pages import form_view

from .common import interview_for, interview_form, subject_form


@form_view
def interview_new(request: HttpRequest) -> HttpResponse:
    """Agree on an appointment with the family of an arrival, or of a person."""
    can(request.actor, permissions.RECORD).require()
    subject = subject_of(request)
    if request.method != "POST" and (known := planned_for(subject)) is not None:
        return redirect("interview", known.reference)
    form = AppointmentForm(request.POST or None, persons=subject.persons, initial=_proposed(subject, request.actor))

    return subject_form(
        request,
        subject,
        form,
        lambda: services.interview_plan(
            persons=chosen(subject.persons, form.cleaned_data["persons"]),
            kind=form.cleaned_data["kind"],
            entry=form.entry(),
            actor=request.actor,
        ),
        done=_("Der Termin ist vereinbart. Drucken Sie jetzt die Einladung."),
        title=gettext_lazy("Termin vereinbaren"),
        subtitle=who(subject.invited),
        button=_("Termin vereinbaren"),
    )


@form_view
def interview_move(request: HttpRequest, key: str) -> HttpResponse:
    """Another time or place."""
    interview = interview_for(request, key, permissions.RECORD)
    form = AppointmentForm(request.POST or None, is_move=True, initial=_agreed(interview))
    return interview_form(
        request,
        interview,
        form,
        lambda: services.interview_move(interview=interview, entry=form.entry(), actor=request.actor),
        done=_("Der Termin ist geändert. Eine neue Einladung können Sie gleich drucken."),
        title=gettext_lazy("Termin ändern"),
        subtitle=who(persons_of(interview)),
    )


@form_view
def interview_again(request: HttpRequest, key: str) -> HttpResponse:
    """A second appointment with whoever did not appear."""
    interview = interview_for(request, key, permissions.RECORD)
    initial = {**_agreed(interview), "day": None, "time": None, "interpreting_order": ""}
    form = AppointmentForm(request.POST or None, is_move=True, initial=initial)

    def store() -> str:
        second = services.interview_invite_again(interview=interview, entry=form.entry(), actor=request.actor)
        return reverse("interview", args=[second.reference])

    return interview_form(
        request,
        interview,
        form,
        store,
        done=_("Der zweite Termin ist vereinbart. Drucken Sie jetzt die Einladung."),
        title=gettext_lazy("Erneut einladen"),
        subtitle=who(persons_of(interview)),
        button=_("Termin vereinbaren"),
    )


@form_view
def interview_cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Call off an interview."""
    interview = interview_for(request, key, permissions.RECORD)
    form = ReasonForm(request.POST or None)
    return interview_form(
        request,
        interview,
        form,
        lambda: services.interview_cancel(interview=interview, actor=request.actor, **form.cleaned_data),
        done=_("Das Gespräch ist abgesagt. Der Zuzug steht wieder bei «einzuladen»."),
        title=gettext_lazy("Gespräch absagen"),
        intro=_("Wer eingeladen war, ist danach wieder einzuladen. Sie können die Absage rückgängig machen."),
        button=_("Absagen"),
    )


def chosen(persons: Sequence[Person], references: Sequence[str]) -> list[Person]:
    """Those of the persons whose references were ticked."""
    return [person for person in persons if person.reference in references]


def last_place(actor: Actor) -> str:
    """Where the actor met somebody last."""
    last = Interview.objects.filter(recorded_by_id=actor.account_id).exclude(place="").order_by("-recorded_at").first()
    return last.place if last else ""


def _proposed(subject: Subject, actor: Actor) -> dict[str, Any]:
    """What is likely, so that little is left to type."""
    return {
        "kind": subject.kind,
        "persons": [person.reference for person in subject.invited],
        "led_by": actor.label,
        "place": last_place(actor),
        "language": subject.language,
        "interpreting": Interpreting.PARTNER if subject.needs_interpreter else Interpreting.NONE,
    }


def _agreed(interview: Interview) -> dict[str, Any]:
    begins = interview.starts_at.astimezone(ZURICH) if interview.starts_at else None
    same = ("minutes", "place", "led_by", "language", "interpreting", "interpreting_provider", "interpreting_order")
    return {
        "day": begins.date() if begins else None,
        "time": begins.time() if begins else None,
        "reason": content_of(interview).reason,
        **{name: getattr(interview, name) for name in same},
    }
