# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who answers officially, and of moderators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.foundation.forms import unmarked
from insieme.voices.facts import RULES
from insieme.voices.forms.speaking import MARKDOWN
from insieme.voices.models import Disposition, Kind
from insieme.voices.rules.clocks import DEFAULTS, WORKING_DAY
from insieme.voices.rules.texts import LONGEST


class AnswerForm(forms.Form):
    """An official answer."""

    text = forms.CharField(label=_("The answer"), max_length=LONGEST, help_text=MARKDOWN, widget=forms.Textarea(attrs={"rows": 8}))
    disposition = forms.ChoiceField(label=_("What becomes of it"), choices=Disposition.choices, initial=Disposition.ANSWERED)
    reason = unmarked(
        forms.CharField(
            label=_("Why"),
            max_length=1000,
            required=False,
            help_text=_("Needed where something is declined, accepted in part, or taken together with another."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    )


class ModerateForm(forms.Form):
    """What a moderator does with a voice, and which words of it they have read."""

    seen = unmarked(forms.CharField(max_length=64, required=False, widget=forms.HiddenInput))
    kind = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    rule = unmarked(
        forms.ChoiceField(
            label=_("The rule that it breaks"),
            choices=lambda: [("", _("None")), *RULES.items()],
            required=False,
            help_text=_("Needed to hide or to remove it, and so are your reasons."),
        )
    )
    statement = unmarked(
        forms.CharField(
            label=_("Your reasons, for the author"),
            max_length=2000,
            required=False,
            help_text=_("Only the author and the moderators read them. Say what could have been said instead."),
            widget=forms.Textarea(attrs={"rows": 5}),
        )
    )

    def __init__(self, *args: Any, steps: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        """Offer the steps that are possible."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = list(steps)  # type: ignore[attr-defined]


class AppealDecisionForm(forms.Form):
    """What an appeal comes to."""

    grant = forms.TypedChoiceField(
        label=_("Who is right"),
        choices=[("yes", _("The author: show the voice again")), ("no", _("The decision stands"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    because = forms.CharField(label=_("Your reasons, for the author"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, has_part: bool = False, **kwargs: Any) -> None:
        """Whoever has a part in what the voice is about can only find its author right."""
        super().__init__(*args, **kwargs)
        if has_part:
            self.fields["grant"].choices = self.fields["grant"].choices[:1]  # type: ignore[attr-defined]


class PromiseForm(forms.Form):
    """Within how many working days an organisation answers."""

    def __init__(self, *args: Any, hours: Mapping[str, int], **kwargs: Any) -> None:
        """Ask for each kind that expects an answer."""
        super().__init__(*args, **kwargs)
        words = {Kind.QUESTION: _("Questions"), Kind.COMPLAINT: _("Complaints"), Kind.IDEA: _("Ideas")}
        for kind in DEFAULTS:
            self.fields[kind] = forms.IntegerField(label=words[Kind(kind)], min_value=1, max_value=60, initial=hours[kind] // WORKING_DAY)
