"""How the installation is, each sign with its colour and a sentence."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.foundation.audit.selectors import unsealed
from ankunft.foundation.jobs.liveness import last_sign
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.foundation.mail.sending import server
from ankunft.foundation.mail.services import is_demonstration

GREEN, AMBER, RED = "ok", "warning", "bad"
WORKER_QUIET = timedelta(minutes=1)
WAITS_LONG = timedelta(minutes=10)
ROOM_AMBER, ROOM_RED = 5 * 1024**3, 1024**3
UNSEALED_AMBER = 5000


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
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        sentence = _("Die Datenbank ist im Rückstand: %(count)d Schritte fehlen.") % {"count": len(plan)}
        return Sign(_("Aufbau der Datenbank"), RED, sentence)
    return Sign(_("Aufbau der Datenbank"), GREEN, _("Die Datenbank ist auf dem Stand dieser Version."))


def _worker() -> Sign:
    label = _("Prozess für Aufträge")
    sign = last_sign()
    if sign is None:
        return Sign(label, RED, _("Es läuft keiner. Aufträge und Nachrichten bleiben liegen."))
    silent = clock.machine_now() - sign
    words = _("Letztes Lebenszeichen um %(time)s.") % {"time": f"{sign:%H:%M:%S}"}
    return Sign(label, GREEN if silent < WORKER_QUIET else RED, words)


def _jobs() -> Sign:
    label = _("Aufträge")
    waiting = Job.objects.filter(state=JobState.QUEUED)
    count, oldest = waiting.count(), waiting.order_by("pk").values_list("created_at", flat=True).first()
    if not count:
        return Sign(label, GREEN, _("Es wartet keiner."))
    late = oldest is not None and clock.now() - oldest > WAITS_LONG
    sentence = ngettext("%(count)d wartet.", "%(count)d warten.", count) % {"count": count}
    return Sign(label, AMBER if late else GREEN, sentence)


def _seals() -> Sign:
    count = unsealed().count()
    sentence = ngettext(
        "%(count)d Ereignis ist noch nicht versiegelt.", "%(count)d Ereignisse sind noch nicht versiegelt.", count
    ) % {"count": count}
    if not count:
        sentence = _("Alle Ereignisse sind versiegelt.")
    return Sign(_("Protokoll"), AMBER if count > UNSEALED_AMBER else GREEN, sentence)


def _mail() -> Sign:
    label = _("Post")
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING).count()
    failed = OutgoingMail.objects.filter(state=MailState.FAILED).count()
    if is_demonstration():
        return Sign(label, GREEN, _("Aus einer Demonstration wird nichts versendet."))
    words = _("%(waiting)d warten, %(failed)d sind nicht zugestellt.") % {"waiting": waiting, "failed": failed}
    if server() is None:
        return Sign(label, AMBER, _("Es ist kein Mailserver gesetzt.") + " " + words)
    return Sign(label, AMBER if failed else GREEN, words)


def _disk() -> Sign:
    free = shutil.disk_usage(settings.HOME).free
    kind = RED if free < ROOM_RED else AMBER if free < ROOM_AMBER else GREEN
    words = _("%(free)s GB sind im Ordner der Installation frei.") % {"free": f"{free / 1024**3:.1f}"}
    return Sign(_("Speicherplatz"), kind, words)


def _version() -> Sign:
    return Sign(_("Version"), GREEN, f"Ankunft {version('ankunft')}")
