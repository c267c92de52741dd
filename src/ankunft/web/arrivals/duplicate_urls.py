"""Addresses of persons that may be one."""

from django.urls import path

from .views import duplicates as views

urlpatterns = [
    path("personen/dubletten/", views.duplicate_list, name="duplicates"),
    path("personen/dubletten/suchen/", views.duplicates_search, name="duplicates-search"),
    path("personen/dubletten/<int:duplicate>/", views.duplicate_page, name="duplicate"),
]
