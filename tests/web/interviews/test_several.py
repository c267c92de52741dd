"""Several at once: families invited to consecutive slots, and the letters of many in one file."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from ankunft.domain.arrivals.models import Arrival, Person
from ankunft.domain.interviews.models import Interview, InterviewState, Invitation, Reminder
from ankunft.domain.interviews.services import interview_cancel
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account, Membership
from ankunft.foundation.audit.models import ReadEvent
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.jobs.services import _queue
from ankunft.foundation.jobs.worker import run_waiting
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.models import MailState, OutgoingMail
from tests.domain.interviews.making import arrived, family, planned
from tests.domain.reporting.making import municipality
from tests.support import pdf
from tests.support.clients import StrictClient

WORKED = pytest.mark.django_db(transaction=True)
FORM = {"day": "01.12.2026", "time": "9", "minutes": "45", "place": "Stadthaus", "led_by": "A. Demo-Keller"}


def tasks(*persons: Person) -> str:
    references = [Arrival.objects.get(person=one).reference for one in persons]
    return "/gespraeche/einladen/?" + "&".join(f"zuzug={reference}" for reference in references)


def hidden(page: str) -> dict[str, object]:
    """What the form of the proposal posts."""
    found: dict[str, list[str]] = {}
    form = page.split('aria-labelledby="vorschlag"')[1].split("</form>")[0]
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form):
        if name != "csrfmiddlewaretoken":
            found.setdefault(name, []).append(value)
    return {"vereinbaren": "1", **found}


@pytest.fixture
def three(town: Municipality) -> list[list[Person]]:
    """Two families and somebody alone."""
    return [family(town, 3), family(town, 2, "Demo-Weiss", language="fr", interpreter_need="yes"), [arrived(town)]]


class TestInviting:
    def test_from_the_list(self, officer: StrictClient, three: list[list[Person]]) -> None:
        references = [Arrival.objects.get(person=persons[0]).reference for persons in three]
        answer = officer.post("/zuzuege/", {"tat": "einladen", "auswahl": references})
        assert answer.status_code == 302
        page = officer.get(answer.headers["Location"]).content.decode()
        assert "3 Familien oder Personen" in page
        assert "Demo-Weiss" in page
        assert ReadEvent.objects.filter(what__contains="Mehrere einladen").count() == 1

    def test_is_shown_before_anything_is_stored(self, officer: StrictClient, three: list[list[Person]]) -> None:
        planned([arrived(three[0][0].municipality)], on=date(2026, 12, 1), place="Stadthaus", led_by="Wer anders")
        Interview.objects.update(starts_at=clock.now().replace(month=12, day=1, hour=9, minute=50))
        address = tasks(*(persons[0] for persons in three))
        answer = officer.post(address, FORM)
        page = answer.content.decode()
        assert Interview.objects.count() == 1
        for told in ("09:00–09:45", "10:50–11:35", "11:35–12:20", "Noch ist nichts gespeichert"):
            assert told in page, told
        answer = officer.post(address, hidden(page))
        job = Job.objects.get()
        assert answer.headers["Location"] == f"/auftraege/{job.pk}/"
        made = (
            Interview.objects.filter(state=InterviewState.PLANNED)
            .exclude(led_by="Wer anders")
            .order_by("starts_at")[1:]
        )
        assert [
            (f"{one.starts_at.astimezone(clock.ZURICH):%H:%M}", one.taking_part.count(), one.language, one.interpreting)
            for one in made
            if one.starts_at
        ] == [("10:50", 2, "fr", "partner"), ("11:35", 1, "", "none")]

    @WORKED
    def test_all_letters_are_in_one_file(self, officer: StrictClient, three: list[list[Person]]) -> None:
        address = tasks(*(persons[0] for persons in three))
        officer.post(address, hidden(officer.post(address, FORM).content.decode()))
        run_waiting()
        job = Job.objects.get()
        assert (job.state, job.outcome) == (JobState.DONE, "3 Briefe erstellt.")
        assert "Datei herunterladen" in officer.get(f"/auftraege/{job.pk}/").content.decode()
        answer = officer.get(f"/auftraege/{job.pk}/datei/")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="einladungen.pdf"'
        reader = PdfReader(io.BytesIO(answer.content))
        assert len(reader.pages) == 3
        spoken = pdf.spoken(answer.content)
        assert "Demo-Haddad" in spoken
        assert "Invitation" in spoken
        assert Invitation.objects.count() == 3
        assert len(set(Invitation.objects.values_list("sha256", flat=True))) == 1

    def test_whoever_was_invited_meanwhile_is_said(self, officer: StrictClient, three: list[list[Person]]) -> None:
        address = tasks(*(persons[0] for persons in three))
        proposal = hidden(officer.post(address, FORM).content.decode())
        planned(three[1])
        answer = officer.post(address, proposal)
        assert answer.status_code == 422
        assert "inzwischen eingeladen" in answer.content.decode()
        assert Interview.objects.count() == 1
        assert not Job.objects.exists()
        page = officer.get(address).content.decode()
        assert "Nicht mehr einzuladen" in page
        assert "2 Familien oder Personen" in page

    def test_a_day_that_is_too_short(self, officer: StrictClient, three: list[list[Person]]) -> None:
        address = tasks(*(persons[0] for persons in three))
        answer = officer.post(address, {**FORM, "time": "19:30"})
        assert answer.status_code == 422
        assert "haben an diesem Tag nicht Platz" in answer.content.decode()

    @pytest.mark.parametrize(
        "change", [{"day": "01.12.2025"}, {"time": "25:00"}, {"place": ""}, {"minutes": "7"}, {"day": ""}]
    )
    def test_what_cannot_be(self, officer: StrictClient, three: list[list[Person]], change: dict[str, str]) -> None:
        assert officer.post(tasks(three[0][0]), {**FORM, **change}).status_code == 422
        assert officer.post(tasks(three[0][0]), {**FORM, **change, "vereinbaren": "1"}).status_code == 422

    @pytest.mark.parametrize("slot", ["", "A-0000-0000 09:00", "x", "{own} 99:99", "{own}"])
    def test_a_forged_proposal(self, officer: StrictClient, three: list[list[Person]], slot: str) -> None:
        own = Arrival.objects.get(person=three[0][0]).reference
        data = {**FORM, "vereinbaren": "1", "termin": slot.replace("{own}", own)}
        assert officer.post(tasks(three[0][0]), data).status_code == 422
        assert not Interview.objects.exists()

    def test_others_families_do_not_exist(self, officer: StrictClient) -> None:
        stranger = arrived(municipality(2581, "Olten"))
        assert officer.get(tasks(stranger)).status_code == 404


@WORKED
class TestLetters:
    def ask(self, officer: StrictClient, act: str, *interviews: Interview) -> Job:
        data = {"tat": act, "auswahl": [one.reference for one in interviews]}
        answer = officer.post("/gespraeche/?stand=alle", data)
        assert answer.status_code == 302, answer.content.decode()
        run_waiting()
        return Job.objects.latest("pk")

    def test_of_several_selected(self, officer: StrictClient, three: list[list[Person]]) -> None:
        interviews = [planned(persons) for persons in three]
        interview_cancel(interview=interviews[2], reason="Demo", actor=Actor.operator())
        job = self.ask(officer, "erinnerungen", *interviews)
        assert job.outcome == "2 Briefe erstellt."
        assert Reminder.objects.count() == 2
        content = officer.get(f"/auftraege/{job.pk}/datei/").content
        assert pdf.spoken(content).count("ErinnerunganIhrenTermin") == 2

    def test_none_of_what_is_not_planned(self, officer: StrictClient, three: list[list[Person]]) -> None:
        interview = planned(three[0])
        interview_cancel(interview=interview, reason="Demo", actor=Actor.operator())
        data = {"tat": "einladungen", "auswahl": [interview.reference]}
        assert officer.post("/gespraeche/?stand=alle", data).status_code == 409

    def test_a_name_without_font_keeps_no_other_letter_back(
        self, officer: StrictClient, three: list[list[Person]]
    ) -> None:
        Person.objects.filter(pk=three[0][0].pk).update(given_name="漢字")
        interviews = [planned(persons) for persons in three]
        job = self.ask(officer, "einladungen", *interviews)
        assert job.outcome == "2 Briefe erstellt."
        (detail,) = job.details
        assert detail.startswith(interviews[0].reference)
        assert Invitation.objects.count() == 2

    def test_done_twice_each_letter_is_recorded_once(self, officer: StrictClient, three: list[list[Person]]) -> None:
        job = self.ask(officer, "einladungen", planned(three[0]))
        Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
        job.refresh_from_db()
        _queue(job)
        run_waiting()
        job.refresh_from_db()
        assert job.state == JobState.DONE
        assert Invitation.objects.count() == 1

    def test_for_nobody_else_and_not_after_the_role(
        self, officer: StrictClient, three: list[list[Person]], client_for: object
    ) -> None:
        job = self.ask(officer, "einladungen", planned(three[0]))
        other = client_for("integration_officer", "bfs-2601")  # type: ignore[operator]
        assert other.get(f"/auftraege/{job.pk}/datei/").status_code == 404
        assert isinstance(officer.account, Account)
        Membership.objects.create(
            account=officer.account,
            organisation=Membership.objects.get(account=officer.account).organisation,
            role="integration_officer",
            valid_from=clock.today(),
            granted=False,
        )
        assert officer.get(f"/auftraege/{job.pk}/datei/").status_code == 403

    def test_gone_after_a_day(self, officer: StrictClient, three: list[list[Person]]) -> None:
        job = self.ask(officer, "einladungen", planned(three[0]))
        Job.objects.filter(pk=job.pk).update(finished_at=clock.now() - timedelta(days=2))
        assert officer.get(f"/auftraege/{job.pk}/datei/").status_code == 409
        assert "Datei herunterladen" not in officer.get(f"/auftraege/{job.pk}/").content.decode()


class TestReminding:
    def test_my_day_counts_letters_and_names_nobody(self, officer: StrictClient, town: Municipality) -> None:
        interview = planned(family(town, 2), on=date(2026, 11, 27))
        Interview.objects.filter(pk=interview.pk).update(recorded_at=clock.now() - timedelta(days=30))
        page = officer.get("/").content.decode()
        assert "Erinnerungsbriefe senden" in page
        assert "Haddad" not in page
        listed = officer.get("/gespraeche/?offen=erinnerungsbrief").content.decode()
        assert interview.reference in listed
        address = f"/gespraeche/{interview.reference}/erinnerung/"
        page = officer.post(address, {"language": "fr"}, follow=True)
        assert page.headers["Refresh"] == f"0; url={address}"
        answer = officer.get(address)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="erinnerung-{interview.reference}.pdf"'
        assert "Rappel" in pdf.spoken(answer.content)
        assert "Erinnerungsbriefe senden" not in officer.get("/").content.decode()
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        assert "Deutsch und Französisch" in page.split('id="einladung"')[1].split("</section>")[0]
        OutgoingMail.objects.create(
            reference="0" * 32,
            to="a@example.ch",
            kind="appointment_reminder",
            state=MailState.FAILED,
            created_at=clock.now(),
            not_before=clock.now(),
        )
        Reminder.objects.update(channel="mail", mail=OutgoingMail.objects.get())
        page = officer.get(f"/gespraeche/{interview.reference}/").content.decode()
        card = page.split('id="einladung"')[1].split("</section>")[0]
        assert "Erinnerung per E-Mail" in card
        assert "nicht zugestellt" in card
        assert "a@example.ch" not in card

    def test_a_reminder_can_be_printed_once_there_was_an_invitation(
        self, officer: StrictClient, town: Municipality
    ) -> None:
        interview = planned(family(town, 2))
        address = f"/gespraeche/{interview.reference}/"
        assert "Erinnerung als PDF" not in officer.get(address).content.decode()
        officer.post(f"{address}einladung/", {"language": ""})
        assert f'formaction="{address}erinnerung/"' in officer.get(address).content.decode()
