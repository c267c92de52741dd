"""Every address of the application."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("ankunft.web.shell.urls")),
    path("", include("ankunft.web.access.urls")),
    path("", include("ankunft.web.access.invitation_urls")),
    path("", include("ankunft.web.access.rights_urls")),
    path("", include("ankunft.web.administration.urls")),
    path("", include("ankunft.web.audit.urls")),
    path("", include("ankunft.web.jobs.urls")),
    path("", include("ankunft.web.arrivals.urls")),
    path("", include("ankunft.web.interviews.urls")),
    path("", include("ankunft.web.questionnaires.urls")),
    path("", include("ankunft.web.reporting.urls")),
    path("", include("ankunft.web.retention.urls")),
    path("", include("ankunft.web.territory.urls")),
    path("", include("ankunft.web.schemes.urls")),
    path("", include("ankunft.web.settlement.urls")),
    path("", include("ankunft.web.simulation.urls")),
    path("", include("ankunft.web.bank.urls")),
    path("", include("ankunft.web.letters.urls")),
    path("", include("ankunft.web.supervision.urls")),
    path("", include("ankunft.web.grants.urls")),
    path("", include("ankunft.web.funds.urls")),
    path("", include("ankunft.web.sem_reports.urls")),
    path("", include("ankunft.web.money.urls")),
]

handler400 = "ankunft.web.shell.errors.bad_request"
handler403 = "ankunft.web.shell.errors.permission_denied"
handler404 = "ankunft.web.shell.errors.not_found"
handler500 = "ankunft.web.shell.errors.server_error"
