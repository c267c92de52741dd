"""The page of one municipality."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from stdnum import iban

from ankunft.domain.territory import permissions, selectors
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.services import trail
from ankunft.domain.territory.states import ACCOUNT_CHANGE
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.territory.account_words import CHANGE_KINDS
from ankunft.web.territory.chart import population_chart
from ankunft.web.territory.map import locator_map
from ankunft.web.territory.registry import sections

EVENTS = 12


@require_safe
def municipality(request: HttpRequest, number: int) -> HttpResponse:
    """What is known of a municipality; contacts, account and findings for those who may see them."""
    actor, day = request.actor, clock.today()
    can(actor, permissions.SEE_REGISTER).require()
    one = get_object_or_404(visible_to(actor, Municipality).select_related("successor"), bfs_number=number)
    points = selectors.population_over_time(one)
    sees_contacts = bool(can(actor, permissions.SEE_CONTACTS, one))
    sees_account = bool(can(actor, permissions.SEE_ACCOUNT, one))
    sees_findings = bool(can(actor, permissions.SEE_FINDINGS, one))
    types = _told(contacts=sees_contacts, account=sees_account, findings=sees_findings)
    account = selectors.account_on(actor, one, day)
    context: dict[str, Any] = {
        "municipality": one,
        "exists": one.valid_to is None or one.valid_to >= day,
        "predecessors": one.predecessors.order_by("valid_to", "name"),
        "points": points[::-1],
        "latest": points[-1] if points else None,
        "chart": population_chart(points),
        "map": locator_map(one.bfs_number, day),
        "led": next((group for group in selectors.associations_on(day) if group.lead == one), None),
        "memberships": selectors.memberships_over_time(one),
        "region": selectors.regions_on(day).get(one.pk),
        "sees_contacts": sees_contacts,
        "contacts": selectors.contacts_on(actor, one, day) if sees_contacts else [],
        "address": selectors.address_on(one, day),
        "sees_account": sees_account,
        "account": account,
        "iban": iban.format(account.iban) if account else "",
        **_account_change(actor, one),
        "sees_findings": sees_findings,
        "findings": selectors.findings_of(actor, one),
        "page": Paginator(selectors.events_of(one, types), EVENTS).get_page(request.GET.get("page")),
        "sections": sections.sections_for(actor, one),
        **_may(actor, one),
    }
    return render(request, "territory/municipality.html", context)


def _account_change(actor: Actor, one: Municipality) -> dict[str, Any]:
    """What is proposed for the account, if the person sees it: waiting, or refused."""
    change = selectors.last_account_change(actor, one)
    return {
        "account_change": change,
        "account_change_label": ACCOUNT_CHANGE.labels[change.state] if change else "",
        "account_change_kind": CHANGE_KINDS[change.state] if change else "",
    }


def _told(*, contacts: bool, account: bool, findings: bool) -> list[str]:
    """The kinds of events that the person may read."""
    kinds = [
        (True, trail.MUNICIPALITY),
        (True, trail.ADDRESS),
        (contacts, trail.CONTACT),
        (account, trail.ACCOUNT),
        (findings, trail.ENTITLEMENT),
    ]
    return [kind for seen, kind in kinds if seen]


def _may(actor: Actor, one: Municipality) -> dict[str, bool]:
    """What the person may enter here; nothing any more for a municipality that has ended."""
    exists = one.valid_to is None or one.valid_to >= clock.today()
    return {
        "may_record_contacts": exists and bool(can(actor, permissions.RECORD_CONTACTS, one)),
        "may_record_address": exists and bool(can(actor, permissions.RECORD_ADDRESS, one)),
        "may_propose_account": exists and bool(can(actor, permissions.PROPOSE_ACCOUNT, one)),
        "may_keep_register": exists and bool(can(actor, permissions.KEEP_REGISTER)),
    }
