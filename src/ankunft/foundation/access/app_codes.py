"""Codes of an authenticator app (TOTP, RFC 6238): six digits, a new one every 30 seconds."""

from __future__ import annotations

import hmac
import json

import pyotp
from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import record
from ankunft.foundation.encryption import Undecipherable, decrypt, encrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .factors import factor_entry, first_factor_follows
from .models import Account, SecondFactor

ISSUER = "Ankunft"
STEP = 30
TOLERANCE = (0, -1, 1)
"""Clocks differ: the code before and the code after are taken too."""
OFFER_LASTS = 15 * 60


def offer_make(account: Account) -> str:
    """A new secret for the account, sealed: it comes back with the code that confirms it."""
    offer = {"account": account.pk, "secret": pyotp.random_base32(), "at": _seconds()}
    return encrypt(json.dumps(offer))


def offer_secret(account: Account, offer: str) -> str:
    """The secret in an offer that was made for this account; Refused if it is another's, altered or too old."""
    try:
        content = json.loads(decrypt(offer))
    except Undecipherable:
        content = {}
    if content.get("account") != account.pk or _seconds() - content["at"] > OFFER_LASTS:
        raise Refused(_("Diese Einrichtung ist abgelaufen. Beginnen Sie noch einmal."))
    return str(content["secret"])


def offer_address(account: Account, secret: str) -> str:
    """What the QR code says to the app."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=ISSUER))


def step_of(secret: str, code: str) -> int | None:
    """The time step to which the code belongs, if it is one of those taken now."""
    digits = "".join(code.split()).encode()
    now = _seconds() // STEP
    totp = pyotp.TOTP(secret)
    fitting = [now + off for off in TOLERANCE if hmac.compare_digest(totp.generate_otp(now + off).encode(), digits)]
    return fitting[0] if fitting else None


@transaction.atomic
def app_add(*, account: Account, offer: str, code: str, actor: Actor) -> bool:
    """Make the app of that offer the account's, in place of an earlier one; False if the code is wrong.

    Refused if the offer is not (or no longer) good.
    """
    secret = offer_secret(account, offer)
    step = step_of(secret, code)
    if step is None:
        return False
    first_factor_follows(account)
    replaced, _rows = SecondFactor.objects.filter(account=account, kind=SecondFactor.Kind.TOTP).delete()
    SecondFactor.objects.create(
        account=account,
        kind=SecondFactor.Kind.TOTP,
        name="Authenticator-App",
        secret=encrypt(secret),
        last_step=step,
        created_at=clock.now(),
    )
    what = "ersetzt" if replaced else "eingerichtet"
    record(actor, factor_entry(account, "added", f"Authenticator-App von {account.name} {what}."))
    return True


def app_prove(*, account: Account, code: str) -> bool:
    """Whether the code is a good one of the account's app; each code is good once, whoever else sends it just now."""
    factor = SecondFactor.objects.filter(account=account, kind=SecondFactor.Kind.TOTP).first()
    step = step_of(decrypt(factor.secret), code) if factor else None
    if factor is None or step is None:
        return False
    unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
    return unused.update(last_step=step, last_used_at=clock.now()) == 1


def _seconds() -> int:
    """The machine's own time: the app cannot know that somebody moved our clock."""
    return int(clock.machine_now().timestamp())
