"""What the installation needs besides itself: its worker, a mail server, the provider of sign-ins."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from ankunft.foundation.fitness import Check, Finding, fault, ok, warning
from ankunft.foundation.jobs.liveness import last_sign
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.foundation.mail.sending import server

QUIET = timedelta(minutes=2)
PATIENCE = 5.0
WELL_KNOWN = "/.well-known/openid-configuration"


def worker() -> Iterator[Finding]:
    sign = last_sign()
    if sign is None or clock.machine_now() - sign > QUIET:
        yield warning(
            "In diesem Ordner läuft kein Prozess für Aufträge: Importe, Nachrichten und das Siegeln bleiben liegen.",
            "Starten Sie «ankunft serve» (docs/operations.md).",
        )
    else:
        yield ok("Der Prozess für Aufträge lebt.")
    if failed := Job.objects.filter(state=JobState.FAILED).count():
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
