"""Settings of every installation. What differs between installations comes from the environment."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from ankunft.config import environment

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
    "ankunft.domain.territory",
    "ankunft.domain.arrivals",
    "ankunft.domain.reporting",
    "ankunft.domain.settlement",
    "ankunft.web.access",
    "ankunft.web.administration",
    "ankunft.web.jobs",
    "ankunft.web.arrivals",
    "ankunft.web.reporting",
    "ankunft.web.territory",
    "ankunft.web.settlement",
]

MIDDLEWARE = [
    "ankunft.web.shell.middleware.BodySizeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ankunft.web.shell.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ankunft.web.shell.middleware.ClockMiddleware",
    "ankunft.web.shell.middleware.ActorMiddleware",
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
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "ankunft.web.shell.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
# Whoever watches the process asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Larger files are refused with a sentence before they are read: uploads by BodySizeMiddleware, files by the readers.
IMPORT_MAX_BYTES = 20 * 1024 * 1024

LANGUAGE_CODE = "de-ch"
LANGUAGES = [("de-ch", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
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
