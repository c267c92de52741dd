"""Addresses of the trail."""

from django.urls import path

from . import views

urlpatterns = [
    path("spur/", views.trail, name="trail"),
    path("spur/kopf/", views.trail_head, name="trail-head"),
    path("spur/pruefen/", views.trail_verify, name="trail-verify"),
]
