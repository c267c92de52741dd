"""`ankunft serve` and the hidden `ankunft worker`: the application as running processes."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

from ankunft.foundation.kernel.errors import Refused

from .children import Child, require_free, supervise, wait_for
from .installation import home, load_settings, locked, migrate_if_needed, moved_clock, prepare
from .program import Command, Option
from .words import PORT

LOOPBACK = "127.0.0.1"


@click.command(cls=Command)
@click.option("--port", cls=Option, metavar="N", type=PORT, default=8000, help="Port; ohne Angabe 8000.")
@click.option(
    "--host", cls=Option, metavar="ADRESSE", default=LOOPBACK, help="Ohne Angabe nur dieser Rechner (127.0.0.1)."
)
def serve(port: int, host: str) -> None:
    """Die Anwendung im Browser bereitstellen; Ctrl-C beendet sie.

    Bringt die Datenbank auf den neusten Stand, wenn nötig, und startet den Webserver und den Prozess
    für Aufträge im Hintergrund.
    """
    prepare()
    _refuse_demo_in_production()
    run_application(host, port, lambda address: click.echo(f"Ankunft läuft auf {address} (Ctrl-C beendet)."))


@click.command(cls=Command, hidden=True)
def worker() -> None:
    """Die Aufträge im Hintergrund abarbeiten (gehört zu «serve»)."""
    load_settings()
    migrate_if_needed()
    # Being told to stop is nothing to warn about.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    from ankunft.foundation.jobs.worker import run_worker

    with moved_clock():
        run_worker()


def run_application(host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until told to stop; `announce` is given the address once the application answers."""
    require_free(host, port)
    _collect_static()
    _count_requests()
    web = Child("Der Webserver", _web_words(host, port))
    jobs = Child("Der Prozess für Aufträge", [sys.executable, "-m", "ankunft.cli", "worker"], restart=True)
    shown = "localhost" if host in (LOOPBACK, "::1", "0.0.0.0", "::") else host  # noqa: S104 - compared, not bound

    def ready() -> None:
        wait_for(host, port, web)
        announce(f"http://{shown}:{port}")

    with locked("serve", shared=True):
        supervise([web, jobs], ready)


def _web_words(host: str, port: int) -> list[str]:
    """How the web server is started: one process per processor and few threads (measured: docs/operations.md)."""
    processes = max(2, min(4, os.cpu_count() or 2))
    return [
        *(sys.executable, "-m", "granian", "ankunft.config.wsgi:application"),
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(processes), "--blocking-threads", "2"),
        # Headers within 10 seconds and 64 kB; no log of requests, which would hold addresses with queries.
        *("--http", "1", "--http1-header-read-timeout", "10000", "--http1-buffer-size", "65536", "--no-access-log"),
        *("--no-ws", "--log-level", "error", "--respawn-failed-workers", "--workers-kill-timeout", "5"),
    ]


def _count_requests() -> None:
    """The processes of the web server count into one folder; with the application the counts begin anew."""
    folder = home() / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _collect_static() -> None:
    """In production gather the static files where they are served from, if the sources are newer.

    Elsewhere they are served from their sources; the folder is made because WhiteNoise warns where there is none.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if not settings.PRODUCTION:
        return
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    collected = manifest.stat().st_mtime if manifest.exists() else 0.0
    sources = (Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([]))
    if any(source.stat().st_mtime > collected for source in sources):
        call_command("collectstatic", interactive=False, verbosity=0)


def _refuse_demo_in_production() -> None:
    from django.conf import settings

    from ankunft.foundation.access.models import Account

    if settings.PRODUCTION and Account.objects.filter(is_demo=True, is_active=True).exists():
        raise Refused(
            "Diese Datenbank enthält Demo-Konten mit öffentlichem Passwort. "
            "Für die Produktion braucht es eine Datenbank ohne Demo-Daten."
        )
