"""Addresses of the administration."""

from django.urls import path

from .views import accounts, invitations, operations, organisations

urlpatterns = [
    path("administration/", accounts.accounts, name="admin-accounts"),
    path("administration/konten/<int:account_id>/", accounts.account, name="admin-account"),
    path("administration/konten/<int:account_id>/rolle/", accounts.role_new, name="admin-role-new"),
    path(
        "administration/konten/<int:account_id>/rolle/<slug:organisation>/<slug:role>/ende/",
        accounts.role_end,
        name="admin-role-end",
    ),
    path("administration/konten/<int:account_id>/<slug:act>/", accounts.account_act, name="admin-account-act"),
    path("administration/einladungen/", invitations.invitations, name="admin-invitations"),
    path("administration/einladungen/neu/", invitations.invitation_new, name="admin-invitation-new"),
    path(
        "administration/einladungen/<int:invitation_id>/<slug:act>/",
        invitations.invitation_act,
        name="admin-invitation-act",
    ),
    path("administration/organisationen/", organisations.organisations, name="admin-organisations"),
    path("administration/organisationen/neu/", organisations.organisation_new, name="admin-organisation-new"),
    path("administration/organisationen/<slug:organisation>/", organisations.organisation, name="admin-organisation"),
    path(
        "administration/organisationen/<slug:organisation>/name/",
        organisations.organisation_name,
        name="admin-organisation-name",
    ),
    path("administration/postausgang/", operations.outbox, name="admin-outbox"),
    path("administration/postausgang/<int:mail_id>/<slug:act>/", operations.mail_act, name="admin-mail-act"),
    path("administration/auftraege/", operations.jobs, name="admin-jobs"),
    path("administration/zustand/", operations.health, name="admin-health"),
    path("administration/einstellungen/", operations.installation, name="admin-settings"),
]
