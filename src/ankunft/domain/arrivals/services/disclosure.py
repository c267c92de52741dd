"""Access of a person to their data: everything that is recorded about them, in one workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.documents.spreadsheet import Sheet, workbook
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention.models import DeletionItem, ItemState, LegalHold

from .. import permissions, rules
from ..births import Birth, birth_text
from ..countries import country_name
from ..forgetting import RECORD_CLASS
from ..history import history_of
from ..languages import language_name
from ..models import Person, PersonAccess
from ..wording import address_text
from .households import household_entry_of
from .parts_disclosed import part_sheets
from .persons import entry_of
from .reading import person_read
from .trail import PERSON, told

Sheets = Callable[[Person], Iterable[Sheet]]
_rooms: dict[str, Sheets] = {}


def register_disclosure(room: str, sheets: Sheets) -> None:
    """Let a room add its sheets: everything it holds about a person. Called once when the application starts."""
    _rooms[room] = sheets


@transaction.atomic
def person_disclose(*, person: Person, reason: str, actor: Actor) -> bytes:
    """Everything that is recorded about a person as a workbook, for the person who asked for it (InfoDG).

    `reason` says who asked and how it was made sure that it is the person. Handing out is an event, and a reading.
    Refused without a reason, and once the person is anonymous.
    """
    can(actor, permissions.DISCLOSE, person).require()
    if not reason.strip():
        raise Refused(_("Halten Sie fest, wer die Auskunft verlangt hat und wie Sie die Person geprüft haben."))
    if person.anonymised_at is not None:
        raise Refused(_("Diese Person ist anonymisiert. Es gibt nichts mehr auszuhändigen."))
    person_read(person=person, what=gettext_lazy("Auskunft an die Person: alles"), actor=actor, reason=reason)
    told(actor, person.reference, "arrivals.person.disclose", gettext_lazy("Auskunft an die Person ausgehändigt."))
    sheets = [sheet for room in _rooms.values() for sheet in room(person)]
    parts = part_sheets(person)
    return workbook(
        [_data(person), *parts, *sheets, _history(person), _kept_for(person), _accesses(person), _reads(person)]
    )


def _data(person: Person) -> Sheet:
    known = entry_of(person)
    countries = [known.nationality, *known.further_nationalities]
    birth = Birth(known.birth_date, known.birth_year, known.birth_month)
    rows = [
        (_("Referenz"), person.reference),
        (_("Gemeinde"), person.municipality.name),
        (_("Familienname"), known.family_name),
        (_("Vorname"), known.given_name),
        (_("Geburtsdatum"), birth_text(birth)),
        (_("Geschlecht"), person.get_sex_display()),
        (_("Staatsangehörigkeit"), ", ".join(country_name(code) for code in countries)),
        (_("AHV-Nummer"), rules.ahv_shown(known.ahv_number) if known.ahv_number else ""),
        (_("Adresse"), address_text(household_entry_of(person.household)) if person.household else ""),
        (_("Sprache der Korrespondenz"), language_name(known.language) if known.language else ""),
        (_("Dolmetschen nötig"), person.get_interpreter_need_display() if known.interpreter_need else ""),
        (_("Telefon"), known.phone),
        (_("E-Mail"), known.email),
        (_("Schlüssel des Einwohnerregisters"), known.register_key),
        (_("Datensperre"), _("ja") if person.data_lock else _("nein")),
        (_("Weggezogen oder gestorben am"), _day(person.left_on)),
        (_("Erfasst am"), _day(person.created_at)),
        (_("Stand dieser Auskunft"), _day(clock.today())),
    ]
    return Sheet(_("Angaben"), [_("Angabe"), _("Inhalt")], rows, widths=[30, 50])


def _history(person: Person) -> Sheet:
    rows = ((_moment(one.at), one.summary, one.reason, one.actor_label) for one in history_of(person))
    return Sheet(_("Verlauf"), [_("Wann"), _("Was"), _("Begründung"), _("Wer")], rows, widths=[18, 60, 40, 30])


def _kept_for(person: Person) -> Sheet:
    """What holds the record back from deletion, or did, and what became of it on deletion lists."""
    rows: list[tuple[str, ...]] = []
    for hold in LegalHold.objects.filter(record_class=RECORD_CLASS, key=person.reference).order_by("pk"):
        rows.append((_moment(hold.set_at), _("Löschsperre gesetzt."), hold.reason, hold.set_by))
        if hold.lifted_at:
            rows.append((_moment(hold.lifted_at), _("Löschsperre aufgehoben."), hold.lifted_because, hold.lifted_by))
    items = DeletionItem.objects.filter(deletion_list__record_class=RECORD_CLASS, key=person.reference).order_by("pk")
    for item in items.select_related("deletion_list"):
        what = _("Löschliste %(number)s: %(state)s") % {
            "number": item.deletion_list.number,
            "state": ItemState(item.state).label,
        }
        rows.append((_moment(item.at or item.deletion_list.proposed_at), what, item.reason, ""))
    return Sheet(_("Aufbewahrung"), [_("Wann"), _("Was"), _("Begründung"), _("Wer")], rows, widths=[18, 40, 60, 30])


def _accesses(person: Person) -> Sheet:
    rows: Iterator[tuple[str, ...]] = (
        (
            _day(access.granted_at),
            _day(access.until),
            _day(access.ended_at),
            access.get_purpose_display(),
            access.reason,
            access.consent_note,
            access.legal_basis,
            access.objection,
            access.requested_by.name,
        )
        for access in PersonAccess.objects.filter(person=person).select_related("requested_by")
    )
    header = [
        _("Von"), _("Bis"), _("Beendet"), _("Zweck"), _("Begründung"), _("Einwilligung"), _("Rechtsgrundlage"),
        _("Einwand"), _("Wer"),
    ]  # fmt: skip
    return Sheet(_("Einsichten der Koordinationsstelle"), header, rows, widths=[12, 12, 12, 16, 40, 40, 40, 40, 30])


def _reads(person: Person) -> Sheet:
    rows = (
        (_moment(read.at), read.actor_label, read.what, read.purpose, read.reason)
        for read in reads_of(PERSON, person.reference)
    )
    header = [_("Wann"), _("Wer"), _("Was"), _("Zweck"), _("Begründung")]
    return Sheet(_("Wer hat Einsicht genommen"), header, rows, widths=[18, 30, 40, 16, 40])


def _day(value: date | None) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(clock.ZURICH)
    return f"{value:%d.%m.%Y}" if value else ""


def _moment(value: datetime) -> str:
    return f"{value.astimezone(clock.ZURICH):%d.%m.%Y, %H:%M}"
