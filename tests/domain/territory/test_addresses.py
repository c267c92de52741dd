"""Postal addresses: who records them, what is refused, since when they hold, and how they come from a file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ankunft.domain.territory import imports, selectors, services
from ankunft.domain.territory.models import Municipality, PostalAddress
from ankunft.domain.territory.rules import address_lines
from ankunft.domain.territory.values import AddressEntry
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.territory.making import Problems, Run
from tests.support.people import actor_with

pytestmark = pytest.mark.usefixtures("canton")

HEADER = "bfs_number,street,house_number,postcode,town,valid_from\n"
ROW = f"{HEADER}2422,Goldgasse,13,4710,Balsthal,2024-01-01\n"


def address(**values: Any) -> AddressEntry:
    plain = AddressEntry(0, date(2024, 1, 1), "Goldgasse", "13", "4710", "Balsthal")
    return plain._replace(**values)


@pytest.fixture
def balsthal() -> Municipality:
    return Municipality.objects.get(bfs_number=2422)


@pytest.mark.parametrize(
    ("role", "at"),
    [("coordination", None), ("integration_officer", "bfs-2422"), ("strategic_lead", "bfs-2422")],
)
def test_recorded_by(balsthal: Municipality, role: str, at: str | None) -> None:
    services.postal_address_set(municipality=balsthal, entry=address(), actor=actor_with(role, at))
    assert history("territory.address", "2422").get().summary == (
        "Postadresse ab 01.01.2024: Goldgasse 13, 4710 Balsthal."
    )


@pytest.mark.parametrize(("role", "at"), [("integration_officer", "bfs-2601"), ("approver", None), ("auditor", None)])
def test_not_by(balsthal: Municipality, role: str, at: str | None) -> None:
    with pytest.raises(Forbidden):
        services.postal_address_set(municipality=balsthal, entry=address(), actor=actor_with(role, at))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"street": ""}, "fehlt"),
        ({"street": "S" * 71}, "länger als 70"),
        ({"house_number": "1" * 17}, "länger als 16"),
        ({"postcode": "0471"}, "vier Ziffern"),
        ({"postcode": "CH-4710"}, "vier Ziffern"),
        ({"town": "Балсталь"}, "Zeichen"),
    ],
)
def test_what_stands_on_no_bill_is_refused(
    balsthal: Municipality, operator: Actor, changes: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        services.postal_address_set(municipality=balsthal, entry=address(**changes), actor=operator)
    assert not PostalAddress.objects.exists()


def test_it_holds_until_another_one_does(balsthal: Municipality, operator: Actor) -> None:
    later = address(valid_from=date(2026, 7, 1), street="Neuweg")
    for entry in (address(), later, address(house_number="")):
        services.postal_address_set(municipality=balsthal, entry=entry, actor=operator)
    before, first, changed = (
        selectors.address_on(balsthal, day) for day in (date(2023, 12, 31), date(2026, 6, 30), date(2026, 7, 1))
    )
    assert before is None
    assert first is not None
    assert changed is not None
    assert (first.street, first.house_number, changed.street) == ("Goldgasse", "", "Neuweg")


def test_a_letter_shows_what_is_known() -> None:
    assert address_lines("Goldgasse", "13", "4710", "Balsthal") == ["Goldgasse 13", "4710 Balsthal"]
    assert address_lines("Hof", "", "4710", "Balsthal") == ["Hof", "4710 Balsthal"]
    assert address_lines("", "", "", "") == []


def test_from_a_file_and_again(run: Run) -> None:
    assert run(imports.import_addresses, ROW).created == 1
    events = Event.objects.count()
    assert run(imports.import_addresses, ROW).unchanged == 1
    assert Event.objects.count() == events
    assert run(imports.import_addresses, ROW.replace("13", "14")).changed == 1
    assert run(imports.import_addresses, ROW, dry_run=True).changed == 1
    assert PostalAddress.objects.get().house_number == "14"


@pytest.mark.parametrize(
    ("replaced", "by", "sentence"),
    [
        ("4710", "471", "Spalte «postcode»: Eine Postleitzahl hat vier Ziffern."),
        ("Goldgasse", "", "Spalte «street»: Der Wert fehlt."),
        ("2422", "9998", "Spalte «bfs_number»: Eine Gemeinde mit der BFS-Nummer 9998 gibt es nicht."),
        ("2422", "2456", "Spalte «valid_from»: Lüterswil-Gächliwil besteht am 01.01.2024 nicht mehr."),
    ],
)
def test_bad_rows(problems: Problems, replaced: str, by: str, sentence: str) -> None:
    (problem,) = problems(imports.import_addresses, ROW.replace(replaced, by))
    assert problem.startswith(f"Zeile 2, {sentence}")
