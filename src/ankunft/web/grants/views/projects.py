"""Projects: all of them, a new one, one with its way, its application, its assessments, and its steps."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.grants import permissions, selectors, services, states
from ankunft.domain.grants.criteria import criteria
from ankunft.domain.grants.models import Project
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import existing_on
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.form_pages import Back, form_page, form_view
from ankunft.web.shell.list_pages import list_page
from ankunft.web.shell.step_pages import step_page

from ..application_form import ApplicationForm
from ..forms import AssessForm, OpenForm
from ..listing import PROJECTS, found
from ..presentation import project_context
from ..words import PROJECT_STEPS


@form_view
def projects(request: HttpRequest) -> HttpResponse:
    """Every project that one may see."""
    can(request.actor, permissions.SEE).require()
    return list_page(
        request,
        PROJECTS,
        selectors.projects_listed(request.actor),
        found=found,
        template="grants/projects.html",
        empty_title=_("Es gibt noch kein Projektgesuch."),
        empty_text=_(
            "Gemeinden beantragen hier Beiträge an Projekte zur Förderung der sozialen Integration (KS 4.3.4)."
        ),
        may_open=bool(can(request.actor, permissions.OPEN)),
        may_see_credit=bool(can(request.actor, permissions.SEE_CREDIT)),
    )


@form_view
def project_new(request: HttpRequest) -> HttpResponse:
    """Begin an application; everything else follows on its page."""
    can(request.actor, permissions.OPEN).require()
    own = reach(request.actor, permissions.OPEN, Municipality).within(existing_on(clock.today()))
    form = OpenForm(request.POST or None, municipalities=own.order_by("name"))

    def store() -> str:
        begun = services.project_open(actor=request.actor, **form.cleaned_data)
        return reverse("project-write", args=[begun.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("projects"), _("Projekte")),
        done=_("Das Gesuch ist begonnen. Es ist jederzeit gespeichert, was Sie gespeichert haben."),
        title=_("Projektgesuch beginnen"),
        intro=_(
            "Beiträge gibt es für Projekte zur Förderung der sozialen Integration von Ausländerinnen und Ausländern, "
            "aus dem, was von den Jahreskrediten übrig ist (KS 4.3.4)."
        ),
        button=_("Beginnen"),
    )


@require_safe
def project(request: HttpRequest, project: int) -> HttpResponse:
    """One project: how far it is, what is applied for, what was decided."""
    found_one = project_of(request, project)
    return render(request, "grants/project.html", project_context(found_one, request.actor))


@form_view
def project_write(request: HttpRequest, project: int) -> HttpResponse:
    """The application while the municipality works on it."""
    can(request.actor, permissions.moving(states.WRITE)).require()
    one = project_of(request, project)
    can(request.actor, permissions.moving(states.WRITE), one).require()
    form = ApplicationForm(request.POST or None, project=one, lines=selectors.lines_of(one))

    def store() -> str | None:
        if form.cleaned_data["seen"] != one.version:
            form.see(one.version)
            raise Refused(
                _(
                    "Inzwischen hat jemand anders dieses Gesuch geändert. Unten steht, was Sie getippt haben; was "
                    "gespeichert ist, steht auf der Seite des Gesuchs. Speichern Sie noch einmal, gilt Ihre Fassung."
                )
            )
        services.project_write(project=one, application=form.application(), actor=request.actor)
        return reverse("project-write", args=[one.pk]) if "mehr" in request.POST else None

    return form_page(
        request,
        form,
        store,
        back=back_to(one),
        done=_("Das Gesuch ist gespeichert."),
        template="grants/application.html",
        title=_("Gesuch erfassen"),
        subtitle=f"{one.reference} · {one.municipality.name}",
    )


@form_view
def project_assess(request: HttpRequest, project: int) -> HttpResponse:
    """One of the two assessments: whoever gives it has not seen the other one."""
    can(request.actor, permissions.moving(states.ASSESS)).require()
    one = project_of(request, project)
    can(request.actor, permissions.moving(states.ASSESS), one).require()
    known = criteria()
    form = AssessForm(request.POST or None, project=one, criteria=known.criteria)

    def store() -> None:
        data = form.cleaned_data
        services.project_assess(
            project=one,
            answers=form.answers(),
            recommendation=data["recommendation"],
            reasoning=data["reasoning"],
            amount=data["amount"],
            actor=request.actor,
        )

    return form_page(
        request,
        form,
        store,
        back=back_to(one),
        done=_("Ihre Beurteilung ist abgegeben. Sie ändert sich nicht mehr."),
        template="grants/assess.html",
        title=_("Gesuch beurteilen"),
        subtitle=f"{one.reference} · {one.title}",
        source=known.source,
    )


@form_view
def project_step(request: HttpRequest, project: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in PROJECT_STEPS:
        raise Http404
    words = PROJECT_STEPS[step]
    can(request.actor, permissions.moving(words.name)).require()
    one = project_of(request, project)
    can(request.actor, permissions.moving(words.name), one).require()
    subtitle = f"{one.reference} · {one.title}"
    return step_page(request, words, one, taken_as="project", back=back_to(one), subtitle=subtitle)


def back_to(one: Project) -> Back:
    """The page of the project, and what it is called."""
    return reverse("project", args=[one.pk]), f"{one.reference} · {one.title}"


def project_of(request: HttpRequest, project: int) -> Project:
    """The project, if the actor sees it; else 404."""
    can(request.actor, permissions.SEE).require()
    return get_object_or_404(selectors.projects_for(request.actor), pk=project)
