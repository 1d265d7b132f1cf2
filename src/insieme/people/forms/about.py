# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person may add of themselves. What each is for stands beside it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.people.models import AgeBand
from insieme.people.rules import INTERESTS


class AboutMeForm(forms.Form):
    """All of it can be left empty."""

    age_band = forms.ChoiceField(
        label=_("My age"),
        choices=[("", _("I would rather not say")), *AgeBand.choices],
        required=False,
        help_text=_("Only ever shown as a number of people, never of fewer than ten, and only if you agree to be counted (see Consents)."),
    )
    interests = forms.MultipleChoiceField(
        label=_("What I care for"),
        choices=list(INTERESTS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You are told when a call about it opens, for where you live or for everybody. Nobody else sees what you have chosen."),
    )
    findable = forms.BooleanField(
        label=_("People may find me by my name"),
        required=False,
        help_text=_("Then a search shows your name, your place and your page. Without it only those find your page who know your handle."),
    )
    shows_relations = forms.BooleanField(
        label=_("My page shows what I have to do with organisations"),
        required=False,
        help_text=_("That you are a customer, a member, a supplier ... as you have declared on their pages. Without it nobody sees it."),
    )


class CloseForm(forms.Form):
    """That one has read what follows from leaving."""

    sure = forms.BooleanField(label=_("I have read what goes and what stays, and want to close my account."))
