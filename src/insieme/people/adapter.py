# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where django-allauth meets the house: what a new account keeps, what is said when something is wrong, what is mailed."""

from __future__ import annotations

import base64
import hashlib
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import urlencode

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.models import Client
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.sites.shortcuts import get_current_site
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from insieme.foundation import clock, letters
from insieme.foundation.actor import Actor
from insieme.foundation.demo import Guest, guests, is_public
from insieme.foundation.errors import Busy
from insieme.foundation.scopes import WORDS
from insieme.people.actions.consents import agree_on_opening
from insieme.people.actions.sessions import end_sessions
from insieme.people.actions.tokens import revoke_tokens
from insieme.people.models import Person
from insieme.people.queries.accounts import closing_of, owed_consents
from insieme.people.rules import REQUIRED, device_of
from insieme.people.sessions import DEVICE, owner

#: Nobody can have an address there (RFC 2606): only demo people do.
DEMO_ADDRESSES = ".example"
#: The ways of showing again that it is they, by the names of allauth.
AGAIN = {
    "reauthenticate": _("With my password"),
    "mfa_reauthenticate": _("With a code of my app"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}


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
        saved = super().save_user(request, user, form, commit=commit)
        agree_on_opening(user, [purpose.what for purpose in REQUIRED], now=clock.now())
        return saved

    def login(self, request: HttpRequest, user: Any) -> None:
        """Note on what kind of device the session was begun."""
        super().login(request, user)
        request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))

    def set_password(self, user: Any, password: str) -> None:
        """Change the password, sign its owner out everywhere else, and let no program act for them that somebody else may have let in."""
        super().set_password(user, password)
        kept = self.request.session.session_key if self.request else None
        owner = Actor.person(user.pk, user.ref)
        end_sessions(by=owner, but=kept)
        revoke_tokens(by=owner, now=clock.now())

    def post_login(self, request: HttpRequest, user: Any, **about: Any) -> HttpResponse:
        """Go on in the language of the person who has signed in."""
        response = super().post_login(request, user, **about)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=365 * 86400, samesite="Lax")
        if closing_of(Actor.person(user.pk, user.ref)):
            messages.warning(request, _("Your account is to be closed. To keep it open, go to Settings, My data."))
        if owed_consents(user.pk):
            # What they wanted to go to comes after the texts that are new since they were last here.
            response["Location"] = f"{reverse('people:consents_owed')}?{urlencode({'next': response['Location']})}"
        return response

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Go back to the settings after a change."""
        return reverse("people:settings")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send what an account stands on: the link that confirms an address or sets a new password, word of what was changed.

        It goes to an address that has refused letters, too. Its owner has just asked for it, or must know; an address that was full or
        away may work again; and who follows such a link shows that it does, which is the only way back for who cannot sign in. A refusal
        for good is noted, and the page goes on as for anybody: it must not tell which addresses there are. Refuses: `Busy`.
        """
        about = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        letter = self.render_mail(template_prefix, email, about | context)
        if letters.send(letter, about=template_prefix, regardless=True) is letters.Verdict.LATER:
            raise Busy(_("We cannot send you the letter just now. Try again in a few minutes."))

    def send_notification_mail(self, template_prefix: str, *args: Any, **kwargs: Any) -> None:
        """Tell the owner of an account what changed in it, save that they have just confirmed their address: they know."""
        if template_prefix != "account/email/email_confirm":
            with suppress(Busy):  # what changed has changed
                super().send_notification_mail(template_prefix, *args, **kwargs)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways of showing that it is still they, in our words."""
        return [way | {"description": AGAIN[way["id"]]} for way in super().get_reauthentication_methods(user) if way["id"] in AGAIN]


class ThroughProvider(DefaultSocialAccountAdapter):
    """Signing in through an identity provider."""

    error_messages: ClassVar[dict[str, Any]] = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": _("There is an account here with this address. Sign in to it first, then connect %s under Settings, Security."),
        "no_password": _("Choose a password first, or add a passkey: without this you could not come in any more."),
        "no_verified_email": _("Confirm your address first: without it you could not come in any more."),
    }

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, Any]:
        """Fill in the name that the provider gives."""
        data = sociallogin.account.extra_data
        told = data.get("userinfo") or data.get("id_token") or {}
        return super().get_signup_form_initial_data(sociallogin) | {"name": told.get("name", "")}


class SecondStep(DefaultMFAAdapter):
    """Codes and passkeys as the house wants them."""

    error_messages: ClassVar[dict[str, Any]] = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": _("Recovery codes stand in for an app or a passkey: add one of these first."),
        "incorrect_code": _("This is not the code. It changes every half minute: try the one that is shown now."),
    }

    def get_totp_issuer(self) -> str:
        """Return the name under which apps show the account."""
        return "Insieme"

    def build_totp_svg(self, url: str) -> str:
        """Draw the square for the camera: paths only, without any style of its own."""
        return str(segno.make(url, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff", omitsize=True))

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - allauth's name
        """Propose a name for a new passkey."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def encrypt(self, text: str) -> str:
        """Keep secrets unreadable to whoever gets hold of the database alone."""
        return _locked().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read them back."""
        return _locked().decrypt(encrypted_text.encode()).decode()


def _locked() -> Fernet:
    derived = hashlib.sha256(b"insieme second step" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))


def has_second_step(request: HttpRequest) -> bool:
    """Whether whoever is signed in here has shown a code or a passkey."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


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
    """The folder in which letters stay, for a page that only this machine sees; empty where they are sent, or others can come."""
    sent = not settings.EMAIL_BACKEND.endswith(".filebased.EmailBackend")
    return "" if sent or is_public() else str(settings.EMAIL_FILE_PATH)


def guests_here() -> list[Guest]:
    """As whom one may look around, for a page that only this machine sees: those who have an account here."""
    known = guests()
    here = set(Person.objects.filter(email__in=[guest.email for guest in known]).values_list("email", flat=True)) if known else set()
    return [guest for guest in known if guest.email in here]


class Backend(AuthenticationBackend):
    """Who may come in, and who is in."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Keep out closed accounts; and, once the house has a public address, the demo people, whose password everybody knows."""
        return super().user_can_authenticate(user) and not (is_public() and user.email.endswith(DEMO_ADDRESSES))

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person of a session, unless their account is closed."""
        found = owner(user_id)
        return found if found and self.user_can_authenticate(found) else None


class OidcAdapter(DefaultOIDCAdapter):
    """What other programs hear of a person: the random reference, never a counter; and what they may do, in our words."""

    scope_display: ClassVar[dict[str, Any]] = DefaultOIDCAdapter.scope_display | {scope.value: words for scope, words in WORDS.items()}

    def get_issuer(self) -> str:
        """The house's own address, whatever the request was sent to."""
        return str(settings.SITE_URL)

    def get_user_sub(self, _client: Any, user: Any) -> str:
        """The person's reference."""
        return str(user.ref)

    def get_user_by_sub(self, _client: Any, sub: str) -> Person | None:
        """The person with this reference."""
        return Person.objects.filter(ref=sub, is_active=True).first()

    def get_claims(self, purpose: Any, user: Any, client: Any, scopes: Any, email: str | None = None, **more: Any) -> dict[str, Any]:
        """What is told: with `profile` the name and handle by which everybody knows the person here."""
        told = super().get_claims(purpose, user, client, scopes, email, **more)
        if "profile" in scopes:
            told |= {"name": str(user), "locale": user.language} | ({"preferred_username": user.handle} if user.handle else {})
        return told

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Say which scopes there are, and nothing of devices: none is let in."""
        del data["device_authorization_endpoint"]
        data["grant_types_supported"].remove(Client.GrantType.DEVICE_CODE.value)
        data["scopes_supported"] = ["openid", "profile", "email", *(scope.value for scope in WORDS)]
