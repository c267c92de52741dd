"""Addresses of this room."""

from django.urls import path

from .views import factors, openid, passwords, security, sign_in

urlpatterns = [
    path("anmelden/", sign_in.sign_in, name="sign-in"),
    path("anmelden/zweiter-faktor/", sign_in.sign_in_factor, name="sign-in-factor"),
    path("anmelden/zweiter-faktor/passkey/", sign_in.sign_in_factor_passkey, name="sign-in-factor-passkey"),
    path("anmelden/wiederherstellung/", sign_in.sign_in_recovery, name="sign-in-recovery"),
    path("anmelden/passkey/", sign_in.sign_in_passkey, name="sign-in-passkey"),
    path("anmelden/passkey/frage/", sign_in.sign_in_passkey_options, name="sign-in-passkey-options"),
    path("anmelden/extern/", openid.openid_begin, name="openid-begin"),
    path("anmelden/extern/zurueck/", openid.openid_return, name="openid-return"),
    path("abmelden/", sign_in.sign_out, name="sign-out"),
    path("passwort/vergessen/", passwords.password_forgotten, name="password-forgotten"),
    path("passwort/neu/<str:key>/<str:token>/", passwords.password_reset, name="password-reset"),
    path("sicherheit/", security.security, name="security"),
    path("sicherheit/ueberall-abmelden/", sign_in.sign_out_everywhere, name="sign-out-everywhere"),
    path("sicherheit/passwort/", passwords.password_change, name="password-change"),
    path("sicherheit/zweiter-faktor/", factors.factor_setup, name="factor-setup"),
    path("sicherheit/zweiter-faktor/app/", factors.app_setup, name="app-setup"),
    path("sicherheit/zweiter-faktor/passkey/", factors.passkey_create, name="passkey-add"),
    path("sicherheit/zweiter-faktor/passkey/frage/", factors.passkey_options, name="passkey-options"),
    path("sicherheit/zweiter-faktor/<int:factor>/entfernen/", factors.factor_removal, name="factor-remove"),
    path("sicherheit/codes/", factors.recovery_codes, name="recovery-codes"),
    path("sicherheit/bestaetigen/", security.prove, name="prove"),
    path("sicherheit/bestaetigen/passkey/", security.prove_passkey, name="prove-passkey"),
    path("sicherheit/bestaetigen/passkey/frage/", security.prove_passkey_options, name="prove-passkey-options"),
    path("sicherheit/extern/verbinden/", openid.openid_link, name="openid-link"),
    path("sicherheit/extern/<int:pk>/trennen/", openid.openid_unlink, name="openid-unlink"),
]
