"""The parts that messages are made of: identity, dates, countries, permit, residence, relations.

Elements come here after they fitted the schema, so that what has to be there is there. What the schema leaves open and
first information cannot do without is `Unreadable`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.utils.translation import gettext as _
from lxml.etree import _Element

from ankunft.foundation.documents.cells import shortened
from ankunft.foundation.kernel.clock import ZURICH

from .countries import iso_by_number, iso_codes
from .values import (
    Identity,
    PartialDate,
    PermitData,
    Sex,
)


class Names:
    """The tags of one namespace, as lxml writes them: `E44.vn` is {http://www.ech.ch/xmlns/eCH-0044/4}vn."""

    def __init__(self, namespace: str) -> None:
        self.prefix = f"{{http://www.ech.ch/xmlns/{namespace}}}"

    def __getattr__(self, name: str) -> str:
        # Asked for once, then an attribute like any other: tags are looked up a hundred times for each message.
        tag = self.prefix + name
        setattr(self, name, tag)
        return tag


E07, E08, E10, E11 = Names("eCH-0007/5"), Names("eCH-0008/3"), Names("eCH-0010/5"), Names("eCH-0011/8")
E20, E21, E44, E58 = Names("eCH-0020/3"), Names("eCH-0021/7"), Names("eCH-0044/4"), Names("eCH-0058/5")

_SEX: dict[str, Sex] = {"1": "male", "2": "female", "3": "unspecified"}
_KNOWN = "2"
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


class Unreadable(ValueError):
    """An element that fits the schema and yet cannot be taken, with the reason as a German sentence."""

    def __init__(self, element: _Element, sentence: str) -> None:
        super().__init__(sentence)
        self.element = element
        self.sentence = sentence


def texts(element: _Element) -> dict[str, str]:
    """What stands in the children of an element, by their tags."""
    return {child.tag: child.text or "" for child in element}


def parts(element: _Element) -> dict[str, _Element]:
    """The children of an element by their tags; of several with the same tag the last one."""
    return {child.tag: child for child in element}


def tidy(text: str) -> str:
    """A text without white space around it, and single blanks within (xs:token)."""
    return " ".join(text.split())


def day(text: str, element: _Element) -> date:
    """A day (xs:date); its time zone, if it has one, says nothing."""
    try:
        found = date.fromisoformat(text.strip()[:10])
    except ValueError:
        found = date.min
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise Unreadable(element, _("Das Datum ist nicht lesbar. Erwartet wird ein Tag wie 2026-01-31."))
    return found


def day_if_told(text: str | None, element: _Element) -> date | None:
    """A day, or None where nothing stands."""
    return day(text, element) if text else None


def moment(text: str, element: _Element) -> datetime:
    """A moment (xs:dateTime) in UTC; without time zone it is meant as in Switzerland."""
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=ZURICH)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreadable(element, _("Der Zeitpunkt ist nicht lesbar. Bitte die Meldung neu senden.")) from None


def partial_date(element: _Element) -> PartialDate:
    """A date of which the day, or day and month, may be missing (eCH-0044 datePartiallyKnown)."""
    told = element[0]
    text = (told.text or "").strip()
    if told.tag == E44.yearMonthDay:
        whole = day(text, told)
        return PartialDate(whole.year, whole.month, whole.day)
    year = int(text[:4]) if text[:4].isdecimal() else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Unreadable(told, _("Das Jahr ist nicht lesbar. Erwartet wird ein Jahr wie 1990."))
    return PartialDate(year, int(text[5:7])) if told.tag == E44.yearMonth else PartialDate(year)


def key(element: _Element | None) -> str:
    """The register's key as category:id (eCH-0044 namedPersonId); empty where there is none."""
    return "" if element is None else f"{tidy(element[0].text or '')}:{tidy(element[1].text or '')}"


def ahv_number(text: str, element: _Element) -> str:
    """The thirteen digits; empty where none is told."""
    number = text.strip()
    if number and not _check_digit_fits(number):
        raise Unreadable(element, _("Die AHV-Nummer ist falsch (Prüfziffer). Bitte im Register berichtigen."))
    return number


def _check_digit_fits(number: str) -> bool:
    return (sum(map(int, number[::2])) + 3 * sum(map(int, number[1::2]))) % 10 == 0


def identity(element: _Element) -> Identity:
    """Whom the message is about (eCH-0044 personIdentification)."""
    told = parts(element)
    number = told.get(E44.vn)
    return Identity(
        key(told[E44.localPersonId]),
        "" if number is None else ahv_number(number.text or "", number),
        tidy(told[E44.officialName].text or ""),
        tidy(told[E44.firstName].text or ""),
        sex(told[E44.sex]),
        partial_date(told[E44.dateOfBirth]),
    )


def sex(element: _Element) -> Sex:
    """Sex as registers know it (eCH-0044)."""
    return _SEX[(element.text or "").strip()]


def country(element: _Element) -> str:
    """A country as ISO-2 (eCH-0008): by its number, or by its ISO code where there is no number."""
    told = texts(element)
    number, iso = told.get(E08.countryId, "").strip(), told.get(E08.countryIdISO2, "").strip().upper()
    if number:
        return _by_number(number, element)
    if iso in iso_codes():
        return iso
    if iso:
        raise Unreadable(
            element, _("Den Ländercode «%(code)s» gibt es nicht. Bitte berichtigen.") % {"code": shortened(iso)}
        )
    raise Unreadable(element, _("Das Land hat weder BFS-Nummer noch ISO-Code. Bitte im Register ergänzen."))


def _by_number(number: str, element: _Element) -> str:
    known = iso_by_number().get(number)
    if known:
        return known
    if known is None:
        raise Unreadable(
            element,
            _("Die Ländernummer «%(number)s» gibt es nicht (BFS, Staaten und Gebiete). Bitte berichtigen.")
            % {"number": shortened(number)},
        )
    raise Unreadable(
        element,
        _("Den Staat mit der Nummer %(number)s gibt es nicht mehr. Bitte im Register den heutigen eintragen.")
        % {"number": number},
    )


def nationalities(element: _Element) -> tuple[str, ...]:
    """The nationalities as ISO-2 (eCH-0011 nationalityData); none for whoever has none or whose is unknown."""
    if (element[0].text or "").strip() != _KNOWN:
        return ()
    found = tuple(dict.fromkeys(country(info[0]) for info in element.iterchildren(E11.countryInfo)))
    if not found:
        raise Unreadable(element, _("Die Staatsangehörigkeit soll bekannt sein, aber es steht kein Land da."))
    return found


def permit(element: _Element | None) -> PermitData | None:
    """The permit (eCH-0011 residencePermitData); None where the register knows none."""
    if element is None:
        return None
    told = texts(element)
    code = told[E11.residencePermit].strip()
    if not code:
        return None
    return PermitData(
        code,
        day_if_told(told.get(E11.residencePermitValidFrom), element),
        day_if_told(told.get(E11.residencePermitValidTill), element),
        day_if_told(told.get(E11.entryDate), element),
    )


def line_of(element: Any) -> int:
    """The line in which the element begins; 0 where nobody knows."""
    return int(element.sourceline or 0)


def is_locked(text: str) -> bool:
    """Whether data are locked (eCH-0021 dataLock): 0 is not, 1 the address, 2 everything."""
    return text.strip() not in ("", "0")


def language(element: _Element | None) -> str:
    """The language of correspondence (eCH-0021 personAdditionalData); empty where none is told."""
    if element is None:
        return ""
    return texts(element).get(E21.languageOfCorrespondance, "").strip().lower()


def died_on(element: _Element) -> date:
    """The last day of the span in which somebody died."""
    told = element[0][-1]
    return day(told.text or "", told)


def names(element: _Element) -> tuple[str, str, date | None]:
    """Family name and given name, and since when (nameInfo)."""
    since = element.find(E20.nameValidFrom)
    return (
        tidy(element[0][0].text or ""),
        tidy(element[0][1].text or ""),
        None if since is None else day(since.text or "", since),
    )
