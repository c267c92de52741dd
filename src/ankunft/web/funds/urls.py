"""Addresses of financial plans."""

from django.urls import path

from . import views

PLAN = "finanzplanung/plan/<str:plan>/"
VERSION = f"{PLAN}<int:edition>/"

urlpatterns = [
    path("finanzplanung/", views.plans, name="plans"),
    path("finanzplanung/neu/", views.plan_new, name="plan-new"),
    path(PLAN, views.plan, name="plan"),
    path(f"{PLAN}positionen/neu/", views.position_new, name="plan-position-new"),
    path(f"{PLAN}positionen/<str:position>/", views.position_structure, name="plan-position-structure"),
    path(f"{PLAN}positionen/<str:position>/zielgruppen/", views.position_groups, name="plan-position-groups"),
    path(f"{PLAN}fassungen/neu/", views.version_new, name="plan-version-new"),
    path(VERSION, views.version, name="plan-version"),
    path(f"{VERSION}pdf/", views.version_pdf, name="plan-version-pdf"),
    path(f"{VERSION}excel/", views.version_excel, name="plan-version-excel"),
    path(f"{VERSION}vergleich/<int:other>/", views.comparison, name="plan-comparison"),
    path(f"{VERSION}eingaben/", views.inputs, name="plan-inputs"),
    path(f"{VERSION}eingaben/<str:position>/", views.position_input, name="plan-input"),
    path(f"{VERSION}eingaben/<str:position>/abweichend/", views.position_otherwise, name="plan-otherwise"),
    path(f"{VERSION}eingaben/<str:position>/unveraendert/", views.position_as_before, name="plan-as-before"),
    path(f"{VERSION}eingaben/<str:position>/wie-eingegeben/", views.position_as_given, name="plan-as-given"),
    path(f"{VERSION}beilagen/<int:paper>/", views.input_paper, name="plan-paper"),
    path(f"{VERSION}stellungnahmen/", views.consultation, name="plan-consultation"),
    path(f"{VERSION}stellungnahmen/<int:asked>/", views.statement, name="plan-statement"),
    path(f"{VERSION}<slug:step>/", views.version_step, name="plan-version-step"),
]
