# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of what is asked: words, and what the results are to be."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.foundation.forms import unmarked
from insieme.offers.queries import categories
from insieme.people.forms.places import PlaceField
from insieme.search.rules.asking import LONGEST

#: How far "near" reaches.
REACHES = [("", _("Everywhere")), ("place", _("In the municipality")), ("province", _("In the province")), ("region", _("In the region"))]


class SearchForm(forms.Form):
    """Words and filters. What cannot be read filters nothing, and says so at its field."""

    q = forms.CharField(required=False)
    category = unmarked(forms.ChoiceField(label=_("Category"), choices=[("", _("All")), *categories()], required=False))
    near = unmarked(forms.ChoiceField(label=_("Near me"), choices=REACHES, required=False))
    place = unmarked(PlaceField(label=_("Of which place"), required=False, help_text=""))
    open = forms.BooleanField(label=_("Only what is open now"), required=False)

    def clean_q(self) -> str:
        """Words past what is read are let go."""
        return str(self.cleaned_data.get("q", ""))[:LONGEST]
