"""The history of a person tells what messages of the register did to it."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals import services
from ankunft.domain.arrivals.history import history_of
from ankunft.domain.arrivals.models import Arrival, Person
from ankunft.foundation.documents.ech.values import RECALL, MoveOut, NameChange
from ankunft.foundation.kernel.actor import Actor

from .messages import identity, message, move_in, take

pytestmark = pytest.mark.usefixtures("town")
WHO = identity(1)


def told() -> list[str]:
    return [one.summary for one in history_of(Person.objects.get())]


def test_what_a_message_did_is_told_with_the_message() -> None:
    take(message(move_in(WHO), "m-1"))
    assert told() == ["Aus dem Einwohnerregister: Meldung «Zuzug» vom 20.11.2026 übernommen."]
    take(message(NameChange(WHO, "Demo-Neu", "Ada", None), "m-2", kind="changeName"))
    take(message(MoveOut(WHO, 2601, date(2026, 11, 20), "ER", None), "m-3"))
    out = MoveOut(WHO, 2601, date(2026, 11, 20), "ER", None)
    take(message(out, "m-4", action=RECALL, reference_message_id="m-3"))
    sentences = told()
    for sentence in (
        "Familienname: «Demo-Muster 1» → «Demo-Neu».",
        "Aus dem Einwohnerregister: Meldung «Namensänderung» vom 20.11.2026 übernommen.",
        "Wegzug oder Tod am 20.11.2026 erfasst.",
        "Wegzug zurückgenommen.",
        "Aus dem Einwohnerregister: Meldung «Wegzug» vom 20.11.2026 widerrufen.",
    ):
        assert sentence in sentences


def test_an_arrival_that_was_put_right_is_told_too(officer: Actor) -> None:
    take(message(move_in(WHO), "m-1"))
    services.arrival_change(
        arrival=Arrival.objects.get(),
        arrived_on=date(2026, 11, 2),
        from_country="ET",
        reason="Nachfrage",
        actor=officer,
    )
    (changed,) = [one for one in history_of(Person.objects.get()) if one.reason == "Nachfrage"]
    assert changed.summary == "Zuzug am: «01.11.2026» → «02.11.2026». Zuzug aus: «Eritrea» → «Äthiopien»."
