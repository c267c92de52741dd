"""Addresses of retention."""

from django.urls import path

from . import views

urlpatterns = [
    path("aufbewahrung/", views.schedule, name="retention"),
    path("aufbewahrung/fristen/<str:code>/", views.period, name="retention-period"),
    path("aufbewahrung/vorschlagen/", views.propose, name="retention-propose"),
    path("aufbewahrung/listen/<int:listing>/", views.list_page, name="deletion-list"),
    path("aufbewahrung/listen/<int:listing>/stand/", views.list_state, name="deletion-list-state"),
    path("aufbewahrung/listen/<int:listing>/eintraege/<int:item>/", views.item, name="deletion-item"),
    path("aufbewahrung/listen/<int:listing>/<slug:step>/", views.list_step, name="deletion-list-step"),
    path("aufbewahrung/sperren/", views.holds, name="retention-holds"),
    path("aufbewahrung/sperren/neu/", views.hold_new, name="retention-hold-new"),
    path("aufbewahrung/sperren/<int:hold>/aufheben/", views.hold_lift, name="retention-hold-lift"),
]
