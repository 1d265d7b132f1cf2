# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an owner shows to have an organisation verified, and what an administrator says to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.foundation.forms import unmarked
from insieme.people.models import Proof


class VerificationForm(forms.Form):
    """What shows who the organisation is."""

    how = forms.ChoiceField(label=_("How you show it"), choices=Proof.choices, widget=forms.RadioSelect, initial=Proof.DNS)
    domain = unmarked(
        forms.CharField(
            label=_("Domain of your website"), max_length=253, required=False, help_text=_("For the DNS and for the letter: lauri.it.")
        )
    )
    mailbox = unmarked(
        forms.CharField(
            label=_("Before the @"), max_length=64, required=False, help_text=_("For the letter: info, if it goes to info@lauri.it.")
        )
    )
    words = unmarked(
        forms.CharField(
            label=_("What shows who you are"),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
            help_text=_("For papers: the register and your number there, links, what is in the files."),
        )
    )
    file_1 = forms.FileField(label=_("File"), required=False, help_text=_("PDF, PNG or JPEG, 5 MB at most."))
    file_2 = forms.FileField(label=_("Second file"), required=False)
    file_3 = forms.FileField(label=_("Third file"), required=False)

    def shown(self) -> dict[str, Any]:
        """What was shown, as the action takes it."""
        said = dict(self.cleaned_data)
        files = [said.pop(name) for name in ("file_1", "file_2", "file_3")]
        return said | {"files": [file for file in files if file]}


class RevocationForm(forms.Form):
    """Why it is taken away, and that it is meant."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it, and it stands in the record."),
    )
    sure = forms.BooleanField(label=_("The mark goes from their page and their offers at once. I have looked into it."))


class DecisionForm(forms.Form):
    """Why it is declined."""

    reason = unmarked(
        forms.CharField(
            label=_("Reason"),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Needed to decline. They read it, and it stands in the record."),
        )
    )
