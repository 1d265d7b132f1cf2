# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of sign-in: django-allauth's views under our nouns and under the names by which it looks for them."""

from allauth.account import views
from django.urls import path, re_path

from insieme.people.adapter import letters_kept_here

#: Of the pages that ask to look at the mail. Called when the page is made.
LETTERS = {"letters": letters_kept_here}

urlpatterns = [
    path("sign-in/", views.login, name="account_login"),
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
]
