"""Appointments to subscribe to: by a secret address, without names, and no longer than the role."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.services import interview_cancel
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.closing import account_close
from ankunft.foundation.access.models import Membership, SecretAddress
from ankunft.foundation.audit.models import Event, ReadEvent
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.interviews.making import arrived, planned
from tests.domain.reporting.making import municipality
from tests.support.clients import StrictClient
from tests.support.reading import read_only


def made(client: StrictClient) -> str:
    """The address that the page shows."""
    answer = client.post("/sicherheit/kalender/")
    assert answer.status_code == 200
    found = re.search(r'value="http://testserver(/gespraeche/abo/[\w-]{40,}\.ics)"', answer.content.decode())
    assert found is not None
    return found[1]


def references(address: str) -> list[str]:
    answer = StrictClient().get(address)
    assert answer.status_code == 200
    return [str(one["summary"]).rpartition(" ")[2] for one in Calendar.from_ical(answer.content).walk("VEVENT")]


class TestFeed:
    def test_shows_what_is_planned_in_one_s_own_municipalities(
        self, officer: StrictClient, haddads: list[Person]
    ) -> None:
        mine = planned(haddads)
        planned([arrived(municipality(2581, "Olten"))])
        address = made(officer)
        with wall.closed(), read_only():
            answer = StrictClient().get(address)
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert references(address) == [mine.reference]
        text = answer.content.decode()
        assert "Haddad" not in text
        assert haddads[0].reference not in text
        assert not ReadEvent.objects.exists(), "nobody is named, so nobody is read"

    def test_what_is_called_off_or_long_past_is_not_there(self, officer: StrictClient, town: Municipality) -> None:
        interviews = [planned([arrived(town)]) for _ in range(3)]
        interview_cancel(interview=interviews[0], reason="Demo", actor=Actor.operator())
        Interview.objects.filter(pk=interviews[1].pk).update(starts_at=clock.now() - timedelta(days=40))
        assert references(made(officer)) == [interviews[2].reference]

    def test_only_a_digest_is_kept_and_the_trail_does_not_tell_it(self, officer: StrictClient) -> None:
        secret = made(officer).rpartition("/")[2].removesuffix(".ics")
        stored = SecretAddress.objects.get()
        assert secret not in stored.digest
        events = Event.objects.filter(action="access.secret_address.made")
        assert events.count() == 1
        assert not any(secret in f"{one.after}{one.summary}{one.object_key}" for one in events)

    def test_renewed_and_switched_off(self, officer: StrictClient) -> None:
        first = made(officer)
        second = made(officer)
        assert SecretAddress.objects.count() == 1
        assert StrictClient().get(first).status_code == 404
        assert StrictClient().get(second).status_code == 200
        assert "Neue Adresse erstellen" in officer.get("/sicherheit/").content.decode()
        assert officer.post("/sicherheit/kalender/ausschalten/").status_code == 302
        assert StrictClient().get(second).status_code == 404
        assert "Adresse erstellen" in officer.get("/sicherheit/").content.decode()

    def test_ends_with_the_role_and_with_the_account(self, officer: StrictClient) -> None:
        address = made(officer)
        membership = Membership.objects.get(account=officer.account)
        ended = Membership.objects.create(
            account=membership.account,
            organisation=membership.organisation,
            role=membership.role,
            valid_from=clock.today(),
            granted=False,
        )
        assert StrictClient().get(address).status_code == 404
        assert "Ohne die Rolle" in officer.get("/sicherheit/").content.decode()
        ended.delete()
        assert StrictClient().get(address).status_code == 200
        account_close(account=membership.account, actor=Actor.operator())
        assert StrictClient().get(address).status_code == 404

    @pytest.mark.parametrize("secret", ["x", "0" * 64, "%00", "a" * 5000, "%C3%9F"])
    def test_a_guess_finds_nothing(self, officer: StrictClient, secret: str) -> None:
        made(officer)
        assert StrictClient().get(f"/gespraeche/abo/{secret}.ics").status_code in (400, 404)

    def test_for_officers_alone(self, client_for: Callable[..., StrictClient], town: Municipality) -> None:
        others = client_for("municipal_finance", "bfs-2601")
        assert others.post("/sicherheit/kalender/").status_code == 403
        assert "Kalender abonnieren" not in others.get("/sicherheit/").content.decode()

    def test_not_as_old_as_the_session(self, officer: StrictClient, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever finds an open browser does not take the address along."""
        monkeypatch.setattr("ankunft.web.access.proof.is_freshly_proved", lambda _request: False)
        answer = officer.post("/sicherheit/kalender/")
        assert answer.headers["Location"].startswith("/sicherheit/bestaetigen/")
        assert not SecretAddress.objects.exists()

    def test_is_told_where_the_calendar_is(self, officer: StrictClient, haddads: list[Person]) -> None:
        planned(haddads, on=date(2026, 12, 1))
        assert 'href="/sicherheit/"' in officer.get("/gespraeche/kalender/").content.decode()
