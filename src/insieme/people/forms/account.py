# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sign-up, sign-in and passwords: django-allauth's forms with our words, a new password asked once, and no texts inside the fields."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.socialaccount import forms as provider
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.people.rules import REQUIRED, judge_name

WORDS: dict[str, tuple[Any, Any]] = {
    "login": (_("E-mail address"), ""),
    "email": (_("E-mail address"), ""),
    "password": (_("Password"), ""),
    "oldpassword": (_("The password you have now"), ""),
    "password1": (_("New password"), _("At least 10 characters. A few words that belong together only for you are best.")),
}


class _OurWords:
    """Gives a form of django-allauth our labels and helps, and takes away what would be said twice."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever mistypes a new password asks for another by mail; typing it twice helps nobody who uses a password manager.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS:
                field.label, field.help_text = WORDS[name]


class _Opening(_OurWords, forms.Form):
    """What everybody is asked who opens an account, whichever way they come."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("As you want others to see it. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agreed = forms.BooleanField(label="")
    field_order = ("name", "email", "password1", "agreed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _(
            'I have read the <a href="{terms}" target="_blank">terms of use</a> and the '
            '<a href="{privacy}" target="_blank">privacy note</a>, and agree.'
        )
        texts = {purpose.what: reverse("people:consent", args=[purpose.what]) for purpose in REQUIRED}
        self.fields["agreed"].label = format_html(str(said), **texts)

    def clean_name(self) -> str:
        """Return the name as it will stand."""
        try:
            return judge_name(self.cleaned_data["name"], longest=80)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None


class SignUp(_Opening, allauth.SignupForm):
    """A name, an address, a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")


class SignUpThroughProvider(_Opening, provider.SignupForm):
    """A name and an address, as the provider gives them or otherwise."""


class SignIn(_OurWords, allauth.LoginForm):
    """An address and a password. The address may come with that of the page: a demo leads so to its people."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].initial = self.request.GET.get("as", "") if self.request else ""


class ChangeEmail(_OurWords, allauth.AddEmailForm):
    """The address that is to take the place of the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ChangePassword(_OurWords, allauth.ChangePasswordForm):
    """The old password and a new one."""


class SetPassword(_OurWords, allauth.SetPasswordForm):
    """A first password, for an account that was opened without."""


class ForgottenPassword(_OurWords, allauth.ResetPasswordForm):
    """The address to which the way to a new password is sent."""


class NewPassword(_OurWords, allauth.ResetPasswordKeyForm):
    """The new password, behind the link that was sent."""


class ConfirmPassword(_OurWords, allauth.ReauthenticateForm):
    """The password once more, before something that could lock its owner out."""
