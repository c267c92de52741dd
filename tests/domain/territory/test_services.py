"""What people record: who may, what is refused, what the trail says."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from threading import Barrier, BrokenBarrierError

import pytest

from ankunft.domain.territory import readings, services
from ankunft.domain.territory.models import (
    AssociationMembership,
    Contact,
    ContactFunction,
    Municipality,
    Payee,
    PaymentAccount,
    PopulationSeries,
)
from ankunft.domain.territory.services import associations
from ankunft.domain.territory.values import AccountEntry, ContactEntry, FigureEntry, MunicipalityEntry
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.support.people import actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.usefixtures("canton")

DAY = date(2026, 1, 1)


@pytest.fixture
def balsthal() -> Municipality:
    return Municipality.objects.get(bfs_number=2422)


def contact(name: str = "Eva Demo-Muster", email: str = "eva@demo.example", phone: str = "") -> ContactEntry:
    return ContactEntry(0, ContactFunction.INTEGRATION_OFFICER, DAY, name, email, phone)


def account(iban: str = "CH93 0076 2011 6238 5295 7") -> AccountEntry:
    return AccountEntry(0, DAY, iban, "Gemeinde Balsthal", "Goldgasse", "13", "4710", "Balsthal")


class TestContacts:
    @pytest.mark.parametrize(
        ("role", "at"),
        [
            ("coordination", None),
            ("integration_officer", "bfs-2422"),
            ("strategic_lead", "bfs-2422"),
            ("municipal_finance", "bfs-2422"),
        ],
    )
    def test_recorded_by(self, balsthal: Municipality, role: str, at: str | None) -> None:
        services.contact_set(municipality=balsthal, entry=contact(), actor=actor_with(role, at))
        assert Contact.objects.get().name == "Eva Demo-Muster"
        (event,) = history("territory.contact", "2422")
        assert event.summary == "Integrationsbeauftragte/r: ab 01.01.2026 Eva Demo-Muster."

    @pytest.mark.parametrize(
        ("role", "at"), [("integration_officer", "bfs-2601"), ("finance_officer", None), ("auditor", None)]
    )
    def test_not_by(self, balsthal: Municipality, role: str, at: str | None) -> None:
        with pytest.raises(Forbidden, match="die Gemeinde selbst"):
            services.contact_set(municipality=balsthal, entry=contact(), actor=actor_with(role, at))

    @pytest.mark.parametrize(
        ("entry", "sentence"),
        [
            (contact(email=""), "Es braucht eine E-Mail-Adresse oder eine Telefonnummer."),
            (contact(email="eva"), "Das ist keine E-Mail-Adresse."),
            (contact(phone="anrufen"), "Das ist keine Telefonnummer"),
            (contact(name=""), "Der Name fehlt."),
        ],
    )
    def test_refused(self, balsthal: Municipality, operator: Actor, entry: ContactEntry, sentence: str) -> None:
        with pytest.raises(Refused, match=sentence):
            services.contact_set(municipality=balsthal, entry=entry, actor=operator)
        assert not Contact.objects.exists()

    def test_nobody_any_more_is_an_entry_of_its_own(self, balsthal: Municipality, operator: Actor) -> None:
        services.contact_set(municipality=balsthal, entry=contact(), actor=operator)
        gone = contact(name="", email="")._replace(valid_from=date(2026, 7, 1))
        services.contact_set(municipality=balsthal, entry=gone, actor=operator)
        latest = history("territory.contact", "2422")[0]
        assert latest.summary.endswith("ab 01.07.2026 niemand.")


class TestAccounts:
    def test_a_file_is_the_operator_s(self, balsthal: Municipality, operator: Actor) -> None:
        entry = account()._replace(municipality=balsthal.pk)
        for role in ("coordination", "finance_officer", "approver"):
            with pytest.raises(Forbidden, match="nur der Betrieb"):
                services.payment_accounts_record(entries=[entry], actor=actor_with(role))
        services.payment_accounts_record(entries=[entry], actor=operator)
        assert PaymentAccount.objects.get().iban == "CH9300762011623852957"

    def test_history_is_apart_from_what_everybody_sees(self, balsthal: Municipality, operator: Actor) -> None:
        services.payment_accounts_record(entries=[account()._replace(municipality=balsthal.pk)], actor=operator)
        assert "CH9300762011623852957" in history("territory.account", "2422").get().summary
        assert not any("CH93" in event.summary for event in history("territory.municipality", "2422"))


class TestAssociations:
    def test_joining_and_leaving(self, balsthal: Municipality, operator: Actor) -> None:
        holderbank = Municipality.objects.get(bfs_number=2425)
        services.association_membership_set(
            municipality=holderbank, valid_from=date(2022, 1, 1), lead=balsthal, payee=Payee.EACH, actor=operator
        )
        services.association_membership_set(
            municipality=holderbank, valid_from=date(2025, 1, 1), lead=None, actor=operator
        )
        leads = readings.lead_series()[holderbank.pk]
        assert leads.at(date(2024, 12, 31)) == (balsthal.pk, False)
        assert leads.at(date(2025, 1, 1)) is None
        latest = history("territory.municipality", "2425")[0]
        assert latest.summary == "Ab 01.01.2025 in keinem Leitgemeinde-Verbund."

    def test_a_member_cannot_lead(self, balsthal: Municipality, operator: Actor) -> None:
        holderbank, laupersdorf = (Municipality.objects.get(bfs_number=number) for number in (2425, 2426))
        services.association_membership_set(municipality=holderbank, valid_from=DAY, lead=balsthal, actor=operator)
        with pytest.raises(Refused, match=r"Holderbank \(SO\) ist in dieser Zeit selbst Mitglied bei Balsthal"):
            services.association_membership_set(
                municipality=laupersdorf, valid_from=DAY, lead=holderbank, actor=operator
            )
        assert AssociationMembership.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_of_two_people_at_once_neither_loses_the_entry(
        self, balsthal: Municipality, operator: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        both_have_read, replace = Barrier(2), associations.associations_replace

        def replace_late(**arguments: object) -> object:
            with suppress(BrokenBarrierError):
                both_have_read.wait(timeout=1)
            return replace(**arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(associations, "associations_replace", replace_late)
        holderbank = Municipality.objects.get(bfs_number=2425)

        def belongs(to: Municipality | None, since: date) -> object:
            return services.association_membership_set(
                municipality=holderbank, valid_from=since, lead=to, actor=operator
            )

        done = at_once(lambda: belongs(balsthal, date(2022, 1, 1)), lambda: belongs(None, date(2025, 1, 1)))
        assert not [each for each in done if isinstance(each, Exception)]
        assert AssociationMembership.objects.count() == 2


class TestSeries:
    def test_choosing_another_series_changes_what_counts(self, operator: Actor, balsthal: Municipality) -> None:
        canton = PopulationSeries.objects.get(code="canton_so")
        figure = FigureEntry(balsthal.pk, date(2023, 12, 31), 6000, 2000)
        services.population_record(series=canton, figures=[figure], actor=operator)
        before = dict(_population(date(2023, 12, 31)))
        services.series_choose(
            reference_from=date(2023, 12, 31), series=canton, reason="Kantonale Statistik", actor=operator
        )
        after = dict(_population(date(2023, 12, 31)))
        assert (len(before), len(after)) == (107, 1)
        assert after[balsthal.pk] == 2000

    def test_a_choice_needs_its_reason(self, operator: Actor) -> None:
        canton = PopulationSeries.objects.get(code="canton_so")
        with pytest.raises(Refused, match="Begründung"):
            services.series_choose(reference_from=DAY, series=canton, reason=" ", actor=operator)

    @pytest.mark.parametrize("code", ["", "Kanton", "1a", "a" * 41])
    def test_codes(self, operator: Actor, code: str) -> None:
        with pytest.raises(Refused, match="Kürzel"):
            services.series_define(code=code, name="Reihe", source="BFS", actor=operator)

    def test_a_changed_source_is_told(self, operator: Actor) -> None:
        services.series_define(code="canton_so", name="Kanton", source="so.ch", actor=operator)
        assert history("territory.series", "canton_so")[0].action == "territory.series.changed"


def _population(day: date) -> list[tuple[int, int]]:
    return [(municipality, count) for _, municipality, count, _, _ in readings.chosen_population([day])]


def test_a_finding_about_entitlement_needs_its_reason(balsthal: Municipality, operator: Actor) -> None:
    with pytest.raises(Refused, match="begründen"):
        services.entitlement_record(municipality=balsthal, valid_from=DAY, entitled=False, reason="", actor=operator)
    services.entitlement_record(
        municipality=balsthal, valid_from=DAY, entitled=False, reason="Keine Ansprechstelle", actor=operator
    )
    assert list(readings.entitlement_statements()) == [(balsthal.pk, DAY, False, "Keine Ansprechstelle")]


def test_a_municipality_that_does_not_fit_is_refused(operator: Actor) -> None:
    entry = MunicipalityEntry(2422, "Balsthal", "Thal", date(1960, 1, 1), date(2030, 12, 31), 9998)
    with pytest.raises(Refused, match="9998 gibt es nicht"):
        services.municipalities_record(entries=[entry], actor=operator)
    assert Municipality.objects.get(bfs_number=2422).valid_to is None
