"""A person has a family name; some have no given name (eCH-0044: at most 100 characters each)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..values import PersonEntry
from .base import Fault

LONGEST = 100


def check(entry: PersonEntry) -> Iterator[Fault]:
    """A family name there must be, and neither name may be longer than registers take."""
    if not entry.family_name.strip():
        yield Fault("family_name", _("Geben Sie den Familiennamen ein."))
    for field in ("family_name", "given_name"):
        if len(getattr(entry, field)) > LONGEST:
            yield Fault(field, _("Der Name ist zu lang (höchstens 100 Zeichen)."))
