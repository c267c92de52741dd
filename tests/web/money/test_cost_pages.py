"""What was paid and not taken over stands on «Mein Tag» and on its page until somebody settles it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking
from ankunft.domain.settlement.models import START_INTEGRATION
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.funds.money_making import TERMS, Ground
from tests.domain.funds.test_costs import first_paid, given_up, refused, rule
from tests.domain.settlement.making import canton, office, released, reported
from tests.support.clients import StrictClient
from tests.support.grounds import _open, olten
from tests.web.money.reading import text_of

__all__ = ["_open", "olten"]

Client = Callable[..., StrictClient]
COSTS, NEW = "/finanzplanung/buchungen/uebernahme/", "/finanzplanung/buchungen/neu/"
PAID = date(2026, 11, 30)
NOT_TAKEN, OTHERWISE = "Auszahlung nicht übernommen", "Auszahlung anders gebucht"


def test_what_is_refused_is_settled_by_booking_it_elsewhere(
    client_for: Client, ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    reference = f"{refused(ground, olten).reference}/1"
    on_day(PAID)
    for role in ("coordination", "finance_officer"):
        page = text_of(client_for(role).get("/"))
        assert NOT_TAKEN in page
        assert f"{reference}: «Demo: Frühe Sprache» lässt sich so nicht buchen" in page
    for role in ("auditor", "iiz_office", "body_member"):
        assert NOT_TAKEN not in text_of(client_for(role).get("/"))
    finance = client_for("finance_officer")
    page = finance.get(COSTS)
    assert "nicht übernommen" in text_of(page)
    assert "Auszahlung übernehmen" not in text_of(page), "nothing else is to be taken over"
    address = f"{NEW}?uebernahme={reference.replace('/', '%2F')}"
    assert f"{NEW}?uebernahme={reference}" in page.content.decode()
    form = finance.get(address)
    assert "Diese Auszahlung liess sich nicht übernehmen." in text_of(form)
    assert 'value="3&#x27;000.00"' in form.content.decode()
    typed = {name: value for name, value in form.context["form"].initial.items() if name != "booked_on"}
    data = {
        **typed,
        "booked_on": "30.11.2026",
        "position": ground.position("workplace").pk,
        "source": ground.source.pk,
    }
    assert finance.post(address, data).status_code == 302
    assert Booking.objects.get().reference == reference
    assert NOT_TAKEN not in text_of(finance.get("/"))
    assert "nicht übernommen" not in text_of(finance.get(COSTS))
    assert "Diese Auszahlung liess sich" not in text_of(finance.get(address)), "it is settled"


def test_what_is_booked_otherwise_is_told_until_it_is_booked_back(
    client_for: Client, ground: Ground, olten: Municipality, on_day: Callable[[date], None]
) -> None:
    rule(ground, "grants")
    first_paid(olten, ground)
    on_day(PAID)
    services.costs_take_over(actor=ground.finance)
    given_up(ground, 1_000_00)
    client = client_for("coordination")
    page = text_of(client.get("/"))
    assert OTHERWISE in page
    assert "kostet CHF 2'000.00, gebucht sind CHF 3'000.00" in page
    assert "anderer Betrag" in text_of(client.get(COSTS))
    services.booking_reverse(booking=Booking.objects.get(), reason="Demo", actor=ground.finance)
    assert OTHERWISE not in text_of(client.get("/"))


def test_rules_name_whose_costs_they_are_about(client_for: Client, ground: Ground) -> None:
    rule(ground, "grants")
    rule(ground, "of-long-ago")
    page = client_for("auditor").get(COSTS).content.decode()
    assert '<th scope="row">Projektbeiträge</th>' in page
    assert '<th scope="row">of-long-ago</th>' in page


def test_several_are_told_in_one_line(
    client_for: Client, ground: Ground, on_day: Callable[[date], None], queries: Callable[..., int]
) -> None:
    """In as many statements as one."""
    rule(ground, START_INTEGRATION, code="language.early")
    closed = replace(TERMS, valid_from=date(2026, 6, 1), purposes=frozenset({"economic"}))
    services.terms_set(source=ground.source, terms=closed, actor=ground.people.office)
    (place,), people, client = canton("Demo A"), office(), client_for("coordination")
    on_day(date(2026, 12, 1))
    counts = []
    for month, half_year in ((Month(2026, 3), HalfYear(2025, 2)), (Month(2026, 9), HalfYear(2026, 1))):
        reported(place, half_year, 10, 0, 0, 0)
        released(month, people)
        client.get("/")
        counts.append(queries(client, "/"))
    page = text_of(client.get("/"))
    assert "2 Auszahlungen nicht übernommen 2026-03, 2026-09" in page
    assert counts[0] == counts[1]


@pytest.mark.parametrize("asked", ["", "P-999/1", "x" * 300, "2026-03"])
def test_what_is_not_to_be_settled_is_an_ordinary_booking(client_for: Client, ground: Ground, asked: str) -> None:
    page = client_for("coordination").get(NEW, {"uebernahme": asked})
    assert page.status_code == 200
    assert "Diese Auszahlung" not in text_of(page)
    assert "Abrechnungslauf" not in page.content.decode()
