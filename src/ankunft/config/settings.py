"""Settings of every installation. What differs between installations comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from csp.constants import NONE, SELF

from ankunft.config import environment, openid

PACKAGE = Path(__file__).resolve().parent.parent
PROJECT = PACKAGE.parent.parent

HOME = environment.home()
PRODUCTION = environment.flag("ANKUNFT_PRODUCTION")
DEBUG = False
SECRET_KEY = environment.kept_key(HOME, "secret-key", production=PRODUCTION)
# Encryption of single values: the first key encrypts, all decrypt. The index finds them again and keeps its own key.
DATA_KEYS = environment.kept_key(HOME, "data-keys", production=PRODUCTION).split(",")
INDEX_KEY = environment.kept_key(HOME, "index-key", production=PRODUCTION)
# Makes the digests of the trail: whoever has the database alone cannot add an event.
TRAIL_KEY = environment.kept_key(HOME, "trail-key", production=PRODUCTION)
ALLOWED_HOSTS = environment.words("ANKUNFT_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.words("ANKUNFT_ORIGINS")
# How many proxies of its own the installation stands behind: so many entries of X-Forwarded-For are believed.
PROXIES = environment.count("ANKUNFT_PROXIES")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Before django.forms: the shell brings its own templates for form controls.
    "ankunft.web.shell",
    "django.forms",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ankunft.foundation.audit",
    "ankunft.foundation.access",
    "ankunft.foundation.workflow",
    "ankunft.foundation.jobs",
    "ankunft.foundation.mail",
    "ankunft.foundation.retention",
    "ankunft.domain.administration",
    "ankunft.domain.territory",
    "ankunft.domain.arrivals",
    "ankunft.domain.interviews",
    "ankunft.domain.questionnaires",
    "ankunft.domain.reporting",
    "ankunft.domain.schemes",
    "ankunft.domain.settlement",
    "ankunft.domain.bank",
    "ankunft.domain.simulation",
    "ankunft.domain.letters",
    "ankunft.domain.supervision",
    "ankunft.domain.grants",
    "ankunft.domain.funds",
    "ankunft.web.access",
    "ankunft.web.administration",
    "ankunft.web.audit",
    "ankunft.web.jobs",
    "ankunft.web.arrivals",
    "ankunft.web.interviews",
    "ankunft.web.questionnaires",
    "ankunft.web.reporting",
    "ankunft.web.retention",
    "ankunft.web.territory",
    "ankunft.web.schemes",
    "ankunft.web.settlement",
    "ankunft.web.bank",
    "ankunft.web.simulation",
    "ankunft.web.letters",
    "ankunft.web.supervision",
    "ankunft.web.grants",
    "ankunft.web.funds",
    "ankunft.web.sem_reports",
    "ankunft.web.money",
]

MIDDLEWARE = [
    # Outermost, so that errors of all others have their headers too. Neither looks at a request.
    "ankunft.web.shell.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "ankunft.web.shell.metrics.MetricsMiddleware",
    "ankunft.web.shell.middleware.BodySizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ankunft.web.shell.headers.NeverKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ankunft.web.shell.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ankunft.web.shell.middleware.PlainTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ankunft.web.access.middleware.SessionLimitsMiddleware",
    "ankunft.web.access.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ankunft.web.shell.middleware.ClockMiddleware",
    "ankunft.web.shell.middleware.ReadingMiddleware",
    "ankunft.web.shell.middleware.ActorMiddleware",
    "ankunft.web.shell.wall.WallMiddleware",
    "ankunft.web.access.middleware.ObligationsMiddleware",
    "ankunft.web.audit.middleware.AuditorReadsMiddleware",
    "ankunft.web.shell.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "ankunft.config.urls"
WSGI_APPLICATION = "ankunft.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ankunft.web.shell.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "ankunft.web.shell.templatetags.ankunft",
            ],
        },
    }
]
FORM_RENDERER = "ankunft.web.shell.forms.Renderer"

DATABASES = {"default": environment.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "my-day"
LOGOUT_REDIRECT_URL = "sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Sign-in by an OpenID provider besides passwords; without an issuer there is none.
OIDC_ISSUER = openid.issuer(production=PRODUCTION)
OIDC_CLIENT_ID = openid.text("ANKUNFT_OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = openid.text("ANKUNFT_OIDC_CLIENT_SECRET")
OIDC_NAME = openid.text("ANKUNFT_OIDC_NAME", "OpenID")
OIDC_ACR = environment.words("ANKUNFT_OIDC_ACR")
OIDC_SCOPES = openid.text("ANKUNFT_OIDC_SCOPES", "openid").split()
PASSWORD_RESET_TIMEOUT = 3600
# With the prefix a browser takes a cookie only over TLS, for the whole host, and from nobody else.
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}ankunft-session"
# How long a session lasts at most, and without anything being done in it (decision 0038).
SESSION_HOURS = environment.count("ANKUNFT_SESSION_HOURS") or 10
SESSION_IDLE_MINUTES = 60
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
# What is said to somebody on the next page may name a person: it is kept with the session, not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}ankunft-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "ankunft.web.shell.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
# Whoever watches the process asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
# Whether a whole domain is put on the browsers' list is decided by who holds the domain, not by one application in it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, *openid.form_targets(OIDC_ISSUER, environment.words("ANKUNFT_OIDC_ORIGINS"))],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Larger files are refused with a sentence before they are read: uploads by BodySizeMiddleware, files by the readers.
IMPORT_MAX_BYTES = 20 * 1024 * 1024

LANGUAGE_CODE = "de-ch"
LANGUAGES = [("de-ch", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}ankunft-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
USE_I18N = True
TIME_ZONE = "Europe/Zurich"
USE_TZ = True
# Outside production the day on which the application believes to be (deadlines can be shown and tested).
ANKUNFT_TODAY = None if PRODUCTION else environment.day("ANKUNFT_TODAY")

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "files"}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Mail goes out by this server (smtp://user:password@host:587?tls=starttls, smtps://host); without it the outbox waits.
SMTP_URL = environment.mail_server()
MAIL_FROM = os.environ.get("ANKUNFT_MAIL_FROM", "").strip()

# The official schemas of messages (eCH-0020 and what it imports), which are not ours to pass on: without them messages
# are refused with a sentence. And the folder in which a sedex client leaves messages: without it nobody looks.
ECH_SCHEMAS = environment.folder("ANKUNFT_ECH_SCHEMAS")
REGISTER_INBOX = environment.folder("ANKUNFT_REGISTER_INBOX")
# The official schemas of payment orders and bank statements (ISO 20022, Swiss variant), not ours to pass on either:
# without them a payment file is made but not checked against its schema, and the page says so.
ISO20022_SCHEMAS = environment.folder("ANKUNFT_ISO20022_SCHEMAS")
# Within how many days of an arrival the invitation to the first information shall go out: a proposal, no rule says it.
INVITATION_DAYS = environment.count("ANKUNFT_INVITATION_DAYS") or 30
# How many days before an appointment whoever is invited is reminded of it; 0 reminds nobody.
REMINDER_DAYS = environment.count("ANKUNFT_REMINDER_DAYS", default=3)
# How many days after the deadline of a report or self-declaration (negative: before it) who owes it is reminded by
# mail; from the day after the deadline on the strategic lead too. «off» reminds nobody.
DEADLINE_REMINDERS = environment.stages("ANKUNFT_DEADLINE_REMINDERS", default=[-14, -3, 1, 14])
# Signed confirmations lie here, outside of everything that is served.
EVIDENCE = HOME / "evidence"
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024

# Whoever watches the installation gets its figures by this token (docs/operations.md); without it there are none.
METRICS_TOKEN = os.environ.get("ANKUNFT_METRICS_TOKEN", "").strip()

# Reference data that come with the product (municipalities, population, tariffs, polygons).
DATA = PROJECT / "data"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {
            "()": "ankunft.config.logs.QuietFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
