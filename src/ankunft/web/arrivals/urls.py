"""Addresses of persons, and of who may see them for a purpose."""

from django.urls import path

from . import arrival_urls, duplicate_urls, file_urls, views

urlpatterns = [
    *arrival_urls.urlpatterns,
    *duplicate_urls.urlpatterns,
    *file_urls.urlpatterns,
    path("personen/", views.person_list, name="persons"),
    path("personen/neu/", views.person_new, name="person-new"),
    path("personen/<reference:reference>/", views.person_page, name="person"),
    path("personen/<reference:reference>/verlauf/", views.history_page, name="person-history"),
    path("personen/<reference:reference>/einsicht/", views.reads_page, name="person-reads"),
    path("personen/<reference:reference>/aendern/", views.person_change, name="person-change"),
    path("personen/<reference:reference>/datensperre/", views.person_lock, name="person-lock"),
    path("personen/<reference:reference>/wegzug/", views.person_leave, name="person-leave"),
    path("personen/<reference:reference>/auskunft/", views.person_disclose, name="person-disclose"),
    path("personen/<reference:reference>/ahv-nummer/", views.ahv_number, name="person-ahv-number"),
    path("einsichten/", views.access_list, name="accesses"),
    path("einsichten/stichprobe/", views.sample_new, name="access-sample"),
    path("einsichten/einwilligung/", views.consent_new, name="access-consent"),
    path("einsichten/<int:access>/einwand/", views.access_object, name="access-object"),
    path("einsichten/<int:access>/beenden/", views.access_end, name="access-end"),
]
