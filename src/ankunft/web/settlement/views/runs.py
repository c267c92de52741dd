"""Payment runs, contributions and tariffs as pages."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.domain.settlement import permissions, selectors, services, states
from ankunft.domain.settlement.export import settlement_workbook
from ankunft.domain.settlement.models import Line, Run
from ankunft.domain.settlement.rules import month_in_preparation
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.jobs.services import job_enqueue
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.files import xlsx

from ..forms import SendBackForm, StartForm, StepForm
from ..presentation import (
    STEP_SLUGS,
    opened,
    run_context,
    run_list_row,
    run_rows,
    runs_to_start,
    step_words,
    withheld_rows,
)
from ..registrations import CALCULATE_JOB
from ..ruling_presentation import twice_rows
from ..sections import contribution_sections, tariff_sections

ROWS = 200


@require_safe
def run_list(request: HttpRequest) -> HttpResponse:
    """All runs, latest first, and the form that starts one."""
    can(request.actor, permissions.SEE_RUNS).require()
    form = None
    if can(request.actor, permissions.moving(states.CALCULATE)):
        form = StartForm(runs=runs_to_start(clock.today()), initial={"month": str(month_in_preparation(clock.today()))})
    page = Paginator(selectors.runs_with_counts(request.actor), 25).get_page(request.GET.get("page"))
    runs = list(page.object_list)
    confirmed = selectors.runs_confirmed([run.pk for run in runs])
    rows = [run_list_row(run, confirmed) for run in runs]
    return render(request, "settlement/run_list.html", {"page": page, "rows": rows, "form": form})


@require_POST
def run_start(request: HttpRequest) -> HttpResponse:
    """Have the draft of a month calculated in the background."""
    can(request.actor, permissions.moving(states.CALCULATE)).require()
    form = StartForm(request.POST, runs=runs_to_start(clock.today()))
    if not form.is_valid():
        raise Refused(_("Diesen Zahlungsmonat gibt es nicht. Ausbezahlt wird im März und im September (KS 4.5.2)."))
    job = job_enqueue(kind=CALCULATE_JOB, parameters={"month": form.cleaned_data["month"]}, actor=request.actor)
    return redirect("job", job.pk)


@require_safe
def run_page(request: HttpRequest, month: str) -> HttpResponse:
    """One run: its state, its totals, and every municipality with its derivation in place."""
    can(request.actor, permissions.SEE_RUNS).require()
    run = get_object_or_404(visible_to(request.actor, Run), reference=month)
    rows, chips = run_rows(run, request.GET)
    context = run_context(run, request.actor)
    context["chips"] = chips
    context["page"] = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context["open"] = opened(run, request.GET.get("offen", ""))
    context["history"] = history(states.RUN.object_type, run.reference)[:50]
    context["withheld"] = withheld_rows(run)
    context["contested"] = list(selectors.reclaims_contested(run))
    context["taken_twice"] = twice_rows(run)
    context["search"] = request.GET.get("suche", "")
    context["kept"] = [(name, request.GET[name]) for name in ("ansicht", "sort") if request.GET.get(name)]
    return render(request, "settlement/run.html", context)


@require_safe
def run_excel(request: HttpRequest, month: str) -> HttpResponse:
    """The run as a workbook."""
    can(request.actor, permissions.SEE_RUNS).require()
    run = get_object_or_404(visible_to(request.actor, Run), reference=month)
    return xlsx(settlement_workbook(run), f"zahlungslauf-{month}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def run_step(request: HttpRequest, month: str, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    can(request.actor, permissions.SEE_RUNS).require()
    run = get_object_or_404(visible_to(request.actor, Run), reference=month)
    if step not in _STEPS:
        raise Http404
    name = _STEPS[step]
    can(request.actor, permissions.moving(name), run).require()
    form = (SendBackForm if name == states.SEND_BACK else StepForm)(
        request.POST if request.method == "POST" else None, initial={"seen": run.version}
    )
    if request.method == "POST" and form.is_valid():
        # The step is taken on the version that was on the page: the move itself refuses any other.
        run.version = form.cleaned_data["seen"]
        _take(run, name, request, form)
        return redirect("run", month)
    context = {"run": run, "form": form, "totals": selectors.run_totals(run), **step_words(name, run)}
    return render(request, "settlement/run_step.html", context, status=422 if form.errors else 200)


@require_safe
def contribution_page(request: HttpRequest) -> HttpResponse:
    """What the person's own municipalities were paid, run by run, down to the paragraph."""
    can(request.actor, permissions.SEE_OWN_CONTRIBUTIONS).require()
    sections = contribution_sections(visible_to(request.actor, Line))
    page = Paginator(sections, 6).get_page(request.GET.get("page"))
    return render(request, "settlement/contributions.html", {"page": page})


@require_safe
def tariff_page(request: HttpRequest) -> HttpResponse:
    """Every tariff with its paragraph and since when it holds."""
    can(request.actor, permissions.SEE_TARIFFS).require()
    return render(request, "settlement/tariffs.html", {"sections": tariff_sections()})


_STEPS = {slug: name for name, slug in STEP_SLUGS.items()}


def _take(run: Run, name: str, request: HttpRequest, form: StepForm) -> None:
    if name == states.SEND_BACK:
        services.run_send_back(run=run, actor=request.actor, reason=form.cleaned_data["reason"])
        return
    services_by_step = {
        states.CHECK: services.run_check,
        states.APPROVE: services.run_approve,
        states.RELEASE: services.run_release,
    }
    services_by_step[name](run=run, actor=request.actor)
