"""Proposes the schemes that come with the product: people of the canton confirm them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.content import digest_of
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .content import content_of
from .intake import scheme_in
from .models import SchemeDefinition
from .services import definition_propose

FOLDER = "schemes"


@transaction.atomic
def load_schemes(actor: Actor) -> int:
    """Propose every definition of data/schemes that was never proposed; returns how many. Refused with every reason."""
    known = set(SchemeDefinition.objects.values_list("digest", flat=True))
    new = 0
    for file in sorted(Path(settings.DATA, FOLDER).glob("*.json")):
        text = file.read_text(encoding="utf-8")
        try:
            digest = digest_of(content_of(scheme_in(text)))
        except Refused as refused:
            raise Refused(_("%(file)s: %(reason)s") % {"file": file.name, "reason": refused.reason}) from refused
        if digest not in known:
            definition_propose(text=text, actor=actor)
            new += 1
    return new
