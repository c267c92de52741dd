"""A plan in a real browser: from open inputs to the decision, by four roles, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from ankunft.domain.funds import services
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import FinancialPlan, PlanVersion, Position
from ankunft.domain.funds.values import Opening
from ankunft.domain.roles import IIZ
from ankunft.foundation.access.services import organisation_ensure
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from tests.support import people
from tests.support.browsers import assert_good
from tests.support.keyboard import choose, enter

TODAY = date(2026, 11, 22)
DUE, STATED, DECIDED = date(2026, 12, 4), "18.12.2026", "20.11.2026"
GIVEN_BY_AWA = ("ami_language", "iim.economic")
Sign = Callable[..., Page]


@pytest.fixture(autouse=True)
def _today(settings: Any) -> Iterator[None]:
    settings.ANKUNFT_TODAY = TODAY
    with clock.moved_to(TODAY):
        yield


@pytest.fixture
def version(transactional_db: None) -> PlanVersion:
    """The decided plan of RRB 2023/2057, and a version after it that takes inputs."""
    operator = Actor.operator()
    for code, name in (("iiz-leitung", "IIZ-Leitung"), ("iiz-ekg", "Demo-EKG")):
        organisation_ensure(code=code, name=name, kind=IIZ, actor=operator)
    people.organisation("awa", "structure_delegate")
    load_funds(operator)
    plan = FinancialPlan.objects.get(code="KIP2")
    office = people.actor_with("coordination")
    for position in Position.objects.filter(code__in=GIVEN_BY_AWA):
        services.structure_name(position=position, structure="awa", actor=office)
    return services.version_open(
        plan=plan,
        as_of=date(2026, 10, 31),
        opening=Opening(Money.francs(8_430_000).rappen, "Demo: Jahresabschluss 31.12.2022"),
        inputs_due=DUE,
        occasion="Demo: Aktualisierung per Ende Jahr",
        actor=office,
    )


def named(name: str) -> re.Pattern[str]:
    """The whole name of a button or link; before what is only read out, browsers may put a space."""
    return re.compile("^" + re.escape(name).replace(":", " ?:").replace("/", "."))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=named(name)).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=named(name)).first.click()


def test_from_open_inputs_to_the_decision(page_for: Sign, live_server: LiveServer, version: PlanVersion) -> None:
    address = f"{live_server.url}/finanzplanung/plan/KIP2/2/"

    # The structure gives its figures; what is wrong is said where it stands.
    page = page_for("structure_delegate", "awa")
    assert_good(page)
    follow(page, "Eingeben: Zahlen für den Finanzplan eingeben")
    expect(page.get_by_text("0 von 2 Positionen haben Zahlen.").first).to_be_visible()
    assert_good(page)
    follow(page, "Eingeben: AMI, Sprache")
    expect(page.get_by_text("KIP2/1: CHF 2'360'000.00")).to_be_visible()
    page.get_by_label("2023: Betrag CHF").fill("viel")
    page.get_by_label("Bemerkung").fill("Demo: Abrechnung 2023")
    press(page, "Zahlen eingeben")
    expect(page.get_by_role("alert")).to_contain_text("Geben Sie den Betrag so ein")
    expect(page.get_by_label("Bemerkung")).to_have_value("Demo: Abrechnung 2023")
    assert_good(page)
    page.get_by_label("2023: Betrag CHF").fill("2'410'000")
    press(page, "Zahlen eingeben")
    follow(page, "Eingeben: Wirtschaftliche Integration")
    for year, amount in ((2023, "160'000"), (2024, "452'500"), (2025, "300'000")):
        page.get_by_label(f"{year}: Betrag CHF").fill(amount)
    page.get_by_label("2025: mindestens").fill("250'000")
    page.get_by_label("2025: höchstens").fill("380'000")
    press(page, "Zahlen eingeben")
    expect(page.get_by_text("2 von 2 Positionen haben Zahlen.").first).to_be_visible()

    # The coordination office takes over what stays, plans one position otherwise, and puts everything together.
    page = page_for("coordination")
    page.goto(f"{address}eingaben/")
    expect(page.get_by_text("2 von 10 Positionen haben Zahlen.").first).to_be_visible()
    follow(page, "Abweichend planen: Programm R")
    page.get_by_label("2024: Betrag CHF").fill("275'000")
    page.get_by_label("2023: Betrag CHF").fill("100'000")
    page.get_by_label("Begründung").fill("Demo: Das Programm endet einen Monat früher.")
    assert_good(page)
    press(page, "So planen")
    assert_good(page)
    for position in Position.objects.filter(plan=version.plan, children__isnull=True).exclude(
        code__in=(*GIVEN_BY_AWA, "programme_r")
    ):
        press(page, f"Unverändert übernehmen: {position.label}")
    expect(page.get_by_text("10 von 10 Positionen haben Zahlen.").first).to_be_visible()
    follow(page, "Konsolidieren …")
    assert_good(page)
    press(page, "Eingaben konsolidieren")
    expect(page.get_by_text("Der Finanzplan ist konsolidiert.")).to_be_visible()
    follow(page, "Unterschiede zur Fassung 1")
    expect(page.get_by_text("Demo: Das Programm endet einen Monat früher.")).to_be_visible()
    assert_good(page)

    # The office of the IIZ asks the bodies.
    page = page_for("iiz_office")
    follow(page, "Öffnen: Stellungnahmen zum Finanzplan einholen")
    follow(page, "Stellungnahmen einholen …")
    page.get_by_label("Stellungnahmen bis").fill(STATED)
    assert_good(page)
    press(page, "Stellungnahmen einholen")

    # Members of the bodies say what they make of it.
    page = page_for("body_member", "iiz-ekg")
    follow(page, "Öffnen: Zum Finanzplan Stellung nehmen")
    follow(page, "Stellung nehmen: Demo-EKG")
    page.get_by_label("mit Bemerkungen empfohlen").check()
    page.get_by_label("Stellungnahme").last.fill("Demo: Die Sprachförderung ist knapp bemessen.")
    assert_good(page)
    press(page, "Stellungnahme abgeben")
    page = page_for("iiz_office")
    page.goto(f"{address}stellungnahmen/")
    follow(page, "Stellung nehmen: IIZ-Leitung")
    page.get_by_label("zur Genehmigung empfohlen").check()
    page.get_by_label("Wo beschlossen").fill("Demo-Zirkularweg")
    press(page, "Stellungnahme abgeben")
    assert_good(page)
    follow(page, "Konsultation abschliessen …")
    press(page, "Konsultation abschliessen")

    # The IIZ-Leitung decides, by keyboard alone: the version holds, and the one before it is superseded.
    page = page_for("body_member", "iiz-leitung")
    choose(page, "Über den Finanzplan beschliessen")
    assert_good(page)
    choose(page, "Beschluss festhalten …")
    enter(page, "Beschluss", "Demo-Beschluss 2026/4")
    enter(page, "Beschlossen am", DECIDED)
    assert_good(page)
    choose(page, "Beschluss festhalten")
    expect(page.get_by_text("Der Finanzplan ist beschlossen.")).to_be_visible()
    page.goto(f"{live_server.url}/finanzplanung/plan/KIP2/")
    expect(page.get_by_text("Demo-Beschluss 2026/4, 20.11.2026")).to_be_visible()
    expect(page.get_by_text("abgelöst")).to_be_visible()
    assert_good(page)


def test_a_figure_of_the_decision_opens_where_it_stands(
    page_for: Sign, live_server: LiveServer, version: PlanVersion
) -> None:
    page = page_for("auditor")
    page.goto(f"{live_server.url}/finanzplanung/")
    assert_good(page)
    follow(page, "Fassung 1")
    assert_good(page)
    page.get_by_role("row", name="Soziale Integration").get_by_role("link", name="−0.23").click()
    expect(page.get_by_text("So kommt Soziale Integration 2024 auf CHF −230'000.00")).to_be_visible()
    assert_good(page)
    follow(page, "Franken")
    expect(page.get_by_role("link", name="−3'530'000.00")).to_be_visible()
    assert_good(page)
