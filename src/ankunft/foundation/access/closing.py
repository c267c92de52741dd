"""Closing an account, and opening it again. Its roles and its history stay."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account


@transaction.atomic
def account_close(*, account: Account, actor: Actor, reason: str = "") -> None:
    """Nobody signs in with the account any more, and its sessions end. Refused if it is closed already."""
    open_one = Account.objects.filter(pk=account.pk, is_active=True)
    if not open_one.update(is_active=False, sessions_epoch=F("sessions_epoch") + 1):
        raise Refused(_("Dieses Konto ist schon geschlossen."))
    account.refresh_from_db()
    _record(actor, account, "closed", f"Konto von {account.name} geschlossen.", reason)


@transaction.atomic
def account_reopen(*, account: Account, actor: Actor, reason: str = "") -> None:
    """The person can sign in again, with the roles of that day. Refused if the account is open."""
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
        raise Refused(_("Dieses Konto ist schon offen."))
    account.refresh_from_db()
    _record(actor, account, "reopened", f"Konto von {account.name} wieder geöffnet.", reason)


def _record(actor: Actor, account: Account, action: str, sentence: str, reason: str) -> None:
    record(actor, Entry(f"access.account.{action}", "access.account", account.email, sentence, reason=reason))
