# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of somebody who rates an offer: on each criterion one to five, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, Sentence
from insieme.foundation.forms import show, unmarked
from insieme.offers.forms.fields import LineField
from insieme.offers.rules.ratings import MARKS, Mark, judge_marks
from insieme.voices.forms.speaking import Trapped

WORDS = {1: _("1, poor"), 2: "2", 3: _("3, fair"), 4: "4", 5: _("5, very good")}


class RatingForm(Trapped):
    """One choice and one line for each criterion; what is left open is not rated."""

    def __init__(self, *args: Any, criteria: Sequence[Sentence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = len(criteria)
        choices = [("", _("no mark")), *((str(mark), WORDS[mark]) for mark in MARKS)]
        for number, words in enumerate(criteria):
            chosen = forms.ChoiceField(label=str(words), choices=choices, required=False, initial="", widget=forms.RadioSelect)
            self.fields[f"mark-{number}"] = unmarked(chosen)
            self.fields[f"reason-{number}"] = unmarked(
                LineField(
                    label=_("Why"),
                    max_length=280,
                    required=False,
                    help_text=_("One reason is enough; a 1 or a 5 wants its own."),
                )
            )

    def marks(self) -> list[Mark]:
        """The marks that were given."""
        given = [(number, self.cleaned_data.get(f"mark-{number}")) for number in range(self.criteria)]
        return [Mark(number, int(mark), self.cleaned_data.get(f"reason-{number}", "")) for number, mark in given if mark]

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The mark and the reason of each criterion."""
        for number in range(self.criteria):
            yield self[f"mark-{number}"], self[f"reason-{number}"]

    def clean(self) -> dict[str, Any]:
        """Say at once what the action would refuse."""
        if not self.errors:
            try:
                judge_marks(self.marks(), self.criteria)
            except Invalid as refusal:
                show(self, refusal)
        return self.cleaned_data


def initial(ratings: Mapping[int, Any]) -> dict[str, Any]:
    """What somebody gave before, as the form shows it."""
    marks = {f"mark-{number}": str(each.mark) for number, each in ratings.items()}
    return marks | {f"reason-{number}": each.reason for number, each in ratings.items()}
