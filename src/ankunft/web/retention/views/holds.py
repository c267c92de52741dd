"""What is held back from deletion."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention import permissions, registry, selectors, services
from ankunft.web.retention.forms import HoldForm, LiftForm
from ankunft.web.retention.rows import hold_rows

UNPROCESSABLE = 422
ROWS = 50


@require_safe
def holds(request: HttpRequest) -> HttpResponse:
    """Every hold that the person sees: first those in force."""
    can(request.actor, permissions.SEE_HOLDS).require()
    found = selectors.visible_holds(request.actor).order_by("lifted_at", "-set_at")
    in_force = list(found.filter(lifted_at=None))
    page = Paginator(found.exclude(lifted_at=None).order_by("-lifted_at"), ROWS).get_page(request.GET.get("page"))
    context = {
        "in_force": hold_rows(in_force, request.actor),
        "page": page,
        "lifted": hold_rows(list(page.object_list), request.actor),
        "may_hold": bool(can(request.actor, permissions.HOLD)),
    }
    return render(request, "retention/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def hold_new(request: HttpRequest) -> HttpResponse:
    """Set a hold."""
    can(request.actor, permissions.HOLD).require()
    everything = request.actor.has_role(*registry.staff().keepers)
    form = HoldForm(
        request.POST if request.method == "POST" else None,
        organisations=_organisations(request.actor, everything),
        everything=everything,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.hold_set(
                code=data["record_class"],
                organisation=data["organisation"],
                key=data["key"].strip().upper(),
                reason=data["reason"],
                actor=request.actor,
            )
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("Die Sperre gilt ab sofort."))
            return redirect("retention-holds")
    return render(request, "retention/hold_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hold_lift(request: HttpRequest, hold: int) -> HttpResponse:
    """Lift a hold, with the reason."""
    can(request.actor, permissions.LIFT).require()
    found = get_object_or_404(selectors.visible_holds(request.actor), pk=hold)
    can(request.actor, permissions.LIFT, found).require()
    form = LiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.hold_lift(hold=found, reason=form.cleaned_data["reason"], actor=request.actor)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("Die Sperre ist aufgehoben."))
            return redirect("retention-holds")
    context = {"row": hold_rows([found], request.actor)[0], "form": form}
    return render(request, "retention/hold_lift.html", context, status=UNPROCESSABLE if form.errors else 200)


def _organisations(actor: Actor, everything: bool) -> list[Organisation]:
    """The organisations whose records the person may hold back."""
    if everything:
        return list(Organisation.objects.all())
    staff = registry.staff()
    codes = selectors.organisations_for(actor, staff.reviewers | staff.approvers)
    return list(Organisation.objects.filter(code__in=codes))
