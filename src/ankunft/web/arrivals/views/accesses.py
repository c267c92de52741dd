"""Access of the coordination office: asked for, listed for both sides, objected to, ended."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.arrivals import permissions, rules, selectors, services
from ankunft.domain.arrivals.models import PersonAccess
from ankunft.domain.territory.selectors import existing_on
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.arrivals.forms import ConsentForm, ObjectionForm, SampleForm
from ankunft.web.shell.form_pages import form_page, form_view

ON_A_PAGE = 50


@require_safe
def access_list(request: HttpRequest) -> HttpResponse:
    """Who of the coordination office sees whom for which purpose: one's own accesses, or those to one's persons."""
    can(request.actor, permissions.LIST_ACCESSES).require()
    page = Paginator(visible_to(request.actor, PersonAccess), ON_A_PAGE).get_page(request.GET.get("page"))
    own = permissions.officer_municipalities(request.actor)
    rows = [
        {
            "access": access,
            "is_open": selectors.is_open(access),
            "is_own": access.requested_by_id == request.actor.account_id,
            "may_object": access.municipality_id in own and not access.objected_at,
        }
        for access in page.object_list
    ]
    context = {"page": page, "rows": rows, "may_ask": bool(can(request.actor, permissions.OPEN_ACCESS))}
    return render(request, "arrivals/accesses.html", context)


@form_view
def sample_new(request: HttpRequest) -> HttpResponse:
    """Draw a sample of persons of a municipality."""
    can(request.actor, permissions.OPEN_ACCESS).require()
    form = SampleForm(
        request.POST or None,
        municipalities=existing_on(clock.today()),
        initial={"until": rules.latest_end(clock.today()), "count": 3},
    )

    def store() -> None:
        values = {**form.cleaned_data, "period": HalfYear.parse(form.cleaned_data["period"])}
        services.sample_open(**values, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=(reverse("accesses"), _("Einsichten")),
        done=_("Die Stichprobe ist gezogen. Die Gemeinde sieht, wen Sie einsehen und warum."),
        title=_("Stichprobe ziehen"),
        intro=_("Die Gezogenen werden für Sie sofort geöffnet, für niemand anderes. Jede Einsicht wird festgehalten."),
        button=_("Ziehen"),
    )


@form_view
def consent_new(request: HttpRequest) -> HttpResponse:
    """See one person who has agreed to it."""
    can(request.actor, permissions.OPEN_ACCESS).require()
    form = ConsentForm(request.POST or None, initial={"until": rules.latest_end(clock.today())})

    def store() -> str:
        access = services.consent_open(**form.cleaned_data, actor=request.actor)
        return reverse("person", args=[access.person_reference])

    return form_page(
        request,
        form,
        store,
        back=(reverse("accesses"), _("Einsichten")),
        done=_("Die Einsicht ist offen. Die Gemeinde sieht sie und Ihre Begründung."),
        title=_("Einsicht mit Einwilligung"),
        intro=_("Die Person hat eingewilligt, dass Sie ihre Angaben sehen. Jede Einsicht wird festgehalten."),
        button=_("Öffnen"),
    )


@form_view
def access_object(request: HttpRequest, access: int) -> HttpResponse:
    """The municipality objects to an access."""
    can(request.actor, permissions.OBJECT_TO_ACCESS).require()
    one = get_object_or_404(visible_to(request.actor, PersonAccess), pk=access)
    form = ObjectionForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.access_object(access=one, actor=request.actor, **form.cleaned_data),
        back=(reverse("accesses"), _("Einsichten")),
        done=_("Der Einwand ist festgehalten. Die Koordinationsstelle sieht ihn."),
        title=_("Einwand erheben"),
        intro=_("%(name)s sieht %(reference)s bis %(day)s: «%(reason)s»")
        % {
            "name": one.requested_by.name,
            "reference": one.person_reference,
            "day": f"{one.until:%d.%m.%Y}",
            "reason": one.reason,
        },
        button=_("Einwand senden"),
    )


@require_POST
def access_end(request: HttpRequest, access: int) -> HttpResponse:
    """End one's own access."""
    can(request.actor, permissions.END_ACCESS).require()
    one = get_object_or_404(visible_to(request.actor, PersonAccess), pk=access)
    services.access_end(access=one, actor=request.actor)
    messages.success(request, _("Die Einsicht ist beendet."))
    return redirect("accesses")
