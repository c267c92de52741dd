"""Addresses of reports and self-declarations."""

from django.urls import path, register_converter

from . import views
from .converters import HalfYearConverter

register_converter(HalfYearConverter, "half_year")

urlpatterns = [
    path("berichte/", views.report_list, name="reports"),
    path("berichte/excel/", views.report_list_excel, name="reports-excel"),
    path("berichte/fehlend/", views.outstanding_list, name="reports-outstanding"),
    path("berichte/fehlend/excel/", views.outstanding_excel, name="reports-outstanding-excel"),
    path("berichte/fehlend/erinnern/", views.remind, name="reports-remind"),
    path("berichte/import/", views.import_page, name="reports-import"),
    path("berichte/import/vorlage-<slug:what>.xlsx", views.import_template, name="reports-import-template"),
    path("berichte/<int:bfs_number>/<half_year:period>/", views.report_page, name="report"),
    path(
        "berichte/<int:bfs_number>/<half_year:period>/gespraeche/<int:version>/",
        views.interviews_behind,
        name="report-interviews",
    ),
    path("berichte/<int:bfs_number>/<half_year:period>/<slug:step>/", views.report_step, name="report-step"),
    path("selbstdeklarationen/", views.declaration_list, name="declarations"),
    path("selbstdeklarationen/<int:bfs_number>/<int:year>/", views.declaration_page, name="declaration"),
]
