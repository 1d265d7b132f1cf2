# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about an offer: product and price, quorum and capacity, the commitment in tiers, the proof; then a signature."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from insieme.offers.forms.fields import AmountField, DayField, LineField, PercentField, ProseField, ReadField, said
from insieme.offers.models import Aspect, Basis, Call, QuorumUnit
from insieme.offers.rules.amounts import read_amount, read_whole, write_amount, write_percent
from insieme.offers.rules.calls import offer_faults
from insieme.offers.rules.revisions import Words

MOST_TIERS = 4
#: What is asked in each row of the commitment, and its name there.
PARTS = {"threshold": _("From"), "percent": _("Percent"), "amount": _("or euro"), "what": _("or in words")}


class OfferForm(forms.Form):
    """An offer as a company writes it. Quorum, capacity and thresholds are read in the unit that was chosen."""

    organisation = forms.TypedChoiceField(label=_("In the name of"), coerce=int)
    product = LineField(label=_("Product"), max_length=160, help_text=_("What people get, and how: arabica, delivered every week."))
    price = AmountField(label=_("Price in euro for one unit"), help_text=_("With all taxes, as it will be asked for: 19.50."))
    terms = ProseField(
        label=_("Terms"),
        max_length=5000,
        required=False,
        help_text=_("Delivery, payment, length, withdrawal: all that a buyer must know. Markdown works."),
        rows=5,
    )
    quorum_unit = forms.ChoiceField(label=_("Counted in"), choices=QuorumUnit.choices, initial=QuorumUnit.BUYERS)
    quorum = ReadField(label=_("Quorum"), help_text=_("From how many on you commit yourself: 250, or 5,000 where euro are counted."))
    capacity = ReadField(label=_("Capacity"), required=False, help_text=_("The most you can serve, counted the same way. Empty: no limit."))
    commitment = ProseField(
        label=_("Commitment"),
        max_length=1000,
        help_text=_("What you will do if enough people choose you: solar panels on the Carducci school."),
        rows=3,
    )
    basis = forms.ChoiceField(
        label=_("Percentages and amounts are"),
        choices=Basis.choices,
        help_text=_("Of what they are taken. It is always said, so that nobody argues later."),
    )
    proof = ProseField(
        label=_("How it will be proved"),
        max_length=1000,
        help_text=_("What anybody can look at: an invoice, a public meter, a certified balance sheet."),
        rows=3,
    )
    proof_by = DayField(label=_("Proved by"), help_text=_("A day after the end of the call."))

    def __init__(self, *args: Any, call: Call, organisations: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        cast("forms.ChoiceField", self.fields["organisation"]).choices = [(each.pk, each.name) for each in organisations]
        if not organisations:
            del self.fields["organisation"]
        units = [
            (value, _("units: %(thing)s") % {"thing": call.unit} if value == QuorumUnit.UNITS else label)
            for value, label in QuorumUnit.choices
        ]
        cast("forms.ChoiceField", self.fields["quorum_unit"]).choices = units
        for number in range(1, MOST_TIERS + 1):
            self._add_tier(number)

    def _add_tier(self, number: int) -> None:
        # Above the form, where the rows are not seen, an error says of which step it is.
        names = {part: _("Step %(number)s, “%(part)s”") % {"number": number, "part": words} for part, words in PARTS.items()}
        self.fields[f"tier_{number}_threshold"] = ReadField(label=names["threshold"], required=False)
        self.fields[f"tier_{number}_percent"] = PercentField(label=names["percent"], required=False)
        self.fields[f"tier_{number}_amount"] = AmountField(label=names["amount"], required=False)
        self.fields[f"tier_{number}_what"] = LineField(label=names["what"], max_length=240, required=False)

    def rows(self) -> Iterator[list[tuple[str, forms.BoundField]]]:
        """The fields of the tiers, row by row, each with its name within the row."""
        for number in range(1, MOST_TIERS + 1):
            yield [(str(words), self[f"tier_{number}_{part}"]) for part, words in PARTS.items()]

    def others(self) -> dict[str, forms.BoundField]:
        """The fields that are not of a tier, by name."""
        return {name: self[name] for name in self.fields if not name.startswith("tier_")}

    def clean(self) -> dict[str, Any]:
        """Read what is counted in the unit that was chosen, and say what can already be judged beside what could not be read."""
        if "quorum_unit" in self.cleaned_data:
            self._read_counts()
            self._clean_tiers()
            self._judge()
        return self.cleaned_data

    def _read_counts(self) -> None:
        read = read_amount if self.cleaned_data["quorum_unit"] == QuorumUnit.EURO else read_whole
        for name in ("quorum", "capacity", *(f"tier_{number}_threshold" for number in range(1, MOST_TIERS + 1))):
            if text := self.cleaned_data.get(name):
                try:
                    self.cleaned_data[name] = said(read, text)
                except ValidationError as error:
                    self.add_error(name, error)

    def _clean_tiers(self) -> None:
        for number in range(1, MOST_TIERS + 1):
            row = {part: self.cleaned_data.get(f"tier_{number}_{part}") for part in PARTS}
            threshold = f"tier_{number}_threshold"
            if row["threshold"] is not None or not any(row.values()) or threshold in self.errors:
                continue
            if number == 1:
                self.cleaned_data[threshold] = self.cleaned_data.get("quorum")
            else:
                self.add_error(threshold, _("Say from which number on this holds."))

    def _judge(self) -> None:
        """What could not be read was said already: a row in which something could not is judged once all of it can."""
        typed = self.cleaned_data
        torn = {name.split("_")[1] for name in self.errors if name.startswith("tier_")}
        sound = [tier for tier in self.tiers() if str(tier["row"]) not in torn]
        faults = offer_faults(
            price_minor=typed.get("price"),
            quorum=typed.get("quorum"),
            capacity=typed.get("capacity"),
            proof_by=typed.get("proof_by"),
            closes_at=self.call.closes_at,
            tiers=sound if sound or not torn else None,
        )
        fields = {f"tier-{place}": f"tier_{tier['row']}_threshold" for place, tier in enumerate(sound, start=1)}
        fields.setdefault("tier-1", "tier_1_what")
        for name, sentence in faults.items():
            self.add_error(fields.get(name, name), str(sentence))

    def tiers(self) -> list[dict[str, Any]]:
        """The tiers that were filled in, as the action takes them."""
        given = []
        for number in range(1, MOST_TIERS + 1):
            row = {part: self.cleaned_data.get(f"tier_{number}_{part}") for part in PARTS}
            if any(value is not None and value != "" for value in row.values()):
                given.append(
                    {
                        "threshold": row["threshold"] or 0,
                        "percent_hundredths": row["percent"],
                        "amount_minor": row["amount"],
                        "what": row["what"] or "",
                        "row": number,
                    }
                )
        return given


class RevisionForm(OfferForm):
    """The next revision of an offer, what it answers, and why."""

    answers = forms.MultipleChoiceField(
        label=_("What people asked for and you answer"),
        choices=Aspect.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    because = LineField(
        label=_("In a sentence"),
        max_length=500,
        required=False,
        help_text=_("Why you revise it. It is signed with the rest, and stays readable."),
    )


class SignatureForm(forms.Form):
    """Who binds the company, in which role, and that they mean it."""

    name = LineField(label=_("Your name and surname"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = LineField(label=_("Your role"), max_length=80, help_text=_("As it stands under a signature: owner, sales director."))
    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I am entitled to bind this company, and I sign this offer in its name."))


def initial(words: Words) -> dict[str, Any]:
    """The words of an offer as its form shows them."""
    language, unit = get_language() or "en", words["quorum_unit"]
    shown = commitment_initial(words) | {name: words[name] for name in ("product", "terms")}
    shown["proof_by"] = date.fromisoformat(words["proof_by"])
    counts = {name: _count(words[name], unit) for name in ("quorum", "capacity")}
    return shown | counts | {"price": write_amount(words["price_minor"], language)}


def commitment_initial(words: Words) -> dict[str, Any]:
    """The words of a commitment, its steps and what they are counted in, as the form of an offer shows them."""
    language = get_language() or "en"
    shown: dict[str, Any] = {name: words[name] for name in ("quorum_unit", "commitment", "basis", "proof")}
    for number, tier in enumerate(words["tiers"], start=1):
        percent, amount = tier["percent_hundredths"], tier["amount_minor"]
        shown |= {
            f"tier_{number}_threshold": _count(tier["threshold"], words["quorum_unit"]),
            f"tier_{number}_percent": "" if percent is None else write_percent(percent, language),
            f"tier_{number}_amount": "" if amount is None else write_amount(amount, language),
            f"tier_{number}_what": tier["what"],
        }
    return shown


def _count(value: int | None, unit: str) -> str:
    if value is None:
        return ""
    return write_amount(value, get_language() or "en") if unit == QuorumUnit.EURO else str(value)
