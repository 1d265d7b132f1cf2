# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one may look for in the record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from insieme.record.facts import kinds


class Search(forms.Form):
    """Filters of the feed as they stand in its address; all may stay empty."""

    about = forms.CharField(max_length=200, required=False, validators=[ProhibitNullCharactersValidator()])
    kind = forms.ChoiceField(required=False)
    before = forms.IntegerField(required=False, min_value=0, max_value=2**62)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take the kinds that rooms have registered."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", ""), *((kind.name, kind.words) for kind in kinds())]  # type: ignore[attr-defined]
