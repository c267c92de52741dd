"""Accounts, invitations, organisations and mails for the table of permissions: of the office ags."""

from __future__ import annotations

from ankunft.foundation.access.models import Account, Invitation
from ankunft.foundation.access.services import role_grant
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.models import OutgoingMail
from tests.support import people
from tests.web.permission_ground import Data

ACCOUNT, INVITATION, MAIL = 9001, 9101, 9201
PLACE = "ags"


def prepare() -> None:
    """Somebody of ags, an invitation to it, and a mail."""
    now, role = clock.now(), "coordination"
    organisation = people.organisation(PLACE, role)
    account = Account.objects.create(
        pk=ACCOUNT, email="demo-somebody@so.example", name="Demo-Jemand", is_demo=True, created_at=now
    )
    role_grant(account=account, organisation=organisation, role=role, actor=Actor.operator(), valid_from=people.ALWAYS)
    Invitation.objects.create(
        pk=INVITATION,
        email="demo-invited@so.example",
        name="Demo-Neu",
        organisation=organisation,
        role=role,
        valid_from=clock.today(),
        token_digest="demo",
        created_at=now,
        expires_at=now,
    )
    OutgoingMail.objects.create(
        pk=MAIL, reference="demo", to="demo@so.example", subject="Demo", kind="demo", created_at=now, not_before=now
    )


def today() -> str:
    return f"{clock.today():%d.%m.%Y}"


ROLE: Data = {"organisation": PLACE, "role": "migration_office", "valid_from": today}
INVITED: Data = {**ROLE, "name": "Demo-Neu", "email": "demo-neu@so.example"}
END: Data = {"valid_from": today}
REASON: Data = {"reason": "Demo"}
NAMED: Data = {"name": "Demo"}
ADDED: Data = {**NAMED, "code": "demo-anbieter", "kind": "provider"}
