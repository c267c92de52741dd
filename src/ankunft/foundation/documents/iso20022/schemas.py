"""The official schemas of the messages, from a folder (`ANKUNFT_ISO20022_SCHEMAS`) and never from the network."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.documents.xml import compiled, parsed
from ankunft.foundation.kernel.errors import Refused

SHOWN = 5
"""How many faults are told."""


def is_there() -> bool:
    """Whether this installation has the schemas."""
    return settings.ISO20022_SCHEMAS is not None


def has(name: str) -> bool:
    """Whether this installation has the official schema of that file name: banks do not send everything."""
    return settings.ISO20022_SCHEMAS is not None and (settings.ISO20022_SCHEMAS / name).is_file()


def require_usable(name: str) -> None:
    """Refused with a sentence where the official schema of that file name is missing or broken."""
    compiled(settings.ISO20022_SCHEMAS, name)


def require_valid(content: bytes, name: str) -> None:
    """Refused with line and reason where the document breaks the official schema of that file name."""
    schema = compiled(settings.ISO20022_SCHEMAS, name)
    if schema.validate(parsed(content)):
        return
    log: Any = schema.error_log
    faults = [f"{_('Zeile')} {entry.line}: {_plain(str(entry.message))}" for entry in log][:SHOWN]
    raise Refused(
        _("Die Datei hält sich nicht an das Schema «%(schema)s»: %(faults)s")
        % {"schema": name, "faults": "; ".join(faults)}
    )


def _plain(message: str) -> str:
    """What the library says, without the name space that it repeats at every element."""
    return message.replace("{urn:iso:std:iso:20022:tech:xsd:", "{")
