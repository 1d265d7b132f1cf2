# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about a token."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.foundation.scopes import WORDS, Scope
from insieme.foundation.text import lazily
from insieme.people.rules.tokens import LIVES, NAME_LENGTH


class TokenForm(forms.Form):
    """A new token: its name, what it is good for, how long it lives."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, help_text=_("The program that will use it, as “accounts” or “my phone”.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do in your name"),
        choices=[(scope.value, format_lazy("{name}: {words}", name=scope.value, words=words)) for scope, words in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
        initial=[Scope.READ.value],
    )
    days = forms.TypedChoiceField(
        label=_("How long it lives"),
        coerce=int,
        choices=[(days, lazily(ngettext_lazy("%(days)d day", "%(days)d days", days), days=days)) for days in LIVES],
        initial=LIVES[1],
    )
