"""Who may see and record what of the territory."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain import roles
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision

from .models import Municipality

_RECORDS_FOR_OWN = frozenset({roles.INTEGRATION_OFFICER, roles.MUNICIPAL_FINANCE})


def organisation_code(bfs_number: int) -> str:
    """The code of a municipality among the organisations."""
    return f"bfs-{bfs_number}"


def may_see_register(actor: Actor | None) -> Decision:
    """Municipalities, memberships and population are public data: everybody who is signed in."""
    if actor is None:
        return Decision.no(_("Bitte melden Sie sich an."))
    return Decision.yes()


def contacts_visible(actor: Actor, *, responsible: bool) -> Decision:
    """Contact persons: the canton, and whoever is responsible for the municipality."""
    if actor.is_operator or responsible or actor.has_role(*roles.CANTONAL):
        return Decision.yes()
    return Decision.no(_("Kontakte sehen die kantonalen Stellen und die Gemeinde selbst."))


def may_see_account(actor: Actor, municipality: Municipality) -> Decision:
    """The account: finance, coordination and audit of the canton, and the municipality's own officer or finance."""
    if actor.is_operator or actor.has_role(*roles.CANTONAL) or _holds(actor, municipality, _RECORDS_FOR_OWN):
        return Decision.yes()
    return Decision.no(_("Das Konto sehen die Finanzstellen des Kantons und die Gemeinde selbst."))


def may_record_contacts(actor: Actor, municipality: Municipality) -> Decision:
    """Contacts are entered by the municipality itself, or by the coordination office (KS 3.4.1)."""
    return _may_record(actor, municipality, _RECORDS_FOR_OWN | {roles.STRATEGIC_LEAD})


def may_record_account(actor: Actor, municipality: Municipality) -> Decision:
    """The account is entered by the municipality's officer or finance, or by the coordination office."""
    return _may_record(actor, municipality, _RECORDS_FOR_OWN)


def may_keep_register(actor: Actor) -> Decision:
    """Municipalities, population, associations, regions and entitlement are kept by the coordination office."""
    if actor.is_operator or actor.has_role(roles.COORDINATION):
        return Decision.yes()
    return Decision.no(_("Das Gemeinderegister führt die Koordinationsstelle Integration."))


def _may_record(actor: Actor, municipality: Municipality, own: frozenset[str]) -> Decision:
    if actor.is_operator or actor.has_role(roles.COORDINATION) or _holds(actor, municipality, own):
        return Decision.yes()
    return Decision.no(
        _("Angaben zu %(name)s erfassen die Gemeinde selbst und die Koordinationsstelle Integration.")
        % {"name": municipality.name}
    )


def _holds(actor: Actor, municipality: Municipality, codes: frozenset[str]) -> bool:
    return organisation_code(municipality.bfs_number) in actor.organisations(*codes)
