"""Addresses of the table of rights."""

from django.urls import path

from . import rights

urlpatterns = [
    path("berechtigungen/", rights.rights, name="rights"),
    path("berechtigungen/excel/", rights.rights_excel, name="rights-excel"),
]
