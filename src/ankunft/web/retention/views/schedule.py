"""How long what is kept, what is due, and the lists that are open."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention import permissions, registry, selectors, services
from ankunft.web.retention.forms import PeriodForm
from ankunft.web.retention.rows import due_rows, list_rows, periods_of, schedule_rows

UNPROCESSABLE = 422
ROWS = 20


@require_safe
def schedule(request: HttpRequest) -> HttpResponse:
    """The schedule; for a municipality besides what is due and its lists."""
    can(request.actor, permissions.SEE_SCHEDULE).require()
    page = Paginator(selectors.visible_lists(request.actor), ROWS).get_page(request.GET.get("page"))
    context = {
        "rows": schedule_rows(),
        "may_record": bool(can(request.actor, permissions.RECORD_PERIOD)),
        "due": due_rows(request.actor),
        "may_propose": bool(can(request.actor, permissions.PROPOSE)),
        "may_see_lists": bool(can(request.actor, permissions.SEE_LIST)),
        "may_see_holds": bool(can(request.actor, permissions.SEE_HOLDS)),
        "page": page,
        "lists": list_rows(list(page.object_list)),
    }
    return render(request, "retention/schedule.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def period(request: HttpRequest, code: str) -> HttpResponse:
    """Record from when on a class is kept how long, and by which source; what held before."""
    can(request.actor, permissions.RECORD_PERIOD).require()
    one = registry.get(code)
    if one is None:
        raise Http404
    today = clock.today()
    initial = {"months": selectors.months_of(one, today), "valid_from": today}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.period_record(code=code, actor=request.actor, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, _("Die Frist ist festgehalten."))
            return redirect("retention")
    context = {"one": one, "form": form, "periods": periods_of(code), "history": history("retention.class", code)[:20]}
    return render(request, "retention/period.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Make a deletion list of what is due."""
    listing = services.list_propose(
        code=request.POST.get("record_class", ""),
        organisation=request.POST.get("organisation", ""),
        actor=request.actor,
    )
    messages.success(request, _("Die Löschliste ist erstellt. Prüfen Sie jeden Datensatz."))
    return redirect("deletion-list", listing.pk)
