"""What is wrong with a document, in German: for each finding of the parser and of the schema a sentence with its place.

Values are repeated only where they are codes: what else stands in a message may be personal, and refusals are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from lxml import etree

from ankunft.foundation.documents.cells import shortened

MOST_FINDINGS = 5
_CODES = frozenset(
    {
        "action", "arrivalDate", "cantonAbbreviation", "careType", "countryId", "countryIdISO2", "dataLock",
        "departureDate", "eventDate", "messageDate", "municipalityId", "nationalityStatus", "paperLock",
        "residencePermit", "sex", "swissZipCode", "testDeliveryFlag", "typeOfHousehold", "typeOfRelationship",
    }
)  # fmt: skip
_ELEMENT = re.compile(r"Element '(?:\{[^}]*\})?([^']+)'")
_VALUE = re.compile(r"The value '(.*?)' (?:is not|has|must)|: '(.*?)' is not a valid value", re.DOTALL)
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (.*?) \)")
_NAME = re.compile(r"\{[^}]*\}([\w.-]+)|\b([A-Za-z][\w.-]*)\b")
_MESSAGE_ID = re.compile(rb"<(?:[\w.-]+:)?messageId>([^<]{1,36})<")
_SENDER_ID = re.compile(rb"<(?:[\w.-]+:)?senderId>([^<]{1,50})<")
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?delivery\s*>\s*\Z")


class Finding(NamedTuple):
    """One thing that is wrong: in which line, at which element, and the sentence."""

    line: int
    element: str
    sentence: str


def of_syntax(error: etree.XMLSyntaxError, content: bytes) -> Finding:
    """Why a document is no XML that can be read."""
    line, words = error.lineno or 0, str(error.msg or "")
    if not content.strip():
        return Finding(0, "", _("Die Datei ist leer. Bitte die Meldung neu senden lassen."))
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return Finding(0, "", _("Die Datei ist kein XML. Erwartet wird eine Meldung nach eCH-0020."))
    return Finding(line, "", _syntax_sentence(words, ends_early=not _CLOSED.search(content[-200:])))


def names_in(content: bytes) -> tuple[str, str]:
    """Message id and sender of a document that could not be parsed; empty where they are not found."""
    found = [pattern.search(content) for pattern in (_MESSAGE_ID, _SENDER_ID)]
    message, sender = (match[1].decode("utf-8", "replace").strip() if match else "" for match in found)
    return message, sender


def _syntax_sentence(words: str, *, ends_early: bool) -> str:
    lowered = words.lower()
    if "encod" in lowered or "not proper utf-8" in lowered or "invalid byte" in lowered:
        return _("Die Zeichen passen nicht zur angegebenen Codierung. Bitte als UTF-8 senden lassen.")
    if ends_early:
        return _("Die Datei bricht mitten in der Meldung ab. Bitte die Meldung neu senden lassen.")
    if "mismatch" in lowered:
        return _("Ein Element ist geöffnet und nicht geschlossen worden, oder umgekehrt. Bitte neu senden lassen.")
    if "entity" in lowered:
        return _("Die Datei enthält eine Entität. Solche Meldungen werden nicht gelesen.")
    if "depth" in lowered or "huge" in lowered or "too long" in lowered:
        return _("Die Datei ist übermässig verschachtelt oder enthält einen viel zu langen Text.")
    return _("Die Datei ist kein lesbares XML: %(words)s") % {"words": shortened(words)}


def of_schema(log: Iterable[etree._LogEntry]) -> Finding:
    """What does not fit the schema: the first finding with its place, and the next ones within its sentence."""
    findings: dict[tuple[int, str], Finding] = {}
    for entry in log:
        element = _element(entry)
        findings.setdefault((entry.line, element), Finding(entry.line, element, _schema_sentence(entry, element)))
    first, *further = list(findings.values())[:MOST_FINDINGS]
    sentences = [first.sentence, *(_further(finding) for finding in further)]
    return first._replace(sentence=" ".join(sentences))


def _further(finding: Finding) -> str:
    return _("Ausserdem Zeile %(line)d, «%(element)s»: %(sentence)s") % finding._asdict()


def _element(entry: etree._LogEntry) -> str:
    found = _ELEMENT.search(entry.message)
    return found[1] if found else ""


def _schema_sentence(entry: etree._LogEntry, element: str) -> str:
    speak = _SENTENCES.get(entry.type_name)
    if speak is not None:
        return speak(entry.message, element)
    return _("Das Element passt nicht zum Schema: %(words)s") % {"words": _without_values(entry.message)}


def _without_values(words: str) -> str:
    """The validator's own words, without what stands in the element."""
    return re.sub(r"'[^']*'", "«…»", words.partition(": ")[2] or words)


def _code(message: str, element: str) -> str:
    """The value with a blank before it, if it is one that may be repeated."""
    found = _VALUE.search(message)
    if found is None or element not in _CODES:
        return ""
    return f" «{shortened(found[1] or found[2] or '')}»"


def _expected(message: str) -> str:
    found = _EXPECTED.search(message)
    if found is None:
        return ""
    names = [first or second for first, second in _NAME.findall(found[1]) if (first or second) != "##other"]
    return ", ".join(f"«{name}»" for name in names[:5])


def _not_expected(message: str, element: str) -> str:
    expected = _expected(message)
    if "Missing child" in message:
        return _("Darin fehlt etwas. Erwartet wird: %(expected)s.") % {"expected": expected or "?"}
    if not expected:
        return _("Dieses Element gehört nicht hierher.")
    return _("Dieses Element gehört nicht hierher. Erwartet wird: %(expected)s.") % {"expected": expected}


def _not_listed(message: str, element: str) -> str:
    if "attribute 'version'" in message:
        return _version()
    code = _code(message, element)
    if element == "residencePermit":
        return _("Den Ausweiscode%(code)s gibt es nicht (eCH-0006). Bitte im Register berichtigen.") % {"code": code}
    if element == "action":
        return _("Die Aktion%(code)s gibt es nicht (eCH-0058).") % {"code": code}
    return _("Der Wert%(code)s ist keiner der möglichen Werte. Bitte im Register berichtigen.") % {"code": code}


def _not_of_type(message: str, element: str) -> str:
    code = _code(message, element)
    if "xs:date'" in message:
        return _("Den Tag%(code)s gibt es nicht. Erwartet wird ein Tag wie 2026-01-31.") % {"code": code}
    return _("Der Wert%(code)s ist hier nicht möglich. Bitte im Register berichtigen.") % {"code": code}


def _too_long(message: str, element: str) -> str:
    return _("Der Text ist zu lang. Bitte im Register kürzen.")


def _too_short(message: str, element: str) -> str:
    return _("Der Wert fehlt oder ist zu kurz. Bitte im Register ergänzen.")


def _out_of_range(message: str, element: str) -> str:
    return _("Die Zahl%(code)s liegt ausserhalb des Erlaubten. Bitte im Register berichtigen.") % {
        "code": _code(message, element)
    }


def _version() -> str:
    return _("Die Meldung nennt eine andere Version als 3.0. Gelesen wird eCH-0020 Version 3.0.")


def _attribute(message: str, element: str) -> str:
    if "'version'" in message:
        return _version()
    return _("Das Element hat ein Attribut, das nicht hierher gehört.")


_SENTENCES: dict[str, Callable[[str, str], str]] = {
    "SCHEMAV_ELEMENT_CONTENT": _not_expected,
    "SCHEMAV_CVC_COMPLEX_TYPE_2_4": _not_expected,
    "SCHEMAV_CVC_ENUMERATION_VALID": _not_listed,
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": _not_of_type,
    "SCHEMAV_CVC_PATTERN_VALID": _not_of_type,
    "SCHEMAV_CVC_MAXLENGTH_VALID": _too_long,
    "SCHEMAV_CVC_MINLENGTH_VALID": _too_short,
    "SCHEMAV_CVC_LENGTH_VALID": _too_short,
    "SCHEMAV_CVC_MININCLUSIVE_VALID": _out_of_range,
    "SCHEMAV_CVC_MAXINCLUSIVE_VALID": _out_of_range,
    "SCHEMAV_CVC_TOTALDIGITS_VALID": _out_of_range,
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": _attribute,
    "SCHEMAV_CVC_COMPLEX_TYPE_4": _attribute,
    "SCHEMAV_CVC_ATTRIBUTE_3": _attribute,
}
