"""Passkeys (WebAuthn): a key pair of which the application knows the public half.

A passkey answers a challenge that was made for one browser and one moment, for one origin only: a copied page gets
nothing that would be of use here.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ankunft.foundation.audit.services import record
from ankunft.foundation.encryption import blind_index
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .factors import factor_entry, first_factor_follows
from .models import Account, SecondFactor

MOST = 10


@dataclass(frozen=True, slots=True)
class Site:
    """Where the person is: host name and origin of the page, as the browser must confirm them."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the browser is asked (`options`, JSON), and what is kept to compare its answer with (base64url)."""

    options: str
    kept: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The passkey that answered, whose it is, and whether its owner was verified (by finger, face or PIN)."""

    factor: SecondFactor
    user_verified: bool


def _passkeys(account: Account) -> list[SecondFactor]:
    return list(SecondFactor.objects.filter(account=account, kind=SecondFactor.Kind.PASSKEY))


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.credential_id or ""))
        for passkey in _passkeys(account)
    ]


def _handle(account: Account) -> bytes:
    """What the passkey calls its owner: nothing that tells who it is."""
    return bytes.fromhex(blind_index(str(account.pk), purpose="passkey owner"))


def registration_challenge(*, account: Account, site: Site) -> Challenge:
    """Ask the browser for a new passkey; one that the account has already is left out. Refused if there are enough."""
    known = _descriptors(account)
    if len(known) >= MOST:
        raise Refused(_("Es gibt schon %(count)s Passkeys. Entfernen Sie zuerst einen davon.") % {"count": MOST})
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="Ankunft",
        user_id=_handle(account),
        user_name=account.email,
        user_display_name=account.name,
        exclude_credentials=known,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return Challenge(options_to_json(options), bytes_to_base64url(options.challenge))


@transaction.atomic
def passkey_add(*, account: Account, credential: str, challenge: str, site: Site, name: str, actor: Actor) -> None:
    """Take the passkey that the browser made; Refused if its answer does not fit."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, RecursionError) as error:
        raise Refused(_("Dieser Passkey konnte nicht eingerichtet werden. Versuchen Sie es noch einmal.")) from error
    known = SecondFactor.objects.filter(credential_id=bytes_to_base64url(made.credential_id))
    first_factor_follows(account)
    if known.exists():
        raise Refused(_("Dieser Passkey ist schon eingerichtet."))
    SecondFactor.objects.create(
        account=account,
        kind=SecondFactor.Kind.PASSKEY,
        name=name,
        credential_id=bytes_to_base64url(made.credential_id),
        public_key=bytes_to_base64url(made.credential_public_key),
        counter=made.sign_count,
        created_at=clock.now(),
    )
    record(actor, factor_entry(account, "added", f"Passkey «{name}» von {account.name} eingerichtet."))


def assertion_challenge(*, account: Account | None, site: Site) -> Challenge:
    """Ask the browser for a passkey: of that account, or (None) of whoever is there, who must then be verified."""
    options = generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_descriptors(account) if account else None,
        user_verification=UserVerificationRequirement.PREFERRED if account else UserVerificationRequirement.REQUIRED,
    )
    return Challenge(options_to_json(options), bytes_to_base64url(options.challenge))


def passkey_prove(*, account: Account | None, credential: str, challenge: str, site: Site) -> Proof | None:
    """The passkey that gave this answer; None if the answer is wrong, or not of that account.

    Without an account (sign-in by passkey alone) its owner must have been verified and be the one it names.
    """
    try:
        return _proof(account, credential, challenge, site)
    except (WebAuthnException, ValueError, RecursionError):
        return None


def _proof(account: Account | None, credential: str, challenge: str, site: Site) -> Proof | None:
    answer = parse_authentication_credential_json(credential)
    factor = (
        SecondFactor.objects.filter(credential_id=bytes_to_base64url(answer.raw_id)).select_related("account").first()
    )
    if factor is None or (account and factor.account_id != account.pk):
        return None
    handle = answer.response.user_handle
    if (handle or account is None) and handle != _handle(factor.account):
        return None
    verified = verify_authentication_response(
        credential=answer,
        expected_challenge=base64url_to_bytes(challenge),
        expected_rp_id=site.host,
        expected_origin=site.origin,
        credential_public_key=base64url_to_bytes(factor.public_key),
        credential_current_sign_count=factor.counter,
        require_user_verification=account is None,
    )
    unused = SecondFactor.objects.filter(pk=factor.pk, counter=factor.counter)
    if unused.update(counter=verified.new_sign_count, last_used_at=clock.now()) != 1:
        return None
    return Proof(factor, verified.user_verified)
