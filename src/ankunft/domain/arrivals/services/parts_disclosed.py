"""What a person is handed out of permits, languages, family, arrivals and messages: one sheet each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.documents.spreadsheet import Sheet
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock

from ..countries import country_name
from ..families import kind_label, relatives_of
from ..languages import language_name
from ..models import Arrival, ArrivalState, Duplicate, Permit, Person, RegisterMessage, Relation, SpokenLanguage
from ..permits import permit_name
from ..wording import level_text


def part_sheets(person: Person) -> list[Sheet]:
    """Every part of which there is something."""
    sheets = (part(person) for part in (_permits, _languages, _family, _arrivals, _messages, _duplicates))
    return [sheet for sheet in sheets if sheet.rows]


def _permits(person: Person) -> Sheet:
    rows = [
        (permit_name(one.category), one.code, _day(one.valid_from), _day(one.valid_until), _day(one.entered_on))
        for one in Permit.objects.filter(person=person)
    ]
    header = [_("Ausweis"), _("Code"), _("gültig ab"), _("gültig bis"), _("eingereist am")]
    return Sheet(_("Ausweise"), header, rows, widths=[40, 10, 14, 14, 14])


def _languages(person: Person) -> Sheet:
    rows = [
        (language_name(one.language), level_text(one.oral), level_text(one.written), _day(one.as_of))
        for one in SpokenLanguage.objects.filter(person=person)
    ]
    header = [_("Sprache"), _("mündlich"), _("schriftlich"), _("Stand")]
    return Sheet(_("Sprachen"), header, rows, widths=[30, 16, 16, 14])


def _family(person: Person) -> Sheet:
    """Who is related or lives here too, by reference: the others ask for what is theirs themselves."""
    rows = [(kind_label(one.kind), one.person.reference) for one in relatives_of(person)]
    unknown = Relation.objects.filter(person=person, other=None)
    rows += [(kind_label(one.kind), one.other_key) for one in unknown]
    return Sheet(_("Familie und Haushalt"), [_("Was"), _("Referenz")], rows, widths=[40, 30])


def _arrivals(person: Person) -> Sheet:
    rows = [
        (
            one.reference,
            _day(one.arrived_on),
            country_name(one.from_country) if one.from_country else "",
            str(ArrivalState(one.state).label),
            decrypt(one.waived_reason) if one.waived_reason else "",
            one.get_source_display(),
            _day(one.recorded_at),
        )
        for one in Arrival.objects.filter(person=person)
    ]
    header = [
        _("Referenz"), _("Zuzug am"), _("Zuzug aus"), _("Stand"), _("Grund"), _("Quelle"), _("Erfasst am"),
    ]  # fmt: skip
    return Sheet(_("Zuzüge"), header, rows, widths=[16, 12, 24, 16, 40, 20, 14])


def _messages(person: Person) -> Sheet:
    rows = [
        (
            _day(one.sent_at),
            one.kind,
            one.sender_id,
            one.message_id,
            one.get_outcome_display(),
            "\n".join(_lines(json.loads(decrypt(one.content)))) if one.content else "",
        )
        for one in RegisterMessage.objects.filter(person=person)
    ]
    header = [_("Gesendet am"), _("Art"), _("Absender"), _("Nummer"), _("Was daraus wurde"), _("Inhalt")]
    return Sheet(_("Meldungen des Registers"), header, rows, widths=[14, 20, 24, 36, 20, 60])


def _duplicates(person: Person) -> Sheet:
    rows = [
        (other.reference, one.score, one.get_state_display(), _day(one.decided_at), one.decided_by)
        for one, other in _pairs(person)
    ]
    header = [_("Referenz"), _("Ähnlichkeit"), _("Entscheid"), _("Entschieden am"), _("Wer")]
    return Sheet(_("Mögliche Dubletten"), header, rows, widths=[16, 14, 20, 16, 30])


def _pairs(person: Person) -> Iterator[tuple[Duplicate, Person]]:
    for one in Duplicate.objects.filter(person=person).select_related("other"):
        yield one, one.other
    for one in Duplicate.objects.filter(other=person).select_related("person"):
        yield one, one.person


def _lines(content: Any, name: str = "") -> Iterator[str]:
    """What was taken from a message, line by line as it came."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _lines(value, f"{name}.{key}" if name else str(key))
    elif isinstance(content, list):
        for number, value in enumerate(content, 1):
            yield from _lines(value, f"{name} {number}")
    elif content not in (None, ""):
        yield f"{name}: {content}"


def _day(value: date | None) -> str:
    if value is None:
        return ""
    moment = getattr(value, "astimezone", None)
    return f"{moment(clock.ZURICH) if moment else value:%d.%m.%Y}"
