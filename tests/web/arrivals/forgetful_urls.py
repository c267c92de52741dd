"""The application with a page that forgot every filter."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from ankunft.config.urls import *  # noqa: F403
from ankunft.config.urls import urlpatterns as real
from ankunft.domain.arrivals.models import Person


def forgetful(request: HttpRequest) -> JsonResponse:
    """All persons, as the models and as the database itself give them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT family_name FROM arrivals_person")
        raw = [name for (name,) in cursor.fetchall()]
    return JsonResponse({"models": list(Person.objects.values_list("family_name", flat=True)), "raw": raw})


urlpatterns = [*real, path("vergesslich/", forgetful)]
