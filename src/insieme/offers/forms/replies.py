# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who wants to be heard, of who answers that, and of who replies for an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.forms.fields import LineField, ProseField
from insieme.offers.rules.hearings import LONGEST


class HearingForm(forms.Form):
    """Which organisation the call speaks of, where and why that concerns it."""

    organisation = forms.ChoiceField(label=_("In the name of"))
    words = ProseField(
        label=_("Where it speaks of you, and why it concerns you"),
        max_length=LONGEST,
        help_text=_("One sentence is enough: in the second paragraph, “the mill down by the river” can only be us."),
        rows=3,
    )

    def __init__(self, *args: Any, organisations: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["organisation"]).choices = [(each.slug, each.name) for each in organisations]


class NoForm(forms.Form):
    """Why an organisation is not heard."""

    because = ProseField(
        label=_("Why not, if you say no"),
        max_length=LONGEST,
        required=False,
        help_text=_("They read it, and it stands in the record: the call speaks of another mill."),
        rows=3,
    )


class ReplyForm(forms.Form):
    """Words, and who signs them."""

    text = ProseField(label=_("Your reply"), max_length=3000, rows=8, help_text=_("Facts, in your own words. Markdown works."))
    name = LineField(label=_("Your name and surname"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = LineField(label=_("Your role"), max_length=80, required=False)
