"""What the environment says: production, keys, hosts, the proxy that ends TLS, and Django's own checks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as system_checks

from ankunft.foundation.fitness import Check, Finding, fault, ok, warning

SHORTEST_KEY, FEWEST_SIGNS = 32, 12
KEYS = ("SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "TRAIL_KEY")
LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
NEW_KEY = "Machen Sie einen neuen: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."


def production() -> Iterator[Finding]:
    if settings.PRODUCTION:
        yield ok("Die Installation läuft als Produktion.")
    else:
        yield fault(
            "Die Installation läuft nicht als Produktion: ohne TLS-Zwang, mit Demonstration und gestellter Uhr.",
            "Setzen Sie ANKUNFT_PRODUCTION=1.",
        )


def keys() -> Iterator[Finding]:
    """Each key comes from the environment, is long and irregular, and is used for one thing alone."""
    found: dict[str, list[str]] = {
        name: value if isinstance(value := getattr(settings, name), list) else [value] for name in KEYS
    }
    for name, values in found.items():
        variable = f"ANKUNFT_{name}"
        if not os.environ.get(variable):
            yield fault(
                f"{variable} steht nicht in der Umgebung: Der Schlüssel liegt als Datei bei den Daten.",
                f"{NEW_KEY} Für Werte, die schon verschlüsselt sind, übernehmen Sie den Inhalt der Datei.",
            )
        elif any(len(value) < SHORTEST_KEY or len(set(value)) < FEWEST_SIGNS for value in values):
            yield fault(f"{variable} ist zu kurz oder zu regelmässig (mindestens {SHORTEST_KEY} Zeichen).", NEW_KEY)
    everything = [value for values in found.values() for value in values]
    if len(set(everything)) < len(everything):
        yield fault("Derselbe Schlüssel dient zwei Zwecken.", f"Jeder Zweck braucht einen eigenen. {NEW_KEY}")
    elif all(os.environ.get(f"ANKUNFT_{name}") for name in KEYS):
        yield ok("Jeder Zweck hat seinen eigenen Schlüssel.")


def hosts() -> Iterator[Finding]:
    public = [name for name in settings.ALLOWED_HOSTS if name not in LOCAL]
    if "*" in public or any(name.startswith(".") for name in public):
        yield fault("ANKUNFT_HOSTS lässt beliebige Namen zu.", "Nennen Sie genau die Namen der Anwendung.")
    elif not public:
        yield fault("ANKUNFT_HOSTS nennt keinen öffentlichen Namen.", "Nennen Sie den Namen der Anwendung.")
    else:
        yield ok(f"Die Anwendung antwortet unter {', '.join(public)}.")
    foreign = [one for one in settings.CSRF_TRUSTED_ORIGINS if urlsplit(one).scheme != "https"]
    foreign += [one for one in settings.CSRF_TRUSTED_ORIGINS if urlsplit(one).hostname not in public]
    if foreign:
        yield fault(
            f"ANKUNFT_ORIGINS nimmt Formulare von {', '.join(sorted(set(foreign)))} an.",
            "Nennen Sie nur Adressen der Anwendung selbst, mit https.",
        )


def proxy() -> Iterator[Finding]:
    """Without a proxy that is believed, the trail would name the proxy instead of whoever it was."""
    if not settings.PROXIES:
        yield warning(
            "ANKUNFT_PROXIES ist 0: Im Protokoll steht bei jeder Person die Adresse des vorgeschalteten Servers.",
            "Setzen Sie die Zahl der eigenen vorgeschalteten Server, meist 1.",
        )
    else:
        yield ok(f"Vor der Anwendung stehen {settings.PROXIES} eigene Server; einer davon beendet TLS.")


def framework() -> Iterator[Finding]:
    """`manage.py check --deploy`, as its findings."""
    found = system_checks.run_checks(include_deployment_checks=True)
    told = [message for message in found if not message.is_silenced() and message.level >= system_checks.WARNING]
    if not told:
        yield ok("Die Prüfungen von Django für den Betrieb haben nichts gefunden.")
    for message in told:
        level = fault if message.level >= system_checks.ERROR or settings.PRODUCTION else warning
        yield level(f"Django ({message.id}): {message.msg}".split("\n", 1)[0], str(message.hint or "Siehe Django."))


CHECKS = (
    Check("production", production, needs_database=False),
    Check("keys", keys, needs_database=False),
    Check("hosts", hosts, needs_database=False),
    Check("proxy", proxy, needs_database=False),
    Check("framework", framework, needs_database=False),
)
