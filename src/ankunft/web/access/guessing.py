"""A guess at a page: looked at unless there were too many wrong ones; a wrong one is counted and told to the trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import HttpRequest

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.signing_in import pause_recorded, refusal_recorded, visitor
from ankunft.foundation.access.throttle import Paused, attempt_begin, attempt_pauses, attempt_right, limits_for
from ankunft.web.shell.network import client_address

from .cookies import device_of

Found = TypeVar("Found")


def guessed(
    request: HttpRequest,
    form: forms.Form,
    check: Callable[[], Found],
    *,
    what: str,
    wrong: str,
    email: str = "",
    account: Account | None = None,
) -> Found | None:
    """What `check` finds; None if that is nothing, or if there is a pause: then the form says why.

    `what` names in the trail what was wrong, `wrong` tells the person. `email` is the address that was typed,
    `account` the one that is known by it (if any).
    """
    address = client_address(request)
    try:
        attempt = attempt_begin(limits_for(email=email, address=address, device=device_of(request, account)))
    except Paused as paused:
        form.add_error(None, paused.reason)
        return None
    if found := check():
        attempt_right(attempt)
        return found
    actor = request.actor or visitor(address)
    refusal_recorded(account=account, actor=actor, what=what)
    pause = attempt_pauses(attempt)
    if pause:
        pause_recorded(account=account, actor=actor, minutes=pause.minutes)
    form.add_error(None, pause.reason if pause else wrong)
    return None
