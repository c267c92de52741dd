"""The pages of schemes: proposed by one person, confirmed by another, with their tariffs as tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER, INTEGRATION_OFFICER
from ankunft.domain.schemes.loader import load_schemes
from ankunft.domain.schemes.models import SchemeDefinition, SchemeTariff
from ankunft.domain.schemes.services import definition_confirm
from ankunft.foundation.kernel.actor import Actor
from tests.domain.schemes.making import definition, text
from tests.support.clients import StrictClient
from tests.support.people import account_with, actor_with

pytestmark = pytest.mark.django_db


def signed_in(role: str, at: str | None = None) -> StrictClient:
    return StrictClient().sign_in(account_with(role, at))


def brought(key: str = "early-language") -> SchemeDefinition:
    """A scheme that comes with the product, confirmed."""
    load_schemes(Actor.operator())
    found = SchemeDefinition.objects.get(key=key)
    definition_confirm(definition=found, actor=actor_with(APPROVER))
    return found


def tiers(*rows: tuple[str, str], **more: str) -> dict[str, str]:
    """What is entered in the table of tiers."""
    said = {"valid_from": "01.01.2022", "act": "Demo-Beschluss", "paragraph": "1", **more}
    for number, (bound, rate) in enumerate(rows):
        said |= {f"bound_{number}": bound, f"rate_{number}": rate}
    return said


NEW_TARIFF = "scheme-tariff-new"
INTRODUCTION = ["early-language", "introduction"]


def test_a_definition_is_proposed_by_one_and_confirmed_by_another() -> None:
    proposer = signed_in(FINANCE_OFFICER)
    answer = proposer.post(reverse("scheme-new"), {"text": text()}, follow=True)
    assert "Eine zweite Person bestätigt es" in answer.text
    record = SchemeDefinition.objects.get()
    assert 'name="csrfmiddlewaretoken"' in answer.text
    confirm = reverse("scheme-definition-step", args=[record.pk, "bestaetigen"])
    assert proposer.post(confirm).status_code == 403
    assert "Das Programm ist bestätigt." in signed_in(APPROVER).post(confirm, follow=True).text
    record.refresh_from_db()
    assert record.state == "confirmed"


def test_what_cannot_be_worked_with_is_said_and_what_was_typed_stays() -> None:
    broken = json.dumps(definition(sign="zu lang", paid_after=1), indent=1)
    answer = signed_in(COORDINATION).post(reverse("scheme-new"), {"text": broken})
    assert answer.status_code == 422
    for said in ("Das Kürzel «zu lang»", "nicht vor der Frist", "zu lang&quot;"):
        assert said in answer.text
    assert not SchemeDefinition.objects.exists()


def test_the_page_tells_what_the_scheme_pays_to_whom_and_when() -> None:
    brought()
    page = signed_in(INTEGRATION_OFFICER, "bfs-2601").get(reverse("scheme", args=["early-language"])).text
    for said in (
        "Frühe Sprachförderung",
        "Ende des 9. Monats vom Beginn der Periode an",
        "am 31.12. im Jahr vor der Periode",
        "Für Perioden bis zum 31.12.2023.",
        "Im Formular mit Ja beantwortet",
        "CHF 4'000.00 bis CHF 13'000.00",
        "nur einmal",
        "Noch kein Tarif",
    ):
        assert said in page.replace("&#x27;", "'").replace("\xa0", " "), said
    assert reverse(NEW_TARIFF, args=INTRODUCTION) not in page


def test_tiers_are_entered_as_a_table_and_confirmed_by_another() -> None:
    brought()
    proposer = signed_in(FINANCE_OFFICER)
    entered = tiers(("0", "4'000.00"), ("2'000", "8000"), ("10000", "13000"))
    answer = proposer.post(reverse(NEW_TARIFF, args=INTRODUCTION), entered, follow=True)
    assert "Eine zweite Person bestätigt ihn" in answer.text
    tariff = SchemeTariff.objects.get()
    assert tariff.rows == [[0, 4000_00], [2000, 8000_00], [10_000, 13_000_00]]
    assert "ab 2'000 Einwohnerinnen und Einwohnern: CHF 8'000.00" in answer.text.replace("&#x27;", "'").replace(
        "\xa0", " "
    )
    confirm = reverse("scheme-tariff-step", args=[tariff.pk, "bestaetigen"])
    assert proposer.post(confirm).status_code == 403
    signed_in(APPROVER).post(confirm)
    tariff.refresh_from_db()
    assert tariff.state == "confirmed"


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        (tiers(("0", "3000")), "liegt ausserhalb dessen"),
        (tiers(("100", "4000")), "beginnt bei 0"),
        (tiers(("0", "4000"), ("0", "5000")), "jede Stufe steht einmal"),
        (tiers(("0", "4000"), ("", "5000")), "Ab welcher Einwohnerzahl"),
        (tiers(("0", "4000"), ("2000", "")), "Welcher Ansatz gilt"),
        (tiers(("0", "4000"), ("viele", "5000")), "ganze Zahl"),
        (tiers(("0", "viel")), "Geben Sie den Betrag so ein"),
        (tiers(), "Geben Sie einen Ansatz ein"),
        (tiers(("0", "4000"), ends="on"), "Geben Sie einen Ansatz ein"),
        (tiers(("0", "4000"), valid_from="31.13.2022"), "Geben Sie den Tag so ein"),
    ],
    ids=["limits", "gap", "twice", "no bound", "no rate", "words", "no amount", "nothing", "both", "day"],
)
def test_what_is_no_tariff_is_said_and_nothing_is_stored(entered: dict[str, str], sentence: str) -> None:
    brought()
    answer = signed_in(FINANCE_OFFICER).post(reverse(NEW_TARIFF, args=INTRODUCTION), entered)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not SchemeTariff.objects.exists()


def test_an_end_is_a_tariff_without_rates() -> None:
    brought()
    signed_in(FINANCE_OFFICER).post(reverse(NEW_TARIFF, args=INTRODUCTION), tiers(ends="on", valid_from="01.01.2024"))
    assert SchemeTariff.objects.get().rows == []


def test_whoever_confirms_sees_the_version_that_is_asked_for() -> None:
    brought("status-s")
    later = definition(key="status-s", sign="S", valid_from="2025-01-01", name="Demo-Nachfolge")
    signed_in(FINANCE_OFFICER).post(reverse("scheme-new"), {"text": json.dumps(later)})
    proposed = SchemeDefinition.objects.get(valid_from=date(2025, 1, 1))
    address = reverse("scheme", args=["status-s"])
    approver = signed_in(APPROVER)
    assert "Demo-Nachfolge" not in approver.get(address).text
    assert "Demo-Nachfolge" in approver.get(f"{address}?fassung={proposed.pk}").text
    assert f"{address}?fassung={proposed.pk}" in approver.get(reverse("my-day")).text.replace("&amp;", "&")
    # A municipality sees what is confirmed, whatever it asks for.
    assert (
        "Demo-Nachfolge" not in signed_in(INTEGRATION_OFFICER, "bfs-2601").get(f"{address}?fassung={proposed.pk}").text
    )


def test_the_definition_can_be_taken_and_proposed_anew() -> None:
    brought("status-s")
    content = signed_in(COORDINATION).get(reverse("scheme-json", args=["status-s"])).content
    data = json.loads(content) | {"valid_from": "2026-01-01"}
    answer = signed_in(COORDINATION).post(reverse("scheme-new"), {"text": json.dumps(data)})
    assert answer.status_code == 302


def test_a_scheme_that_there_is_not_is_not_found() -> None:
    assert signed_in(COORDINATION).get(reverse("scheme", args=["nothing"])).status_code == 404
    brought()
    unknown = reverse(NEW_TARIFF, args=["early-language", "unknown"])
    assert signed_in(FINANCE_OFFICER).get(unknown).status_code == 404


def test_more_tariffs_take_no_more_queries(queries: Callable[..., int]) -> None:
    brought()
    client = signed_in(COORDINATION)
    address = reverse("scheme", args=["early-language"])
    first = queries(client, address)
    for year in range(2000, 2010):
        SchemeTariff.objects.create(
            state="confirmed", contribution="early-language.introduction", valid_from=date(year, 1, 1), rows=[[0, 1]]
        )
    assert queries(client, address) == first
