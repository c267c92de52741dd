"""A definition as somebody wrote it: read, and refused with every reason where it cannot be worked with."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from ankunft.domain.questionnaires import words as form_words
from ankunft.foundation.kernel.errors import Refused

from . import words
from .content import Malformed, scheme_of
from .rules import faults
from .values import Scheme

LONGEST = 200_000
"""Characters of a definition; those that come with the product have some three thousand."""


def scheme_in(text: str) -> Scheme:
    """The scheme that the JSON text describes. Refused with every reason."""
    if len(text) > LONGEST:
        raise Refused(_("Die Definition ist zu lang: höchstens 200'000 Zeichen."))
    try:
        data: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("Die Definition ist kein JSON: %(error)s") % {"error": error}) from error
    try:
        scheme = scheme_of(data)
    except Malformed as error:
        raise Refused(form_words.of_malformed(error)) from error
    if broken := faults(scheme):
        raise Refused(" ".join(words.of_fault(fault) for fault in broken))
    return scheme
