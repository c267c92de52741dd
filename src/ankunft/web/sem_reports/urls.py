"""Addresses of reports on the use of money, and of the integration programme."""

from django.urls import path

from . import views

REPORTS = "finanzplanung/berichte/"
REPORT = f"{REPORTS}<int:report>/"
PROGRAMMES = "finanzplanung/programme/"
VERSION = f"{PROGRAMMES}<str:programme>/<int:edition>/"
GOAL = f"{VERSION}ziele/<int:goal>/"

urlpatterns = [
    path(REPORTS, views.reports, name="sem-reports"),
    path(f"{REPORTS}quartal/<str:plan>/<str:quarter>/", views.quarterly_new, name="sem-report-quarter"),
    path(f"{REPORTS}jahresplan/", views.yearly_new, name="sem-report-yearly"),
    path(f"{REPORTS}foerderbereiche/", views.areas_new, name="sem-report-areas"),
    path(REPORT, views.report, name="sem-report"),
    path(f"{REPORT}bemerkungen/", views.report_write, name="sem-report-write"),
    path(f"{REPORT}unterzeichnen/", views.report_sign_off, name="sem-report-sign"),
    path(f"{REPORT}dateien/<slug:form>/", views.report_file, name="sem-report-file"),
    path(f"{REPORT}<slug:step>/", views.report_step, name="sem-report-step"),
    path(PROGRAMMES, views.programmes, name="programmes"),
    path(f"{PROGRAMMES}neu/", views.programme_new, name="programme-new"),
    path(f"{PROGRAMMES}<str:programme>/neu/", views.version_new, name="programme-version-new"),
    path(VERSION, views.programme, name="programme"),
    path(f"{VERSION}ziele/neu/", views.goal_new, name="programme-goal-new"),
    path(GOAL, views.goal_write, name="programme-goal"),
    path(f"{GOAL}entfernen/", views.goal_remove, name="programme-goal-remove"),
    path(f"{GOAL}massnahmen/neu/", views.measure_new, name="programme-measure-new"),
    path(f"{GOAL}massnahmen/<int:measure>/", views.measure_write, name="programme-measure"),
    path(f"{GOAL}massnahmen/<int:measure>/entfernen/", views.measure_remove, name="programme-measure-remove"),
    path(f"{VERSION}<slug:step>/", views.programme_step, name="programme-step"),
]
