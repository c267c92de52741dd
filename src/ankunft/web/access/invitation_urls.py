"""Where an invitation is accepted."""

from django.urls import path

from . import invitations

urlpatterns = [
    path("einladung/", invitations.invitation, name="invitation"),
    path("einladung/<str:token>/", invitations.link, name="invitation-link"),
]
