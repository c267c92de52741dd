"""The integration programme: its versions, what one says, and how it moves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.funds import programme_states as states
from ankunft.domain.funds import services
from ankunft.domain.funds.models import ON_ITS_WAY, IntegrationProgramme, ProgrammeState, ProgrammeVersion
from ankunft.domain.funds.programme_permissions import KEEP, SEE, moving
from ankunft.domain.funds.selectors import programmes as selectors
from ankunft.domain.funds.services.programmes import lack_in_words
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import Back, form_page, form_view
from ankunft.web.shell.step_pages import step_page

from ..forms import OccasionForm, ProgrammeForm
from ..presentation import areas_of
from ..words import PROGRAMME_KINDS, PROGRAMME_STEPS


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme with its versions."""
    can(request.actor, SEE).require()
    rows = [
        {
            "programme": one,
            "versions": [
                {
                    "version": version,
                    "label": ProgrammeState(version.state).label,
                    "kind": PROGRAMME_KINDS[version.state],
                }
                for version in one.versions.all()
            ],
        }
        for one in selectors.programmes_visible(request.actor)
    ]
    context = {"rows": rows, "may_keep": bool(can(request.actor, KEEP))}
    return render(request, "sem_reports/programmes.html", context)


@require_safe
def programme(request: HttpRequest, programme: str, edition: int) -> HttpResponse:
    """A version with its seven areas."""
    version = version_of(request, programme, edition)
    goals = selectors.version_goals(version)
    missing = selectors.version_lacks(version) if version.state == ProgrammeState.DRAFT else []
    # What the service would refuse for everybody has no button.
    not_yet = {states.SUBMIT} if missing else set()
    if clock.today().year <= version.programme.last_year:
        not_yet.add(states.CLOSE)
    is_settled = not version.programme.versions.filter(state__in=ON_ITS_WAY).exists()
    context = {
        "version": version,
        "programme": version.programme,
        "years": version.programme.years,
        "label": ProgrammeState(version.state).label,
        "kind": PROGRAMME_KINDS[version.state],
        "areas": areas_of(version, goals),
        "lacking": [lack_in_words(lack) for lack in missing],
        "empty_areas": selectors.areas_without_goals(version) if version.state == ProgrammeState.DRAFT else [],
        "may_write": bool(can(request.actor, moving(states.WRITE), version)),
        "may_begin": is_settled and bool(can(request.actor, KEEP)),
        "steps": [
            step
            for step in PROGRAMME_STEPS.values()
            if step.name not in not_yet and can(request.actor, moving(step.name), version)
        ],
        "history": history("funds.programme", version.reference)[:50],
    }
    return render(request, "sem_reports/programme.html", context)


@form_view
def programme_new(request: HttpRequest) -> HttpResponse:
    """Add a programme period, with a first version in work."""
    can(request.actor, KEEP).require()
    form = ProgrammeForm(request.POST or None)

    def store() -> str:
        made = services.programme_begin(new=form.new(), actor=request.actor)
        version = services.version_begin(programme=made, actor=request.actor)
        return reverse("programme", args=[made.code, version.number])

    return form_page(
        request,
        form,
        store,
        back=(reverse("programmes"), _("Integrationsprogramme")),
        done=_("Das Integrationsprogramm ist angelegt."),
        title=_("Integrationsprogramm anlegen"),
        button=_("Anlegen"),
    )


@form_view
def version_new(request: HttpRequest, programme: str) -> HttpResponse:
    """Begin another version with what the last one says."""
    can(request.actor, KEEP).require()
    found: IntegrationProgramme = get_object_or_404(selectors.programmes_visible(request.actor), code=programme)
    form = OccasionForm(request.POST or None)

    def store() -> str:
        made = services.version_begin(programme=found, occasion=form.cleaned_data["occasion"], actor=request.actor)
        return reverse("programme", args=[found.code, made.number])

    return form_page(
        request,
        form,
        store,
        back=(reverse("programmes"), _("Integrationsprogramme")),
        done=_("Die neue Fassung ist in Arbeit."),
        title=_("Neue Fassung beginnen"),
        subtitle=found.label,
        intro=_(
            "Sie beginnt mit allen Zielen und Massnahmen der letzten; was vereinbart ist, bleibt, bis sie es ablöst."
        ),
        button=_("Beginnen"),
    )


@form_view
def programme_step(request: HttpRequest, programme: str, edition: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in PROGRAMME_STEPS:
        raise Http404
    words = PROGRAMME_STEPS[step]
    can(request.actor, moving(words.name)).require()
    version = version_of(request, programme, edition)
    can(request.actor, moving(words.name), version).require()
    return step_page(
        request, words, version, taken_as="version", back=back_to(version), subtitle=version.programme.label
    )


def version_of(request: HttpRequest, programme: str, edition: int) -> ProgrammeVersion:
    """The version, if the actor sees it; else 404."""
    can(request.actor, SEE).require()
    return get_object_or_404(selectors.versions_visible(request.actor), programme__code=programme, number=edition)


def back_to(version: ProgrammeVersion) -> Back:
    """The page of the version, and what it is called."""
    address = reverse("programme", args=[version.programme.code, version.number])
    return address, _("%(programme)s, Fassung %(number)d") % {
        "programme": version.programme.code,
        "number": version.number,
    }
