"""Schemes as pages: what they pay for, and what people of the canton propose and confirm of them."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.schemes import selectors, services, states
from ankunft.domain.schemes.models import SchemeDefinition, SchemeTariff
from ankunft.domain.schemes.permissions import SEE_SCHEMES, defining
from ankunft.domain.schemes.selectors import Version
from ankunft.domain.schemes.values import contribution_name
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_page, form_view

from .forms import DefinitionForm, TariffForm
from .presentation import STATE_KINDS, scheme_context

DEFINITION_STEPS = {"bestaetigen": services.definition_confirm, "zurueckziehen": services.definition_withdraw}
TARIFF_STEPS = {"bestaetigen": services.tariff_confirm, "zurueckziehen": services.tariff_withdraw}
MOVES = {"bestaetigen": states.CONFIRM, "zurueckziehen": states.WITHDRAW}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every scheme besides start.integration that the person sees."""
    can(request.actor, SEE_SCHEMES).require()
    context = {
        "rows": [(one, STATE_KINDS[one.record.state]) for one in selectors.schemes_for(request.actor)],
        "may_propose": bool(can(request.actor, defining(states.DEFINITION, states.PROPOSE))),
    }
    return render(request, "schemes/overview.html", context)


@require_safe
def scheme_page(request: HttpRequest, key: str) -> HttpResponse:
    """One scheme: the definition in force, or the one that is asked for, with tariffs and versions."""
    can(request.actor, SEE_SCHEMES).require()
    versions, shown = _versions(request, key)
    tariffs = list(selectors.tariffs_for(request.actor, key))
    return render(request, "schemes/scheme.html", scheme_context(versions, shown, tariffs, request.actor))


@require_safe
def definition_json(request: HttpRequest, key: str) -> HttpResponse:
    """The definition as a file: to be changed and proposed anew."""
    can(request.actor, SEE_SCHEMES).require()
    shown = _versions(request, key)[1].record
    content = json.dumps(shown.definition, ensure_ascii=False, indent=2).encode()
    return attachment(content, f"programm-{shown.key}-{shown.valid_from}.json", "application/json")


@form_view
def definition_new(request: HttpRequest) -> HttpResponse:
    """Propose a definition."""
    can(request.actor, defining(states.DEFINITION, states.PROPOSE)).require()
    form = DefinitionForm(request.POST or None)

    def store() -> str:
        definition = services.definition_propose(text=form.cleaned_data["text"], actor=request.actor)
        return f"{reverse('scheme', args=[definition.key])}?fassung={definition.pk}"

    return form_page(
        request,
        form,
        store,
        back=(reverse("schemes"), _("Programme")),
        done=_("Das Programm ist vorgeschlagen. Eine zweite Person bestätigt es."),
        title=_("Programm vorschlagen"),
        intro=_(
            "Ein Programm ist eine Definition mit Beiträgen, Voraussetzungen und Formular. Laden Sie zum Beispiel die "
            "eines bestehenden herunter, ändern Sie sie und fügen Sie sie hier ein. Ansätze werden danach als Tarif "
            "erfasst."
        ),
        button=_("Vorschlagen"),
    )


@require_POST
def definition_step(request: HttpRequest, definition: int, step: str) -> HttpResponse:
    """Confirm a proposed definition, or withdraw it."""
    if step not in DEFINITION_STEPS:
        raise Http404
    can(request.actor, defining(states.DEFINITION, MOVES[step])).require()
    one = get_object_or_404(visible_to(request.actor, SchemeDefinition), pk=definition)
    DEFINITION_STEPS[step](definition=one, actor=request.actor)
    is_confirmed = one.state == ProposalState.CONFIRMED
    messages.success(
        request, _("Das Programm ist bestätigt.") if is_confirmed else _("Der Vorschlag ist zurückgezogen.")
    )
    return redirect("scheme", one.key)


@form_view
def tariff_new(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """Propose what a contribution is worth from a day on."""
    can(request.actor, defining(states.TARIFF, states.PROPOSE)).require()
    scheme = _versions(request, key)[1].scheme
    contribution = scheme.contribution(contribution_name(key, code))
    if contribution is None:
        raise Http404
    initial = {"valid_from": clock.today(), "act": scheme.act, "paragraph": scheme.paragraph}
    form = TariffForm(request.POST or None, contribution=contribution, initial=initial)

    def store() -> None:
        said = {name: form.cleaned_data[name] for name in ("valid_from", "act", "paragraph", "note")}
        services.tariff_propose(scheme=key, code=code, rows=form.rows(), actor=request.actor, **said)

    return form_page(
        request,
        form,
        store,
        back=(reverse("scheme", args=[key]), scheme.name),
        done=_("Der Tarif ist vorgeschlagen. Eine zweite Person bestätigt ihn."),
        title=_("Tarif vorschlagen"),
        template="schemes/tariff.html",
        subtitle=contribution.label,
        intro=_(
            "Er gilt ab seinem Tag, bis ein späterer gilt. Jede Stufe reicht bis zur nächsten: Lücken gibt es nicht."
        )
        if contribution.by_residents
        else _("Er gilt ab seinem Tag, bis ein späterer gilt."),
        button=_("Vorschlagen"),
    )


@require_POST
def tariff_step(request: HttpRequest, tariff: int, step: str) -> HttpResponse:
    """Confirm a proposed tariff, or withdraw it."""
    if step not in TARIFF_STEPS:
        raise Http404
    can(request.actor, defining(states.TARIFF, MOVES[step])).require()
    one = get_object_or_404(visible_to(request.actor, SchemeTariff), pk=tariff)
    TARIFF_STEPS[step](tariff=one, actor=request.actor)
    is_confirmed = one.state == ProposalState.CONFIRMED
    messages.success(request, _("Der Tarif ist bestätigt.") if is_confirmed else _("Der Vorschlag ist zurückgezogen."))
    return redirect("scheme", one.contribution.partition(".")[0])


def _versions(request: HttpRequest, key: str) -> tuple[list[Version], Version]:
    """Every definition of the scheme that the person sees, and the one to show; 404 where there is none."""
    versions = selectors.versions_of(request.actor, key)
    if not versions:
        raise Http404
    asked = request.GET.get("fassung", "")
    shown = next((one for one in versions if str(one.record.pk) == asked), None)
    return versions, shown or selectors.in_force(versions)
