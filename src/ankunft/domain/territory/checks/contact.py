"""Whether a contact can be reached."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from ..values import ContactEntry, Fault

_PHONE = re.compile(r"\+?[0-9][0-9 ()/.-]{5,28}")


def contact_faults(entry: ContactEntry) -> list[Fault]:
    """What is wrong with a contact. An empty name stands for nobody and then has neither address nor number."""
    email, phone = entry.email, entry.phone
    if not entry.name:
        if email or phone:
            return [Fault("name", _("Der Name fehlt."))]
        return []
    faults = []
    if not email and not phone:
        faults.append(Fault("email", _("Es braucht eine E-Mail-Adresse oder eine Telefonnummer.")))
    if email and not _is_email(email):
        faults.append(Fault("email", _("Das ist keine E-Mail-Adresse.")))
    if phone and not _PHONE.fullmatch(phone):
        faults.append(Fault("phone", _("Das ist keine Telefonnummer, zum Beispiel 032 123 45 67.")))
    return faults


def _is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True
