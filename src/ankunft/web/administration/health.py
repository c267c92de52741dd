"""How the installation is, each sign with its colour and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.foundation import vitals
from ankunft.foundation.fitness import Level
from ankunft.foundation.jobs.models import JobState
from ankunft.foundation.kernel import clock
from ankunft.foundation.mail.models import MailState
from ankunft.foundation.mail.sending import server
from ankunft.foundation.mail.services import is_demonstration

GREEN, AMBER, RED = "ok", "warning", "bad"
KINDS: dict[Level, str] = {"ok": GREEN, "warning": AMBER, "fault": RED}


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that is well or not. `kind` is that of its tag, `word` what the tag says."""

    label: str | Promise
    kind: str
    sentence: str

    @property
    def word(self) -> str:
        return {GREEN: _("gut"), AMBER: _("beachten"), RED: _("handeln")}[self.kind]


def signs() -> list[Sign]:
    """Everything that is looked at, in the order in which one looks."""
    return [_database(), _migrations(), _worker(), _jobs(), _seals(), _mail(), _disk(), _version()]


def _database() -> Sign:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(connection.vendor, connection.vendor)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Sign(_("Datenbank"), RED, _("%(name)s antwortet nicht.") % {"name": name})
    if settings.PRODUCTION and connection.vendor == "sqlite":
        return Sign(_("Datenbank"), AMBER, _("SQLite antwortet. Für die Produktion ist PostgreSQL vorgesehen."))
    return Sign(_("Datenbank"), GREEN, _("%(name)s antwortet.") % {"name": name})


def _migrations() -> Sign:
    missing = vitals.missing_migrations()
    if missing.is_well:
        sentence = _("Die Datenbank ist auf dem Stand dieser Version.")
    else:
        sentence = _("Die Datenbank ist im Rückstand: %(count)d Schritte fehlen.") % {"count": missing.value}
    return Sign(_("Aufbau der Datenbank"), KINDS[missing.level], sentence)


def _worker() -> Sign:
    silence = vitals.worker_silence()
    if silence.value == vitals.NO_WORKER:
        words = _("Es läuft keiner. Aufträge und Nachrichten bleiben liegen.")
    else:
        at = clock.machine_now() - timedelta(seconds=silence.value)
        words = _("Letztes Lebenszeichen um %(time)s.") % {"time": f"{at:%H:%M:%S}"}
    return Sign(_("Prozess für Aufträge"), KINDS[silence.level], words)


def _jobs() -> Sign:
    count = vitals.jobs_in(JobState.QUEUED)
    if count:
        sentence = ngettext("%(count)d wartet.", "%(count)d warten.", count) % {"count": count}
    else:
        sentence = _("Es wartet keiner.")
    return Sign(_("Aufträge"), KINDS[vitals.oldest_waiting_job().level], sentence)


def _seals() -> Sign:
    open_events = vitals.unsealed_events()
    count = int(open_events.value)
    if count:
        sentence = ngettext(
            "%(count)d Ereignis ist noch nicht versiegelt.", "%(count)d Ereignisse sind noch nicht versiegelt.", count
        ) % {"count": count}
    else:
        sentence = _("Alle Ereignisse sind versiegelt.")
    return Sign(_("Protokoll"), KINDS[open_events.level], sentence)


def _mail() -> Sign:
    label = _("Post")
    if is_demonstration():
        return Sign(label, GREEN, _("Aus einer Demonstration wird nichts versendet."))
    waiting, failed = vitals.mails_in(MailState.WAITING), vitals.mails_failed()
    words = _("%(waiting)d warten, %(failed)d sind nicht zugestellt.") % {"waiting": waiting, "failed": failed.value}
    if server() is None:
        return Sign(label, AMBER, _("Es ist kein Mailserver gesetzt.") + " " + words)
    return Sign(label, KINDS[failed.level], words)


def _disk() -> Sign:
    room = vitals.room()
    words = _("%(free)s GB sind im Ordner der Installation frei.") % {"free": f"{room.value / 1024**3:.1f}"}
    return Sign(_("Speicherplatz"), KINDS[room.level], words)


def _version() -> Sign:
    return Sign(_("Version"), GREEN, f"Ankunft {version('ankunft')}")
