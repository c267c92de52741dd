"""Addresses of schemes: what they pay for, their definitions and tariffs."""

from django.urls import path

from . import views

urlpatterns = [
    path("programme/", views.overview, name="schemes"),
    path("programme/neu/", views.definition_new, name="scheme-new"),
    path("programme/definition/<int:definition>/<slug:step>/", views.definition_step, name="scheme-definition-step"),
    path("programme/tarif/<int:tariff>/<slug:step>/", views.tariff_step, name="scheme-tariff-step"),
    path("programme/<slug:key>/", views.scheme_page, name="scheme"),
    path("programme/<slug:key>/definition.json", views.definition_json, name="scheme-json"),
    path("programme/<slug:key>/tarife/<slug:code>/neu/", views.tariff_new, name="scheme-tariff-new"),
]
