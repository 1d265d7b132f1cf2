# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person says of themselves."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from insieme.people.forms.places import PlaceField


class ProfileForm(forms.Form):
    """Name, handle, place and language."""

    name = forms.CharField(label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    handle = forms.CharField(
        label=_("Handle"),
        max_length=41,
        required=False,
        help_text=_("With a handle you have a page that others can see, with your name, your place and the organisations you act for."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    place = PlaceField(label=_("Place"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of the pages and of the mails you get."))
