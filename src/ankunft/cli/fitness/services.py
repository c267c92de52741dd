"""What the installation needs besides itself: its worker, a mail server, the provider of sign-ins."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from ankunft.foundation import vitals
from ankunft.foundation.fitness import Check, Finding, fault, ok, warning
from ankunft.foundation.jobs.models import JobState
from ankunft.foundation.mail.sending import server

PATIENCE = 5.0
WELL_KNOWN = "/.well-known/openid-configuration"


def worker() -> Iterator[Finding]:
    """A warning where the page «Zustand» sees a fault: the check is asked before the first start as well."""
    if not vitals.worker_silence().is_well:
        yield warning(
            "In diesem Ordner läuft kein Prozess für Aufträge: Importe, Nachrichten und das Siegeln bleiben liegen.",
            "Starten Sie «ankunft serve» (docs/operations.md).",
        )
    else:
        yield ok("Der Prozess für Aufträge lebt.")
    if not (waiting := vitals.oldest_waiting_job()).is_well:
        yield warning(
            f"Der älteste Auftrag wartet seit {waiting.value / 60:.0f} Minuten.",
            "Prüfen Sie, ob der Prozess für Aufträge läuft und woran er arbeitet.",
        )
    if failed := vitals.jobs_in(JobState.FAILED):
        yield warning(f"{failed} Aufträge wurden nicht ausgeführt.", "Sehen Sie sie in der Administration an.")


def mail() -> Iterator[Finding]:
    found = server()
    if found is None:
        yield fault(
            "Es ist kein Mailserver gesetzt: Einladungen und Hinweise auf Anmeldungen erreichen niemanden.",
            "Setzen Sie ANKUNFT_SMTP_URL und ANKUNFT_MAIL_FROM.",
        )
    elif found.tls == "none":
        yield warning("Der Mailserver wird unverschlüsselt angesprochen.", "Nehmen Sie tls=starttls oder smtps.")
    else:
        yield ok("Nachrichten gehen verschlüsselt an einen Mailserver.")


def provider() -> Iterator[Finding]:
    """Whether the OpenID provider answers, if one is set."""
    if not settings.OIDC_ISSUER:
        return
    parts = urlsplit(settings.OIDC_ISSUER)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    asked = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        asked.request("GET", parts.path.rstrip("/") + WELL_KNOWN)
        told = str(asked.getresponse().status)
    except (OSError, http.client.HTTPException) as error:
        told = type(error).__name__
    finally:
        asked.close()
    if told == "200":
        yield ok(f"Der Anbieter der Anmeldung {parts.hostname} antwortet.")
    else:
        yield fault(
            f"Der Anbieter der Anmeldung {parts.hostname} antwortet nicht, wie er soll ({told}).",
            "Prüfen Sie ANKUNFT_OIDC_ISSUER und den Weg dorthin.",
        )


def metrics() -> Iterator[Finding]:
    if not settings.METRICS_TOKEN:
        yield warning(
            "Es gibt keine Messwerte (ANKUNFT_METRICS_TOKEN fehlt).", "Setzen Sie es und fragen Sie /metrics/ ab."
        )
    elif len(settings.METRICS_TOKEN) < 20:
        yield fault("ANKUNFT_METRICS_TOKEN ist zu kurz (mindestens 20 Zeichen).", "Nehmen Sie ein langes, zufälliges.")
    else:
        yield ok("Messwerte gibt es nur gegen das Token.")


CHECKS = (
    Check("worker", worker),
    Check("mail", mail, needs_database=False),
    Check("provider", provider, needs_database=False),
    Check("metrics", metrics, needs_database=False),
)
