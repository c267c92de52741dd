"""What "Mein Tag" shows of interviews: today's appointments, what came of them, missing evidence, what was agreed.

No line names anybody: the page is opened many times a day, and each would be a reading of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.domain.arrivals.languages import language_name
from ankunft.domain.interviews import permissions
from ankunft.domain.interviews.models import AgreedStep, Interpreting, Interview, InterviewState
from ankunft.domain.interviews.reminders import to_write
from ankunft.domain.interviews.rules import Verdict
from ankunft.domain.interviews.selectors import to_invite_again
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.clock import ZURICH
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.shell.registry import Due

from . import listing

SHOWN = 6
"""More than so many appointments of one kind are told in one line."""
COMING = timedelta(days=7)


def officer_due(actor: Actor) -> Iterator[Due]:
    """Everything that waits for the officer, in a fixed number of statements."""
    if not can(actor, permissions.LIST):
        return
    known, today = visible_to(actor, Interview), clock.today()
    yield from _appointments(known, today)
    yield from _missed(known)
    yield from _letters(known, today)
    yield from _without_evidence(known, today)
    yield from _follow_ups(known, today)
    yield from _steps(actor, today)


def _appointments(known: QuerySet[Interview], today: date) -> Iterator[Due]:
    """Today's, and those that are over without anybody having said what came of them."""
    end = datetime.combine(today + timedelta(days=1), time.min, tzinfo=ZURICH)
    planned = known.filter(state=InterviewState.PLANNED, starts_at__lt=end).order_by("starts_at", "pk")
    rows = list(planned[: SHOWN + 1])
    if len(rows) > SHOWN:
        count = planned.count()
        title = _("%(count)s Termine erfassen") % {"count": count}
        first = _day(rows[0])
        yield Due(
            title,
            _("Durchgeführt oder nicht erschienen?"),
            first,
            reverse("interviews"),
            _("Ansehen"),
            late=first < today,
        )
        return
    for one in rows:
        day = _day(one)
        late = day < today
        title = _("Gespräch erfassen: durchgeführt oder nicht erschienen?") if late else one.get_kind_display()
        address = reverse("interview", args=[one.reference])
        yield Due(title, _appointment_words(one), day, address, _("Öffnen"), late=late)


def _missed(known: QuerySet[Interview]) -> Iterator[Due]:
    """Who did not appear and has no second appointment yet."""
    missed = to_invite_again(known).order_by("starts_at", "pk")
    rows = list(missed[: SHOWN + 1])
    if len(rows) > SHOWN:
        title = _("%(count)s Personen oder Familien erneut einladen") % {"count": missed.count()}
        address = f"{reverse('interviews')}?stand=nicht-erschienen"
        yield Due(title, _("Zum Termin nicht erschienen"), _day(rows[0]), address, _("Ansehen"))
        return
    for one in rows:
        address = reverse("interview-again", args=[one.reference])
        detail = _("Nicht erschienen am %(day)s · %(reference)s") % {
            "day": f"{_day(one):%d.%m.%Y}",
            "reference": one.reference,
        }
        yield Due(_("Erneut einladen"), detail, _day(one), address, _("Einladen"))


def _letters(known: QuerySet[Interview], today: date) -> Iterator[Due]:
    """Appointments of which a letter is to remind: nobody has an e-mail address, or the mail did not arrive."""
    found = to_write(known).aggregate(count=Count("pk"), first=Min("starts_at"))
    if not found["count"]:
        return
    day = found["first"].astimezone(ZURICH).date() - timedelta(days=settings.REMINDER_DAYS)
    detail = ngettext(
        "%(count)s Termin, an den keine E-Mail erinnert",
        "%(count)s Termine, an die keine E-Mail erinnert",
        found["count"],
    ) % {"count": found["count"]}
    address = f"{reverse('interviews')}?offen=erinnerungsbrief"
    yield Due(_("Erinnerungsbriefe senden"), detail, day, address, _("Drucken"), late=day < today)


def _without_evidence(known: QuerySet[Interview], today: date) -> Iterator[Due]:
    """Interviews that would count if their confirmation were there: by the end of the half-year's report."""
    missing = known.filter(state=InterviewState.HELD, case_verdict=Verdict.NO_EVIDENCE)
    found = missing.aggregate(count=Count("pk"), first=Min("held_on"))
    if not found["count"]:
        return
    period = HalfYear.containing(found["first"])
    late = period.end < today
    detail = ngettext(
        "%(count)s Gespräch ohne unterschriebene Bestätigung zählt nicht für den Beitrag",
        "%(count)s Gespräche ohne unterschriebene Bestätigung zählen nicht für den Beitrag",
        found["count"],
    ) % {"count": found["count"]}
    address = f"{reverse('interviews')}?stand=durchgefuehrt&zaehlt=noch-nicht"
    if found["count"] == 1:
        address = reverse("interview-evidence", args=[missing.values_list("reference", flat=True)[0]])
    yield Due(_("Bestätigung ablegen"), detail, period.end, address, _("Ablegen"), late=late)


def _follow_ups(known: QuerySet[Interview], today: date) -> Iterator[Due]:
    due = known.filter(follow_up_on__lte=today + COMING).order_by("follow_up_on", "pk")
    rows = list(due[: SHOWN + 1])
    if len(rows) > SHOWN:
        title = _("%(count)s Wiedervorlagen") % {"count": due.count()}
        yield _several(title, _("Vereinbartes überprüfen"), rows[0].follow_up_on, listing.FOLLOW_UP, today)
        return
    for one in rows:
        detail = _("%(kind)s · %(reference)s") % {"kind": one.get_kind_display(), "reference": one.reference}
        address = reverse("interview", args=[one.reference])
        late = _is_past(one.follow_up_on, today)
        yield Due(_("Wiedervorlage"), detail, one.follow_up_on, address, _("Prüfen"), late=late)


def _steps(actor: Actor, today: date) -> Iterator[Due]:
    """What was agreed and is due, by interview."""
    due = visible_to(actor, AgreedStep).filter(done_on=None, due_on__lte=today + COMING).order_by("due_on", "pk")
    rows = list(due.select_related("interview")[: SHOWN + 1])
    if len(rows) > SHOWN:
        title = _("%(count)s vereinbarte Schritte prüfen") % {"count": due.count()}
        yield _several(title, _("Fällig oder bald fällig"), rows[0].due_on, listing.AGREED, today)
        return
    for step in rows:
        address = reverse("interview", args=[step.interview.reference])
        detail = _("Aus dem Gespräch %(reference)s") % {"reference": step.interview.reference}
        late = _is_past(step.due_on, today)
        yield Due(_("Vereinbartes prüfen"), detail, step.due_on, f"{address}#schritte", _("Prüfen"), late=late)


def _several(title: str, detail: str, first: date | None, what: str, today: date) -> Due:
    """Too many to be told one by one: a line that leads to the list of them, due when the first of them is."""
    address = f"{reverse('interviews')}?stand=durchgefuehrt&offen={what}"
    return Due(title, detail, first, address, _("Ansehen"), late=_is_past(first, today))


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today


def _day(interview: Interview) -> date:
    assert interview.starts_at is not None
    return interview.starts_at.astimezone(ZURICH).date()


def _appointment_words(interview: Interview) -> str:
    assert interview.starts_at is not None
    interpreted = interview.interpreting != Interpreting.NONE
    parts = [
        f"{interview.starts_at.astimezone(ZURICH):%H:%M}",
        interview.place,
        language_name(interview.language) if interview.language else "",
        _("mit Dolmetschen") if interpreted else "",
        interview.reference,
    ]
    return " · ".join(part for part in parts if part)
