"""Addresses of the shell."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from . import views
from .metrics import metrics

urlpatterns = [
    path("", views.my_day, name="my-day"),
    path("suche/", views.search, name="search"),
    path("organisation/", views.choose_organisation, name="choose-organisation"),
    path("sprache/", login_not_required(require_POST(set_language)), name="set-language"),
    path("health/", views.health, name="health"),
    path("metrics/", metrics, name="metrics"),
]
