"""What a person is handed out of their interviews: appointments, what was said, agreed and filed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from ankunft.domain.arrivals.models import Person
from ankunft.foundation.documents.spreadsheet import Sheet
from ankunft.foundation.kernel import clock

from .content import content_of, steps_of
from .guide import label_of
from .models import Interview, InterviewState


def sheets(person: Person) -> Iterator[Sheet]:
    """One sheet of interviews, one of what was agreed, one of letters and evidence; none where there is nothing."""
    interviews = list(
        Interview.objects.filter(taking_part__person=person)
        .select_related("municipality", "performed_by")
        .prefetch_related("topics", "needs", "steps", "invitations", "reminders__mail", "evidence")
        .order_by("pk")
    )
    for sheet in (_interviews(interviews), _steps(interviews), _papers(interviews)):
        if sheet.rows:
            yield sheet


def _interviews(interviews: list[Interview]) -> Sheet:
    rows = [_row(one) for one in interviews]
    header = [
        _("Referenz"), _("Art"), _("Stand"), _("Termin"), _("durchgeführt am"), _("Ort"), _("geführt von"),
        _("durchführende Gemeinde"), _("Sprache"), _("Dolmetscheinsatz"), _("Auftragsnummer"), _("Themen"),
        _("Bedarf"), _("Grund"), _("Notizen"), _("abgesagt, weil"),
    ]  # fmt: skip
    return Sheet(_("Gespräche"), header, rows)


def _row(interview: Interview) -> tuple[str, ...]:
    content = content_of(interview)
    return (
        interview.reference,
        interview.get_kind_display(),
        str(InterviewState(interview.state).label),
        _moment(interview.starts_at),
        _day(interview.held_on),
        interview.place,
        interview.led_by,
        interview.performed_by.name,
        interview.language,
        interview.get_interpreting_display(),
        interview.interpreting_order,
        ", ".join(label_of(one.code) for one in interview.topics.all()),
        ", ".join(label_of(one.code) for one in interview.needs.all()),
        content.reason,
        content.notes,
        content.cancelled,
    )


def _steps(interviews: list[Interview]) -> Sheet:
    rows = [
        (one.reference, step.text, _day(step.due_on), _day(step.done_on))
        for one in interviews
        for step in steps_of(one)
    ]
    return Sheet(
        _("Vereinbartes"), [_("Gespräch"), _("Was"), _("bis"), _("erledigt am")], rows, widths=[14, 60, 14, 14]
    )


def _papers(interviews: list[Interview]) -> Sheet:
    rows: list[tuple[str, ...]] = []
    for one in interviews:
        for letter in one.invitations.all():
            rows.append((one.reference, _("Einladung"), letter.language, _moment(letter.made_at), letter.made_by, ""))
        for reminder in one.reminders.all():
            what = _("Erinnerung (%(channel)s)") % {"channel": reminder.get_channel_display()}
            rows.append((one.reference, what, reminder.language, _moment(reminder.made_at), reminder.made_by, ""))
        for evidence in one.evidence.all():
            taken = _moment(evidence.removed_at)
            added = _moment(evidence.added_at)
            rows.append((one.reference, _("Beleg"), evidence.file_name, added, evidence.added_by, taken))
    header = [_("Gespräch"), _("Was"), _("Sprache oder Name"), _("Wann"), _("Wer"), _("weggenommen")]
    return Sheet(_("Briefe und Belege"), header, rows, widths=[14, 14, 40, 18, 30, 18])


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(clock.ZURICH):%d.%m.%Y %H:%M}" if moment else ""
