"""Reminders: once for each appointment, to whoever can be reached, and never for one that does not stand any more."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from ankunft.domain.arrivals.models import Person
from ankunft.domain.interviews import forgetting, reminders, services
from ankunft.domain.interviews.letters import Appointment, Recipient, Sender, reminder_letter, set_together
from ankunft.domain.interviews.letters.languages import letter_language, letter_languages
from ankunft.domain.interviews.letters.reminder import reminder_mail
from ankunft.domain.interviews.models import Interview, Reminder
from ankunft.domain.interviews.services.reminding import ADDRESS_KEPT
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import MailState, OutgoingMail
from tests.domain.interviews.making import again, appointment, arrived, family, held, planned
from tests.support import pdf

SOON = date(2026, 11, 25)
"""Three days after the day on which it is here."""


@pytest.fixture(autouse=True)
def _server(settings):
    settings.SMTP_URL = "smtp://localhost"
    settings.REMINDER_DAYS = 3


def reachable(persons, *addresses, **values):
    for one, address in zip(persons, addresses, strict=False):
        Person.objects.filter(pk=one.pk).update(email=address, **values)


def agreed(persons, on=SOON, **values):
    """An appointment that was agreed on three weeks ago, in an installation that is no demonstration."""
    Account.objects.update(is_demo=False)
    interview = planned(persons, on=on, **values)
    Interview.objects.filter(pk=interview.pk).update(recorded_at=clock.now() - timedelta(days=21))
    return again(interview)


def mails():
    return list(OutgoingMail.objects.order_by("pk"))


class TestByMail:
    def test_says_when_and_where_in_two_languages_and_nothing_else(self, town):
        (one,) = family(town, 1, language="pt")
        reachable([one], "demo.haddad@example.ch")
        interview = agreed([one])
        assert services.reminders_send() == 1
        (mail,) = mails()
        text = decrypt(mail.text)
        assert (mail.to, mail.kind, mail.is_secret) == ("demo.haddad@example.ch", "appointment_reminder", True)
        for told in ("Mittwoch · 25.11.2026", "14:00–15:00", "Stadthaus", "Solothurn", "quarta-feira", "Guten Tag"):
            assert told in text, told
        assert letter_language("de").sentences["hindered"] in text
        assert letter_language("pt").sentences["hindered"] in text
        for secret in ("Haddad", one.reference, interview.reference, "Erstinformation", "Integration"):
            assert secret not in text + mail.subject, secret
        assert mail.subject == "Erinnerung an Ihren Termin / Lembrete da sua marcação"

    def test_once_for_each_appointment_and_again_for_another_one(self, town, officer):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        interview = agreed([one])
        assert [services.reminders_send(), services.reminders_send()] == [1, 0]
        services.interview_move(interview=again(interview), entry=appointment(date(2026, 11, 24)), actor=officer)
        assert [mail.state for mail in mails()] == [MailState.WITHHELD], "the first one told the wrong day"
        assert [services.reminders_send(), services.reminders_send()] == [1, 0]
        assert "24.11.2026" in decrypt(mails()[-1].text)
        assert Event.objects.filter(action="interviews.interview.remind").count() == 2

    def test_what_waits_does_not_tell_the_wrong_place(self, town, officer):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        interview = agreed([one])
        services.reminders_send()
        services.interview_move(interview=again(interview), entry=appointment(SOON, led_by="Demo"), actor=officer)
        assert services.reminders_send() == 0, "who leads it is not told by mail"
        services.interview_move(interview=again(interview), entry=appointment(SOON, place="Bibliothek"), actor=officer)
        assert services.reminders_send() == 1
        assert [mail.state for mail in mails()] == [MailState.WITHHELD, MailState.WAITING]
        assert "Bibliothek" in decrypt(mails()[-1].text)

    def test_what_was_sent_is_not_sent_again_for_another_place(self, town, officer):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        interview = agreed([one])
        services.reminders_send()
        OutgoingMail.objects.update(state=MailState.SENT)
        services.interview_move(interview=again(interview), entry=appointment(SOON, place="Bibliothek"), actor=officer)
        assert services.reminders_send() == 0

    def test_each_adult_in_their_language_and_no_address_twice(self, town):
        persons = [
            *family(town, 1, language="ar"),
            arrived(town, language="fr"),
            arrived(town, language="de"),
            arrived(town, birth_date=date(2015, 1, 1)),
        ]
        reachable(persons, "a@example.ch", "b@example.ch", "A@example.ch", "child@example.ch")
        agreed(persons)
        assert services.reminders_send() == 1
        assert [(mail.to, one.language) for mail, one in zip(mails(), Reminder.objects.all(), strict=True)] == [
            ("a@example.ch", "ar"),
            ("b@example.ch", "fr"),
        ]

    @pytest.mark.parametrize("days", [4, 30])
    def test_not_too_early(self, town, days):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        agreed([one], on=clock.today() + timedelta(days=days))
        assert services.reminders_send() == 0

    def test_not_on_the_day_on_which_it_was_agreed_on(self, town):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        planned([one], on=SOON)
        assert services.reminders_send() == 0
        with clock.moved_to(clock.today() + timedelta(days=1)):
            assert services.reminders_send() == 1

    def test_never_where_it_does_not_stand_any_more(self, town, officer):
        persons = [arrived(town) for _ in range(5)]
        reachable(persons, *(f"{number}@example.ch" for number in range(5)))
        cancelled, gone, over = (agreed([one]) for one in persons[:3])
        services.interview_cancel(interview=cancelled, reason="Demo", actor=officer)
        Person.objects.filter(interviews__interview=gone).update(left_on=date(2026, 11, 20))
        Interview.objects.filter(pk=over.pk).update(starts_at=clock.now() - timedelta(hours=1))
        held([persons[3]])
        assert services.reminders_send() == 0
        assert not mails()

    def test_what_waits_is_called_back_when_it_is_cancelled(self, town, officer):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        interview = agreed([one])
        services.reminders_send()
        services.interview_cancel(interview=again(interview), reason="Demo", actor=officer)
        assert [mail.state for mail in mails()] == [MailState.WITHHELD]

    def test_what_waits_too_long_is_not_sent_after_the_appointment(self, town):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        agreed([one])
        services.reminders_send()
        with clock.moved_to(SOON + timedelta(days=1)):
            services.reminders_send()
        assert [mail.state for mail in mails()] == [MailState.WITHHELD]

    @pytest.mark.parametrize("change", [{"REMINDER_DAYS": 0}, {"SMTP_URL": ""}])
    def test_never_without_a_server_or_where_nobody_wants_it(self, town, settings, change):
        for name, value in change.items():
            setattr(settings, name, value)
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        agreed([one])
        assert services.reminders_send() == 0

    def test_one_that_goes_wrong_keeps_no_other_from_being_told(self, town):
        persons = [arrived(town), arrived(town)]
        reachable(persons, "not an address", "b@example.ch")
        for one in persons:
            agreed([one])
        assert services.reminders_send() == 1
        assert [mail.to for mail in mails()] == ["b@example.ch"]

    def test_behind_the_closed_wall_too(self, town):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        agreed([one])
        with wall.closed():
            assert services.reminders_send() == 1

    def test_the_address_is_forgotten(self, town):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        agreed([one])
        services.reminders_send()
        with clock.moved_to(SOON + ADDRESS_KEPT + timedelta(days=2)):
            services.reminders_send()
        (mail,) = mails()
        assert (mail.to, mail.text, mail.subject) == ("", "", "")

    def test_with_the_person_everything_goes(self, town):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        agreed([one])
        services.reminders_send()
        forgetting.forget([one.pk], Actor.operator())
        assert not Reminder.objects.exists()
        assert mails()[0].to == ""


class TestByLetter:
    def waiting(self):
        return list(reminders.to_write(Interview.objects.all()))

    def test_where_nobody_has_an_address(self, town, officer):
        with_mail, without = family(town, 1), [arrived(town)]
        reachable(with_mail, "a@example.ch")
        agreed(with_mail)
        interview = agreed(without, on=date(2026, 11, 29))
        assert self.waiting() == [interview]
        services.reminder_made(interview=interview, language="fr", sha256="0" * 64, actor=officer)
        assert self.waiting() == []

    def test_where_the_mail_could_not_be_delivered(self, town):
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        interview = agreed([one])
        services.reminders_send()
        assert self.waiting() == []
        OutgoingMail.objects.update(state=MailState.FAILED)
        assert self.waiting() == [interview]

    def test_where_no_mail_is_sent_from_here(self, town, settings):
        settings.SMTP_URL = ""
        (one,) = family(town, 1)
        reachable([one], "a@example.ch")
        interview = agreed([one])
        assert self.waiting() == [interview]
        settings.REMINDER_DAYS = 0
        assert self.waiting() == []

    def test_not_if_the_invitation_has_only_just_gone_out(self, town):
        interview = planned([arrived(town)], on=SOON)
        Interview.objects.filter(pk=interview.pk).update(recorded_at=clock.now() - timedelta(days=2))
        assert self.waiting() == []

    def test_not_of_an_appointment_that_does_not_stand(self, town, officer):
        interview = agreed([arrived(town)])
        services.interview_cancel(interview=interview, reason="Demo", actor=officer)
        assert self.waiting() == []
        with pytest.raises(Refused, match="abgesagt"):
            services.reminder_made(interview=again(interview), language="", sha256="", actor=officer)

    def test_by_nobody_else(self, town, stranger):
        with pytest.raises(Forbidden):
            services.reminder_made(interview=agreed([arrived(town)]), language="", sha256="", actor=stranger)


WRITTEN = datetime(2026, 11, 22, 9, 30, 15, 123456, tzinfo=clock.ZURICH)
AT = datetime(2026, 12, 1, 14, 0, tzinfo=clock.ZURICH)


def letter(language, names=("Demo-Ada Łukić",), reference="G-1111-1111", made_at=WRITTEN):
    return reminder_letter(
        sender=Sender("Demo-Dorf", contact="Demo-Petra Muster", phone="032 555 01 23"),
        recipient=Recipient(names),
        appointment=Appointment("first_information", AT, "Gemeindehaus", persons=names),
        language=language,
        reference=reference,
        made_at=made_at,
    )


class TestLetters:
    @pytest.mark.parametrize("code", list(letter_languages()))
    def test_every_language_reminds(self, code):
        content = set_together([letter(code)], made_at=WRITTEN)
        assert len(pdf.read(content).pages) == 1
        spoken = pdf.spoken(content)
        assert "ErinnerunganIhrenTermin" in spoken
        assert "WirerinnernSieanIhrGesprächbeiuns" in spoken
        assert spoken.count("01.12.2026") == (1 if code == "de" else 2)
        if code not in {"ar", "fa", "prs", "th", "ta"}:
            assert pdf.skeleton(letter_language(code).sentences["remind"]) in pdf.skeleton(spoken)

    @pytest.mark.parametrize("code", list(letter_languages()))
    def test_every_language_reminds_by_mail(self, code):
        appointed = Appointment("integration", AT, "Gemeindehaus", persons=("Demo-Ada",))
        mail = reminder_mail(sender=Sender("Demo-Dorf"), appointment=appointed, language=code)
        assert "Demo-Ada" not in mail.text
        assert len(mail.subject) <= 200
        assert letter_language(code).sentences["remind"] in mail.text

    def test_several_have_their_own_pages_and_references(self):
        many = tuple(f"Demo-Person Nummer {number} mit langem Namen" for number in range(40))
        content = set_together(
            [letter("fr"), letter("ti", many, "G-2222-2222"), letter("", reference="G-3333-3333")], made_at=WRITTEN
        )
        pages = ["".join(page.extract_text().split()) for page in pdf.read(content).pages]
        assert len(pages) >= 4
        assert "ReferenzG-1111-1111" in pages[0]
        assert all("ReferenzG-2222-2222" in page for page in pages[1:-1])
        assert "ReferenzG-3333-3333" in pages[-1]
        assert f"Seite1von{len(pages) - 2}" in pages[1]
        assert "Seite" not in pages[0] + pages[-1]

    def test_a_moment_with_microseconds_gives_the_same_file(self):
        """What is stored has them, what a PDF says has not."""
        exact = WRITTEN.replace(microsecond=0)
        with_them = set_together([letter("fr")], made_at=WRITTEN)
        assert with_them == set_together([letter("fr", made_at=exact)], made_at=exact)
