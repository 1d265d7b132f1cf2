# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes and passkeys: django-allauth's forms with our words, and without texts inside the fields."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


class _Code:
    """A code is asked for as one writes it: by digits, from an app or from the printed list."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class SecondStep(_Code, base.AuthenticateForm):
    """The code that is asked for after the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that your app shows now, or one of the recovery codes that you have printed.")


class CodeAgain(_Code, base.ReauthenticateForm):
    """A code once more, before something that could lock its owner out."""


class AddApp(_Code, totp.ActivateTOTPForm):
    """The first code that the app shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that the app shows once it has read the square.")


class _Name:
    """A passkey has a name that tells it from the others."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Every one of them opens the door by itself: whoever wants a second step beside the password has the app.
        self.fields.pop("passwordless", None)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].help_text = _("So that you tell it from others: my telephone, the key on my key ring.")


class AddPasskey(_Name, webauthn.AddWebAuthnForm):
    """A new passkey."""


class RenamePasskey(_Name, webauthn.EditWebAuthnForm):
    """Another name."""
