"""Appointments and interviews on pages: from the arrival to the confirmation."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ankunft.domain.arrivals.models import Arrival, Person
from ankunft.domain.interviews.content import content_of
from ankunft.domain.interviews.models import Evidence, Interview, Invitation
from ankunft.domain.interviews.services import interview_missed, interview_move
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.clock import ZURICH
from tests.domain.interviews.making import PDF, again, arrived, held, planned, state_of
from tests.domain.interviews.making import appointment as moved_to
from tests.domain.reporting.making import TODAY, submitted_report
from tests.hardening import nasty
from tests.support.clients import StrictClient
from tests.support.people import actor_with
from tests.support.reading import read_only


def appointment(**values: object) -> dict[str, object]:
    return {
        "kind": "first_information",
        "day": "01.12.2026",
        "time": "14.00",
        "minutes": "60",
        "place": "Stadthaus",
        "led_by": "A. Demo-Keller",
        "language": "",
        "interpreting": "none",
        "interpreting_provider": "",
        "interpreting_order": "",
        "reason": "",
        **values,
    }


def conduct(interview: Interview | None = None, **values: object) -> dict[str, object]:
    return {
        "held_on": "20.11.2026",
        "participants": "",
        "led_by": "A. Demo-Keller",
        "led_by_responsible": "on",
        "language": "",
        "interpreting": "none",
        "interpreting_provider": "",
        "interpreting_order": "",
        "notes": "",
        "follow_up_on": "",
        "seen": str(again(interview).version) if interview else "",
        **values,
    }


def names(persons: list[Person]) -> list[str]:
    return [one.reference for one in persons]


class TestPlanning:
    def test_of_an_arrival_the_whole_family_is_proposed(self, officer: StrictClient, haddads: list[Person]) -> None:
        arrival = Arrival.objects.get(person=haddads[0])
        answer = officer.get(f"/gespraeche/neu/?zuzug={arrival.reference}")
        page = answer.content.decode()
        assert "Familie Demo-Haddad" in page
        assert page.count("checked") == 3 + 2, "three persons, the kind and the interpreting"
        assert ReadEvent.objects.filter(what__contains="Termin vereinbaren").exists()

    def test_an_appointment_is_agreed_on(self, officer: StrictClient, haddads: list[Person]) -> None:
        arrival = Arrival.objects.get(person=haddads[0])
        data = appointment(persons=names(haddads), interpreting="partner", interpreting_order="LD-1")
        answer = officer.post(f"/gespraeche/neu/?zuzug={arrival.reference}", data, follow=True)
        interview = Interview.objects.get()
        assert interview.taking_part.count() == 3
        assert (interview.place, interview.interpreting_order) == ("Stadthaus", "LD-1")
        assert state_of(haddads[0]) == "invited"
        assert "Drucken Sie jetzt die Einladung." in answer.content.decode()

    def test_what_is_wrong_stands_at_the_field(self, officer: StrictClient, haddads: list[Person]) -> None:
        address = f"/gespraeche/neu/?person={haddads[0].reference}"
        answer = officer.post(address, appointment(day="01.11.2026", persons=names(haddads[:1])))
        assert answer.status_code == 422
        assert "Der Tag ist vorbei." in answer.content.decode()
        assert "Geben Sie die Zeit so ein" in officer.post(address, appointment(time="x")).content.decode()
        assert not Interview.objects.exists()

    @pytest.mark.parametrize("query", ["", "?zuzug=Z-0000-0000", "?person=x"])
    def test_with_nobody_there_is_none(self, officer: StrictClient, query: str) -> None:
        assert officer.get(f"/gespraeche/neu/{query}").status_code == 404

    def test_of_whom_waits_for_it_the_first_information_is_proposed(
        self, officer: StrictClient, haddads: list[Person], town: Municipality
    ) -> None:
        page = officer.get(f"/gespraeche/neu/?person={haddads[1].reference}").content.decode()
        assert 'value="first_information" checked' in " ".join(page.split())
        planned(haddads)
        answer = officer.get(f"/gespraeche/neu/?person={haddads[1].reference}")
        assert answer["Location"] == f"/gespraeche/{Interview.objects.get().reference}/"

    def test_it_is_moved_and_called_off(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        officer.post(f"/gespraeche/{interview.reference}/termin/", appointment(day="02.12.2026", place="Schulhaus"))
        assert (again(interview).place, again(interview).starts_at.day) == ("Schulhaus", 2)
        officer.post(f"/gespraeche/{interview.reference}/absagen/", {"reason": "krank"})
        assert again(interview).state == "cancelled"
        assert content_of(again(interview)).cancelled == "krank"
        assert state_of(haddads[0]) == "open"
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert "krank" in page
        officer.post(f"/gespraeche/{interview.reference}/rueckgaengig/")
        assert again(interview).state == "planned"

    def test_who_did_not_appear_is_invited_again(
        self, officer: StrictClient, haddads: list[Person], on_day: Callable[[date], None]
    ) -> None:
        interview = planned(haddads)
        on_day(date(2026, 12, 2))
        officer.post(f"/gespraeche/{interview.reference}/nicht-erschienen/")
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert "Erneut einladen" in page
        address = f"/gespraeche/{interview.reference}/erneut-einladen/"
        assert officer.get(address).status_code == 200
        answer = officer.post(address, appointment(day="10.12.2026"), follow=True)
        second = Interview.objects.get(follows=interview)
        page = answer.content.decode()
        assert "Zweite Einladung" in page
        assert second.taking_part.count() == 3
        assert f'<a href="/gespraeche/{interview.reference}/">Verpasster erster Termin</a>' in page
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert f'<a href="/gespraeche/{second.reference}/">Zweiter Termin</a>' in page
        assert address not in officer.get("/").content.decode()
        officer.post(f"/gespraeche/{second.reference}/absagen/", {"reason": "Demo: krank"})
        assert address in officer.get("/").content.decode(), "to be invited again, not for the first time"
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert f'<a href="/gespraeche/{second.reference}/">Abgesagter zweiter Termin</a>' in page

    def test_from_the_arrival_one_comes_to_the_missed_appointment_not_to_another_first_one(
        self, officer: StrictClient, haddads: list[Person], on_day: Callable[[date], None]
    ) -> None:
        interview = planned(haddads)
        on_day(date(2026, 12, 2))
        officer.post(f"/gespraeche/{interview.reference}/nicht-erschienen/")
        arrival = f"/gespraeche/neu/?zuzug={Arrival.objects.get(person=haddads[0]).reference}"
        assert officer.get(arrival)["Location"] == f"/gespraeche/{interview.reference}/"
        officer.post(f"/gespraeche/{interview.reference}/erneut-einladen/", appointment(day="10.12.2026"))
        second = Interview.objects.get(follows=interview)
        assert officer.get(arrival)["Location"] == f"/gespraeche/{second.reference}/"

    def test_first_comes_the_letter_then_the_interview(
        self, officer: StrictClient, haddads: list[Person], on_day: Callable[[date], None]
    ) -> None:
        interview = planned(haddads)
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert re.search(r'<button class="button button--primary" type="submit"[^>]*>Brief als PDF', page)
        assert page.count("button--primary") == 1
        assert f"/zuzuege/{Arrival.objects.get(person=haddads[0]).reference}/" in page
        officer.post(f"/gespraeche/{interview.reference}/einladung/", {"language": "ar"})
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert re.search(r'button--primary" href="[^"]*">Gespräch erfassen', page)
        assert page.count("button--primary") == 1

    @pytest.mark.parametrize(
        ("typed", "hour"), [("14:05", 14), ("14.05", 14), ("1405", 14), ("905", 9), ("9h05", 9), ("14.05 Uhr", 14)]
    )
    def test_a_time_is_typed_as_people_write_it(
        self, officer: StrictClient, haddads: list[Person], typed: str, hour: int
    ) -> None:
        arrival = Arrival.objects.get(person=haddads[0])
        data = appointment(persons=names(haddads), time=typed)
        officer.post(f"/gespraeche/neu/?zuzug={arrival.reference}", data)
        starts_at = Interview.objects.get().starts_at
        assert starts_at is not None
        assert (starts_at.astimezone(ZURICH).hour, starts_at.minute) == (hour, 5)

    def test_that_nobody_checked_a_translation_is_said_beside_it(
        self, officer: StrictClient, haddads: list[Person]
    ) -> None:
        interview = planned(haddads)
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert "Tigrinya (noch nicht geprüft)" in page
        assert "Es gilt der deutsche Text." in page

    def test_the_list_says_how_an_interview_is_begun(self, officer: StrictClient, haddads: list[Person]) -> None:
        page = officer.get("/gespraeche/").content.decode()
        assert 'Ein neues Gespräch beginnt bei den <a href="/zuzuege/">Zuzügen</a>' in page
        assert "Zurzeit ist kein Gespräch geplant." in page
        planned(haddads)
        assert "1 Gespräch</p>" in officer.get("/gespraeche/").content.decode()


class TestRecording:
    def test_the_verdict_while_one_types(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        address = f"/gespraeche/{interview.reference}/urteil/"
        data = conduct(interview, present=names(haddads), interpreting="partner")
        with read_only():
            page = officer.post(address, data).content.decode()
        assert "Fallpauschale CHF\u00a0200.00 zählt noch nicht" in page
        assert "Die unterschriebene Bestätigung fehlt." in page
        assert "<html" not in page
        page = officer.post(address, {**data, "outsourced": "on"}).content.decode()
        assert "Fallpauschale zählt nicht" in page
        assert "KS 3.4.5" in page
        page = officer.post(address, {**data, "held_on": "nie", "participants": "x"}).content.decode()
        assert "Fallpauschale" in page

    def test_it_is_recorded_and_documented(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        address = f"/gespraeche/{interview.reference}/"
        page = officer.get(f"{address}erfassen/").content.decode()
        assert "Wer war dabei?" in page
        assert 'hx-post="' in page
        data = conduct(interview, present=names(haddads[:2]), interpreting="partner", interpreting_order="LD-1")
        data |= {"step_0": "Deutschkurs A1", "step_0_due": "31.01.2027", "notes": "Demo-Notiz"}
        assert officer.post(f"{address}erfassen/", data).status_code == 302
        assert (again(interview).state, again(interview).participants) == ("held", 2)
        page = officer.get(address).content.decode()
        for text in ("Deutschkurs A1", "Demo-Notiz", "war nicht dabei", "zählt noch nicht"):
            assert text in page, text
        file = SimpleUploadedFile("scan.pdf", PDF)
        answer = officer.post(f"{address}belege/neu/", {"file": file}, follow=True)
        page = answer.content.decode()
        assert "Zählt: Fallpauschale CHF\u00a0200.00" in page
        assert "Eine Familie, ein Gespräch." in page
        assert "Zählt: Dolmetschpauschale CHF\u00a0160.00" in page
        evidence = Evidence.objects.get()
        got = officer.get(f"{address}belege/{evidence.pk}/")
        assert got.content == PDF
        assert got["Content-Disposition"].startswith("attachment")
        assert "sandbox" in got["Content-Security-Policy"]
        step = interview.steps.get()
        officer.post(f"{address}schritte/{step.pk}/")
        assert interview.steps.get().done_on == TODAY
        officer.post(f"{address}belege/{evidence.pk}/entfernen/", {"reason": "falsche Datei"})
        assert again(interview).case_verdict == "no_evidence"
        assert officer.get(f"{address}belege/{evidence.pk}/").status_code == 404

    def test_what_is_recorded_is_put_right(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = held(haddads)
        address = f"/gespraeche/{interview.reference}/erfassen/"
        assert "Speichern" in officer.get(address).content.decode()
        data = conduct(interview, held_on="09.11.2026", present=names(haddads))
        assert officer.post(address, data).status_code == 302
        assert again(interview).held_on == date(2026, 11, 9)
        assert "Inzwischen hat jemand anders" in officer.post(address, {**data, "seen": "0"}).content.decode()
        assert (
            "Es wurde nichts geändert."
            in officer.post(address, {**data, "seen": str(again(interview).version)}).content.decode()
        )

    def test_what_is_kept_encrypted_is_shown_as_it_was_typed(
        self, officer: StrictClient, haddads: list[Person]
    ) -> None:
        text = " ".join(nasty.PAGES[:4])
        interview = planned(haddads)
        address = f"/gespraeche/{interview.reference}/"
        data = conduct(interview, present=names(haddads), notes=text, step_0=text)
        assert officer.post(f"{address}erfassen/", data).status_code == 302
        for page in (address, f"{address}erfassen/"):
            answer = officer.get(page).content.decode()
            assert nasty.PAGES[0] not in answer
            assert answer.count("&lt;script&gt;zqx7") > 1

    def test_without_an_appointment(self, officer: StrictClient, haddads: list[Person]) -> None:
        Arrival.objects.update(state="informed")
        address = f"?person={haddads[0].reference}"
        assert "Integrationsgespräch" in officer.get(f"/gespraeche/erfassen/{address}").content.decode()
        data = conduct(present=names(haddads), kind="integration", needs=[], reason="")
        page = officer.post(f"/gespraeche/erfassen/urteil/{address}", data).content.decode()
        assert "Der Integrationsbedarf ist nicht festgehalten." in page
        answer = officer.post(f"/gespraeche/erfassen/{address}", {**data, "reason": "Deutsch"})
        interview = Interview.objects.get()
        assert answer["Location"] == f"/gespraeche/{interview.reference}/"
        assert interview.has_reason
        page = officer.get(f"/gespraeche/{interview.reference}/rueckgaengig/").content.decode()
        assert "Grund" in page
        officer.post(f"/gespraeche/{interview.reference}/rueckgaengig/", {"reason": "Irrtum"})
        assert again(interview).state == "cancelled"

    def test_a_day_to_come_is_refused(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        answer = officer.post(
            f"/gespraeche/{interview.reference}/erfassen/",
            conduct(interview, held_on="23.11.2026", present=names(haddads)),
        )
        assert answer.status_code == 422
        assert "Der Tag liegt in der Zukunft." in answer.content.decode()

    @pytest.mark.parametrize(
        ("name", "content", "sentence"),
        [
            ("scan.exe", PDF, "Wählen Sie eine PDF-Datei oder ein Bild"),
            ("scan.pdf", b"", "Die Datei ist leer."),
            ("scan.pdf", b"<html>", "ist aber keine solche Datei."),
            ("scan.png", PDF, "ist aber keine solche Datei."),
            ("scan.pdf", PDF + b" " * 2_000_000, "grösser als"),
        ],
    )
    def test_what_is_no_scan_is_refused(
        self, officer: StrictClient, haddads: list[Person], settings: object, name: str, content: bytes, sentence: str
    ) -> None:
        settings.EVIDENCE_MAX_BYTES = 1024**2  # type: ignore[attr-defined]
        interview = held(haddads)
        answer = officer.post(
            f"/gespraeche/{interview.reference}/belege/neu/", {"file": SimpleUploadedFile(name, content)}
        )
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert not Evidence.objects.exists()

    def test_on_paper(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = held(haddads)
        officer.post(f"/gespraeche/{interview.reference}/belege/papier/")
        assert again(interview).case_verdict == "counts"
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert "Bestätigung auf Papier" in page


class TestPapers:
    def test_the_invitation_is_noted(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        address = f"/gespraeche/{interview.reference}/einladung/"
        assert officer.get(address).status_code == 409
        page = officer.post(address, {"language": "ar"}, follow=True)
        assert Invitation.objects.get().language == "ar"
        assert "Deutsch und Arabisch" in page.content.decode()
        assert "Der Brief ist erstellt" in page.content.decode()
        assert page.headers["Refresh"] == f"0; url={address}"
        assert officer.post(address, {"language": "xx"}).status_code == 409

    def test_the_letter_is_fetched_as_it_was_made(
        self, officer: StrictClient, haddads: list[Person], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        interview = planned(haddads)
        address = f"/gespraeche/{interview.reference}/einladung/"
        shown = officer.post(address, {"language": "ar"}).headers["Location"]
        assert shown == f"/gespraeche/{interview.reference}/?brief=einladung"
        letter = officer.get(address)
        assert letter.headers["Content-Disposition"] == f'attachment; filename="einladung-{interview.reference}.pdf"'
        made = Invitation.objects.get()
        assert hashlib.sha256(letter.content).hexdigest() == made.sha256
        # Looking at it records nothing further, and later on the page does not fetch it once more.
        assert Invitation.objects.count() == 1
        monkeypatch.setattr("ankunft.web.interviews.views.detail.MOMENT", timedelta(0))
        page = officer.get(shown)
        assert "Refresh" not in page.headers
        assert "Der Brief ist erstellt" not in page.content.decode()
        interview_move(interview=interview, entry=moved_to(date(2026, 12, 9)), actor=Actor.operator())
        changed = officer.get(address)
        assert changed.status_code == 409
        assert "Erstellen Sie ihn neu." in changed.content.decode()

    def test_the_confirmation(self, officer: StrictClient, haddads: list[Person]) -> None:
        for interview in (planned(haddads), held([arrived(haddads[0].municipality)])):
            answer = officer.get(f"/gespraeche/{interview.reference}/bestaetigung/")
            assert answer.content.startswith(b"%PDF")
            assert answer["Content-Disposition"] == f'attachment; filename="bestaetigung-{interview.reference}.pdf"'

    def test_calendar_files_name_nobody(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        for address in (f"/gespraeche/{interview.reference}/termin.ics", "/gespraeche/kalender/termine.ics"):
            text = officer.get(address).content.decode()
            assert interview.reference in text
            assert "Haddad" not in text


class TestLists:
    def test_by_state(self, officer: StrictClient, haddads: list[Person], town: Municipality) -> None:
        planned(haddads)
        held([arrived(town, family_name="Demo-Weiss")])
        page = officer.get("/gespraeche/").content.decode()
        assert "Familie Demo-Haddad" in page
        assert "Demo-Weiss" not in page
        page = officer.get("/gespraeche/?stand=durchgefuehrt&zaehlt=noch-nicht").content.decode()
        assert "Demo-Weiss" in page
        assert "zählt noch nicht" in page
        assert "Demo-Weiss" not in officer.get("/gespraeche/?stand=durchgefuehrt&zaehlt=ja").content.decode()
        assert officer.get("/gespraeche/?stand=alle&datei=xlsx").status_code == 200

    def test_somebody_is_found(self, officer: StrictClient, haddads: list[Person]) -> None:
        interview = planned(haddads)
        for words in ("haddad", interview.reference.lower(), haddads[1].reference):
            assert interview.reference in officer.post("/gespraeche/", {"suche": words}, follow=True).content.decode()
        page = officer.post("/gespraeche/", {"suche": "niemand"}, follow=True).content.decode()
        assert "Nichts gefunden." in page

    @pytest.mark.parametrize("query", ["?ansicht=monat&zeit=2026-12", "?ansicht=woche&zeit=2026-W49"])
    def test_calendar(self, officer: StrictClient, haddads: list[Person], query: str) -> None:
        planned(haddads)
        page = officer.get(f"/gespraeche/kalender/{query}").content.decode()
        assert page.count("Familie Demo-Haddad") == 2, "in the calendar and in the table"

    @pytest.mark.parametrize("query", ["?zeit=x", "?ansicht=monat&zeit=2026-99", "?zeit=2026-W60", "?zeit=9999-W53"])
    def test_a_time_that_is_none_shows_the_present_one(self, officer: StrictClient, query: str) -> None:
        assert "Keine Termine in dieser Zeit." in officer.get(f"/gespraeche/kalender/{query}").content.decode()

    def test_as_many_statements_for_many(
        self, officer: StrictClient, town: Municipality, queries: Callable[..., int]
    ) -> None:
        planned([arrived(town)], on=date(2026, 11, 24))
        addresses = ("/gespraeche/", "/gespraeche/kalender/?zeit=2026-W48", "/")
        before = [queries(officer, address) for address in addresses]
        for _number in range(5):
            planned([arrived(town)], on=date(2026, 11, 24))
        assert [queries(officer, address) for address in addresses] == before


class TestMyDay:
    def test_what_is_due(
        self, officer: StrictClient, haddads: list[Person], town: Municipality, on_day: Callable[[date], None]
    ) -> None:
        planned(haddads, on=date(2026, 11, 22))
        missed = planned([arrived(town)], on=date(2026, 11, 23))
        held([arrived(town)], follow_up_on=date(2026, 11, 25))
        page = officer.get("/").content.decode()
        assert "Erstinformationsgespräch" in page
        assert "1 Gespräch ohne unterschriebene Bestätigung" in page
        assert "Wiedervorlage" in page
        assert "Haddad" not in page
        on_day(date(2026, 11, 24))
        interview_missed(interview=missed, actor=Actor.operator())
        page = officer.get("/").content.decode()
        assert "Erneut einladen" in page
        assert "durchgeführt oder nicht erschienen?" in page


def test_panels(officer: StrictClient, haddads: list[Person]) -> None:
    interview = planned(haddads)
    arrival = Arrival.objects.get(person=haddads[0])
    for address in (f"/personen/{haddads[0].reference}/", f"/zuzuege/{arrival.reference}/"):
        assert f"/gespraeche/{interview.reference}/" in officer.get(address).content.decode()


def test_others_see_nothing(
    client_for: Callable[..., StrictClient], officer: StrictClient, haddads: list[Person]
) -> None:
    interview = planned(haddads)
    assert client_for("coordination").get(f"/gespraeche/{interview.reference}/").status_code == 403
    foreign = client_for("integration_officer", "bfs-2581")
    assert foreign.get(f"/gespraeche/{interview.reference}/").status_code == 404
    assert "Haddad" not in foreign.get("/gespraeche/?stand=alle").content.decode()


class TestSettledHalfYear:
    """The report of the first half-year is handed in: what was held then needs a reason."""

    @pytest.fixture(autouse=True)
    def _handed_in(self, town: Municipality) -> None:
        submitted_report(town, actor_with("integration_officer", "bfs-2601"))

    def test_who_records_late_is_asked_why(self, officer: StrictClient, town: Municipality) -> None:
        one = arrived(town, on=date(2026, 5, 1))
        address = f"/gespraeche/erfassen/?person={one.reference}"
        assert "change_reason" not in officer.get(address).content.decode()
        data = conduct(present=[one.reference], held_on="30.06.2026", kind="first_information")
        answer = officer.post(address, data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Begründen Sie, warum das Gespräch jetzt erfasst" in page
        assert 'name="change_reason"' in page
        assert "Der Bericht 2026-H1 ist eingereicht." in page
        officer.post(address, {**data, "change_reason": "lag beim Dolmetscher"})
        assert content_of(Interview.objects.get()).changes[0].why == "lag beim Dolmetscher"

    def test_who_records_an_appointment_late_is_asked_too(self, officer: StrictClient, town: Municipality) -> None:
        one = arrived(town, on=date(2026, 5, 1))
        interview = planned([one])
        address = f"/gespraeche/{interview.reference}/erfassen/"
        assert "change_reason" not in officer.get(address).content.decode()
        late = conduct(interview, held_on="30.06.2026", present=[one.reference])
        assert "Begründen Sie" in officer.post(address, late).content.decode()
        officer.post(address, {**late, "change_reason": "nachgetragen"})
        assert again(interview).state == "held"
        page = officer.get(address).content.decode()
        assert 'name="change_reason"' in page, "what is settled is changed with a reason"
        moved = conduct(interview, held_on="01.07.2026", present=[one.reference])
        assert "Begründen Sie" in officer.post(address, moved).content.decode(), "out of it neither"
        officer.post(address, {**moved, "change_reason": "Tippfehler"})
        assert again(interview).half_year == "2026-H2"
