# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of administration at /admin/: for operators alone, who come in as everybody does and show a second step."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from insieme.foundation.administration import put_in_words
from insieme.people.access import actor_of, is_operator
from insieme.people.adapter import has_second_step

#: What others call their tables in English alone: theirs are the columns, ours the words for operators.
THEIRS = {
    "mfa.Authenticator": (_("second step"), _("second steps")),
    "allauth_idp_oidc.Client": (_("program that people may let in"), _("programs that people may let in")),
    "allauth_idp_oidc.Token": (_("token of such a program"), _("tokens of such programs")),
    "django_tasks_database.DBTaskResult": (_("job"), _("jobs")),
}
THEIR_ROOMS = {
    "account": _("Addresses"),
    "mfa": _("Second steps"),
    "socialaccount": _("Identity providers"),
    "allauth_idp_oidc": _("Programs that people let in"),
    "django_tasks_database": _("Work in the background"),
}

#: What Django's pages say to screen readers, and its Italian catalogue lacks: here only to stand in ours, which comes before it.
LACKING = (_("Model name"), _("Add link"), _("Change or view list link"))


class Administration(AdminSite):
    """Django's own desk, behind our own door."""

    site_header = site_title = _("Insieme: administration")
    index_title = _("What this installation holds")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Show a table, under a name in the operator's language."""
        super().register(model_or_iterable, admin_class, **options)
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        for model in models:
            if names := THEIRS.get(model._meta.label):
                put_in_words(model, *names)
            if words := THEIR_ROOMS.get(model._meta.app_label):
                model._meta.app_config.verbose_name = words

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether an operator asks, who has shown what is required."""
        return is_operator(actor_of(request)) and (has_second_step(request) or not settings.OPERATORS_NEED_SECOND_STEP)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002 - Django's own signature
        """Lead strangers to the house's own sign-in and operators to their second step; for everybody else there is nothing here."""
        wanted = request.GET.get("next", "")
        # An address of the house is meant: `redirect` would take a bare word for the name of a page.
        is_here = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, None)
        onward = wanted if is_here else reverse("admin:index")
        if not request.user.is_authenticated:
            return redirect_to_login(onward)
        if not is_operator(actor_of(request)):
            raise Http404
        if self.has_permission(request):
            return redirect(onward)
        if is_mfa_enabled(request.user):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': onward})}")
        messages.warning(
            request, _("The desk of administration opens to those who sign in with more than a password. Add a passkey or an app.")
        )
        return redirect("mfa_index")

    def logout(self, _request: HttpRequest, _extra_context: dict[str, Any] | None = None) -> HttpResponseBase:  # type: ignore[override]
        """Sign out where everybody does."""
        return redirect("account_logout")

    def password_change(self, _request: HttpRequest, _extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        """Change the password where everybody does."""
        return redirect("account_change_password")
