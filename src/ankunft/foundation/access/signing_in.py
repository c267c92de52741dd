"""What the trail tells of sign-ins, and the parts of signing in that know nothing of pages."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account, FailedAttempt
from .throttle import subject_of_account

METHODS = {
    "password": "Passwort",
    "passkey": "Passkey",
    "openid": "externer Anmeldung",
    "invitation": "Einladung",
}
ACCOUNT = "access.account"


def visitor(address: str) -> Actor:
    """Whoever is at the sign-in page, from that network address: nobody known yet."""
    return Actor(account_id=None, label="Nicht angemeldet", origin="web", address=address)


@transaction.atomic
def sign_in_recorded(*, account: Account, actor: Actor, method: str, second_factor: bool) -> None:
    """The account is signed in now; its wrong attempts are forgotten. Refused if the account is closed."""
    if not account.is_active:
        raise Refused(_("Dieses Konto ist geschlossen. Wenden Sie sich an Ihre Administration."))
    FailedAttempt.objects.filter(subject=subject_of_account(account.email)).delete()
    how = METHODS.get(method, method)
    proved = " und zweitem Faktor" if second_factor and method == "password" else ""
    record(
        actor,
        Entry(
            "access.session.began",
            ACCOUNT,
            account.email,
            f"{account.name} hat sich mit {how}{proved} angemeldet.",
            after={"method": method, "second_factor": second_factor},
        ),
    )


def sign_out_recorded(*, actor: Actor) -> None:
    """The person has signed out."""
    account = Account.objects.get(pk=actor.account_id)
    record(actor, Entry("access.session.ended", ACCOUNT, account.email, f"{account.name} hat sich abgemeldet."))


@transaction.atomic
def sessions_end_all(*, account: Account, actor: Actor, reason: str = "") -> None:
    """Every session of the account ends with its next request."""
    Account.objects.filter(pk=account.pk).update(sessions_epoch=F("sessions_epoch") + 1)
    account.refresh_from_db()
    record(
        actor,
        Entry(
            "access.session.ended_everywhere",
            ACCOUNT,
            account.email,
            f"Alle Anmeldungen von {account.name} wurden beendet.",
            reason=reason,
        ),
    )
