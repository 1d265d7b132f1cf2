# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked where a supplier fails: why, and who signs for the one that takes its place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.forms.fields import LineField, ProseField


class FailureForm(forms.Form):
    """Why a supplier fails."""

    because = ProseField(
        label=_("Why"),
        max_length=2000,
        rows=5,
        help_text=_("Facts, and no names of persons: everybody reads it, and it stays in the record."),
    )
    certain = forms.BooleanField(label=_("From now on nobody buys from this company in this call, and it cannot be undone: I know that."))


class TakeoverForm(forms.Form):
    """Who signs for the runner-up."""

    name = LineField(label=_("Your name and surname"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = LineField(label=_("Your role"), max_length=80, required=False)
