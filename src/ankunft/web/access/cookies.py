"""Two signed cookies beside that of the session: when something was last done, and which device is the person's own.

They are kept by the browser, so that looking at a page writes nothing into the database (decision 0038).
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from ankunft.foundation.access.models import Account
from ankunft.foundation.kernel import clock

ACTIVITY = f"{settings.COOKIE_PREFIX}ankunft-activity"
DEVICE = f"{settings.COOKIE_PREFIX}ankunft-device"
DEVICE_SALT = "ankunft.web.access.device"
DEVICE_LASTS = 365 * 24 * 3600
COARSE = 60
"""The moment of the last activity is renewed once in so many seconds."""


def _activity_salt(request: HttpRequest) -> str:
    """The moment is signed for this session: that of another one is worth nothing."""
    return f"ankunft.web.access.activity.{request.session.session_key}"


def last_activity(request: HttpRequest) -> int:
    """When something was last done in this session, in seconds; 0 if the browser does not say so credibly."""
    try:
        return int(signing.loads(request.COOKIES.get(ACTIVITY, ""), salt=_activity_salt(request)))
    except signing.BadSignature:
        return 0


def note_activity(request: HttpRequest, response: HttpResponse) -> None:
    """Something was done now."""
    now = int(clock.machine_now().timestamp())
    if now - last_activity(request) >= COARSE:
        _put(response, ACTIVITY, signing.dumps(now, salt=_activity_salt(request)), settings.SESSION_COOKIE_AGE)


def device_of(request: HttpRequest, account: Account | None) -> str:
    """The device, if the account has signed in from it before; otherwise empty.

    Guesses from such a device are counted apart: nobody elsewhere can keep the person out by guessing wrong.
    """
    try:
        known = signing.loads(request.COOKIES.get(DEVICE, ""), salt=DEVICE_SALT, max_age=DEVICE_LASTS)
    except signing.BadSignature:
        return ""
    return f"{known['account']}:{known['device']}" if account and known["account"] == account.pk else ""


def remember_device(request: HttpRequest, account: Account) -> None:
    """The answer to this request tells the browser that it is a device of the account."""
    request.new_device = signing.dumps({"account": account.pk, "device": secrets.token_hex(8)}, salt=DEVICE_SALT)


def put_device(request: HttpRequest, response: HttpResponse) -> None:
    if device := getattr(request, "new_device", ""):
        _put(response, DEVICE, device, DEVICE_LASTS)


def _put(response: HttpResponse, name: str, value: str, lasts: int) -> None:
    response.set_cookie(
        name, value, max_age=lasts, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )
