"""Addresses of the simulation."""

from django.urls import path

from . import views

urlpatterns = [
    path("simulation/", views.scenario_list, name="scenarios"),
    path("simulation/neu/", views.scenario_new, name="scenario-new"),
    path("simulation/vergleich/", views.scenario_compare, name="scenario-compare"),
    path("simulation/<int:scenario>/", views.scenario_page, name="scenario"),
    path("simulation/<int:scenario>/excel/", views.scenario_excel, name="scenario-excel"),
    path("simulation/<int:scenario>/aendern/", views.scenario_edit, name="scenario-edit"),
    path("simulation/<int:scenario>/loeschen/", views.scenario_remove, name="scenario-remove"),
    path("simulation/<int:scenario>/<slug:act>/", views.scenario_act, name="scenario-act"),
]
