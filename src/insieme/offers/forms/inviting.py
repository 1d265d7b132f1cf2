# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who asks a company to answer a call."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from insieme.offers.forms.fields import LineField, ProseField
from insieme.people.forms.organisations import OrganisationInput


class CompanyForm(forms.Form):
    """Which company, and a word to it."""

    to = forms.CharField(
        label=_("E-mail address, or name of a company that is here"),
        max_length=254,
        widget=OrganisationInput(autocapitalize="none", spellcheck="false"),
    )
    name = LineField(label=_("Name of the company"), max_length=120, required=False, help_text=_("Where you wrote an e-mail address."))
    message = ProseField(
        label=_("A word to them"), max_length=1000, required=False, rows=4, help_text=_("Why you think of them. It stands in the letter.")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
