# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who replies for an organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.forms.fields import LineField, ProseField


class ReplyForm(forms.Form):
    """Words, and who signs them."""

    text = ProseField(label=_("Your reply"), max_length=3000, rows=8, help_text=_("Facts, in your own words. Markdown works."))
    name = LineField(label=_("Your name and surname"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = LineField(label=_("Your role"), max_length=80, required=False)
