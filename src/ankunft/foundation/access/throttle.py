"""Wrong guesses are counted, and after too many of them there is a pause.

What is counted has no name: of an account, a network address or a device only a keyed digest is kept, whether or not
there is such an account. So a pause tells nobody which addresses have an account.

No pause depends on what is older than twice `rules.CALM`; how long it is kept is said by its class of records
(`access.attempt` in `retention/classes.py`), so that a hold keeps it as evidence.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.utils.translation import ngettext

from ankunft.foundation.encryption import blind_index
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused

from . import rules
from .models import FailedAttempt

PURPOSE = "failed attempt"


class Paused(Refused):
    """Too many wrong guesses: nothing is looked at before `until`."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self.minutes = max(1, math.ceil((until - clock.machine_now()) / timedelta(minutes=1)))
        super().__init__(
            ngettext(
                "Zu viele falsche Versuche. Versuchen Sie es in %(count)s Minute noch einmal.",
                "Zu viele falsche Versuche. Versuchen Sie es in %(count)s Minuten noch einmal.",
                self.minutes,
            )
            % {"count": self.minutes}
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    """A guess under way. It is already counted as wrong, so that guesses at the same moment see each other."""

    limits: Mapping[str, rules.Limit]
    rows: tuple[int, ...]


def subject_of_account(email: str, *, use: str = "account") -> str:
    """What is counted of an account, by the address that was typed, whether or not there is one."""
    return blind_index(f"{use}:{_folded(email)}", purpose=PURPOSE)


def _folded(email: str) -> str:
    """The address as it is compared: a database takes «ſ» and «s» for one letter, as it does «S» and «s».

    Otherwise every spelling that leads to the same account would have guesses of its own.
    """
    return unicodedata.normalize("NFKC", email.strip()).upper().lower()


def subject_of_device(device: str) -> str:
    """What is counted of a device from which the account has signed in before."""
    return blind_index(f"device:{device}", purpose=PURPOSE)


def subject_of_network(address: str) -> str:
    """What is counted of a network address; of IPv6 the /64, because a single connection has that many addresses."""
    known = ip_address(address)
    network = ip_network((known, 64 if known.version == 6 else 32), strict=False)
    return blind_index(f"network:{network}", purpose=PURPOSE)


def limits_for(*, email: str = "", address: str = "", device: str = "") -> dict[str, rules.Limit]:
    """What a guess counts for: the person's own device, if it is known; else the account and the network address.

    A known device counts alone: whoever guesses from the same office, or behind the same proxy, keeps nobody out.
    """
    if device:
        return {subject_of_device(device): rules.ACCOUNT}
    limits = {}
    if email:
        limits[subject_of_account(email)] = rules.ACCOUNT
    if address:
        limits[subject_of_network(address)] = rules.NETWORK
    return limits


def limits_for_reset(*, email: str, address: str) -> dict[str, rules.Limit]:
    """The same for asking for a link by mail; it neither pauses the sign-in nor is paused by it."""
    limits = {subject_of_account(email, use="reset"): rules.RESET}
    if address:
        limits[subject_of_network(address)] = rules.NETWORK
    return limits


def attempt_begin(limits: Mapping[str, rules.Limit]) -> Attempt:
    """Begin a guess; Paused if there were too many wrong ones. Call `attempt_right` if it turns out to be right.

    Not to be called inside a transaction: others must see that this guess is under way.
    """
    at = clock.machine_now()
    rows = FailedAttempt.objects.bulk_create([FailedAttempt(subject=subject, at=at) for subject in limits])
    attempt = Attempt(limits, tuple(row.pk for row in rows))
    until = _paused_until(limits, before=attempt.rows)
    if until and until > at:
        attempt_right(attempt)
        raise Paused(until)
    return attempt


def attempt_right(attempt: Attempt) -> None:
    """The guess was right, or was not looked at: it does not count."""
    FailedAttempt.objects.filter(pk__in=attempt.rows).delete()


def attempt_pauses(attempt: Attempt) -> Paused | None:
    """The pause that this wrong guess has begun, if it has."""
    until = _paused_until(attempt.limits)
    return Paused(until) if until and until > clock.machine_now() else None


def _paused_until(limits: Mapping[str, rules.Limit], before: tuple[int, ...] = ()) -> datetime | None:
    """The latest end of the pauses of these subjects; `before` leaves a guess out that is under way."""
    wrong: dict[str, list[datetime]] = {subject: [] for subject in limits}
    since = clock.machine_now() - 2 * rules.CALM
    rows = FailedAttempt.objects.filter(subject__in=wrong, at__gte=since).exclude(pk__in=before).order_by("at", "pk")
    for subject, at in rows.values_list("subject", "at"):
        wrong[subject].append(at)
    ends = (rules.paused_until(times, limits[subject]) for subject, times in wrong.items())
    return max((end for end in ends if end), default=None)
