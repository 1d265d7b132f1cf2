# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one may look for in the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from insieme.record.facts import kinds


class Search(forms.Form):
    """Filters of the feed; all may stay empty."""

    about = forms.CharField(
        label=_("About"),
        max_length=200,
        required=False,
        help_text=_("A topic as it stands in an entry, for example call:bread."),
        validators=[ProhibitNullCharactersValidator()],
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    before = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds that rooms have registered."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("everything")), *kinds()]  # type: ignore[attr-defined]
