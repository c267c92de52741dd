"""Authenticator apps of test accounts."""

from __future__ import annotations

from dataclasses import dataclass

import pyotp

from ankunft.foundation.access import app_codes
from ankunft.foundation.access.models import Account, SecondFactor
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel import clock


@dataclass
class App:
    """Shows codes; `code(1)` is the one after the present one."""

    totp: pyotp.TOTP

    def code(self, steps: int = 0) -> str:
        return self.totp.generate_otp(int(clock.machine_now().timestamp()) // 30 + steps)


def app_for(account: Account) -> App:
    """An app set up for the account; none of its codes has been used."""
    offer = app_codes.offer_make(account)
    totp = pyotp.TOTP(app_codes.offer_secret(account, offer))
    assert app_codes.app_add(account=account, offer=offer, code=totp.now(), actor=actor_of(account, "test"))
    SecondFactor.objects.filter(account=account, kind=SecondFactor.Kind.TOTP).update(last_step=0)
    return App(totp)
