# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms and the ranking."""

from __future__ import annotations

from typing import Any

from django import forms


class Choice(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Come ti chiami", help_text="Come vuoi che ti vedano gli altri.")
    kilos = forms.IntegerField(label="Quanti kg al mese", min_value=1, max_value=50)
    until = forms.DateField(label="Fino a quando", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    closes = forms.DateTimeField(label="Chiude il", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    town = forms.ChoiceField(label="Dove", choices=[("", "Scegli un comune"), ("037006", "Bologna (BO)"), ("039014", "Ravenna (RA)")])
    way = forms.ChoiceField(
        label="Come lo ritiri", choices=[("home", "a casa, il giovedì"), ("shop", "in bottega")], widget=forms.RadioSelect
    )
    days = forms.MultipleChoiceField(
        label="Giorni buoni",
        required=False,
        choices=[("1", "lunedì"), ("2", "martedì"), ("3", "sabato")],
        widget=forms.CheckboxSelectMultiple,
    )
    why = forms.CharField(
        label="Perché ti interessa",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Lo leggono le aziende che offrono.",
    )
    bill = forms.FileField(label="Una bolletta", required=False, help_text="PDF o foto, fino a 5 MB.")
    new = forms.BooleanField(
        label="Non sono ancora cliente di nessuna delle tre", required=False, help_text="Conta solo chi è cliente nuovo."
    )


class Condition(forms.Form):
    """The condition of an entry of the ranking."""

    least = forms.ChoiceField(
        label="Condizione",
        choices=[
            ("", "senza condizioni"),
            ("300", "solo se a comprare questa siamo almeno 300"),
            ("600", "solo se a comprare questa siamo almeno 600"),
        ],
    )


def ranking() -> dict[str, Any]:
    """Return three things to put in order, two of them chosen."""
    places = {"Cooperativa Sole Nero": 1, "Torrefazione Lauri": 2}
    names = ["Torrefazione Lauri", "Caffè Meridiano", "Cooperativa Sole Nero"]
    prices = ["19,50 € al kg", "17,90 € al kg", "21,00 € al kg"]
    return {
        "places": [1, 2, 3],
        "items": [
            {
                "id": str(index),
                "name": name,
                "note": price,
                "place_name": f"place-{index}",
                "place": places.get(name),
                "condition": Condition({f"{index}-least": "300" if places.get(name) == 1 else ""}, prefix=str(index))["least"],
            }
            for index, (name, price) in enumerate(zip(names, prices, strict=True))
        ],
    }
