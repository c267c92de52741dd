"""One file of a register: parsed, checked against the schema, and read.

    for item in read(content, "januar/0001.xml"):
        ...  # a Message, or a Problem with its place and a German sentence

A broken person in a delivery of many (baseDelivery) keeps nobody else away. Envelopes of sedex (eCH-0090) are nothing
to read. Nothing is raised for what stands in a file, only where the schemas are missing (Refused).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from lxml import etree
from lxml.etree import _Element

from ankunft.foundation.documents.xml import NotAllowed, parsed
from ankunft.foundation.kernel import clock

from . import faults
from .events import OF_MANY, event, events_in
from .header import header, names_of
from .parts import E20, Unreadable, line_of
from .schemas import NAMESPACE, message_schema
from .values import Event, Header, Message, MoveIn, Problem, Read

_DELIVERY = f"{{{NAMESPACE}}}delivery"
_ENVELOPE = "http://www.ech.ch/xmlns/eCH-0090/"
_FAMILY = "http://www.ech.ch/xmlns/eCH-0020/"


def read(content: bytes, place: str, *, today: date | None = None) -> Read:
    """What a file says: its messages, and one problem for each that cannot be taken.

    `place` is what people call the file; `today` is asked of the clock where it is not told.
    """
    if len(content) > settings.IMPORT_MAX_BYTES:
        return [_too_large(place)]
    schema = message_schema()
    try:
        root = parsed(content)
    except NotAllowed:
        return [Problem(place, 1, "", _("Die Datei enthält eine DTD. Solche Meldungen werden nicht gelesen."))]
    except etree.XMLSyntaxError as error:
        return [Problem(place, *faults.of_syntax(error, content), *faults.names_in(content))]
    if root.tag != _DELIVERY:
        return _another_document(root, place)
    reading = _Reading(place, root, today or clock.today())
    if schema.validate(root):
        return reading.whole()
    return reading.what_fits(schema)


def _too_large(place: str) -> Problem:
    megabytes = settings.IMPORT_MAX_BYTES // 1024**2
    return Problem(
        place,
        0,
        "",
        _("Die Datei ist grösser als %(most)d MB. Bitte in Paketen senden lassen (eCH-0058).") % {"most": megabytes},
    )


def _another_document(root: _Element, place: str) -> Read:
    name = etree.QName(root)
    namespace = name.namespace or ""
    if namespace.startswith(_ENVELOPE):
        return []
    if namespace.startswith(_FAMILY):
        sentence = _("Das ist eCH-0020 Version %(version)s. Gelesen wird Version 3.0.") % {
            "version": namespace.removeprefix(_FAMILY)[:5]
        }
    else:
        sentence = _("Das ist keine Meldung nach eCH-0020 Version 3.0.")
    return [Problem(place, line_of(root), name.localname[:40], sentence, *names_of(root))]


class _Reading:
    """One delivery, while it is read."""

    def __init__(self, place: str, root: _Element, today: date) -> None:
        self._place = place
        self._root = root
        self._today = today

    def whole(self) -> Read:
        """All that it says; it fits the schema."""
        head, body = self._root
        kind = body.tag.removeprefix(E20.prefix)
        try:
            told = header(head, kind=kind, today=self._today)
        except Unreadable as fault:
            return [self._problem(fault, *names_of(self._root))]
        return [self._one(told, kind, element, index) for index, element in enumerate(events_in(kind, body))]

    def _one(self, told: Header, kind: str, element: _Element, index: int) -> Message | Problem:
        line = line_of(element)
        try:
            says = event(kind, element)
            self._require_possible(says, element)
            return Message(told, kind, says, index, self._place, line)
        except Unreadable as fault:
            return self._problem(fault, told.message_id, told.sender_id)

    def _require_possible(self, says: Event, element: _Element) -> None:
        """Nobody is born tomorrow, or arrives before being born."""
        if not isinstance(says, MoveIn):
            return
        born = says.identity.birth.earliest()
        if born > self._today:
            raise Unreadable(
                _within(element, "dateOfBirth"),
                _("Die Geburt liegt in der Zukunft. Bitte das Geburtsdatum im Register berichtigen."),
            )
        if says.residence is not None and says.residence.arrived_on < born:
            raise Unreadable(
                _within(element, "arrivalDate"),
                _("Der Zuzug liegt vor der Geburt. Bitte eines der beiden Daten berichtigen."),
            )

    def _problem(self, fault: Unreadable, message_id: str, sender_id: str) -> Problem:
        element = fault.element
        name = element.tag.rpartition("}")[2]
        return Problem(self._place, line_of(element), name, fault.sentence, message_id, sender_id)

    def what_fits(self, schema: etree.XMLSchema) -> Read:
        """The problems of a delivery that does not fit the schema, and of one of many persons those that do fit."""
        log = _findings(schema)
        body = self._root[1] if len(self._root) > 1 else None
        kind = "" if body is None else body.tag.removeprefix(E20.prefix)
        if body is None or kind not in OF_MANY or len(body) < 2 or any("deliveryHeader" in e.path for e in log):
            return self._schema_problems(log)
        return [item for index in range(len(body)) for item in self._alone(schema, index)]

    def _alone(self, schema: etree.XMLSchema, index: int) -> Iterator[Message | Problem]:
        """One event of many, as if it were the only one."""
        head, body = self._root
        single = copy.copy(self._root)
        del single[:]
        single.append(copy.deepcopy(head))
        etree.SubElement(single, body.tag).append(copy.deepcopy(body[index]))
        if not schema.validate(single):
            yield from self._schema_problems(_findings(schema))
            return
        reading = _Reading(self._place, single, self._today)
        for item in reading.whole():
            yield item._replace(index=index) if isinstance(item, Message) else item

    def _schema_problems(self, log: list[Any]) -> Read:
        names = names_of(self._root)
        return [Problem(self._place, *faults.of_schema(log), *names)]


def _within(element: _Element, name: str) -> _Element:
    found = element.find(f".//{{*}}{name}")
    return element if found is None else found


def _findings(schema: etree.XMLSchema) -> list[Any]:
    log: Any = schema.error_log
    return list(log)
