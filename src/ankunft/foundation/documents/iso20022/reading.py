"""What every message of a bank is read with: opened safely, elements found by their plain names."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.documents.xml import NotAllowed, parsed
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

LONGEST, LONGEST_NAME = 35, 140
"""How long references and names are in the official schemas, which not every installation has."""
MOST = 10**15
"""Rappen: more than any account in Switzerland ever moved."""
NOTHING = {"", "NOTPROVIDED"}


def opened(content: bytes) -> etree._Element:
    """The message as XML. Refused with a sentence where it is none, or has what no message of a bank has (a DTD)."""
    try:
        return parsed(content)
    except etree.XMLSyntaxError as error:
        raise Refused(
            _("Das ist keine ganze Bankdatei: Ab Zeile %(line)s lässt sie sich nicht als XML lesen (%(reason)s).")
            % {"line": error.lineno or 1, "reason": error.msg or "–"}
        ) from None
    except NotAllowed:
        raise Refused(_("Das ist keine Bankdatei: Sie lässt sich nicht als XML lesen.")) from None


def namespace_of(root: etree._Element) -> str:
    """By which standard and version the message is written."""
    return etree.QName(root).namespace or ""


class Elements:
    """Finds elements by their plain names in one namespace, and their values within the limits of the schemas."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace

    def all(self, element: etree._Element, path: str) -> list[etree._Element]:
        """Every element at that path (`A/B/C`)."""
        return element.findall(self._path(path))

    def text(self, element: etree._Element, path: str, most: int | None = None) -> str:
        """The text there, empty if there is none. Refused with its line where it is longer than `most`."""
        found = (element.findtext(self._path(path)) or "").strip()
        if most is not None and len(found) > most:
            raise Refused(
                _("Zeile %(line)s: «%(name)s» ist länger als %(most)s Zeichen.")
                % {"line": element.sourceline, "name": path.rpartition("/")[2], "most": most}
            )
        return found

    def reference(self, element: etree._Element, path: str) -> str:
        """A reference, empty where the bank says that there is none."""
        reference = self.text(element, path, LONGEST)
        return "" if reference in NOTHING else reference

    def iban(self, element: etree._Element, path: str) -> str:
        """An account, without the spaces that people write."""
        found = self.text(element, f"{path}/Id/IBAN") or self.text(element, f"{path}/Id/Othr/Id")
        return found.replace(" ", "").upper()

    def amount(self, amount: etree._Element) -> int:
        """Rappen. Refused with its line where it is no amount in francs."""
        if amount.get("Ccy") != "CHF":
            raise Refused(_("Zeile %(line)s: Gelesen werden nur Beträge in CHF.") % {"line": amount.sourceline})
        return self.plain_amount(amount)

    def plain_amount(self, amount: etree._Element) -> int:
        """Rappen of an amount that names no currency, as sums for control. Refused like `amount`."""
        with suppress(ValueError):
            rappen = Money.parse((amount.text or "").strip()).rappen
            if 0 <= rappen <= MOST:
                return rappen
        raise Refused(
            _("Zeile %(line)s: «%(amount)s» ist kein Betrag in Franken und Rappen.")
            % {"line": amount.sourceline, "amount": amount.text or ""}
        )

    def day(self, element: etree._Element, path: str) -> date | None:
        """The day of a date or moment, None where there is none."""
        with suppress(ValueError):
            return date.fromisoformat(self.text(element, path)[:10])
        return None

    def _path(self, path: str) -> str:
        return "/".join(step if step in ("*", ".") else f"{{{self._namespace}}}{step}" for step in path.split("/"))
