"""What a person is handed out, and what is left when the period has run out."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from ankunft.domain.arrivals import retention, services
from ankunft.domain.arrivals.models import Person, PersonAccess, PersonChange
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.reads import reads_of
from ankunft.foundation.documents.spreadsheet import Sheet
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.foundation.retention.services import hold_set
from tests.domain.arrivals.making import AHV, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(town, officer, coordinator) -> Person:
    """A person with a change, an access, a read, and a departure."""
    one = person(town, actor=officer, family_name="Demo-Auskunft", ahv_number=AHV)
    entry = services.entry_of(one)._replace(given_name="Bea")
    one = services.person_change(person=one, entry=entry, reason="Schreibfehler", actor=officer)
    services.sample_open(
        municipality=town,
        period=HalfYear(2026, 2),
        count=1,
        reason="Prüfung",
        until=date(2026, 12, 1),
        legal_basis="Verfügung vom 1.11.",
        actor=coordinator,
    )
    services.person_read(person=one, what="Angaben", actor=coordinator)
    return services.person_leave(person=one, on=date(2026, 11, 1), actor=officer)


def cells(content: bytes) -> dict[str, str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: json.dumps(book.get_sheet_by_name(name).to_python(), default=str, ensure_ascii=False)
        for name in book.sheet_names
    }


def test_a_person_is_handed_out_everything(known, officer, monkeypatch):
    from ankunft.domain.arrivals.services import disclosure

    monkeypatch.setattr(disclosure, "_rooms", {})
    services.register_disclosure("other", lambda one: [Sheet("Anderes", ["x"], [[one.reference]])])
    hold_set(code="arrivals.person", key=known.reference, reason="Rechtsmittel hängig", actor=officer)
    sheets = cells(services.person_disclose(person=known, reason="Frau am Schalter, Ausweis geprüft", actor=officer))
    assert list(sheets) == [
        "Angaben",
        "Anderes",
        "Verlauf",
        "Aufbewahrung",
        "Einsichten der Koordinationsste",
        "Wer hat Einsicht genommen",
    ]
    for sheet, words in {
        "Angaben": ["Demo-Auskunft", "Bea", "756.9217.0769.85", "Eritrea", "01.11.2026"],
        "Anderes": [known.reference],
        "Verlauf": ["Person erfasst", "Ada", "Schreibfehler", "Wegzug"],
        "Aufbewahrung": ["Löschsperre gesetzt.", "Rechtsmittel hängig", officer.label],
        "Einsichten der Koordinationsste": ["Stichprobe", "Prüfung", "01.12.2026", "Verfügung vom 1.11."],
        "Wer hat Einsicht genommen": ["Angaben", "Prüfung", "Auskunft an die Person", "Ausweis geprüft"],
    }.items():
        for word in words:
            assert word in sheets[sheet], (sheet, word)
    assert Event.objects.filter(action="arrivals.person.disclose", object_key=known.reference).count() == 1


def test_handing_out_has_a_reason_and_is_the_officers(known, officer, coordinator):
    with pytest.raises(Refused):
        services.person_disclose(person=known, reason=" ", actor=officer)
    with pytest.raises(Forbidden):
        services.person_disclose(person=known, reason="x", actor=coordinator)


def test_what_is_left_of_a_person_counts_and_tells_nobody(known, town, officer):
    other = person(town, family_name="Demo-Bleibt")
    before = retention.statistics()
    assert list(retention.due(date(2026, 11, 1), "bfs-2601")) == [known]
    assert not retention.due(date(2026, 10, 31), "").exists()
    assert not retention.due(date(2026, 11, 1), "bfs-2581").exists()
    retention.carry_out([known.reference, other.reference, "P-0000-0000"], officer)
    retention.carry_out([known.reference], officer)
    assert retention.statistics() == before
    left = Person.objects.get(reference=known.reference)
    assert (left.nationality, left.sex, left.birth_year, left.left_year) == ("ER", "female", 1990, 2026)
    assert (left.family_name, left.given_name, left.birth_date, left.ahv_index) == ("", "", None, "")
    assert Person.objects.get(pk=other.pk).family_name == "Demo-Bleibt"
    assert not PersonChange.objects.filter(person=left).exists()
    access = PersonAccess.objects.get()
    assert (access.reason, access.objection, access.ended_at is None) == ("", "", False)
    assert Event.objects.filter(action="arrivals.person.anonymise").count() == 1
    told = json.dumps(list(Event.objects.filter(object_key=known.reference).values("summary", "after", "reason")))
    assert "Auskunft" not in told
    assert not retention.due(date(2030, 1, 1), "").exists()
    with pytest.raises(Refused, match="anonymisiert"):
        services.person_disclose(person=left, reason="x", actor=officer)


def test_reviewers_read_who_it_is(known):
    assert retention.owner(known.reference) == "bfs-2601"
    assert retention.owner("P-0000-0000") is None
    assert retention.describe([known.reference, "P-0000-0000"])[known.reference].began == date(2026, 11, 1)
    assert reads_of("arrivals.person", known.reference).count() == 1
