"""The page of one interview: how it stands, what was said, whether it counts, its papers, and what can be done next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.arrivals.models import Arrival
from ankunft.domain.interviews import permissions, services
from ankunft.domain.interviews.content import content_of, steps_of
from ankunft.domain.interviews.explain import explanations_of
from ankunft.domain.interviews.guide import label_of
from ankunft.domain.interviews.letters import letter_languages
from ankunft.domain.interviews.models import (
    Evidence,
    Interpreting,
    Interview,
    InterviewState,
    Reminder,
    ReminderChannel,
)
from ankunft.domain.interviews.rules import Verdict
from ankunft.domain.interviews.selectors import standing_after
from ankunft.domain.interviews.states import INTERVIEW
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.mail.models import MailState
from ankunft.web.interviews.forms import LetterForm
from ankunft.web.interviews.papers import INVITATION, REMINDER, last_letter, likely_language
from ankunft.web.interviews.verdicts import Judged, judged
from ankunft.web.interviews.words import Link, is_over, name_of, persons_of, state_of, who
from ankunft.web.shell.templatetags.ankunft import long_day

from .common import LETTER, interview_for

LETTERS = {INVITATION: "interview-invitation", REMINDER: "interview-reminder"}
MOMENT = timedelta(minutes=1)
"""So long a letter is fetched by itself: whoever comes back to the page later does not get it once more."""
MAIL_TAGS = {MailState.WAITING: "info", MailState.SENT: "ok", MailState.FAILED: "bad", MailState.WITHHELD: "neutral"}


class Fact(NamedTuple):
    """A label and a value."""

    label: str
    value: object


@require_safe
def interview_page(request: HttpRequest, key: str) -> HttpResponse:
    """One interview."""
    interview = interview_for(request, key)
    services.interview_read(interview=interview, what=gettext_lazy("Gespräch"), actor=request.actor)
    may = {
        "record": interview.forgotten_at is None and bool(can(request.actor, permissions.RECORD, interview)),
        "evidence": bool(can(request.actor, permissions.EVIDENCE, interview)),
    }
    context = {
        "interview": interview,
        "who": who(persons_of(interview)),
        "arrived_on": interview.arrival.arrived_on if interview.arrival else None,
        "state": state_of(interview),
        "may": may,
        "primary": _primary(interview) if may["record"] else None,
        "is_to_invite": may["record"] and _is_to_invite(interview),
        "links": list(_links(interview)) if may["record"] else [],
        "related": list(_related(interview)),
        "is_over": is_over(interview) and may["record"],
        "facts": list(_facts(interview)),
        "taking_part": list(_taking_part(interview)),
        "content": content_of(interview),
        "topics": [label_of(one.code) for one in interview.topics.order_by("pk")],
        "needs": [label_of(one.code) for one in interview.needs.order_by("pk")],
        "steps": list(_steps(interview)),
        "verdicts": _verdicts(interview),
        "invitation": _invitation(interview) if may["record"] else None,
        "evidence": [_evidence(interview, one) for one in interview.evidence.all() if one.removed_at is None],
        "papers": list(_papers(interview)) if may["record"] and may["evidence"] else [],
        "events": history(INTERVIEW.object_type, interview.reference),
    }
    letter = _letter_just_made(request, interview)
    answer = render(request, "interviews/interview.html", {**context, "letter": letter})
    if letter:
        # The browser fetches the file, and the page stays.
        answer.headers["Refresh"] = f"0; url={letter}"
    return answer


def _to(name: str, interview: Interview, *more: object) -> str:
    return reverse(name, args=[interview.reference, *more])


def _letter_just_made(request: HttpRequest, interview: Interview) -> str:
    """Where the letter that was made a moment ago is fetched; empty where there is none, or where that is long ago."""
    address = LETTERS.get(kind := request.GET.get(LETTER, ""))
    known = last_letter(interview, kind) if address and interview.state == InterviewState.PLANNED else None
    is_new = known is not None and clock.now() - known.made_at < MOMENT
    return _to(address, interview) if address and is_new else ""


def _is_to_invite(interview: Interview) -> bool:
    """Whether the letter comes first: the appointment is still to come, and nobody has made one."""
    return interview.state == InterviewState.PLANNED and not is_over(interview) and not interview.invitations.exists()


def _primary(interview: Interview) -> Link | None:
    """The one thing that is to be done next; nothing where all is done."""
    if interview.state == InterviewState.PLANNED:
        return Link(_("Gespräch erfassen"), _to("interview-hold", interview))
    if interview.state == InterviewState.MISSED and not _is_followed(interview):
        return Link(_("Erneut einladen"), _to("interview-again", interview))
    if interview.case_verdict == Verdict.NO_EVIDENCE:
        return Link(_("Bestätigung ablegen"), _to("interview-evidence", interview))
    return None


def _links(interview: Interview) -> Iterator[Link]:
    """What else can be done, the usual first."""
    state = interview.state
    if state == InterviewState.PLANNED:
        yield Link(_("Termin ändern"), _to("interview-move", interview))
        yield Link(_("Gespräch absagen"), _to("interview-cancel", interview))
        return
    if state == InterviewState.HELD:
        yield Link(_("Angaben ändern"), _to("interview-hold", interview))
    if state == InterviewState.MISSED and not _is_followed(interview):
        yield Link(_("Doch erschienen: Gespräch erfassen"), _to("interview-hold", interview))
        yield Link(_("Gespräch absagen"), _to("interview-cancel", interview))
    if interview.starts_at is not None or state == InterviewState.HELD:
        yield Link(_undo_words(interview), _to("interview-undo", interview))


def _undo_words(interview: Interview) -> str:
    """What exactly would be taken back."""
    words = {
        InterviewState.HELD: _("«Durchgeführt» rückgängig machen"),
        InterviewState.MISSED: _("«Nicht erschienen» rückgängig machen"),
        InterviewState.CANCELLED: _("Absage rückgängig machen"),
    }
    return words[InterviewState(interview.state)]


def _related(interview: Interview) -> Iterator[Link]:
    """The arrival it is about, and the appointments before and after it."""
    if interview.arrival is not None and interview.forgotten_at is None:
        yield Link(_("Zuzug %(reference)s") % {"reference": interview.arrival.reference}, _arrival(interview.arrival))
    if interview.follows is not None:
        yield Link(_("Verpasster erster Termin"), _to("interview", interview.follows))
    for later in Interview.objects.filter(follows=interview).order_by("pk"):
        cancelled = later.state == InterviewState.CANCELLED
        yield Link(_("Abgesagter zweiter Termin") if cancelled else _("Zweiter Termin"), _to("interview", later))


def _arrival(arrival: Arrival) -> str:
    return reverse("arrival", args=[arrival.reference])


def _is_followed(interview: Interview) -> bool:
    return standing_after([interview.pk]).exists()


def _facts(interview: Interview) -> Iterator[Fact]:
    if interview.starts_at is not None:
        begins = interview.starts_at.astimezone(ZURICH)
        yield Fact(_("Termin"), f"{long_day(begins.date())}, {begins:%H:%M}")
    if interview.held_on is not None:
        yield Fact(_("Durchgeführt am"), f"{interview.held_on:%d.%m.%Y}")
        yield Fact(_("Teilnehmende"), interview.participants)
    else:
        yield Fact(_("Dauer"), _("%(count)s Minuten") % {"count": interview.minutes})
    yield from _told(_("Ort"), interview.place)
    yield from _told(_("Geführt von"), interview.led_by)
    if interview.performed_by_id != interview.municipality_id:
        yield Fact(_("Durchführende Gemeinde"), interview.performed_by.name)
    if interview.outsourced:
        yield Fact(_("Durch Dritte geführt"), _("ja"))
    yield from _told(_("Sprache"), language_name(interview.language) if interview.language else "")
    yield Fact(_("Dolmetschen"), interview.get_interpreting_display())
    if interview.interpreting != Interpreting.NONE:
        yield from _told(_("Vermittlung"), interview.interpreting_provider)
        yield Fact(_("Auftragsnummer"), interview.interpreting_order or "–")


def _told(label: str, value: str) -> Iterator[Fact]:
    if value:
        yield Fact(label, value)


def _taking_part(interview: Interview) -> Iterator[dict[str, str]]:
    held = interview.state == InterviewState.HELD
    for one in interview.taking_part.all():
        known = one.person.anonymised_at is None
        yield {
            "name": name_of(one.person),
            "url": reverse("person", args=[one.person.reference]) if known else "",
            "detail": _("war nicht dabei") if held and not one.was_there else "",
        }


def _steps(interview: Interview) -> Iterator[dict[str, Any]]:
    today = clock.today()
    for step in steps_of(interview):
        late = step.done_on is None and step.due_on is not None and step.due_on < today
        yield {**step._asdict(), "late": late}


def _verdicts(interview: Interview) -> list[Judged]:
    told = explanations_of(interview)
    if not told or interview.held_on is None:
        return []
    change = _to("interview-hold", interview)
    mends = {
        Verdict.NO_EVIDENCE: _to("interview-evidence", interview),
        Verdict.NO_ORDER: f"{change}#id_interpreting_order",
        Verdict.NO_NEED: f"{change}#id_needs_0",
    }
    return judged(told, interview.kind, interview.held_on, mends)


def _invitation(interview: Interview) -> dict[str, Any] | None:
    if interview.state != InterviewState.PLANNED:
        return None
    return {
        "form": LetterForm(initial={"language": likely_language(interview)}),
        "number": services.invitation_number(interview),
        "made": [(one, _language_words(one.language)) for one in interview.invitations.all()],
        "reminders": [_reminder(one, interview) for one in interview.reminders.select_related("mail")],
    }


def _reminder(reminder: Reminder, interview: Interview) -> dict[str, Any]:
    """When and how somebody was reminded, and what became of the mail."""
    mail = reminder.mail
    return {
        "when": reminder.made_at,
        "by_mail": reminder.channel == ReminderChannel.MAIL,
        "name": reminder.made_by,
        "languages": _language_words(reminder.language),
        "state": mail.get_state_display() if mail else "",
        "kind": MAIL_TAGS[MailState(mail.state)] if mail else "",
        "day": None if reminder.starts_at == interview.starts_at else reminder.starts_at,
    }


def _language_words(code: str) -> str:
    known = letter_languages()
    return _("Deutsch und %(language)s") % {"language": known[code].german_name} if code in known else _("Deutsch")


def _evidence(interview: Interview, evidence: Evidence) -> dict[str, str]:
    day: date = evidence.added_at.astimezone(ZURICH).date()
    return {
        "name": _("Bestätigung auf Papier") if evidence.is_on_paper else evidence.file_name,
        "detail": _("%(day)s, %(name)s") % {"day": f"{day:%d.%m.%Y}", "name": evidence.added_by},
        "url": "" if evidence.is_on_paper else _to("interview-evidence-file", interview, evidence.pk),
        "remove_url": _to("interview-evidence-remove", interview, evidence.pk),
    }


def _papers(interview: Interview) -> Iterator[Link]:
    if interview.state in (InterviewState.PLANNED, InterviewState.HELD):
        yield Link(_("Bestätigung zum Unterschreiben (PDF)"), _to("interview-confirmation", interview))
    if interview.state == InterviewState.HELD and interview.case_verdict != Verdict.NO_EVIDENCE:
        yield Link(_("Weitere Datei ablegen"), _to("interview-evidence", interview))
