"""Who may do what with persons, as a table. Every refusal is a sentence for the person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import CASE_WORKER, COORDINATION, INTEGRATION_OFFICER, MIGRATION_OFFICE, REGION_LEAD
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.selectors import acting_for
from ankunft.foundation.access.policy import Rule, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

from .models import Person, PersonAccess

LIST = "arrivals.person.list"
SEE = "arrivals.person.see"
HISTORY = "arrivals.person.history"
RECORD = "arrivals.person.record"
DECIDE_DUPLICATE = "arrivals.duplicate.decide"
LOCK = "arrivals.person.lock"
DISCLOSE = "arrivals.person.disclose"
SEE_AHV = "arrivals.ahv.see"
OPEN_ACCESS = "arrivals.access.open"
LIST_ACCESSES = "arrivals.access.list"
END_ACCESS = "arrivals.access.end"
OBJECT_TO_ACCESS = "arrivals.access.object"

_OFFICERS = frozenset({INTEGRATION_OFFICER})
_OFFICE = frozenset({COORDINATION})
_AUTHORITIES = frozenset({INTEGRATION_OFFICER, CASE_WORKER, REGION_LEAD, MIGRATION_OFFICE})

_NOT_THEIRS = gettext_lazy("Personen gehören nicht zu Ihrer Rolle.")
_OFFICERS_ONLY = gettext_lazy("Das tun die Integrationsbeauftragten der Gemeinde, in der die Person wohnt.")
_FOREIGN = gettext_lazy("Dafür ist eine andere Gemeinde zuständig.")
_OFFICE_ONLY = gettext_lazy("Einsicht verlangt die Koordinationsstelle Integration, für einen bestimmten Zweck.")


def officer_municipalities(actor: Actor) -> frozenset[int]:
    """Record ids of the municipalities whose integration officer the actor is, members of an association included."""
    return reach(actor, LIST, Municipality).ids


def owners_of(record: Any) -> frozenset[str]:
    """Whose a person is, or what is recorded of persons: of whoever acts for its municipality today.

    Nobody's where no municipality is known (a message of the register that named a wrong one).
    """
    return acting_for(record.municipality_id, clock.today()) if record.municipality_id else frozenset()


def _for_a_purpose(actor: Actor, record: Any) -> Decision:
    """The coordination office sees a person while an access is open, and no other one."""
    from .selectors import open_access

    if not isinstance(record, Person) or not actor.has_role(COORDINATION):
        return Decision.yes()
    if record.municipality_id in officer_municipalities(actor) or open_access(actor, record):
        return Decision.yes()
    return Decision.no(_("Dafür braucht es eine offene Einsicht: Stichprobe oder Einwilligung."))


def _own_account(actor: Actor, record: Any) -> Decision:
    if isinstance(record, PersonAccess) and record.requested_by_id != actor.account_id:
        return Decision.no(_("Diese Einsicht hat jemand anders verlangt."))
    return Decision.yes()


RULES = (
    Rule(
        LIST,
        gettext_lazy("Personen der eigenen Gemeinde auflisten und suchen"),
        refusal=_NOT_THEIRS,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
    Rule(
        SEE,
        gettext_lazy("Angaben einer Person sehen"),
        refusal=_NOT_THEIRS,
        foreign=_FOREIGN,
        everywhere=_OFFICE,
        responsible=_OFFICERS,
        condition=_for_a_purpose,
        proviso=gettext_lazy(
            "Die Koordinationsstelle nur während einer offenen Einsicht: Stichprobe oder Einwilligung."
        ),
        source="InfoDG",
    ),
    Rule(
        HISTORY,
        gettext_lazy("Verlauf einer Person sehen, und wer sie eingesehen hat"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
    Rule(
        RECORD,
        gettext_lazy("Personen erfassen und ändern, Wegzug erfassen"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
        operator=True,
    ),
    Rule(
        DECIDE_DUPLICATE,
        gettext_lazy("Mögliche Dubletten sehen, zusammenführen, trennen und als zwei Personen bestätigen"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
    Rule(
        LOCK,
        gettext_lazy("Datensperre setzen und aufheben"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
    Rule(
        DISCLOSE,
        gettext_lazy("Einer Person alles aushändigen, was über sie erfasst ist"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=_OFFICERS,
        source="InfoDG",
    ),
    Rule(
        SEE_AHV,
        gettext_lazy("AHV-Nummer im Klartext sehen"),
        refusal=gettext_lazy("Die AHV-Nummer sehen nur Behörden, die sie für ihre Aufgabe brauchen."),
        foreign=_FOREIGN,
        responsible=_AUTHORITIES,
        source="AHVG 153d",
    ),
    Rule(
        OPEN_ACCESS,
        gettext_lazy("Einsicht in Personen verlangen: Stichprobe oder Einwilligung"),
        refusal=_OFFICE_ONLY,
        everywhere=_OFFICE,
    ),
    Rule(
        LIST_ACCESSES,
        gettext_lazy("Einsichten der Koordinationsstelle sehen"),
        refusal=_NOT_THEIRS,
        foreign=_FOREIGN,
        everywhere=_OFFICE,
        responsible=_OFFICERS,
        proviso=gettext_lazy("Die Koordinationsstelle nur die eigenen."),
    ),
    Rule(
        END_ACCESS,
        gettext_lazy("Eine Einsicht beenden"),
        refusal=_OFFICE_ONLY,
        everywhere=_OFFICE,
        condition=_own_account,
        proviso=gettext_lazy("Nur die eigene."),
    ),
    Rule(
        OBJECT_TO_ACCESS,
        gettext_lazy("Gegen eine Einsicht der Koordinationsstelle Einwand erheben"),
        refusal=gettext_lazy("Einwände erhebt die Gemeinde, in der die Person wohnt."),
        foreign=_FOREIGN,
        responsible=_OFFICERS,
    ),
)
