"""Who may see and do what about keeping and deleting, as a table; and whose lists and holds are whose."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access import policy
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import hands_on

from . import registry, selectors
from .models import DeletionItem, DeletionList, LegalHold
from .registry import Staff
from .states import APPROVE as APPROVE_MOVE
from .states import OBJECT_TYPE, REVIEW, SEND_BACK, list_table

SEE_SCHEDULE = "retention.schedule.see"
RECORD_PERIOD = "retention.period.record"
PROPOSE = "retention.list.propose"
SEE_LIST = "retention.list.see"
SEE_RECORDS = "retention.list.see_records"
HANDLE = "retention.list.handle"
APPROVE = "retention.list.approve"
HOLD = "retention.hold.set"
LIFT = "retention.hold.lift"
SEE_HOLDS = "retention.hold.see"


def _not_the_cantons(actor: Actor, hold: Any) -> Decision:
    """What the canton holds back, only the canton releases."""
    if isinstance(hold, LegalHold) and hold.cantonal and not actor.has_role(*registry.staff().keepers):
        return Decision.no(_("Diese Sperre hat der Kanton gesetzt. Nur er hebt sie auf."))
    return Decision.yes()


def rules(staff: Staff) -> tuple[Rule, ...]:
    """The table, for the roles that the product appoints."""
    both = staff.reviewers | staff.approvers
    foreign = gettext_lazy("Diese Löschliste gehört einer anderen Organisation.")
    return (
        Rule(
            SEE_SCHEDULE,
            gettext_lazy("Aufbewahrungsfristen sehen"),
            gettext_lazy("Die Aufbewahrungsfristen sehen, wer sie festlegt, anwendet oder prüft."),
            everywhere=both | staff.keepers | staff.observers | staff.auditors,
        ),
        Rule(
            RECORD_PERIOD,
            gettext_lazy("Aufbewahrungsfrist festhalten"),
            gettext_lazy("Aufbewahrungsfristen hält die Koordinationsstelle fest."),
            everywhere=staff.keepers,
        ),
        Rule(
            PROPOSE,
            gettext_lazy("Löschliste vorschlagen"),
            gettext_lazy("Löschlisten schlagen die Integrationsbeauftragten der Gemeinde vor."),
            responsible=staff.reviewers,
            foreign=foreign,
        ),
        Rule(
            SEE_LIST,
            gettext_lazy("Löschlisten und Protokolle sehen"),
            gettext_lazy("Löschlisten sehen die Gemeinde, der sie gehören, und die Revision."),
            everywhere=staff.auditors,
            responsible=both,
            foreign=foreign,
        ),
        Rule(
            SEE_RECORDS,
            gettext_lazy("Datensätze einer Löschliste mit Namen sehen"),
            gettext_lazy("Namen sieht nur, wer die Löschliste prüft."),
            responsible=staff.reviewers,
            foreign=foreign,
        ),
        Rule(
            HANDLE,
            gettext_lazy("Löschliste prüfen: Datensätze behalten oder vorsehen"),
            gettext_lazy("Löschlisten prüfen die Integrationsbeauftragten der Gemeinde."),
            responsible=staff.reviewers,
            foreign=foreign,
        ),
        Rule(
            APPROVE,
            gettext_lazy("Löschliste genehmigen"),
            gettext_lazy("Löschlisten genehmigt die strategische Leitung der Gemeinde."),
            responsible=staff.approvers,
            foreign=foreign,
            proviso=gettext_lazy("Nicht, wer die Liste geprüft hat."),
        ),
        Rule(
            SEE_HOLDS,
            gettext_lazy("Löschsperren sehen"),
            gettext_lazy("Löschsperren sehen die Gemeinde, der Kanton und die Revision."),
            everywhere=staff.keepers | staff.auditors,
            responsible=both,
        ),
        Rule(
            HOLD,
            gettext_lazy("Löschsperre setzen"),
            gettext_lazy("Löschsperren setzen die Gemeinde für ihre Datensätze und die Koordinationsstelle."),
            everywhere=staff.keepers,
            responsible=both,
            foreign=gettext_lazy("Dieser Datensatz gehört einer anderen Organisation."),
        ),
        Rule(
            LIFT,
            gettext_lazy("Löschsperre aufheben"),
            gettext_lazy("Löschsperren heben die Gemeinde für ihre Datensätze und die Koordinationsstelle auf."),
            everywhere=staff.keepers,
            responsible=both,
            foreign=gettext_lazy("Diese Sperre gehört einer anderen Organisation."),
            condition=_not_the_cantons,
            proviso=gettext_lazy("Was der Kanton gesperrt hat, hebt nur der Kanton auf."),
        ),
    )


def appoint(staff: Staff) -> None:
    """Let these roles handle retention: registers them, the table of rules, and whose records are whose."""
    registry.appoint(staff)
    policy.register(rules(staff))
    for model in (DeletionList, LegalHold):
        policy.register_owner(
            model,
            lambda record: frozenset({record.organisation}) - {""},
            owned=lambda codes, model=model: _ids(model, codes),  # type: ignore[misc]
            entrusted=lambda codes, model=model: _ids(model, registry.staff().entrusted(codes)),  # type: ignore[misc]
        )
    policy.register_visible(DeletionList, selectors.visible_lists)
    policy.register_visible(DeletionItem, selectors.visible_items)
    policy.register_visible(LegalHold, selectors.visible_holds)


def _ids(model: type[DeletionList] | type[LegalHold], codes: frozenset[str]) -> set[int]:
    return set(model._default_manager.filter(organisation__in=codes).values_list("pk", flat=True))


def may_propose(actor: Actor, organisation: str) -> Decision:
    """Whether the actor may have a list made for that organisation."""
    return _for_organisation(actor, PROPOSE, registry.staff().reviewers, organisation)


def may_hold(actor: Actor, organisation: str) -> Decision:
    """Whether the actor may hold back records of that organisation (empty: of all)."""
    if actor.has_role(*registry.staff().keepers):
        return Decision.yes()
    staff = registry.staff()
    return _for_organisation(actor, HOLD, staff.reviewers | staff.approvers, organisation)


def may_move(actor: Actor, listing: DeletionList, name: str) -> Decision:
    """Whether the actor may take the list along this transition now: own organisation, state, four eyes."""
    for_whom = policy.can(actor, _ACTION_OF_MOVE.get(name, SEE_LIST), listing)
    if not for_whom:
        return for_whom
    table = list_table(registry.staff())
    return table.decide(name=name, state=listing.state, actor=actor, hands=hands_on(OBJECT_TYPE, listing.number))


_ACTION_OF_MOVE = {REVIEW: HANDLE, APPROVE_MOVE: APPROVE, SEND_BACK: APPROVE}


def _for_organisation(actor: Actor, action: str, roles: frozenset[str], organisation: str) -> Decision:
    decision = policy.can(actor, action)
    if decision and organisation not in selectors.organisations_for(actor, roles):
        return Decision.no(_("Das gehört einer anderen Organisation."))
    return decision
