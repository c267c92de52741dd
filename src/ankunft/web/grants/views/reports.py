"""The report about a project: what was reached, what it did cost, what proves it, and the closing account."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.grants import selectors, services, states
from ankunft.domain.grants.models import FinalReport, Project, ReportFile
from ankunft.domain.grants.report_permissions import reporting
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.interviews.views.evidence import ENDINGS
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import Back, form_page, form_view
from ankunft.web.shell.step_pages import ConfirmForm, step_page

from ..report_form import ReportFileForm, ReportForm
from ..report_presentation import REPORTING, file_name, report_context
from ..report_words import REPORT_STEPS
from .projects import project_of


@require_safe
def project_report(request: HttpRequest, project: int) -> HttpResponse:
    """The report as it stands, and how the project is or would be closed by it."""
    return render(request, "grants/report.html", report_context(_reported(request, project), request.actor))


@form_view
def project_report_write(request: HttpRequest, project: int) -> HttpResponse:
    """The report while the municipality works on it."""
    report = _writable(request, project)
    form = ReportForm(
        request.POST or None,
        report=report,
        budget=selectors.lines_of(report.project),
        lines=selectors.report_lines(report),
    )

    def store() -> str | None:
        if form.cleaned_data["seen"] != report.version:
            form.see(report.version)
            raise Refused(
                _(
                    "Inzwischen hat jemand anders diesen Bericht geändert. Unten steht, was Sie getippt haben; was "
                    "gespeichert ist, steht auf der Seite des Berichts. Speichern Sie noch einmal, gilt Ihre Fassung."
                )
            )
        services.report_write(report=report, reported=form.reported(), actor=request.actor)
        return reverse("project-report-write", args=[project]) if "mehr" in request.POST else None

    return form_page(
        request,
        form,
        store,
        back=_back(report.project),
        done=_("Der Bericht ist gespeichert."),
        template="grants/report_write.html",
        title=_("Schlussbericht erfassen"),
        subtitle=f"{report.project.reference} · {report.project.title}",
    )


@form_view
def project_report_file_new(request: HttpRequest, project: int) -> HttpResponse:
    """Add a paper that proves the report."""
    report = _writable(request, project)
    form = ReportFileForm(request.POST or None, request.FILES or None, initial={"seen": report.version})

    def store() -> None:
        report.version = form.cleaned_data["seen"]
        services.report_file_add(
            report=report,
            label=form.cleaned_data["label"],
            content=form.cleaned_data["file"].read(),
            actor=request.actor,
        )

    return form_page(
        request,
        form,
        store,
        back=_back(report.project),
        done=_("Der Nachweis ist angefügt."),
        template="grants/report_file.html",
        title=_("Nachweis anfügen"),
        subtitle=f"{report.project.reference} · {report.project.title}",
        intro=_(
            "Abrechnung oder Belege. Die Datei liegt verschlüsselt beim Bericht; die Koordinationsstelle sieht sie."
        ),
        button=_("Anfügen"),
        is_file=True,
    )


@require_safe
def project_report_file(request: HttpRequest, project: int, file: int) -> HttpResponse:
    """A paper, to be saved."""
    found = _file(request, _reported(request, project), file)
    content = services.report_file_open(file=found, actor=request.actor)
    return attachment(content, file_name(found, ENDINGS.get(found.media_type, "bin")), found.media_type)


@form_view
def project_report_file_remove(request: HttpRequest, project: int, file: int) -> HttpResponse:
    """Take a paper away again, as long as the report is not handed in."""
    report = _writable(request, project)
    found = _file(request, report.project, file)
    form = ConfirmForm(request.POST or None, initial={"seen": report.version})

    def store() -> None:
        found.report.version = form.cleaned_data["seen"]
        services.report_file_remove(file=found, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=_back(report.project),
        done=_("Der Nachweis ist entfernt."),
        title=_("Nachweis entfernen"),
        subtitle=f"{report.project.reference} · {found.label}",
        intro=_("Die Datei wird gelöscht; in der Spur bleibt ihre Prüfsumme."),
        button=_("Entfernen"),
    )


@form_view
def project_report_step(request: HttpRequest, project: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in REPORT_STEPS:
        raise Http404
    words = REPORT_STEPS[step]
    can(request.actor, reporting(words.name)).require()
    one = _reported(request, project)
    report = selectors.report_of(request.actor, one)
    if report is None:
        raise Http404
    can(request.actor, reporting(words.name), report).require()
    subtitle = f"{one.reference} · {one.title}"
    return step_page(request, words, report, taken_as="report", back=_back(one), subtitle=subtitle)


def _reported(request: HttpRequest, project: int) -> Project:
    """The project, if the actor sees it and it is one to report about; else 404."""
    one = project_of(request, project)
    if one.state not in REPORTING:
        raise Http404
    return one


def _writable(request: HttpRequest, project: int) -> FinalReport:
    """The report that the actor may write now, begun or not."""
    can(request.actor, reporting(states.WRITE)).require()
    report = selectors.report_begun(request.actor, _reported(request, project))
    can(request.actor, reporting(states.WRITE), report).require()
    return report


def _file(request: HttpRequest, project: Project, file: int) -> ReportFile:
    report = selectors.report_of(request.actor, project)
    if report is None:
        raise Http404
    return get_object_or_404(selectors.report_files(request.actor, report), pk=file)


def _back(project: Project) -> Back:
    """The page of the report, and what it is called."""
    return reverse("project-report", args=[project.pk]), _("Schlussbericht %(reference)s") % {
        "reference": project.reference
    }
