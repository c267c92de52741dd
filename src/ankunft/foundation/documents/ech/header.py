"""The header of a message (eCH-0058): who sent it, which one it is, what it wants, and whether it is only a test."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from lxml.etree import _Element

from .parts import E20, E58, Unreadable, day_if_told, is_locked, moment, texts, tidy
from .values import CORRECTION, NEW, RECALL, Header

LONGEST_SENDER = 50
_RESPONSE = "6"
_TRUE = frozenset({"true", "1"})


def header(element: _Element, *, kind: str, today: date) -> Header:
    """The header; Unreadable where the message wants something that has no place here, or cannot be from today.

    A delivery of everybody comes as a response (action 6) where it was asked for: it counts as new.
    """
    told = texts(element)
    action = told[E58.action].strip()
    if action == _RESPONSE and kind == "baseDelivery":
        action = NEW
    if action not in (NEW, RECALL, CORRECTION):
        raise Unreadable(_child(element, "action"), _action_sentence(action))
    sender = tidy(told[E58.senderId])
    if not 0 < len(sender) <= LONGEST_SENDER:
        raise Unreadable(
            _child(element, "senderId"),
            _("Der Absender fehlt oder ist länger als %(most)d Zeichen.") % {"most": LONGEST_SENDER},
        )
    sent_at = moment(told[E58.messageDate], element)
    if sent_at.date() > today + timedelta(days=1):
        raise Unreadable(
            _child(element, "messageDate"),
            _("Die Meldung ist in der Zukunft gesendet worden. Bitte die Uhr des Registers prüfen."),
        )
    return Header(
        sender,
        tidy(told[E58.messageId]),
        tidy(told.get(E58.referenceMessageId, "")),
        told[E58.messageType].strip(),
        action,
        sent_at,
        day_if_told(told.get(E58.eventDate), element),
        told[E58.testDeliveryFlag].strip() in _TRUE,
        is_locked(told.get(E20.dataLock, "")),
    )


def names_of(root: _Element) -> tuple[str, str]:
    """Message id and sender of a message that may be broken; empty where they cannot be found."""
    sender = root.findtext(f".//{E58.senderId}") or ""
    message = root.findtext(f".//{E58.messageId}") or ""
    return tidy(message)[:36], tidy(sender)[:LONGEST_SENDER]


def _child(element: _Element, name: str) -> _Element:
    found = element.find(E58.prefix + name)
    return element if found is None else found


def _action_sentence(action: str) -> str:
    names = {
        "5": _("Anfrage"),
        _RESPONSE: _("Antwort"),
        "8": _("negativer Bericht"),
        "9": _("positiver Bericht"),
        "10": _("Weiterleitung"),
        "12": _("Mahnung"),
    }
    return _(
        "Die Meldung hat die Aktion %(action)s (%(name)s). Verarbeitet werden neue Meldungen (1), Widerrufe (3) und "
        "Berichtigungen (4)."
    ) % {"action": action, "name": names.get(action, "?")}
