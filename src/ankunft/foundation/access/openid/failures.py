"""Why a sign-in by the provider comes to nothing: a sentence for the person, and the cause for the trail."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused


class SignInFailed(Refused):
    """What the provider answered, or did not answer, lets nobody in.

    `cause` is for the trail: few words that hold nothing of what was sent, none if there is nothing new to tell.
    `is_hostile` says whether it is something that an honest provider and an honest person do not
    bring about.
    """

    def __init__(self, reason: str, cause: str, *, is_hostile: bool = False) -> None:
        super().__init__(reason)
        self.cause = cause
        self.is_hostile = is_hostile


def unreachable(name: str, cause: str) -> SignInFailed:
    """The provider is down, slow, or answers what nobody understands."""
    return SignInFailed(
        _(
            "%(name)s antwortet im Moment nicht richtig. Versuchen Sie es in einigen Minuten noch einmal, "
            "oder melden Sie sich mit E-Mail-Adresse und Passwort an."
        )
        % {"name": name},
        cause,
    )


def untrusted(name: str, cause: str) -> SignInFailed:
    """The answer is there, but it is not proven to be the provider's, for us, and for this sign-in."""
    return SignInFailed(
        _(
            "Die Antwort von %(name)s liess sich nicht bestätigen und wurde abgelehnt. Melden Sie sich noch einmal an; "
            "geschieht es wieder, benachrichtigen Sie die Stelle, die Ihr Konto verwaltet."
        )
        % {"name": name},
        cause,
        is_hostile=True,
    )


def stale(name: str, cause: str, *, is_hostile: bool = False) -> SignInFailed:
    """The answer belongs to no sign-in that was begun in this browser and is still open."""
    return SignInFailed(
        _(
            "Diese Anmeldung über %(name)s wurde nicht in diesem Browser begonnen oder ist abgelaufen. "
            "Beginnen Sie noch einmal."
        )
        % {"name": name},
        cause,
        is_hostile=is_hostile,
    )


def given_up(name: str) -> SignInFailed:
    """The person said no at the provider."""
    return SignInFailed(
        _(
            "Die Anmeldung bei %(name)s wurde abgebrochen. Versuchen Sie es noch einmal, "
            "oder melden Sie sich mit E-Mail-Adresse und Passwort an."
        )
        % {"name": name},
        "beim Anbieter abgebrochen",
    )
