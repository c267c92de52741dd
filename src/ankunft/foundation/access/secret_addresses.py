"""Addresses with a secret in them: what a program that cannot sign in (a calendar) opens for an account.

They end as sessions do: with a new password, with signing out everywhere, with closing the account. Otherwise whoever
got into an account once would keep a way in.
"""

from __future__ import annotations

import hashlib
import secrets

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account, SecretAddress


def address_of(account: Account, purpose: str) -> SecretAddress | None:
    """The account's address for that purpose; None if there is none."""
    return _good().filter(account=account, purpose=purpose).first()


def account_of_secret(secret: str, purpose: str) -> Account | None:
    """Whose address holds that secret; None if nobody's (any more), or if the account is closed."""
    known = _good().filter(digest=_digest(secret), purpose=purpose, account__is_active=True)
    found = known.select_related("account").first()
    return found.account if found else None


@transaction.atomic
def address_make(*, account: Account, purpose: str, actor: Actor) -> str:
    """Make the address, or a new one that takes the place of the old; returns the secret, which is kept nowhere.

    Refused where the same is done elsewhere at this moment.
    """
    secret = secrets.token_urlsafe(32)
    epoch = Account.objects.select_for_update().get(pk=account.pk).sessions_epoch
    columns = {"digest": _digest(secret), "made_at": clock.now(), "sessions_epoch": epoch}
    try:
        with transaction.atomic():
            SecretAddress.objects.update_or_create(account=account, purpose=purpose, defaults=columns)
    except IntegrityError as error:
        raise Refused(_("Inzwischen hat jemand anders dasselbe erfasst. Bitte neu laden und prüfen.")) from error
    _told(actor, account, purpose, "made", gettext_lazy("Geheime Adresse erstellt."))
    return secret


@transaction.atomic
def address_drop(*, account: Account, purpose: str, actor: Actor) -> None:
    """Nothing is opened by the address any more; Refused if there is none."""
    dropped, _by_model = SecretAddress.objects.filter(account=account, purpose=purpose).delete()
    if not dropped:
        raise Refused(_("Diese Adresse gibt es nicht mehr."))
    _told(actor, account, purpose, "dropped", gettext_lazy("Geheime Adresse ausgeschaltet."))


def _good() -> QuerySet[SecretAddress]:
    """Those that open something."""
    return SecretAddress.objects.filter(sessions_epoch=F("account__sessions_epoch"))


def _digest(secret: str) -> str:
    """The secret has 256 bits of chance, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _told(actor: Actor, account: Account, purpose: str, action: str, summary: object) -> None:
    key = f"{account.pk}/{purpose}"
    record(actor, Entry(f"access.secret_address.{action}", "access.secret_address", key, summary))  # type: ignore[arg-type]
