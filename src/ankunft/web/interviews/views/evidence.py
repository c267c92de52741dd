"""The signed confirmation: put away, looked at, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.models import Evidence
from ankunft.foundation.access.policy import visible_to
from ankunft.web.interviews.forms import EvidenceForm, ReasonForm
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_view

from .common import interview_for, interview_form

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@form_view
def evidence_new(request: HttpRequest, key: str) -> HttpResponse:
    """Put a scanned or photographed confirmation away."""
    interview = interview_for(request, key, permissions.EVIDENCE)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def store() -> None:
        file = form.cleaned_data["file"]
        services.evidence_add(interview=interview, file_name=file.name, content=file.read(), actor=request.actor)

    return interview_form(
        request,
        interview,
        form,
        store,
        done=_("Die Bestätigung ist abgelegt."),
        title=gettext_lazy("Bestätigung ablegen"),
        intro=_("Scannen oder fotografieren Sie die unterschriebene Bestätigung. Sie wird verschlüsselt abgelegt."),
        button=_("Ablegen"),
        template="interviews/evidence.html",
        paper_reference=interview.reference,
    )


@require_POST
def evidence_paper(request: HttpRequest, key: str) -> HttpResponse:
    """The confirmation lies on paper."""
    interview = interview_for(request, key, permissions.EVIDENCE)
    services.evidence_on_paper(interview=interview, actor=request.actor)
    messages.success(request, _("Festgehalten: Die Bestätigung liegt auf Papier vor."))
    return redirect("interview", key)


@require_safe
def evidence_file(request: HttpRequest, key: str, evidence: int) -> HttpResponse:
    """The file, to be saved; its name here says nothing of the person."""
    one = _evidence_for(request, key, evidence)
    content = services.evidence_open(evidence=one, actor=request.actor)
    name = f"bestaetigung-{key}-{one.pk}.{ENDINGS.get(one.media_type, 'bin')}"
    return attachment(content, name, one.media_type)


@form_view
def evidence_remove(request: HttpRequest, key: str, evidence: int) -> HttpResponse:
    """Take a file away that was put there by mistake."""
    one = _evidence_for(request, key, evidence)
    form = ReasonForm(request.POST or None)
    return interview_form(
        request,
        one.interview,
        form,
        lambda: services.evidence_remove(evidence=one, actor=request.actor, **form.cleaned_data),
        done=_("Der Beleg ist entfernt. Dass es ihn gab, bleibt festgehalten."),
        title=gettext_lazy("Beleg entfernen"),
        intro=_("Die Datei wird gelöscht. Ohne einen anderen Beleg zählt das Gespräch nicht mehr."),
        button=_("Entfernen"),
    )


def _evidence_for(request: HttpRequest, key: str, evidence: int) -> Evidence:
    interview = interview_for(request, key, permissions.EVIDENCE)
    known = visible_to(request.actor, Evidence).filter(interview=interview, removed_at=None)
    one = get_object_or_404(known, pk=evidence)
    one.interview = interview
    return one
