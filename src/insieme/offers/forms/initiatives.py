# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of an organisation that brings its people to a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.forms.fields import ProseField, WholeField
from insieme.offers.models import Crowd


class InitiativeForm(forms.Form):
    """Who they are, how many, and what is asked of them."""

    organisation = forms.TypedChoiceField(label=_("In the name of"), coerce=int)
    crowd = forms.ChoiceField(label=_("Who your people are"), choices=Crowd.choices, initial=Crowd.EMPLOYEES)
    declared = WholeField(
        label=_("How many they are"),
        help_text=_("All of them, whether they take part or not. It is shown as declared by you, and it stands in the record."),
    )
    goal = WholeField(
        label=_("How many you hope will pledge"), required=False, help_text=_("An aim for yourselves. Leave it empty if you have none.")
    )
    words = ProseField(
        label=_("What you ask of them"),
        max_length=1000,
        help_text=_("Why it is worth it, what you add yourselves. Whoever pledges does so freely and alone. Markdown works."),
        rows=5,
    )

    def __init__(self, *args: Any, organisations: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["organisation"]).choices = [(each.pk, each.name) for each in organisations]
