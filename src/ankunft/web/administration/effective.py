"""The settings of the installation in words. Of secrets it is told whether they are set, never what they are."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.foundation.mail.sending import server

_TLS = {"starttls": "STARTTLS", "implicit": "TLS", "none": gettext_lazy("unverschlüsselt")}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is set, in words, and the environment variables that change it."""

    label: str | Promise
    value: str
    variables: tuple[str, ...]


def effective_settings() -> list[Setting]:
    """Every setting that an operator decides on."""
    return [
        Setting(_("Betriebsart"), _("Produktion") if settings.PRODUCTION else _("Probe"), ("ANKUNFT_PRODUCTION",)),
        Setting(_("Datenbank"), _database(), ("ANKUNFT_DATABASE_URL", "ANKUNFT_HOME")),
        Setting(_("Adressen, unter denen die Anwendung antwortet"), _list(settings.ALLOWED_HOSTS), ("ANKUNFT_HOSTS",)),
        Setting(_("Herkunft von Formularen"), _list(settings.CSRF_TRUSTED_ORIGINS), ("ANKUNFT_ORIGINS",)),
        Setting(_("Vertraute Proxys"), _proxies(), ("ANKUNFT_PROXIES",)),
        Setting(_("Mailserver"), _mail_server(), ("ANKUNFT_SMTP_URL",)),
        Setting(_("Absender der Post"), settings.MAIL_FROM or _("nicht gesetzt"), ("ANKUNFT_MAIL_FROM",)),
        Setting(_("Externe Anmeldung (OpenID Connect)"), _openid(), ("ANKUNFT_OIDC_ISSUER", "ANKUNFT_OIDC_CLIENT_ID")),
        Setting(_("Dauer einer Anmeldung"), _session(), ("ANKUNFT_SESSION_HOURS",)),
        Setting(
            _("Schlüssel"),
            _secrets(),
            ("ANKUNFT_SECRET_KEY", "ANKUNFT_DATA_KEYS", "ANKUNFT_INDEX_KEY", "ANKUNFT_TRAIL_KEY"),
        ),
        Setting(_("Verstellte Uhr"), _clock(), ("ANKUNFT_TODAY",)),
    ]


def _database() -> str:
    if connection.vendor == "postgresql":
        return _("PostgreSQL auf %(host)s") % {"host": connection.settings_dict.get("HOST") or "localhost"}
    return _("SQLite im Ordner der Installation")


def _list(words: Iterable[str]) -> str:
    return ", ".join(words) or _("keine")


def _mail_server() -> str:
    post = server()
    if post is None:
        return _("nicht gesetzt: Nachrichten warten im Postausgang")
    signed_in = _("mit Anmeldung") if post.user else _("ohne Anmeldung")
    return f"{post.host}:{post.port}, {_TLS[post.tls]}, {signed_in}"


def _openid() -> str:
    return settings.OIDC_ISSUER or _("nicht gesetzt")


def _proxies() -> str:
    return str(settings.PROXIES) if settings.PROXIES else _("keine")


def _session() -> str:
    return _("höchstens %(hours)d Stunden, ohne Tätigkeit %(minutes)d Minuten") % {
        "hours": settings.SESSION_COOKIE_AGE // 3600,
        "minutes": settings.SESSION_IDLE_MINUTES,
    }


def _secrets() -> str:
    names = ("ANKUNFT_SECRET_KEY", "ANKUNFT_DATA_KEYS", "ANKUNFT_INDEX_KEY", "ANKUNFT_TRAIL_KEY")
    count = sum(bool(os.environ.get(name)) for name in names)
    return _("%(count)d von %(all)d aus der Umgebung, die übrigen als Datei im Ordner der Installation") % {
        "count": count,
        "all": len(names),
    }


def _clock() -> str:
    return f"{settings.ANKUNFT_TODAY:%d.%m.%Y}" if settings.ANKUNFT_TODAY else _("nein")
