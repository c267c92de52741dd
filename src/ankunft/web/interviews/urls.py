"""Addresses of interviews."""

from django.urls import path, register_converter

from . import views
from .converters import InterviewConverter

register_converter(InterviewConverter, "interview")

ONE = "gespraeche/<interview:key>/"

urlpatterns = [
    path("gespraeche/", views.interview_list, name="interviews"),
    path("gespraeche/kalender/", views.interview_calendar, name="interview-calendar"),
    path("gespraeche/kalender/termine.ics", views.calendar_file, name="interview-calendar-file"),
    path("gespraeche/abo/<str:secret>.ics", views.calendar_feed, name="calendar-feed"),
    path("sicherheit/kalender/", views.feed_make, name="calendar-feed-make"),
    path("sicherheit/kalender/ausschalten/", views.feed_drop, name="calendar-feed-drop"),
    path("gespraeche/neu/", views.interview_new, name="interview-new"),
    path("gespraeche/einladen/", views.interviews_invite, name="interviews-invite"),
    path("gespraeche/erfassen/", views.interview_record, name="interview-record"),
    path("gespraeche/erfassen/urteil/", views.interview_record_preview, name="interview-record-preview"),
    path(ONE, views.interview_page, name="interview"),
    path(f"{ONE}termin/", views.interview_move, name="interview-move"),
    path(f"{ONE}termin.ics", views.appointment_file, name="interview-ics"),
    path(f"{ONE}einladung/", views.invitation, name="interview-invitation"),
    path(f"{ONE}erinnerung/", views.reminder, name="interview-reminder"),
    path(f"{ONE}erneut-einladen/", views.interview_again, name="interview-again"),
    path(f"{ONE}absagen/", views.interview_cancel, name="interview-cancel"),
    path(f"{ONE}nicht-erschienen/", views.interview_missed, name="interview-missed"),
    path(f"{ONE}erfassen/", views.interview_hold, name="interview-hold"),
    path(f"{ONE}urteil/", views.interview_preview, name="interview-preview"),
    path(f"{ONE}rueckgaengig/", views.interview_undo, name="interview-undo"),
    path(f"{ONE}bestaetigung/", views.confirmation, name="interview-confirmation"),
    path(f"{ONE}belege/neu/", views.evidence_new, name="interview-evidence"),
    path(f"{ONE}belege/papier/", views.evidence_paper, name="interview-evidence-paper"),
    path(f"{ONE}belege/<int:evidence>/", views.evidence_file, name="interview-evidence-file"),
    path(f"{ONE}belege/<int:evidence>/entfernen/", views.evidence_remove, name="interview-evidence-remove"),
    path(f"{ONE}schritte/<int:agreed>/", views.interview_step, name="interview-step"),
    path(f"{ONE}wiedervorlage/", views.interview_followed_up, name="interview-followed-up"),
]
