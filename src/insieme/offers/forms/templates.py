# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who keeps a commitment as a template."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.actions.templates import NAME_LENGTH
from insieme.offers.forms.fields import LineField


class TemplateForm(forms.Form):
    """By which name the organisation finds it again."""

    name = LineField(label=_("Name"), max_length=NAME_LENGTH, help_text=_("For your organisation alone: panels on schools, large calls."))
