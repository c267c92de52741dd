"""How a person is reached: language of letters, interpreting, telephone, e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from ..languages import languages
from ..models import InterpreterNeed
from ..values import PersonEntry
from .base import Fault

PHONE = re.compile(r"\+?[\d ()/.-]{3,39}")


def check(entry: PersonEntry) -> Iterator[Fault]:
    """Each of them right, or left out."""
    if entry.language and entry.language not in languages():
        yield Fault("language", _("Wählen Sie die Sprache aus der Liste."))
    if entry.interpreter_need and entry.interpreter_need not in InterpreterNeed.values:
        yield Fault("interpreter_need", _("Sagen Sie ja, nein, oder lassen Sie es offen."))
    if entry.phone and not PHONE.fullmatch(entry.phone.strip()):
        yield Fault("phone", _("Diese Telefonnummer stimmt nicht. Zum Beispiel 079 123 45 67 oder +41 79 123 45 67."))
    try:
        if entry.email:
            validate_email(entry.email.strip())
    except ValidationError:
        yield Fault("email", _("Diese E-Mail-Adresse stimmt nicht. Zum Beispiel name@beispiel.ch."))
