# SPDX-License-Identifier: AGPL-3.0-or-later
"""A guideline as it is written, and what is said of a new version."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class GuidelineForm(forms.Form):
    """Title and text."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        help_text=_("How one speaks here, what one answers and how soon. Markdown works: **bold**, lists, links."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )


class PublishForm(forms.Form):
    """What is new."""

    changed = forms.CharField(
        label=_("What is new"),
        max_length=500,
        required=False,
        help_text=_("In a sentence or two, for those who have accepted the version before. Not needed the first time."),
    )


class AcceptForm(forms.Form):
    """The version that was read."""

    number = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
