"""Plans: all of them, one with its positions and versions, and what the coordination office begins."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.funds import permissions, report_permissions, services
from ankunft.domain.funds.models import FundingSource
from ankunft.domain.funds.selectors.working import adopted_of
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.typed import whole_number

from ..forms import GroupsForm, PlanForm, PositionForm, StructureForm, VersionForm
from ..plan_pages import plan_context, plans_context
from .found import back_to_coverage, back_to_plan, plan_of, position_of


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that one may see, with the version in force and the one on its way."""
    can(request.actor, permissions.SEE).require()
    context = plans_context(request.actor) | {"sees_reports": bool(can(request.actor, report_permissions.SEE))}
    return render(request, "funds/plans.html", context)


@require_safe
def plan(request: HttpRequest, plan: str) -> HttpResponse:
    """One plan: its versions, its positions and whose they are."""
    return render(request, "funds/plan.html", plan_context(plan_of(request, plan), request.actor))


@form_view
def plan_new(request: HttpRequest) -> HttpResponse:
    """Begin a plan; positions and the first version follow on its page."""
    can(request.actor, permissions.KEEP).require()
    form = PlanForm(request.POST or None, sources=visible_to(request.actor, FundingSource))

    def store() -> str:
        begun = services.plan_begin(actor=request.actor, **form.cleaned_data)
        return reverse("plan", args=[begun.code])

    return form_page(
        request,
        form,
        store,
        back=(reverse("plans"), _("Finanzplanung")),
        done=_("Der Finanzplan ist begonnen. Nehmen Sie nun die Positionen auf."),
        title=_("Finanzplan beginnen"),
        intro=_("Ein Finanzplan sagt, wofür das Geld einer Quelle in welchem Jahr verwendet wird (RRB 2023/2057)."),
        button=_("Beginnen"),
    )


@form_view
def position_new(request: HttpRequest, plan: str) -> HttpResponse:
    """Add a position at the end of the plan."""
    can(request.actor, permissions.KEEP).require()
    one = plan_of(request, plan)
    form = PositionForm(request.POST or None, plan=one)

    def store() -> None:
        services.position_add(plan=one, new=form.new(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to_plan(one),
        done=_("Die Position ist aufgenommen."),
        title=_("Position aufnehmen"),
        subtitle=one.label,
        intro=_(
            "Eine Position bleibt im Plan. Wird sie nicht mehr gebraucht, plant eine spätere Fassung nichts für sie."
        ),
        button=_("Aufnehmen"),
    )


@form_view
def position_structure(request: HttpRequest, plan: str, position: str) -> HttpResponse:
    """Say which structure gives the figures of a position."""
    can(request.actor, permissions.KEEP).require()
    one = plan_of(request, plan)
    found = position_of(request, one, position)
    initial = {"structure": found.structure.code if found.structure else ""}
    form = StructureForm(request.POST or None, initial=initial)

    def store() -> None:
        services.structure_name(position=found, structure=form.cleaned_data["structure"], actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to_plan(one),
        done=_("Die zuständige Stelle ist bezeichnet."),
        title=_("Zuständige Stelle bezeichnen"),
        subtitle=f"{one.label} · {found.label}",
        intro=_("Ihre Delegierten geben die Zahlen dieser Position ein (RRB 2023/2057, Ziffer 3.4)."),
    )


@form_view
def position_groups(request: HttpRequest, plan: str, position: str) -> HttpResponse:
    """Say whom a position serves: by that, too, sources are earmarked. Back to the coverage of the version named."""
    can(request.actor, permissions.KEEP).require()
    one = plan_of(request, plan)
    found = position_of(request, one, position)
    edition = whole_number(request.GET.get("deckung", ""))
    form = GroupsForm(request.POST or None, initial=GroupsForm.initial_of(found.groups))

    def store() -> None:
        services.position_groups_set(position=found, groups=form.chosen(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to_plan(one) if edition is None else back_to_coverage(one, edition),
        done=_("Festgehalten ist, wem die Position dient."),
        title=_("Zielgruppen bezeichnen"),
        subtitle=f"{one.label} · {found.label}",
        intro=_(
            "Eine Quelle, die nur für bestimmte Zielgruppen da ist, trägt eine Position nur, wenn sie allein diesen "
            "dient. Was gebucht und zugewiesen ist, bleibt."
        ),
    )


@form_view
def version_new(request: HttpRequest, plan: str) -> HttpResponse:
    """Open a version for inputs; where one is in force, its last closing balance is told."""
    can(request.actor, permissions.KEEP).require()
    one = plan_of(request, plan)
    form = VersionForm(request.POST or None, initial=_as_before(one.pk))

    def store() -> str:
        data = form.cleaned_data
        opened = services.version_open(
            plan=one,
            as_of=data["as_of"],
            opening=form.opening(),
            actor=request.actor,
            inputs_due=data["inputs_due"],
            occasion=data["occasion"],
        )
        return reverse("plan-inputs", args=[one.code, opened.number])

    return form_page(
        request,
        form,
        store,
        back=back_to_plan(one),
        done=_("Die Fassung ist für Eingaben geöffnet."),
        title=_("Fassung eröffnen"),
        subtitle=one.label,
        intro=_(
            "Die Regelstrukturen geben bis zur Frist ihre Zahlen ein. Der Plan wird jeweils per Ende Jahr oder bei "
            "Bedarf aktualisiert und neu genehmigt (RRB 2023/2057, Ziffern 3.3 und 3.4)."
        ),
        button=_("Eröffnen"),
    )


def _as_before(plan: int) -> dict[str, str]:
    """The opening balance of the version in force: that of the same first year."""
    before = adopted_of(plan)
    return {"balance": Money(before.opening).grouped(), "source": before.opening_source} if before else {}
