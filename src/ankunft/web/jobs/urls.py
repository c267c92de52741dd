"""Addresses of background work."""

from django.urls import path

from . import views

urlpatterns = [
    path("auftraege/", views.job_list, name="jobs"),
    path("auftraege/<int:pk>/", views.job_page, name="job"),
    path("auftraege/<int:pk>/stand/", views.job_state, name="job-state"),
    path("auftraege/<int:pk>/datei/", views.job_file, name="job-file"),
]
