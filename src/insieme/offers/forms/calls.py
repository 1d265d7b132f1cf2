# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about a call: its words, its dates, its menu of conditions; why it is cancelled; which calls a list shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.foundation.forms import unmarked
from insieme.offers.forms.fields import LineField, LinesField, MomentField, NumbersField, ProseField
from insieme.offers.models import Call, Category, Phase
from insieme.offers.rules.calls import call_faults
from insieme.people.forms.places import PlaceField

#: What binds once companies answer, and is asked only before.
BINDING = ("unit", "choosing_at", "closes_at", "revisions_until", "at_least", "near", "drop_out_percent", "runner_up")


class CallForm(forms.Form):
    """A call as its promoter writes it."""

    organisation = forms.TypedChoiceField(label=_("In the name of"), coerce=int)
    title = LineField(label=_("Title"), max_length=120, help_text=_("What you buy together, in a few words: The coffee of our offices."))
    summary = LineField(
        label=_("In one sentence"), max_length=240, help_text=_("What everybody needs, and what you ask of whoever sells it.")
    )
    need = ProseField(
        label=_("What is needed, and why"),
        max_length=10_000,
        help_text=_("How much, how often, of which kind; what would do good around you. Markdown works: **bold**, lists, links."),
        rows=10,
    )
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("Choose")), *Category.choices])
    unit = LineField(label=_("Unit"), max_length=40, help_text=_("In the words for many of it: kg, boxes, contracts, months."))
    place = PlaceField(
        label=_("Place"), required=False, help_text=_("A municipality, as Bologna or Bologna (BO). Leave it empty for everywhere.")
    )
    choosing_at = MomentField(
        label=_("People choose from"), help_text=_("Until then companies make their offers. Italian time, as all hours here.")
    )
    closes_at = MomentField(label=_("People choose until"), help_text=_("At this moment pledges close and are counted, by themselves."))
    revisions_until = MomentField(
        label=_("Offers may be revised until"),
        required=False,
        help_text=_(
            "Leave it empty if offers stay as they are once people choose. With a moment before the end, companies can still improve them, "
            "and whoever has chosen a revised offer is asked to say yes again: leave people some days for it."
        ),
    )
    at_least = NumbersField(
        label=_("Only if at least so many of us"),
        required=False,
        help_text=_("The numbers that people may ask for as a condition, separated by commas: 100, 300, 500. At most six."),
    )
    near = NumbersField(
        label=_("Only if at least so many from my place"),
        required=False,
        help_text=_("The same for people from one's own municipality: 10, 50."),
    )
    drop_out_percent = forms.IntegerField(
        label=_("Drop-out accepted, in percent"),
        min_value=0,
        max_value=100,
        initial=10,
        help_text=_("How many of those who pledge may fail to buy without the seller being released."),
    )
    runner_up = forms.BooleanField(
        label=_("If the supplier fails, the runner-up takes its place"),
        required=False,
        initial=True,
        help_text=_(
            "Should a chosen supplier fail to deliver, pledges are counted again without it. The company that then comes first is asked, "
            "and after it everybody whom it would serve: nobody buys from it without saying yes. Without this, the call ends there."
        ),
    )
    proof_expected = LineField(
        label=_("Proof you expect"), max_length=120, required=False, help_text=_("What would convince you that a commitment was kept.")
    )

    criteria = LinesField(
        label=_("What offers are rated by"),
        required=False,
        max_length=500,
        rows=4,
        help_text=_(
            "From two to six criteria, one a line. Empty: what it does for the place and for people, how believable it is, what it costs "
            "for what it is, how near it is to us. They stay once a company has signed an offer."
        ),
    )

    def __init__(self, *args: Any, now: datetime, organisations: Sequence[Any] = (), call: Call | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        cast("forms.ChoiceField", self.fields["organisation"]).choices = [(each.pk, each.name) for each in organisations]
        if call is not None:
            del self.fields["organisation"]
        if call is not None and call.phase != Phase.DRAFT:
            for name in BINDING:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say what can already be judged beside what could not be read, so that all is mended in one go."""
        said = self.cleaned_data
        menu: dict[str, list[int]] = {name: said[name] for name in ("at_least", "near") if name in said}
        faults = call_faults(
            now=self.now,
            choosing_at=said.get("choosing_at"),
            closes_at=said.get("closes_at"),
            revisions_until=said.get("revisions_until"),
            menu=menu,
            criteria=said.get("criteria", ()),
        )
        for name, sentence in faults.items():
            self.add_error(name, str(sentence))
        return said


class ReasonForm(forms.Form):
    """Why a call ends without a choice."""

    because = ProseField(
        label=_("Why"),
        max_length=2000,
        help_text=_("Whoever took part will read this, and it stays in the record."),
        rows=4,
    )


class CallFilter(forms.Form):
    """Which calls the list shows."""

    category = unmarked(forms.ChoiceField(label=_("Category"), choices=[("", _("All")), *Category.choices], required=False))
    place = unmarked(PlaceField(label=_("Place"), required=False, help_text=""))


def initial(call: Call) -> dict[str, Any]:
    """A call as its form shows it."""
    words = ("title", "summary", "need", "category", "unit", "proof_expected", "criteria")
    names = (*words, "choosing_at", "closes_at", "revisions_until", "drop_out_percent", "runner_up")
    menu = {name: list(call.menu.get(name, ())) for name in ("at_least", "near")}
    return {name: getattr(call, name) for name in names} | menu | {"place": str(call.place or "")}
