"""The official schema of messages of a register (eCH-0020 version 3), from `ANKUNFT_ECH_SCHEMAS`."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.documents.xml import compiled
from ankunft.foundation.kernel.errors import Refused

MAIN = "eCH-0020-3-0.xsd"
NAMESPACE = "http://www.ech.ch/xmlns/eCH-0020/3"


def message_schema() -> etree.XMLSchema:
    """The schema of messages. Refused with a sentence where the installation has none."""
    if settings.ECH_SCHEMAS is None:
        raise Refused(
            _(
                "Meldungen des Einwohnerregisters werden mit den Schemata von eCH geprüft. "
                "Ihr Ordner fehlt: Bitte ANKUNFT_ECH_SCHEMAS setzen."
            )
        )
    return compiled(settings.ECH_SCHEMAS, MAIN)
