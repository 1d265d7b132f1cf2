# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about a hook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.record.facts import kinds


class HookForm(forms.Form):
    """Which address is called with what, and for whom."""

    address = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where your program listens, as https://example.it/insieme."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    chosen = forms.MultipleChoiceField(
        label=_("What it is told"),
        required=False,
        help_text=_("Choose none to be told everything."),
        widget=forms.CheckboxSelectMultiple,
    )
    topic = forms.CharField(
        label=_("Only about"),
        max_length=200,
        required=False,
        help_text=_("The topic of one thing, as call:bread; you find it on every entry of the record. Empty: about everything."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    for_organisation = forms.ChoiceField(label=_("Whose it is"), required=False)

    def __init__(self, *args: Any, organisations: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the kinds of facts, and the organisations that the reader manages."""
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(kind.name, kind.words) for kind in kinds()]  # type: ignore[attr-defined]
        owners = list(organisations)
        if owners:
            self.fields["for_organisation"].choices = [("", _("Mine")), *owners]  # type: ignore[attr-defined]
        else:
            del self.fields["for_organisation"]
