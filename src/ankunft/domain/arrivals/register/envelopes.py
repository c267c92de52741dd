"""Envelopes of sedex (eCH-0090): what a data file beside them is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.documents.xml import NotAllowed, compiled, parsed
from ankunft.foundation.kernel.errors import Refused

SCHEMA = "eCH-0090-{}-0.xsd"
_NAMESPACE = "http://www.ech.ch/xmlns/eCH-0090/"
_RECEIPT, _ERROR = 2, 3
LARGEST = 1024 * 1024


class Envelope(NamedTuple):
    """Who sent the data file, and as which message of sedex."""

    sender_id: str
    message_id: str


class HalfWritten(ValueError):
    """An envelope whose end is not there (yet)."""


def opened(file: Path) -> Envelope:
    """What an envelope says. Refused where it is none, or where what it brings is no delivery; HalfWritten."""
    if file.stat().st_size > LARGEST:
        raise Refused(_("Der Umschlag ist zu gross für einen Umschlag von sedex (eCH-0090)."))
    try:
        root = parsed(file.read_bytes())
    except NotAllowed:
        raise Refused(_("Der Umschlag enthält eine DTD. Solche Umschläge werden nicht gelesen.")) from None
    except etree.XMLSyntaxError:
        raise HalfWritten from None
    name = etree.QName(root)
    version = (name.namespace or "").removeprefix(_NAMESPACE)
    if name.localname != "envelope" or version not in ("1", "2"):
        raise Refused(_("Der Umschlag ist kein Umschlag von sedex (eCH-0090)."))
    folder = settings.ECH_SCHEMAS
    if folder is not None and not compiled(Path(folder), SCHEMA.format(version)).validate(root):
        raise Refused(_("Der Umschlag entspricht dem Schema von eCH-0090 nicht."))
    told = {str(etree.QName(element).localname): (element.text or "").strip() for element in root}
    kind = told.get("messageClass", "0")
    if kind in (str(_RECEIPT), str(_ERROR)):
        raise Refused(_("Das ist eine Quittung oder Fehlermeldung von sedex und keine Meldung des Registers."))
    return Envelope(told.get("senderId", ""), told.get("messageId", ""))
