# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where django-allauth meets the house: what a new account keeps, what is said when something is wrong, what is mailed."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from insieme.foundation.demo import is_public
from insieme.foundation.prepared import Prepared
from insieme.people.models import Person

#: Nobody can have an address there (RFC 2606): only demo people do.
DEMO_ADDRESSES = ".example"
_PERSON = Prepared(lambda pk: Person.objects.filter(pk=pk), values=1)


class Adapter(DefaultAccountAdapter):
    """Sign-up and sign-in as the house wants them."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("This address and this password do not belong together. Try again, or ask for a new password."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": _("This link has been used, or is too old. Ask for a new one."),
        "invalid_password_reset": _("This link has been used, or is too old. Ask for a new one."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, or ask for a new password."),
        "rate_limited": _("Too many attempts. Wait a few minutes."),
    }

    def save_user(self, request: HttpRequest, user: Any, form: BaseForm, commit: bool = True) -> AbstractBaseUser:
        """Keep the name too, and the language in which the person signed up."""
        user.name = form.cleaned_data["name"]
        user.language = get_language() or settings.LANGUAGE_CODE
        return super().save_user(request, user, form, commit=commit)

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        """Go on in the language of the person who has signed in."""
        response = super().post_login(request, user, **about)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax")
        return response

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Go back to the settings after a change."""
        return reverse("people:settings")

    def send_notification_mail(self, template_prefix: str, *args: Any, **kwargs: Any) -> None:
        """Tell the owner of an account what changed in it, save that they have just confirmed their address: they know."""
        if template_prefix != "account/email/email_confirm":
            super().send_notification_mail(template_prefix, *args, **kwargs)


class LongEnough(MinimumLengthValidator):
    """How long a password must be: Django's own, whose sentence its Italian catalogue lacks."""

    def get_error_message(self) -> str:
        """Say how to mend it."""
        said = ngettext(
            "This password is too short: use at least %(count)d character.",
            "This password is too short: use at least %(count)d characters.",
            self.min_length,
        )
        return said % {"count": self.min_length}


def letters_kept_here() -> str:
    """The folder in which letters stay, named on pages that only this machine sees; empty where they are sent, or others can come."""
    sent = not settings.EMAIL_BACKEND.endswith(".filebased.EmailBackend")
    return "" if sent or is_public() else str(settings.EMAIL_FILE_PATH)


class Backend(AuthenticationBackend):
    """Who is signed in: asked for by every page of a signed-in person, so the query is composed once."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Keep out closed accounts; and, once the house has a public address, the demo people, whose password everybody knows."""
        return super().user_can_authenticate(user) and not (is_public() and user.email.endswith(DEMO_ADDRESSES))

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person of a session, unless their account is closed."""
        found = _PERSON.first(user_id)
        return found if found and self.user_can_authenticate(found) else None
