"""Addresses of schemes: what they pay for, their definitions and tariffs, their forms."""

from django.urls import path, register_converter

from ankunft.web.questionnaires.urls import addresses_of

from . import form_views, views
from .converters import SchemePeriod
from .filing import SchemeFiling, filing_for

register_converter(SchemePeriod, "scheme_period")

urlpatterns = [
    path("formulare/", form_views.form_list, name="scheme-forms"),
    path("formulare/fehlend/", form_views.forms_missing, name="scheme-forms-missing"),
    path("formulare/fehlend/erinnern/", form_views.forms_remind, name="scheme-forms-remind"),
    *addresses_of(SchemeFiling, "formulare/<slug:key>/<int:bfs_number>/<scheme_period:period>/", filing_for),
    path("programme/", views.overview, name="schemes"),
    path("programme/neu/", views.definition_new, name="scheme-new"),
    path("programme/definition/<int:definition>/<slug:step>/", views.definition_step, name="scheme-definition-step"),
    path("programme/tarif/<int:tariff>/<slug:step>/", views.tariff_step, name="scheme-tariff-step"),
    path("programme/<slug:key>/", views.scheme_page, name="scheme"),
    path("programme/<slug:key>/definition.json", views.definition_json, name="scheme-json"),
    path("programme/<slug:key>/tarife/<slug:code>/neu/", views.tariff_new, name="scheme-tariff-new"),
]
