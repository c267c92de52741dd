"""Pages for what cannot be shown or done: each says what is wrong and where to go on."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused

from .context import shell_of


def way_back(request: HttpRequest) -> str:
    """The page of this application the person came from, else "Mein Tag"."""
    referer = request.headers.get("Referer", "")
    try:
        host = request.get_host()
    except DisallowedHost:
        # That is what the page is about: it must not fail of it a second time.
        return reverse("my-day")
    own = url_has_allowed_host_and_scheme(referer, {host}, require_https=request.is_secure())
    if not referer or not own or (urlsplit(referer).path == request.path and request.method == "GET"):
        return reverse("my-day")
    return referer


def _page(request: HttpRequest, status: int, heading: str, *sentences: str) -> HttpResponse:
    fragment = getattr(request, "htmx", False)
    template = "shell/fragments/refusal.html" if fragment else "shell/error.html"
    # A refusal says one thing, and quickly: however often somebody asks for what is not theirs.
    shell_of(request).leave_out_counts()
    context = {"heading": heading, "sentences": sentences, "back": way_back(request)}
    return render(request, template, context, status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """409: what was asked for cannot be done as things stand."""
    stored = [] if request.method == "GET" else [_("Es wurde nichts gespeichert.")]
    return _page(request, 409, _("Das geht so nicht"), refusal.reason, *stored)


def forbidden(request: HttpRequest, refusal: Forbidden) -> HttpResponse:
    """403: this person may not do it."""
    return _page(request, 403, _("Dazu sind Sie nicht berechtigt"), refusal.reason)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than any file of ours may have."""
    return _page(
        request,
        413,
        _("Diese Datei ist zu gross"),
        _("Erlaubt sind höchstens %(limit)s MB. Teilen Sie die Datei auf und laden Sie die Teile einzeln hoch.")
        % {"limit": settings.IMPORT_MAX_BYTES // 1024**2},
        _("Es wurde nichts gespeichert."),
    )


def length_required(request: HttpRequest) -> HttpResponse:
    """411: the program that sent this does not say how much there is to come."""
    return _page(
        request,
        411,
        _("Diese Anfrage ist unverständlich"),
        _("Das Programm, das sie gesendet hat, nennt ihre Länge nicht (Content-Length)."),
        _("Es wurde nichts gespeichert."),
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself cannot be understood."""
    return _page(
        request,
        400,
        _("Diese Anfrage ist unverständlich"),
        _("Bitte gehen Sie zurück und versuchen Sie es noch einmal."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by the framework, without a reason of ours."""
    return _page(request, 403, _("Dazu sind Sie nicht berechtigt"), _("Diese Seite gehört nicht zu Ihrer Rolle."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not for this person; which of the two is not told."""
    return _page(
        request,
        404,
        _("Diese Seite gibt es nicht"),
        _("Die Adresse ist falsch oder veraltet, oder Sie dürfen diese Angaben nicht sehen."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without a token, or with an outdated one."""
    return _page(
        request,
        403,
        _("Das Formular ist abgelaufen"),
        _("Ein Formular gilt nur für die Anmeldung, in der es geöffnet wurde. Es wurde nichts gespeichert."),
        _("Bitte gehen Sie zurück, laden Sie die Seite neu und senden Sie das Formular noch einmal."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request, so that whatever failed cannot fail here again."""
    return HttpResponse(render_to_string("shell/500.html"), status=500)
