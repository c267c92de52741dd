"""Recovery codes: ten, each good once, for somebody whose app or passkey is lost."""

from __future__ import annotations

from django.db import transaction

from ankunft.foundation.audit.services import record
from ankunft.foundation.encryption import blind_index
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .factors import factor_entry
from .models import Account, RecoveryCode
from .spelling import LETTERS, by_chance

HOW_MANY = 10
FEW = 3


def _digest(account: Account, code: str) -> str:
    """With 59 bits of chance in a code and a key in the digest, no slow hash is needed."""
    letters = "".join(letter for letter in code.lower() if letter in LETTERS)
    return blind_index(f"{account.pk}:{letters}", purpose="recovery code")


@transaction.atomic
def codes_make(*, account: Account, actor: Actor) -> list[str]:
    """A new set of codes; the earlier ones are no longer good. The codes are not stored and cannot be shown again."""
    Account.objects.select_for_update().get(pk=account.pk)
    codes = [by_chance(groups=3) for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        [RecoveryCode(account=account, digest=_digest(account, code)) for code in codes], batch_size=HOW_MANY
    )
    record(actor, factor_entry(account, "codes_made", f"Neue Wiederherstellungscodes für {account.name}."))
    return codes


def codes_left(account: Account) -> int:
    """How many codes have not been used."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


@transaction.atomic
def code_prove(*, account: Account, code: str, actor: Actor) -> bool:
    """Whether the code is one of the account's that nobody has used; from now on it is used."""
    fitting = RecoveryCode.objects.filter(account=account, digest=_digest(account, code), used_at=None)
    if fitting.update(used_at=clock.now()) != 1:
        return False
    left = codes_left(account)
    sentence = f"{account.name} hat einen Wiederherstellungscode gebraucht; es bleiben {left}."
    record(actor, factor_entry(account, "code_used", sentence))
    return True
