# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who promotes a call: whom to ask to join, and what ties one to possible bidders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.actions.interests import TieText
from insieme.offers.forms.fields import LineField
from insieme.offers.models import Tie
from insieme.people.queries.organisations import RELATIONS

ROWS = 4


class AskForm(forms.Form):
    """Who is asked to promote the call too."""

    to = forms.CharField(
        label=_("Who"),
        max_length=254,
        help_text=_("The name of an organisation on Insieme or the address of its page; or a person's handle, as @ada."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class InterestsForm(forms.Form):
    """Ties to possible bidders, row by row, or that there are none."""

    none = forms.BooleanField(label=_("None of us has any tie to a company that may answer."), required=False)

    def __init__(self, *args: Any, ties: Sequence[Tie] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows_shown = max(ROWS, len(ties or ()) + 1)
        self.fields["none"].initial = ties is not None and not ties
        for number in range(1, self.rows_shown + 1):
            known = ties[number - 1] if ties and number <= len(ties) else None
            self.fields[f"tie_{number}_name"] = LineField(
                label=_("To whom"), max_length=120, required=False, initial=known.name if known else ""
            )
            self.fields[f"tie_{number}_relation"] = forms.ChoiceField(
                label=_("Relation"),
                choices=[("", _("Choose")), *RELATIONS.items()],
                required=False,
                initial=known.relation if known else "",
            )
            self.fields[f"tie_{number}_words"] = LineField(
                label=_("In your words"), max_length=240, required=False, initial=known.words if known else ""
            )

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields of each tie."""
        for number in range(1, self.rows_shown + 1):
            yield [self[f"tie_{number}_{part}"] for part in ("name", "relation", "words")]

    @property
    def rows_open(self) -> int:
        """How many rows are seen at once: those that say something, and one more. The others wait to be opened."""
        said = [number for number, row in enumerate(self.rows(), 1) if any(field.value() for field in row)]
        return min(self.rows_shown, max(said, default=0) + 1)

    def clean(self) -> dict[str, Any]:
        """Want one or the other: ties, or the word that there are none."""
        said = self.cleaned_data
        for number, tie in self._filled():
            if not tie.name:
                self.add_error(f"tie_{number}_name", _("Say to whom."))
            elif not tie.relation:
                self.add_error(f"tie_{number}_relation", _("Choose one of the twelve relations."))
        filled = any(True for _tie in self._filled())
        if filled and said.get("none"):
            self.add_error("none", _("You name a tie below: take away either the tick or the tie."))
        elif not filled and not said.get("none") and not self.errors:
            self.add_error("none", _("Name your ties below, or tick here if there are none."))
        return said

    def ties(self) -> list[TieText]:
        """What was declared."""
        return [tie for _number, tie in self._filled()]

    def _filled(self) -> Iterator[tuple[int, TieText]]:
        for number in range(1, self.rows_shown + 1):
            parts = [str(self.cleaned_data.get(f"tie_{number}_{part}") or "") for part in ("name", "relation", "words")]
            if any(parts):
                yield number, TieText(*parts)
