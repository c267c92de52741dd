"""Recording what the canton found about a municipality's entitlement (KS 4.2, 4.7)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import EntitlementRecord, Municipality
from ..permissions import KEEP_REGISTER
from .trail import ENTITLEMENT, shown


@transaction.atomic
def entitlement_record(
    *, municipality: Municipality, valid_from: date, entitled: bool, reason: str, actor: Actor
) -> EntitlementRecord:
    """From that day on the municipality is (or is not) entitled to contributions, and why.

    Entitlement is presumed (KS 4.2 as the canton applies it); a finding needs its reason. Refused without one.
    """
    can(actor, KEEP_REGISTER).require()
    if not reason.strip():
        raise Refused(_("Bitte begründen, warum die Gemeinde beitragsberechtigt ist oder nicht (Ziffer 4.2)."))
    before = EntitlementRecord.objects.filter(municipality=municipality, valid_from=valid_from).first()
    if before is not None and (before.entitled, before.reason) == (entitled, reason.strip()):
        return before
    finding, _created = EntitlementRecord.objects.update_or_create(
        municipality=municipality, valid_from=valid_from, defaults={"entitled": entitled, "reason": reason.strip()}
    )
    state = "beitragsberechtigt" if entitled else "nicht beitragsberechtigt"
    record(
        actor,
        Entry(
            "territory.entitlement.recorded",
            ENTITLEMENT,
            str(municipality.bfs_number),
            f"Ab {shown(valid_from)} {state}.",
            before={"entitled": before.entitled, "reason": before.reason} if before else None,
            after={"entitled": entitled, "valid_from": valid_from.isoformat()},
            reason=reason.strip(),
        ),
    )
    return finding
