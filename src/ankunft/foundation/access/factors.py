"""Second factors of an account: which there are, whether one is needed, and removing them."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from . import roles
from .models import Account, RecoveryCode, SecondFactor
from .selectors import grants_over_time


def factors_of(account: Account) -> list[SecondFactor]:
    """The second factors of the account, oldest first."""
    return list(SecondFactor.objects.filter(account=account))


def factor_needed(account: Account) -> bool:
    """Whether the account must have a second factor: it holds, or will hold, a role that needs one.

    Accounts of the demonstration need none: their passwords are public. They have no place in production; where one
    is there nevertheless, it is treated as any other.
    """
    if account.is_demo and not settings.PRODUCTION:
        return False
    today = clock.today()
    demanding = {role.code for role in roles.all_roles() if role.needs_second_factor}
    return any(
        span.value and span.overlaps(today, None)
        for grant, held in grants_over_time(account).items()
        if grant.role in demanding
        for span in held.spans()
    )


def first_factor_follows(account: Account) -> None:
    """Before a factor is added: if it is the first one, sessions that were begun without any end.

    Locks the account until the end of the transaction. The caller keeps its own session.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    if not SecondFactor.objects.filter(account=account).exists():
        locked.sessions_epoch += 1
        locked.save(update_fields=["sessions_epoch"])
    account.refresh_from_db()


def factor_entry(account: Account, action: str, sentence: str, reason: str = "") -> Entry:
    """An event about the account's factors."""
    return Entry(f"access.factor.{action}", "access.account", account.email, sentence, reason=reason)


@transaction.atomic
def factor_remove(*, account: Account, key: int, actor: Actor) -> None:
    """Remove one of the account's factors.

    Refused if there is no such factor, or if it is the last one of somebody who needs one. With the last factor the
    recovery codes go too.
    """
    Account.objects.select_for_update().get(pk=account.pk)
    factors = {factor.pk: factor for factor in factors_of(account)}
    if key not in factors:
        raise Refused(_("Diesen zweiten Faktor gibt es nicht (mehr)."))
    if len(factors) == 1 and factor_needed(account):
        raise Refused(_("Ihre Rolle verlangt einen zweiten Faktor. Richten Sie zuerst einen anderen ein."))
    factor = factors.pop(key)
    name = factor.name
    factor.delete()
    if not factors:
        RecoveryCode.objects.filter(account=account).delete()
    record(actor, factor_entry(account, "removed", f"Zweiter Faktor «{name}» von {account.name} entfernt."))


@transaction.atomic
def factors_remove_all(*, account: Account, actor: Actor, reason: str) -> None:
    """Take all factors and recovery codes away, for somebody who lost them: the next sign-in sets up a new one.

    The caller also ends the sessions (`signing_in.sessions_end_all`): somebody else may have the lost device.
    """
    SecondFactor.objects.filter(account=account).delete()
    RecoveryCode.objects.filter(account=account).delete()
    sentence = f"Alle zweiten Faktoren von {account.name} wurden entfernt."
    record(actor, factor_entry(account, "removed_all", sentence, reason))
