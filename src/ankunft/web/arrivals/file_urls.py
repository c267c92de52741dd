"""Addresses of what belongs to a person: household, permits, languages, relatives."""

from django.urls import path, register_converter

from .converters import ReferenceConverter
from .views import parts

register_converter(ReferenceConverter, "reference")

FILE = "personen/<reference:reference>/"

urlpatterns = [
    path(f"{FILE}adresse/", parts.person_household, name="person-household"),
    path(f"{FILE}ausweis/", parts.permit_new, name="person-permit"),
    path(f"{FILE}ausweis/<int:permit>/entfernen/", parts.permit_remove, name="person-permit-remove"),
    path(f"{FILE}sprache/", parts.language_new, name="person-language"),
    path(f"{FILE}sprache/<int:spoken>/entfernen/", parts.language_remove, name="person-language-remove"),
    path(f"{FILE}verwandte/", parts.relation_new, name="person-relation"),
    path(f"{FILE}verwandte/<int:relation>/entfernen/", parts.relation_remove, name="person-relation-remove"),
]
