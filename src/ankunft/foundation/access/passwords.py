"""Passwords: what a good one is, and setting one."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account
from .spelling import by_chance

LONGEST = 200
"""More characters than anybody types; a longer text only costs time."""


def password_make() -> str:
    """A password that can be read out: four groups of four characters, about 80 bits."""
    return by_chance(groups=4)


def password_problems(password: str, *, email: str, name: str) -> list[str]:
    """What is wrong with a password for the person with that address and name, as sentences; empty if it is good."""
    if len(password) > LONGEST:
        return [_("Das Passwort ist zu lang: erlaubt sind höchstens %(count)s Zeichen.") % {"count": LONGEST}]
    try:
        validate_password(password, user=Account(email=email, name=name))
    except ValidationError as error:
        return [_sentence(problem) for problem in error.error_list]
    return []


def _sentence(problem: ValidationError) -> str:
    sentences = {
        "password_too_short": _("Das Passwort ist zu kurz: Nehmen Sie mindestens 12 Zeichen."),
        "password_too_common": _("Dieses Passwort ist allgemein bekannt. Wählen Sie ein anderes."),
        "password_too_similar": _("Das Passwort gleicht der E-Mail-Adresse oder dem Namen zu sehr."),
    }
    return sentences.get(problem.code or "", " ".join(problem.messages))


@transaction.atomic
def password_set(*, account: Account, password: str, actor: Actor, temporary: bool = False, reason: str = "") -> None:
    """Give an account a new password; every session of the account ends.

    `temporary`: somebody else has seen it, so it must be replaced at the next sign-in. Refused if the password is not
    good enough. The caller's own session is kept by `ankunft.web.access.sessions.keep_session`.
    """
    if problems := password_problems(password, email=account.email, name=account.name):
        raise Refused(" ".join(problems))
    account.set_password(password)
    Account.objects.filter(pk=account.pk).update(
        password=account.password, password_is_temporary=temporary, sessions_epoch=F("sessions_epoch") + 1
    )
    account.refresh_from_db()
    own = actor.account_id == account.pk
    record(
        actor,
        Entry(
            "access.password.changed" if own else "access.password.reset",
            "access.account",
            account.email,
            f"{account.name} hat ein neues Passwort." if own else f"Das Passwort von {account.name} wurde ersetzt.",
            reason=reason,
        ),
    )


class _ResetTokens(PasswordResetTokenGenerator):
    """Tokens of mailed links: good until the password, the last sign-in or the address changes, and for an hour.

    The epoch is part of it: whoever signs out everywhere also ends links that are under way.
    """

    key_salt = "ankunft.foundation.access.passwords"

    def _make_hash_value(self, user: Account, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.sessions_epoch}{user.is_active}"


_reset_tokens = _ResetTokens()


def reset_token(account: Account) -> tuple[str, str]:
    """The two parts of the link by which the account's password can be replaced: whose, and the proof."""
    return urlsafe_base64_encode(force_bytes(account.pk)), _reset_tokens.make_token(account)


def account_of_reset(key: str, token: str) -> Account | None:
    """The active account whose password that link replaces; None if the link is wrong, used or too old."""
    try:
        account = Account.objects.filter(pk=int(force_str(urlsafe_base64_decode(key))), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    return account if account and _reset_tokens.check_token(account, token) else None
