"""Addresses of project grants."""

from django.urls import path

from . import views

urlpatterns = [
    path("projekte/", views.projects, name="projects"),
    path("projekte/neu/", views.project_new, name="project-new"),
    path("projekte/kredit/", views.credit, name="project-credit"),
    path("projekte/<int:project>/", views.project, name="project"),
    path("projekte/<int:project>/gesuch/", views.project_write, name="project-write"),
    path(
        "projekte/<int:project>/gesuch/unterzeichnet/<int:submission>/",
        views.project_submission,
        name="project-submission",
    ),
    path("projekte/<int:project>/beurteilung/", views.project_assess, name="project-assess"),
    path("projekte/<int:project>/vereinbarung/", views.project_agreement, name="project-agreement"),
    path("projekte/<int:project>/vereinbarung/neu/", views.project_agree, name="project-agree"),
    path("projekte/<int:project>/raten/<int:instalment>/", views.instalment, name="instalment"),
    path(
        "projekte/<int:project>/raten/<int:instalment>/dateien/<int:order>/",
        views.instalment_file,
        name="instalment-file",
    ),
    path("projekte/<int:project>/raten/<int:instalment>/<slug:step>/", views.instalment_step, name="instalment-step"),
    path("projekte/<int:project>/bericht/", views.project_report, name="project-report"),
    path("projekte/<int:project>/bericht/erfassen/", views.project_report_write, name="project-report-write"),
    path("projekte/<int:project>/bericht/dateien/neu/", views.project_report_file_new, name="project-report-file-new"),
    path("projekte/<int:project>/bericht/dateien/<int:file>/", views.project_report_file, name="project-report-file"),
    path(
        "projekte/<int:project>/bericht/dateien/<int:file>/entfernen/",
        views.project_report_file_remove,
        name="project-report-file-remove",
    ),
    path(
        "projekte/<int:project>/bericht/unterzeichnet/<int:submission>/",
        views.project_report_submission,
        name="project-report-submission",
    ),
    path("projekte/<int:project>/bericht/<slug:step>/", views.project_report_step, name="project-report-step"),
    path("projekte/<int:project>/<slug:step>/", views.project_step, name="project-step"),
]
