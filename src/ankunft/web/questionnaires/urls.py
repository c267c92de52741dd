"""Addresses of the self-declaration as a questionnaire, and of the evaluation over all municipalities."""

from django.urls import path

from . import views

ONE = "selbstdeklarationen/<int:bfs_number>/<int:year>/fragebogen/"

urlpatterns = [
    path("selbstdeklarationen/auswertung/", views.evaluation, name="declarations-evaluation"),
    path("selbstdeklarationen/auswertung/excel/", views.evaluation_excel, name="declarations-evaluation-excel"),
    path(ONE, views.sheet_page, name="declaration-sheet"),
    path(f"{ONE}pdf/", views.sheet_paper, name="declaration-sheet-pdf"),
    path(f"{ONE}schritt/<slug:step>/", views.sheet_step, name="declaration-sheet-step"),
    path(f"{ONE}abschnitt/<slug:section>/", views.section_page, name="declaration-section"),
    path(f"{ONE}abschnitt/<slug:section>/zwischenstand/", views.section_autosave, name="declaration-autosave"),
]
