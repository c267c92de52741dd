"""The agreement of a project, and its instalments from the plan to the file for the bank."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from stdnum import iban

from ankunft.domain.grants import permissions, selectors, services, states
from ankunft.domain.grants.explain import CREDIT_SOURCE, explained_of
from ankunft.domain.grants.models import Agreement, Instalment, Project
from ankunft.domain.settlement.outcome_words import standing_words
from ankunft.domain.settlement.permissions import SEE_PAYMENTS
from ankunft.domain.settlement.selectors import file_content, outcomes_of, payments_of_order
from ankunft.domain.settlement.selectors.outcomes import Outcome
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.explained import Explained
from ankunft.web.interviews.views.evidence import ENDINGS
from ankunft.web.settlement.words import STANDING_KINDS
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.registry import links
from ankunft.web.shell.step_pages import step_page

from ..agreement_form import AgreeForm
from ..presentation import instalment_row
from ..words import INSTALMENT_STEPS
from .projects import back_to, project_of

XML, PDF = "application/xml", "application/pdf"


@form_view
def project_agree(request: HttpRequest, project: int) -> HttpResponse:
    """Record the agreement that was concluded, with its paper and its instalments."""
    can(request.actor, permissions.moving(states.AGREE)).require()
    one = project_of(request, project)
    can(request.actor, permissions.moving(states.AGREE), one).require()
    initial = {"seen": one.version, "concluded_on": clock.today()}
    form = AgreeForm(request.POST or None, request.FILES or None, project=one, initial=initial)

    def store() -> HttpResponse | None:
        if form.is_draft:
            paper = services.agreement_draft(project=one, plan=form.plan(), actor=request.actor)
            return attachment(paper, f"vereinbarung-{one.reference}-entwurf.pdf", PDF)
        one.version = form.cleaned_data["seen"]
        services.project_agree(
            project=one,
            concluded_on=form.cleaned_data["concluded_on"],
            content=form.cleaned_data["file"].read(),
            plan=form.plan(),
            actor=request.actor,
        )
        return None

    return form_page(
        request,
        form,
        store,
        back=back_to(one),
        done=_("Die Vereinbarung ist festgehalten. Das Projekt läuft."),
        template="grants/agree.html",
        title=_("Vereinbarung festhalten"),
        subtitle=f"{one.reference} · {one.title}",
        is_file=True,
    )


@require_safe
def project_agreement(request: HttpRequest, project: int) -> HttpResponse:
    """The signed paper, to be saved."""
    one = project_of(request, project)
    agreement = get_object_or_404(visible_to(request.actor, Agreement).select_related("project"), project=one)
    content = services.agreement_open(agreement=agreement, actor=request.actor)
    name = f"vereinbarung-{one.reference}.{ENDINGS.get(agreement.media_type, 'bin')}"
    return attachment(content, name, agreement.media_type)


@require_safe
def instalment(request: HttpRequest, project: int, instalment: int) -> HttpResponse:
    """One instalment: what it rests on, and how it was paid."""
    one = project_of(request, project)
    found = _instalment(request, one, instalment)
    cantonal = bool(can(request.actor, SEE_PAYMENTS))
    outcomes = outcomes_of(payments_of_order(found.reference))
    context = {
        **instalment_row(found, outcomes[-1] if outcomes else None),
        "project": one,
        "explained": _told(explained_of(found), cantonal=cantonal),
        "payments": [_payment_row(outcome) for outcome in outcomes],
        "cantonal": cantonal,
        "steps": [
            step for step in INSTALMENT_STEPS.values() if can(request.actor, permissions.paying(step.name), found)
        ],
        "why_not": _why_not(request, found),
        # Who in the office did what is the canton's own affair.
        "history": history(states.INSTALMENT.object_type, found.reference)[:50] if cantonal else [],
    }
    return render(request, "grants/instalment.html", context)


@form_view
def instalment_step(request: HttpRequest, project: int, instalment: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in INSTALMENT_STEPS:
        raise Http404
    words = INSTALMENT_STEPS[step]
    can(request.actor, permissions.paying(words.name)).require()
    found = _instalment(request, project_of(request, project), instalment)
    can(request.actor, permissions.paying(words.name), found).require()
    return step_page(
        request,
        words,
        found,
        taken_as="instalment",
        back=(reverse("instalment", args=[project, instalment]), found.reference),
        subtitle=f"{found.reference} · {found.project.title}",
    )


@require_safe
def instalment_file(request: HttpRequest, project: int, instalment: int, order: int) -> HttpResponse:
    """A file of the instalment as it went to the bank, byte for byte: the first, or one that paid again."""
    can(request.actor, SEE_PAYMENTS).require()
    found = _instalment(request, project_of(request, project), instalment)
    payment = get_object_or_404(payments_of_order(found.reference).filter(file__isnull=False), number=order)
    assert payment.file is not None
    return attachment(file_content(payment.file), f"zahlungen-{payment.reference}.xml", XML)


def _payment_row(outcome: Outcome) -> dict[str, Any]:
    """A payment with how it stands at the bank, and where that is said if it came back."""
    return {
        "payment": outcome.payment,
        "iban": iban.format(outcome.payment.iban),
        "standing": standing_words(outcome),
        "kind": STANDING_KINDS[outcome.standing],
        "return_url": links.url("payment-return", str(outcome.returned.pk)) if outcome.returned else None,
    }


def _told(explained: Explained, *, cantonal: bool) -> Explained:
    """The derivation; from which year's surplus it is paid is the canton's own affair, as its credits are."""
    if cantonal:
        return explained
    return replace(explained, sources=tuple(one for one in explained.sources if one.kind != CREDIT_SOURCE))


def _instalment(request: HttpRequest, project: Project, number: int) -> Instalment:
    rows = selectors.instalments_of(request.actor, project)
    return get_object_or_404(rows, number=number)


def _why_not(request: HttpRequest, found: Instalment) -> str:
    """Why somebody whose role releases may not release this one: they proposed it."""
    releasing = permissions.paying(states.RELEASE)
    if found.state in states.INSTALMENT[states.RELEASE].sources and can(request.actor, releasing):
        return can(request.actor, releasing, found).reason
    return ""
