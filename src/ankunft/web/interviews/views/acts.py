"""What happens to an interview besides: nobody came, taken back, a step done, a follow-up done."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.guards import settled
from ankunft.domain.interviews.models import AgreedStep, Interview, InterviewState
from ankunft.foundation.access.policy import visible_to
from ankunft.web.interviews.forms import ReasonForm
from ankunft.web.shell.form_pages import form_view

from .common import interview_for, interview_form


@require_POST
def interview_missed(request: HttpRequest, key: str) -> HttpResponse:
    """Nobody came; it can be taken back."""
    interview = interview_for(request, key, permissions.RECORD)
    services.interview_missed(interview=interview, actor=request.actor)
    messages.success(request, _("Festgehalten: nicht erschienen. Vereinbaren Sie einen zweiten Termin."))
    return redirect("interview", key)


@form_view
def interview_undo(request: HttpRequest, key: str) -> HttpResponse:
    """Take back that it was held, missed or called off."""
    interview = interview_for(request, key, permissions.RECORD)
    form_class = ReasonForm if needs_reason(interview) else forms.Form
    form = form_class(request.POST if request.method == "POST" else None)
    return interview_form(
        request,
        interview,
        form,
        lambda: services.interview_undo(interview=interview, actor=request.actor, **form.cleaned_data),
        done=_("Rückgängig gemacht."),
        title=gettext_lazy("Rückgängig machen"),
        intro=_consequence(interview),
        button=_("Rückgängig machen"),
    )


@require_POST
def interview_step(request: HttpRequest, key: str, agreed: int) -> HttpResponse:
    """Something agreed is done, or after all not."""
    interview = interview_for(request, key, permissions.RECORD)
    one = get_object_or_404(visible_to(request.actor, AgreedStep).filter(interview=interview), pk=agreed)
    services.step_done(step=one, actor=request.actor, done=one.done_on is None)
    return redirect("interview", key)


@require_POST
def interview_followed_up(request: HttpRequest, key: str) -> HttpResponse:
    """The interview was looked at again."""
    interview = interview_for(request, key, permissions.RECORD)
    services.follow_up_done(interview=interview, actor=request.actor)
    messages.success(request, _("Die Wiedervorlage ist erledigt."))
    return redirect("interview", key)


def needs_reason(interview: Interview) -> bool:
    """Whether it is taken back only with a reason: it had no appointment, or its half-year is settled."""
    if interview.state != InterviewState.HELD:
        return False
    return interview.starts_at is None or bool(settled(interview.municipality_id, interview.half_year))


def _consequence(interview: Interview) -> str:
    if interview.state == InterviewState.HELD and interview.starts_at is None:
        return _("Das Gespräch gilt danach als nicht durchgeführt und zählt nicht.")
    if interview.state == InterviewState.HELD:
        return _("Der Termin steht danach wieder als geplant. Was Sie erfasst haben, bleibt im Formular.")
    return _("Der Termin steht danach wieder als geplant.")
