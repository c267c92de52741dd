"""The reports on the use of money: which are due, what one says, its comments, its signature, its files."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.funds import report_states as states
from ankunft.domain.funds import services
from ankunft.domain.funds.models import FileFormat, ReportKind, ReportState, SemReport
from ankunft.domain.funds.report_permissions import BEGIN, SEE, reporting
from ankunft.domain.funds.reporting_terms import reporting_terms
from ankunft.domain.funds.reports.files import MEDIA, paper_of, signs_replaced
from ankunft.domain.funds.reports.papers import Content
from ankunft.domain.funds.selectors import reports as selectors
from ankunft.domain.funds.services.reports import digest_of
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import Back, form_page, form_view
from ankunft.web.shell.pictures import picture
from ankunft.web.shell.step_pages import step_page

from ..forms import CommentsForm, SignForm
from ..presentation import expected_rows, paper_rows, positions_of, report_rows, way_of
from ..words import REPORT_KINDS, REPORT_STEPS


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """The quarters that the federation waits for, each with its newest report, and every other report."""
    can(request.actor, SEE).require()
    expected = selectors.quarters_expected(request.actor)
    newest = [one.report.pk for one in expected if one.report]
    context = {
        "expected": expected_rows(expected),
        "rows": report_rows(selectors.reports_visible(request.actor).exclude(pk__in=newest)),
        "may_begin": bool(can(request.actor, BEGIN)),
        "days": reporting_terms().days,
    }
    return render(request, "sem_reports/reports.html", context)


@require_safe
def report(request: HttpRequest, report: int) -> HttpResponse:
    """What a report says, and what can be done with it."""
    one = _report(request, report)
    content = selectors.report_content(one)
    context = _shown(content) | {
        "report": one,
        "label": ReportState(one.state).label,
        "kind": REPORT_KINDS[one.state],
        "way": way_of(one),
        "steps": [step for step in REPORT_STEPS.values() if can(request.actor, reporting(step.name), one)],
        "may_write": bool(can(request.actor, reporting(states.WRITE), one)) and one.kind == ReportKind.QUARTERLY,
        "may_sign": bool(can(request.actor, reporting(states.SIGN_OFF), one)),
        "why_not": _why_not(request, one),
        "lacking": selectors.comments_lacking(content),
        "files": FileFormat.choices,
        "history": history("funds.report", one.reference)[:50],
    }
    return render(request, "sem_reports/report.html", context)


@form_view
def report_write(request: HttpRequest, report: int) -> HttpResponse:
    """Say something of positions, above all of those that deviate."""
    can(request.actor, reporting(states.WRITE)).require()
    one = _report(request, report)
    can(request.actor, reporting(states.WRITE), one).require()
    if one.kind != ReportKind.QUARTERLY:
        raise Http404
    rows = {row["code"]: row for row in selectors.report_content(one)["rows"] if not row["is_sum"]}
    form = CommentsForm(
        request.POST or None, positions=positions_of(one, rows), rows=rows, initial={"seen": one.version}
    )

    def store() -> None:
        one.version = form.cleaned_data["seen"]
        services.report_write(report=one, comments=form.comments(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=_back(one),
        done=_("Die Bemerkungen sind gespeichert."),
        title=_("Bemerkungen zu den Positionen"),
        subtitle=one.reference,
        intro=_("Sie können jederzeit speichern. Was fehlt, steht auf der Seite des Berichts."),
    )


@form_view
def report_sign_off(request: HttpRequest, report: int) -> HttpResponse:
    """Show once more what is signed, and sign it."""
    can(request.actor, reporting(states.SIGN_OFF)).require()
    one = _report(request, report)
    can(request.actor, reporting(states.SIGN_OFF), one).require()
    content = selectors.report_content(one)
    form = SignForm(request.POST or None, initial={"seen": one.version, "digest": digest_of(content)})

    def store() -> None:
        one.version = form.cleaned_data["seen"]
        services.report_sign_off(report=one, seen=form.cleaned_data["digest"], actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=_back(one),
        done=_("Der Bericht ist unterzeichnet; seine Dateien sind aufbewahrt."),
        template="sem_reports/sign.html",
        title=_("Bericht unterzeichnen"),
        subtitle=one.reference,
        intro=_("Unterzeichnet wird, was hier steht. Danach ändert sich daran nichts mehr, was auch gebucht wird."),
        button=_("Unterzeichnen"),
        replaced=" ".join(signs_replaced(content)),
        **_shown(content),
    )


@require_safe
def report_file(request: HttpRequest, report: int, form: str) -> HttpResponse:
    """The report as a file: the signed one, or a draft."""
    one = _report(request, report)
    if form not in FileFormat.values:
        raise Http404
    name = one.reference.replace("/", "-").lower()
    return attachment(selectors.report_file(one, form), f"{name}.{form}", MEDIA[FileFormat(form)])


@form_view
def report_step(request: HttpRequest, report: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in REPORT_STEPS:
        raise Http404
    words = REPORT_STEPS[step]
    can(request.actor, reporting(words.name)).require()
    one = _report(request, report)
    can(request.actor, reporting(words.name), one).require()
    return step_page(request, words, one, taken_as="report", back=_back(one), subtitle=one.reference)


def _report(request: HttpRequest, key: int) -> SemReport:
    can(request.actor, SEE).require()
    return get_object_or_404(selectors.reports_visible(request.actor), pk=key)


def _back(one: SemReport) -> Back:
    return reverse("sem-report", args=[one.pk]), one.reference


def _shown(content: Content) -> dict[str, Any]:
    """The paper as the page shows it, with the balance drawn."""
    paper = paper_of(content)
    balance = picture("saldo", paper.picture) if paper.picture else None
    return {"paper": paper, "tables": paper_rows(paper), "balance": balance}


def _why_not(request: HttpRequest, one: SemReport) -> str:
    """Why somebody whose role signs may not sign this one: their hands were on it."""
    if one.state != ReportState.DRAFT or not can(request.actor, reporting(states.SIGN_OFF)):
        return ""
    return can(request.actor, reporting(states.SIGN_OFF), one).reason
