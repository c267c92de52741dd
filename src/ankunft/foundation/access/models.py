"""Accounts, organisations, and who holds which role where since when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person who can sign in. What the person may do comes from memberships alone.

    A temporary password was seen by somebody else and must be replaced at the first sign-in. Counting
    `sessions_epoch` up ends every session of the account.
    """

    email = models.EmailField(_("E-Mail-Adresse"), max_length=200, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    password_is_temporary = models.BooleanField(default=False)
    sessions_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_once")]
        ordering = ["email"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Besides the password the epoch decides whether a session is still good."""
        return f"{super()._get_session_auth_hash(secret=secret)}.{self.sessions_epoch}"  # type: ignore[misc]

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Never: permissions are decided by the rooms' own policies, not by Django's."""
        return False


class Organisation(models.Model):
    """A municipality, a cantonal office, a social region, a provider: whoever people belong to."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """From `valid_from` on, a person holds (or, with `granted` false, no longer holds) a role in an organisation."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    valid_from = models.DateField()
    granted = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "organisation", "role", "valid_from"], name="membership_keyed_by_start"
            )
        ]
        ordering = ["valid_from"]


class SecondFactor(models.Model):
    """What an account proves beside its password: codes of an authenticator app (TOTP), or a passkey.

    `secret` is that of the app, encrypted. A passkey has a public key, the id of its credential (base64url) and a
    counter. `last_step` is the last time step of which a code was taken: no code serves twice.
    """

    class Kind(models.TextChoices):
        TOTP = "totp"
        PASSKEY = "passkey"

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="second_factors")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=80)
    secret = models.TextField(blank=True)
    last_step = models.BigIntegerField(default=0)
    credential_id = models.CharField(max_length=1400, null=True, unique=True)  # noqa: DJ001 - unique, so NULL for none
    public_key = models.TextField(blank=True)
    counter = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=models.Q(kind="totp"), name="second_factor_one_app")
        ]
        ordering = ["created_at", "pk"]


class RecoveryCode(models.Model):
    """A code that stands in once for a lost second factor; only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    digest = models.CharField(max_length=200)
    used_at = models.DateTimeField(null=True)


class FailedAttempt(models.Model):
    """That a password, a code or a token was wrong: of whom (`subject`, a keyed digest of account or address), when."""

    subject = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="failed_attempt_by_subject")]


class ExternalIdentity(models.Model):
    """An account's identity at an OpenID provider: `subject` is what the provider `issuer` calls the person."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="external_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="external_identity_once")]


class Invitation(models.Model):
    """That somebody may open an account with a role in an organisation, by a link that is good once and not for long.

    Only the digest of the link's token is kept. For an address that has an account already, the role is given when
    the invitation is accepted.
    """

    email = models.EmailField(max_length=200)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=40)
    valid_from = models.DateField()
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]


class SavedView(models.Model):
    """A list as somebody wants to see it again: `place` names the list, `query` what is filtered and sorted by."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="saved_views")
    place = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "place", "name"], name="saved_view_once")]
        ordering = ["name"]


class SecretAddress(models.Model):
    """An address that opens something of an account to a program that cannot sign in (a calendar), until it is dropped.

    `purpose` says what it opens. Only the digest of the secret in it is kept. It opens nothing any more once the
    sessions of the account are ended: `sessions_epoch` is that of the account when it was made.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="secret_addresses")
    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    sessions_epoch = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "purpose"], name="secret_address_once")]
