"""The forms of signing in and of one's own security."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.passwords import LONGEST, password_problems

PASSWORD_MISSING = _("Geben Sie Ihr Passwort ein.")
CODE_LENGTH = 40
CREDENTIAL_LENGTH = 20_000


def _address_field() -> forms.EmailField:
    return forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=200,
        error_messages={"required": _("Geben Sie Ihre E-Mail-Adresse ein.")},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )


def _present_password() -> forms.CharField:
    return forms.CharField(
        label=_("Passwort"),
        strip=False,
        max_length=LONGEST,
        error_messages={"required": PASSWORD_MISSING},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


def _code_field(label: Any, hint: Any, **attributes: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=CODE_LENGTH,
        error_messages={"required": _("Geben Sie den Code ein.")},
        widget=forms.TextInput(attrs={"spellcheck": "false", "class": "govuk-input--width-10", **attributes}),
    )


def _app_code(hint: Any) -> forms.CharField:
    return _code_field(_("Code"), hint, inputmode="numeric", autocomplete="one-time-code")


class SignInForm(forms.Form):
    """Address and password."""

    email = _address_field()
    password = _present_password()


class PasswordForm(forms.Form):
    """The present password, once more."""

    password = _present_password()


class AppCodeForm(forms.Form):
    """The code that the app shows now."""

    code = _app_code(_("Sechs Ziffern aus Ihrer Authenticator-App."))


class RecoveryCodeForm(forms.Form):
    """One of the codes that were shown when the second factor was set up."""

    code = _code_field(
        _("Wiederherstellungscode"),
        _("Einer der zehn Codes, die Sie beim Einrichten notiert haben. Jeder gilt einmal."),
        autocomplete="off",
        autocapitalize="none",
    )


class AppSetupForm(forms.Form):
    """The offer that the app was given, and the first code that it shows."""

    offer = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    code = _app_code(_("Die sechs Ziffern, die Ihre App jetzt zeigt."))


class PasskeyForm(forms.Form):
    """What the browser answered to a challenge; a script fills it in."""

    credential = forms.CharField(max_length=CREDENTIAL_LENGTH, widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("credential"):
            raise ValidationError(_("Ihr Browser hat keinen Passkey geliefert. Versuchen Sie es noch einmal."))
        return data


class NewPasskeyForm(PasskeyForm):
    """A new passkey with a name by which the person knows it."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Woran Sie ihn erkennen, zum Beispiel «Arbeitslaptop»."),
        max_length=60,
        error_messages={"required": _("Geben Sie dem Passkey einen Namen.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddressForm(forms.Form):
    """The address of somebody who has forgotten the password."""

    email = _address_field()


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("Neues Passwort"),
        help_text=_("Mindestens 12 Zeichen; nichts allgemein Bekanntes, nicht Ihr Name oder Ihre Adresse."),
        strip=False,
        error_messages={"required": _("Geben Sie ein neues Passwort ein.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("Neues Passwort noch einmal"),
        strip=False,
        error_messages={"required": _("Geben Sie das neue Passwort noch einmal ein.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._account = account

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if problems := password_problems(password, email=self._account.email, name=self._account.name):
            raise ValidationError(problems)
        if self._account.check_password(password):
            raise ValidationError(_("Das ist das bisherige Passwort. Wählen Sie ein anderes."))
        return password

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if "password" in data and "repeated" in data and data["password"] != data["repeated"]:
            self.add_error("repeated", _("Die beiden Eingaben sind nicht gleich."))
        return data
