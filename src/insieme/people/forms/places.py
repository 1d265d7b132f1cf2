# SPDX-License-Identifier: AGPL-3.0-or-later
"""A field for a place: typed by name, with suggestions where the browser runs scripts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.people.models import Place
from insieme.people.queries.places import place_written


class PlaceInput(forms.TextInput):
    """A text input with a list of suggestions that follows what is typed."""

    template_name = "people/widgets/place.html"

    def __init__(self) -> None:
        htmx = {"hx-get": reverse_lazy("people:places"), "hx-trigger": "input changed delay:150ms", "hx-target": "next datalist"}
        super().__init__(attrs={"autocomplete": "off", **htmx})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tie the input to its own list."""
        context = super().get_context(name, value, attrs)
        context["list_id"] = f"{context['widget']['attrs'].get('id', name)}_places"
        context["widget"]["attrs"]["list"] = context["list_id"]
        return context


class PlaceField(forms.CharField):
    """Gives a `Place`, a `FreePlace` for one abroad that is new here, or None. Three queries at most."""

    widget = PlaceInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("place"))
        kwargs.setdefault("help_text", _("A municipality, as Bologna or Bologna (BO); abroad with its country, as Lugano, CH."))
        super().__init__(max_length=120, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Write a place as one would type it."""
        return str(value) if isinstance(value, Place) else value

    def clean(self, value: Any) -> Any:
        """Find the place that is meant. Refuses: a name that no municipality has, or that several have, with a list of them."""
        text = super().clean(value)
        try:
            return place_written(text)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None
