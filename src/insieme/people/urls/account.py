# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of sign-in: django-allauth's views under our nouns and under the names by which it looks for them."""

from allauth.account import views
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as providers
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from insieme.people.adapter import guests_here, letters_kept_here

#: Of the pages that ask to look at the mail. Called when the page is made.
LETTERS = {"letters": letters_kept_here}
#: Of the page for signing in, in a demo.
GUESTS = {"guests": guests_here}

urlpatterns = [
    path("sign-in/", views.LoginView.as_view(extra_context=GUESTS), name="account_login"),
    path("sign-in/closed/", views.account_inactive, name="account_inactive"),
    path("sign-out/", views.logout, name="account_logout"),
    path("sign-up/", views.signup, name="account_signup"),
    path("confirm-email/", views.EmailVerificationSentView.as_view(extra_context=LETTERS), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", views.confirm_email, name="account_confirm_email"),
    path("password/forgotten/", views.password_reset, name="account_reset_password"),
    path("password/forgotten/sent/", views.PasswordResetDoneView.as_view(extra_context=LETTERS), name="account_reset_password_done"),
    re_path(r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", views.password_reset_from_key, name="account_reset_password_from_key"),
    path("password/new/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("password/again/", views.reauthenticate, name="account_reauthenticate"),
    path("settings/email/", views.email, name="account_email"),
    path("settings/password/", views.password_change, name="account_change_password"),
    path("settings/password/first/", views.password_set, name="account_set_password"),
    path("sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/second-step/", steps.authenticate, name="mfa_authenticate"),
    path("password/again/code/", steps.reauthenticate, name="mfa_reauthenticate"),
    path("password/again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("settings/security/", steps.index, name="mfa_index"),
    path("settings/security/app/", app.activate_totp, name="mfa_activate_totp"),
    path("settings/security/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("settings/security/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("settings/security/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("settings/security/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-in/through/cancelled/", providers.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/through/failed/", providers.login_error, name="socialaccount_login_error"),
    path("sign-up/through/", providers.signup, name="socialaccount_signup"),
    path("settings/security/connected/", providers.connections, name="socialaccount_connections"),
    # The page of security lists them: allauth comes back to this name.
    path("settings/security/passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("settings/security/passkeys/new/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("settings/security/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("settings/security/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
]
