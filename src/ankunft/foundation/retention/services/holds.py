"""Setting and lifting holds."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ankunft.foundation.access import policy
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import registry
from ..locks import after_execution
from ..models import LegalHold
from ..permissions import LIFT, may_hold

OBJECT_TYPE = "retention.hold"


@transaction.atomic
def hold_set(*, code: str = "", organisation: str = "", key: str = "", reason: str, actor: Actor) -> LegalHold:
    """Hold back a class, an organisation, a class of an organisation, or one record; in force at once.

    Refused where nothing is named, and for a record that does not exist (any more) or is another organisation's: who
    asks is not told which of the two.
    """
    one = registry.get(code) if code else None
    if code and one is None:
        raise Refused(_("Diese Art von Datensätzen gibt es nicht."))
    if not (code or organisation):
        raise Refused(
            _("Sagen Sie, was gesperrt wird: eine Art von Datensätzen, eine Organisation oder ein Datensatz.")
        )
    if not reason.strip():
        raise Refused(_("Eine Löschsperre braucht eine Begründung."))
    after_execution()
    if key:
        organisation = _owner(one, key, actor)
    may_hold(actor, organisation).require()
    # The record says whose it is: a municipality that nobody signs in for has records all the same.
    if organisation and not key and not Organisation.objects.filter(code=organisation).exists():
        raise Refused(_("Diese Organisation gibt es nicht."))
    hold = LegalHold.objects.create(
        record_class=code,
        organisation=organisation,
        key=key,
        cantonal=actor.has_role(*registry.staff().keepers),
        reason=reason.strip(),
        set_at=clock.now(),
        set_by=actor.label,
    )
    covered = {"record_class": code, "organisation": organisation, "record": key}
    summary = gettext_noop("Löschsperre gesetzt.")
    record(actor, Entry("retention.hold.set", OBJECT_TYPE, str(hold.pk), summary, after=covered, reason=hold.reason))
    return hold


@transaction.atomic
def hold_lift(*, hold: LegalHold, reason: str, actor: Actor) -> None:
    """Lift a hold, with the reason. Refused if it is lifted already."""
    policy.can(actor, LIFT, hold).require()
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum die Sperre aufgehoben wird."))
    lifted = LegalHold.objects.filter(pk=hold.pk, lifted_at=None).update(
        lifted_at=clock.now(), lifted_by=actor.label, lifted_because=reason.strip()
    )
    if not lifted:
        raise Refused(_("Diese Sperre ist schon aufgehoben."))
    hold.refresh_from_db()
    summary = gettext_noop("Löschsperre aufgehoben.")
    record(actor, Entry("retention.hold.lifted", OBJECT_TYPE, str(hold.pk), summary, reason=hold.lifted_because))


def _owner(one: registry.RecordClass | None, key: str, actor: Actor) -> str:
    owner = one.owner(key) if one else None
    if owner is None or not may_hold(actor, owner):
        raise Refused(_("Einen Datensatz mit dieser Nummer gibt es nicht."))
    return owner
