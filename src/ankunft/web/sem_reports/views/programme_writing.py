"""Goals and measures of a programme in work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from ankunft.domain.funds import programme_states as states
from ankunft.domain.funds import services
from ankunft.domain.funds.models import ProgrammeGoal, ProgrammeMeasure, ProgrammeVersion
from ankunft.domain.funds.programme_permissions import moving
from ankunft.domain.funds.selectors import programmes as selectors
from ankunft.foundation.access.policy import can, visible_to
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.step_pages import ConfirmForm

from ..forms import GoalForm, MeasureForm
from .programmes import back_to, version_of


@form_view
def goal_new(request: HttpRequest, programme: str, edition: int) -> HttpResponse:
    """Add a goal to an area."""
    return _goal_page(request, _writable(request, programme, edition), None)


@form_view
def goal_write(request: HttpRequest, programme: str, edition: int, goal: int) -> HttpResponse:
    """Change a goal."""
    version = _writable(request, programme, edition)
    return _goal_page(request, version, _goal(request, version, goal))


@form_view
def goal_remove(request: HttpRequest, programme: str, edition: int, goal: int) -> HttpResponse:
    """Take a goal out, with its measures."""
    version = _writable(request, programme, edition)
    found = _goal(request, version, goal)
    form = ConfirmForm(request.POST or None, initial={"seen": version.version})

    def store() -> None:
        version.version = form.cleaned_data["seen"]
        services.goal_remove(version=version, goal=found, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to(version),
        done=_("Das Ziel ist entfernt."),
        title=_("Ziel entfernen"),
        subtitle=found.text,
        intro=_("Mit dem Ziel werden seine Massnahmen und ihre Finanzierung aus dieser Fassung entfernt."),
        button=_("Entfernen"),
    )


@form_view
def measure_new(request: HttpRequest, programme: str, edition: int, goal: int) -> HttpResponse:
    """Add a measure to a goal."""
    version = _writable(request, programme, edition)
    return _measure_page(request, version, _goal(request, version, goal), None)


@form_view
def measure_write(request: HttpRequest, programme: str, edition: int, goal: int, measure: int) -> HttpResponse:
    """Change a measure."""
    version = _writable(request, programme, edition)
    found = _goal(request, version, goal)
    return _measure_page(request, version, found, _measure(request, found, measure))


@form_view
def measure_remove(request: HttpRequest, programme: str, edition: int, goal: int, measure: int) -> HttpResponse:
    """Take a measure out."""
    version = _writable(request, programme, edition)
    found = _measure(request, _goal(request, version, goal), measure)
    form = ConfirmForm(request.POST or None, initial={"seen": version.version})

    def store() -> None:
        version.version = form.cleaned_data["seen"]
        services.measure_remove(version=version, measure=found, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to(version),
        done=_("Die Massnahme ist entfernt."),
        title=_("Massnahme entfernen"),
        subtitle=found.label,
        intro=_("Mit der Massnahme wird ihre Finanzierung aus dieser Fassung entfernt."),
        button=_("Entfernen"),
    )


def _goal_page(request: HttpRequest, version: ProgrammeVersion, goal: ProgrammeGoal | None) -> HttpResponse:
    initial = {"seen": version.version, "area": request.GET.get("bereich", "")}
    if goal is not None:
        initial |= {"area": goal.area, "text": goal.text, "indicator": goal.indicator}
    form = GoalForm(request.POST or None, initial=initial)

    def store() -> None:
        version.version = form.cleaned_data["seen"]
        services.goal_write(version=version, goal=goal, entry=form.entry(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to(version),
        done=_("Das Ziel ist gespeichert."),
        title=_("Ziel ändern") if goal else _("Ziel aufnehmen"),
        subtitle=version.programme.label,
    )


def _measure_page(
    request: HttpRequest, version: ProgrammeVersion, goal: ProgrammeGoal, measure: ProgrammeMeasure | None
) -> HttpResponse:
    initial: dict[str, object] = {"seen": version.version}
    if measure is not None:
        initial |= {
            "label": measure.label,
            "responsible": measure.responsible,
            "indicator": measure.indicator,
            "position": measure.position_id,
        }
    form = MeasureForm(
        request.POST or None,
        initial=initial,
        programme=version.programme,
        sources=selectors.sources_to_bear(request.actor),
        positions=selectors.positions_to_book_on(request.actor),
        measure=measure,
    )

    def store() -> None:
        version.version = form.cleaned_data["seen"]
        services.measure_write(version=version, goal=goal, entry=form.entry(), measure=measure, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to(version),
        done=_("Die Massnahme ist gespeichert."),
        template="sem_reports/measure.html",
        title=_("Massnahme ändern") if measure else _("Massnahme aufnehmen"),
        subtitle=goal.text,
    )


def _writable(request: HttpRequest, programme: str, edition: int) -> ProgrammeVersion:
    """The version, if the actor may write it now."""
    can(request.actor, moving(states.WRITE)).require()
    version = version_of(request, programme, edition)
    can(request.actor, moving(states.WRITE), version).require()
    return version


def _goal(request: HttpRequest, version: ProgrammeVersion, key: int) -> ProgrammeGoal:
    return get_object_or_404(visible_to(request.actor, ProgrammeGoal), version=version, pk=key)


def _measure(request: HttpRequest, goal: ProgrammeGoal, key: int) -> ProgrammeMeasure:
    rows = visible_to(request.actor, ProgrammeMeasure).select_related("goal")
    return get_object_or_404(rows, goal=goal, pk=key)
