"""Addresses whose views refuse in every way, beside those of the shell and of the sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from ankunft.config.urls import handler400, handler403, handler404, handler500
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.kernel.errors import Refused

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def refused(request: HttpRequest) -> HttpResponse:
    raise Refused("Der Lauf 2026-03 ist schon <freigegeben>.")


def forbidden(request: HttpRequest) -> HttpResponse:
    Decision.no("Freigeben gehört nicht zu Ihrer Rolle.").require()
    return HttpResponse()


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


@login_not_required
def today(request: HttpRequest) -> HttpResponse:
    return HttpResponse(clock.today().isoformat(), content_type="text/plain")


def roles(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.roles_text(), content_type="text/plain")


urlpatterns = [
    path("", include("ankunft.web.shell.urls")),
    path("", include("ankunft.web.access.urls")),
    path("refused/", refused),
    path("forbidden/", forbidden),
    path("denied/", denied),
    path("broken/", broken),
    path("today/", today),
    path("roles/", roles),
]
