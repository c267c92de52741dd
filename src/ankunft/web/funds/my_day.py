"""What «Mein Tag» shows of plans: figures to give, to put together, to say something to, to decide on."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.funds import permissions, states
from ankunft.domain.funds.models import AskedBody, PlanVersion, VersionState
from ankunft.domain.funds.permissions import LEADERSHIP, moving
from ankunft.domain.funds.readings import lacking, to_look_at
from ankunft.domain.funds.selectors import working
from ankunft.domain.roles import BODY_MEMBER, STRUCTURE_DELEGATE
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.selectors import taken_by
from ankunft.web.shell.registry import Due


def inputs(actor: Actor) -> Iterator[Due]:
    """Figures that the own structure owes; for the coordination office, what can be put together or is overdue."""
    gives, consolidates = can(actor, permissions.GIVE), can(actor, moving(states.CONSOLIDATE))
    if not gives and not consolidates:
        return
    versions = working.versions_open(actor, [VersionState.INPUTS])
    missing, old = lacking(versions), to_look_at(versions)
    own = actor.organisations(STRUCTURE_DELEGATE)
    for version in versions:
        is_over = version.inputs_due is not None and version.inputs_due < clock.today()
        lack = missing[version.pk]
        mine = [one for one in lack if one.structure and one.structure.code in own]
        if gives and mine:
            title = _("Zahlen für den Finanzplan eingeben")
            yield Due(title, _detail(version, len(mine)), version.inputs_due, _inputs(version), _("Eingeben"), is_over)
        again = [one for one in old[version.pk] if one.structure and one.structure.code in own]
        if gives and again and not is_over:
            title = _("Zahlen für den Finanzplan prüfen")
            yield Due(title, _detail(version, len(again)), version.inputs_due, _inputs(version), _("Prüfen"))
        if consolidates and not lack:
            title = _("Finanzplan konsolidieren")
            yield Due(title, version.plan.label, None, _inputs(version), _("Öffnen"))
        elif consolidates and is_over:
            title = _("Fehlende Eingaben zum Finanzplan einholen")
            yield Due(title, _detail(version, len(lack)), version.inputs_due, _inputs(version), _("Öffnen"), late=True)


def consultations(actor: Actor) -> Iterator[Due]:
    """Bodies to ask, statements to give, consultations to close, decisions to record."""
    asks, states_own = can(actor, moving(states.CONSULT)), can(actor, permissions.STATE)
    decides = LEADERSHIP in actor.organisations(BODY_MEMBER)
    if not asks and not states_own:
        return
    waiting = (VersionState.CONSOLIDATED, VersionState.CONSULTATION, VersionState.CONSULTED)
    versions = working.versions_open(actor, waiting)
    silent = working.silent_bodies([one for one in versions if one.state == VersionState.CONSULTATION])
    hands = _hands(actor) if decides and any(one.state == VersionState.CONSULTED for one in versions) else set()
    for version in versions:
        if version.state == VersionState.CONSOLIDATED and asks:
            yield _due(version, _("Stellungnahmen zum Finanzplan einholen"), _("Öffnen"))
        elif version.state == VersionState.CONSULTATION:
            yield from _in_consultation(actor, version, silent.get(version.pk, []), bool(asks))
        elif version.state == VersionState.CONSULTED and decides and version.reference not in hands:
            yield _due(version, _("Über den Finanzplan beschliessen"), _("Öffnen"))


def _in_consultation(actor: Actor, version: PlanVersion, silent: list[AskedBody], asks: bool) -> Iterator[Due]:
    own = actor.organisations(BODY_MEMBER)
    is_over = version.statements_due is not None and version.statements_due < clock.today()
    for asked in silent:
        if asked.body and asked.body.code in own:
            title, detail = _("Zum Finanzplan Stellung nehmen"), f"{version.plan.label}, {asked.name}"
            yield Due(title, detail, version.statements_due, _statements(version), _("Öffnen"), is_over)
    if asks and (not silent or is_over):
        yield _due(version, _("Konsultation zum Finanzplan abschliessen"), _("Öffnen"))


def _due(version: PlanVersion, title: str, button: str) -> Due:
    address = reverse("plan-version", args=[version.plan.code, version.number])
    return Due(title, version.plan.label, None, address, button)


def _detail(version: PlanVersion, count: int) -> str:
    words = ngettext("%(plan)s, %(count)d Position", "%(plan)s, %(count)d Positionen", count)
    return words % {"plan": version.plan.label, "count": count}


def _inputs(version: PlanVersion) -> str:
    return reverse("plan-inputs", args=[version.plan.code, version.number])


def _statements(version: PlanVersion) -> str:
    return reverse("plan-consultation", args=[version.plan.code, version.number])


def _hands(actor: Actor) -> set[str]:
    """The versions on which the person took a step that keeps from deciding (four eyes)."""
    found: set[str] = set()
    for name in sorted(states.VERSION[states.ADOPT].other_hands):
        found |= taken_by(states.VERSION.object_type, name, actor.account_id)
    return found
