"""Documents and official schemas as XML, of whatever standard: read safely, and never from the network.

Schemas are not ours to pass on: an installation names the folders that hold them. They are compiled once per process.
Every document from outside is parsed here, so that no other way of reading one exists: without DTD, without entities,
within limits of size.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.kernel.errors import Refused


class NotAllowed(ValueError):
    """A document with a DTD: none of these messages has one, and attacks begin there."""


class _FromFolder(etree.Resolver):
    """Gives the file of the folder that has the name at the end of the address; nothing else is there."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._files = {file.name: file for file in folder.glob("*.xsd")}
        self.missing: list[str] = []

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]
        name = PurePosixPath(system_url).name
        file = self._files.get(name)
        if file is None:
            # What is raised here may get lost on its way through the library.
            self.missing.append(name)
            return self.resolve_string(b"", context, base_url=system_url)
        return self.resolve_string(file.read_bytes(), context, base_url=system_url)


@lru_cache(maxsize=4)
def compiled(folder: Path, name: str) -> etree.XMLSchema:
    """One of the official schemas, with what it imports; Refused with a sentence where it is missing or broken."""
    file = folder / name
    if not file.is_file():
        raise Refused(_missing(name, folder))
    parser = _safe_parser()
    resolver = _FromFolder(folder)
    parser.resolvers.add(resolver)
    try:
        return etree.XMLSchema(etree.parse(str(file), parser))
    except etree.LxmlError as error:
        if resolver.missing:
            raise Refused(_missing(resolver.missing[0], folder)) from None
        raise Refused(
            _("Die Schemata im Ordner %(folder)s sind unbrauchbar: %(error)s")
            % {"folder": str(folder), "error": str(error)}
        ) from None


def _missing(name: str, folder: Path) -> str:
    return _("Das Schema «%(name)s» fehlt im Ordner %(folder)s.") % {"name": name, "folder": str(folder)}


def parsed(content: bytes, parser: etree.XMLParser | None = None) -> etree._Element:
    """The document; XMLSyntaxError where it is none, NotAllowed where it has a DTD."""
    root: etree._Element = etree.fromstring(content, parser or message_parser())
    if root.getroottree().docinfo.internalDTD is not None:
        raise NotAllowed
    return root


@lru_cache(maxsize=1)
def message_parser() -> etree.XMLParser:
    """What every message is parsed with. Comments and instructions are left out: a value may be cut apart by them."""
    return _safe_parser(remove_comments=True, remove_pis=True)


def _safe_parser(**options: Any) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, **options
    )
