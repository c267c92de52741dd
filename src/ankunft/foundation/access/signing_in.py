"""What the trail tells of sign-ins, and the parts of signing in that know nothing of pages."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account, FailedAttempt
from .throttle import subject_of_account, subject_of_device

METHODS = {
    "password": "Passwort",
    "passkey": "Passkey",
    "openid": "externer Anmeldung",
    "invitation": "Einladung",
}
ACCOUNT = "access.account"
SIGN_IN, UNKNOWN = "access.sign_in", "unknown"


def visitor(address: str) -> Actor:
    """Whoever is at the sign-in page, from that network address: nobody known yet."""
    return Actor(account_id=None, label="Nicht angemeldet", origin="web", address=address)


@transaction.atomic
def sign_in_recorded(*, account: Account, actor: Actor, method: str, second_factor: bool, device: str = "") -> None:
    """The account is signed in now; wrong guesses of it, and of the device, are forgotten.

    Refused if the account is closed.
    """
    if not account.is_active:
        raise Refused(_("Dieses Konto ist geschlossen. Wenden Sie sich an Ihre Administration."))
    forgotten = [subject_of_account(account.email), subject_of_device(device)]
    FailedAttempt.objects.filter(subject__in=forgotten).delete()
    how = METHODS.get(method, method)
    proved = " und zweitem Faktor" if second_factor and method in {"password", "openid"} else ""
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


def sign_out_recorded(*, account: Account, actor: Actor) -> None:
    """The person has signed out."""
    record(actor, Entry("access.session.ended", ACCOUNT, account.email, f"{account.name} hat sich abgemeldet."))


def refusal_recorded(*, account: Account | None, actor: Actor, what: str) -> None:
    """A wrong guess: of a known account, or (None) of an address that has none and is not written down."""
    if account is None:
        entry = Entry("access.sign_in.refused", SIGN_IN, UNKNOWN, f"Abgewiesen: {what}, unbekannte Adresse.")
    else:
        entry = Entry("access.sign_in.refused", ACCOUNT, account.email, f"Abgewiesen: {what} von {account.name}.")
    record(actor, entry)


def pause_recorded(*, account: Account | None, actor: Actor, minutes: int) -> None:
    """Too many wrong guesses: nothing is looked at for so many minutes."""
    kind, key = (ACCOUNT, account.email) if account else (SIGN_IN, UNKNOWN)
    sentence = f"Nach zu vielen falschen Versuchen wird {minutes} Min. lang nichts mehr geprüft."
    record(actor, Entry("access.sign_in.paused", kind, key, sentence, after={"minutes": minutes}))


def reset_asked_recorded(*, account: Account | None, actor: Actor) -> None:
    """Somebody asked for a link to replace the account's password; or (None) that of an address that has none."""
    if account is None:
        sentence = "Ein Link für ein neues Passwort wurde verlangt, unbekannte Adresse."
        entry = Entry("access.password.link_refused", SIGN_IN, UNKNOWN, sentence)
    else:
        sentence = f"Ein Link für ein neues Passwort wurde an {account.name} geschickt."
        entry = Entry("access.password.link_sent", ACCOUNT, account.email, sentence)
    record(actor, entry)


def sign_ins_of(account: Account, count: int) -> QuerySet[Event]:
    """The latest sign-ins of the account, and what went wrong or was ended, latest first."""
    shown = history(ACCOUNT, account.email).filter(action__regex=r"^access\.(session|sign_in)\.")
    return shown[:count]


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
