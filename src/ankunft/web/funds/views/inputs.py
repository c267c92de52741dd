"""Figures of structures: what is wanted, given, planned otherwise, and the papers that came with them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.funds import permissions, services, states
from ankunft.domain.funds.models import PlannedPosition, PlanVersion, Position, PositionInput, VersionState
from ankunft.domain.funds.permissions import moving
from ankunft.domain.funds.selectors import working
from ankunft.domain.funds.values import Given, YearAmount
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.interviews.views.evidence import ENDINGS
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_page, form_view

from ..input_form import InputForm, OtherwiseForm
from ..input_pages import inputs_context
from .found import back_to_inputs, named, position_of, version_of


@require_safe
def inputs(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """Who has given figures, who lacks, until when; a structure sees its own positions."""
    one = version_of(request, plan, edition)
    return render(request, "funds/inputs.html", inputs_context(one, request.actor))


@form_view
def position_input(request: HttpRequest, plan: str, edition: int, position: str) -> HttpResponse:
    """Give the figures of a position: of the own structure, or in its name."""
    if not can(request.actor, permissions.GIVE_FOR_OTHERS):
        can(request.actor, permissions.GIVE).require()
    version, found = _version_and_position(request, plan, edition, position)
    is_own = bool(can(request.actor, permissions.GIVE, found))
    if not is_own and not can(request.actor, permissions.GIVE_FOR_OTHERS):
        can(request.actor, permissions.GIVE, found).require()
    _require_inputs(version)
    last = working.inputs_given(request.actor, version, found).first()
    before = working.adopted_before(version)
    form = InputForm(
        request.POST or None,
        request.FILES or None,
        years=version.plan.years,
        before=working.planned_amounts(before, found) if before else None,
        before_name=before.reference if before else "",
        given=_as_given(last) if last else None,
        is_own=is_own,
    )

    def store() -> None:
        give = services.input_give if is_own else services.input_give_for
        give(version=version, position=found, given=form.given(), actor=request.actor, paper=form.new_paper())

    is_late = version.inputs_due is not None and version.inputs_due < clock.today()
    return form_page(
        request,
        form,
        store,
        back=back_to_inputs(version),
        done=_("Die Zahlen sind eingegeben.") if not is_late else _("Die Zahlen sind eingegeben, nach der Frist."),
        template="funds/input.html",
        title=found.label,
        subtitle=named(version),
        version=version,
        position=found,
        is_own=is_own,
        is_late=is_late,
        given=working.inputs_given(request.actor, version, found),
    )


@form_view
def position_otherwise(request: HttpRequest, plan: str, edition: int, position: str) -> HttpResponse:
    """Plan something else than what was given, with a reason."""
    can(request.actor, moving(states.CONSOLIDATE)).require()
    version, found = _version_and_position(request, plan, edition, position)
    can(request.actor, moving(states.CONSOLIDATE), version).require()
    before = working.adopted_before(version)
    last = working.inputs_given(request.actor, version, found).first()
    otherwise = working.otherwise_of(version, found)
    form = OtherwiseForm(
        request.POST or None,
        years=version.plan.years,
        before=working.planned_amounts(before, found) if before else None,
        before_name=before.reference if before else "",
        given=_as_planned(otherwise) if otherwise else _as_given(last) if last else None,
        initial={"reason": otherwise.reason} if otherwise else None,
    )

    def store() -> None:
        services.position_plan(
            version=version,
            position=found,
            given=form.given(),
            reason=form.cleaned_data["reason"],
            actor=request.actor,
        )

    return form_page(
        request,
        form,
        store,
        back=back_to_inputs(version),
        done=_("Für diese Position ist etwas anderes geplant als eingegeben."),
        template="funds/otherwise.html",
        title=_("Abweichend planen: %(label)s") % {"label": found.label},
        subtitle=named(version),
        version=version,
        given=working.inputs_given(request.actor, version, found),
    )


@require_POST
def position_as_before(request: HttpRequest, plan: str, edition: int, position: str) -> HttpResponse:
    """Plan what the version in force plans, unchanged."""
    can(request.actor, moving(states.CONSOLIDATE)).require()
    version, found = _version_and_position(request, plan, edition, position)
    services.position_plan_as_before(version=version, position=found, actor=request.actor)
    messages.success(request, _("«%(label)s» ist unverändert übernommen.") % {"label": found.label})
    return redirect("plan-inputs", plan, edition)


@require_POST
def position_as_given(request: HttpRequest, plan: str, edition: int, position: str) -> HttpResponse:
    """Plan what was given again."""
    can(request.actor, moving(states.CONSOLIDATE)).require()
    version, found = _version_and_position(request, plan, edition, position)
    services.position_plan_take_back(version=version, position=found, actor=request.actor)
    messages.success(request, _("«%(label)s» ist wieder geplant wie eingegeben.") % {"label": found.label})
    return redirect("plan-inputs", plan, edition)


@require_safe
def input_paper(request: HttpRequest, plan: str, edition: int, paper: int) -> HttpResponse:
    """A paper that came with an input, to be saved."""
    can(request.actor, permissions.SEE_PAPERS).require()
    version = version_of(request, plan, edition)
    found = get_object_or_404(working.papers_of(request.actor, version), pk=paper)
    content = services.input_paper_open(paper=found, actor=request.actor)
    name = f"beilage-{plan}-{edition}-{found.pk}.{ENDINGS.get(found.media_type, 'bin')}"
    return attachment(content, name, found.media_type)


def _version_and_position(request: HttpRequest, plan: str, edition: int, position: str) -> tuple[PlanVersion, Position]:
    version = version_of(request, plan, edition)
    return version, position_of(request, version.plan, position)


def _require_inputs(version: PlanVersion) -> None:
    """What can no longer be given is not asked for; the service asks again."""
    if version.state != VersionState.INPUTS:
        raise Refused(
            _("Der Finanzplan %(version)s nimmt keine Eingaben mehr entgegen: Sein Stand ist «%(state)s».")
            % {"version": version.reference, "state": states.VERSION.labels[version.state]}
        )


def _as_given(last: PositionInput) -> Given:
    """What was given last, as it stands in the form."""
    amounts = tuple(YearAmount(one.year, one.amount, one.low, one.high) for one in last.amounts.all())
    return Given(amounts, last.comment, last.is_quantified)


def _as_planned(otherwise: PlannedPosition) -> Given:
    """What is planned otherwise so far, as it stands in the form."""
    amounts = tuple(YearAmount(one.year, one.amount) for one in otherwise.amounts.all())
    return Given(amounts, "", otherwise.is_quantified)
