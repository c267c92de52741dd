"""Who may do what with persons, as a table. Every refusal is a sentence for the person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import CASE_WORKER, COORDINATION, INTEGRATION_OFFICER, MIGRATION_OFFICE, REGION_LEAD
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.domain.territory.selectors import lead_of_each, responsible_for
from ankunft.foundation.access.policy import Rule, can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

from .models import Person, PersonAccess

OFFICERS = frozenset({INTEGRATION_OFFICER})
OFFICE = frozenset({COORDINATION})
AUTHORITIES = frozenset({INTEGRATION_OFFICER, CASE_WORKER, REGION_LEAD, MIGRATION_OFFICE})
"""Who may use the AHV number for a legal task; providers and NGOs never (AHVG 153d)."""

_NOT_THEIRS = gettext_lazy("Personen gehören nicht zu Ihrer Rolle.")
_OFFICERS_ONLY = gettext_lazy("Das tun die Integrationsbeauftragten der Gemeinde, in der die Person wohnt.")
_FOREIGN = gettext_lazy("Die Person wohnt in einer anderen Gemeinde.")
_OFFICE_ONLY = gettext_lazy("Einsicht verlangt die Koordinationsstelle Integration, für einen bestimmten Zweck.")


def officer_municipalities(actor: Actor) -> set[int]:
    """Record ids of the municipalities whose integration officer the actor is, members of an association included."""
    if not actor.has_role(INTEGRATION_OFFICER):
        return set()
    grants = frozenset(grant for grant in actor.grants if grant.role == INTEGRATION_OFFICER)
    return responsible_for(replace(actor, grants=grants), clock.today())


def owners_of(municipality: Municipality) -> frozenset[str]:
    """Whose persons are in that municipality: its own, its lead's (KS 3.4.2), and those of whoever it merged into."""
    leads, today = lead_of_each(clock.today()), clock.today()
    chain = [municipality]
    while (one := chain[-1]).valid_to is not None and one.valid_to < today and one.successor is not None:
        chain.append(one.successor)
    lead = Municipality.objects.filter(pk=leads.get(chain[-1].pk)).first()
    return frozenset(organisation_code(one.bfs_number) for one in [*chain, *([lead] if lead else [])])


def may_record_in(actor: Actor, municipality: Municipality) -> Decision:
    """Whether somebody records persons in that municipality: its officer or that of its lead, and the operator."""
    decision = can(actor, "arrivals.person.record")
    if not decision or actor.is_operator or municipality.pk in officer_municipalities(actor):
        return decision
    return Decision.no(_("Für «%(name)s» sind Sie nicht zuständig.") % {"name": municipality.name})


def _for_a_purpose(actor: Actor, record: Any) -> Decision:
    """The coordination office sees a person while an access is open, and no other one."""
    if not isinstance(record, Person) or actor.has_role(INTEGRATION_OFFICER):
        return Decision.yes()
    from .selectors import open_access

    if open_access(actor, record) is None:
        return Decision.no(
            _("Dafür braucht es eine offene Einsicht: eine Stichprobe oder die Einwilligung der Person.")
        )
    return Decision.yes()


def _own_account(actor: Actor, record: Any) -> Decision:
    if isinstance(record, PersonAccess) and record.requested_by_id != actor.account_id:
        return Decision.no(_("Diese Einsicht hat jemand anders verlangt."))
    return Decision.yes()


RULES = (
    Rule(
        "arrivals.person.list",
        gettext_lazy("Personen der eigenen Gemeinde auflisten und suchen"),
        _NOT_THEIRS,
        own=OFFICERS,
        foreign=_FOREIGN,
    ),
    Rule(
        "arrivals.person.see",
        gettext_lazy("Angaben einer Person sehen; die Koordinationsstelle nur während einer offenen Einsicht"),
        _NOT_THEIRS,
        everywhere=OFFICE,
        own=OFFICERS,
        foreign=_FOREIGN,
        condition=_for_a_purpose,
        source="InfoDG",
    ),
    Rule(
        "arrivals.person.history",
        gettext_lazy("Verlauf einer Person sehen, und wer sie eingesehen hat"),
        _OFFICERS_ONLY,
        own=OFFICERS,
        foreign=_FOREIGN,
    ),
    Rule(
        "arrivals.person.record",
        gettext_lazy("Personen erfassen und ändern"),
        _OFFICERS_ONLY,
        own=OFFICERS,
        foreign=_FOREIGN,
        operator=True,
    ),
    Rule(
        "arrivals.person.lock",
        gettext_lazy("Datensperre setzen und aufheben"),
        _OFFICERS_ONLY,
        own=OFFICERS,
        foreign=_FOREIGN,
    ),
    Rule(
        "arrivals.person.disclose",
        gettext_lazy("Einer Person alles aushändigen, was über sie erfasst ist"),
        _OFFICERS_ONLY,
        own=OFFICERS,
        foreign=_FOREIGN,
        source="InfoDG",
    ),
    Rule(
        "arrivals.ahv.see",
        gettext_lazy("AHV-Nummer im Klartext sehen"),
        gettext_lazy("Die AHV-Nummer sehen nur Behörden, die sie für ihre Aufgabe brauchen."),
        own=AUTHORITIES,
        foreign=_FOREIGN,
        source="AHVG 153d",
    ),
    Rule(
        "arrivals.access.open",
        gettext_lazy("Einsicht in Personen verlangen: Stichprobe oder Einwilligung"),
        _OFFICE_ONLY,
        everywhere=OFFICE,
    ),
    Rule(
        "arrivals.access.list",
        gettext_lazy("Einsichten der Koordinationsstelle sehen"),
        _NOT_THEIRS,
        everywhere=OFFICE,
        own=OFFICERS,
    ),
    Rule(
        "arrivals.access.end",
        gettext_lazy("Eine eigene Einsicht beenden"),
        _OFFICE_ONLY,
        everywhere=OFFICE,
        condition=_own_account,
    ),
    Rule(
        "arrivals.access.object",
        gettext_lazy("Gegen eine Einsicht der Koordinationsstelle Einwand erheben"),
        gettext_lazy("Einwände erhebt die Gemeinde, in der die Person wohnt."),
        own=OFFICERS,
        foreign=_FOREIGN,
    ),
)
