# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about organisations and those who work for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.people.forms.places import PlaceField
from insieme.people.models import Kind, RoleKind, Size
from insieme.people.queries.organisations import namesake


class OrganisationInput(forms.TextInput):
    """A text input with the names of organisations that are here and fit what is typed."""

    template_name = "people/widgets/place.html"

    def __init__(self, **attrs: Any) -> None:
        htmx = {
            "hx-get": reverse_lazy("people:organisation_names"),
            "hx-trigger": "input changed delay:150ms",
            "hx-target": "next datalist",
        }
        super().__init__(attrs={"autocomplete": "off", **htmx, **attrs})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tie the input to its own list."""
        context = super().get_context(name, value, attrs)
        context["list_id"] = f"{context['widget']['attrs'].get('id', name)}_names"
        context["widget"]["attrs"]["list"] = context["list_id"]
        return context


class OrganisationForm(forms.Form):
    """What an organisation's page says."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    kind = forms.ChoiceField(label=_("What it is"), choices=[("", _("Choose")), *Kind.choices])
    vat = forms.CharField(
        label=_("VAT number"),
        max_length=30,
        required=False,
        help_text=_("The 11 digits of the partita IVA; from another country of the Union with its letters, as in DE136695976."),
    )
    place = PlaceField(label=_("Place"), required=False)
    size = forms.ChoiceField(
        label=_("How many people work there"), choices=[("", _("I would rather not say")), *Size.choices], required=False
    )
    about = forms.CharField(
        label=_("Who you are"),
        max_length=2000,
        required=False,
        help_text=_("Who you are and what you do, in a few lines. Markdown works: **bold**, lists, links."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class RegistrationForm(OrganisationForm):
    """A new organisation; whether it is another one is asked only where one of this name is here already."""

    another = forms.BooleanField(label=_("It is another one, which only has the same name"), required=False, widget=forms.HiddenInput)
    field_order = ("name", "another")

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Ask once about a name that is taken: two pages of one company would part the people who look for it."""
        said = self.cleaned_data
        sure = said.pop("another", False)
        found = namesake(said.get("name", ""), by=self.by)
        if found and not sure:
            words = _("%(name)s is here already. If it is yours, ask one of its owners to invite you; if it is another one, say so below.")
            self.add_error("name", words % {"name": found})
        if found:
            self.fields["another"].widget = forms.CheckboxInput()
        return said


class OrganisationFilter(forms.Form):
    """Which organisations the list shows."""

    kind = forms.ChoiceField(label=_("What it is"), choices=[("", _("All")), *Kind.choices], required=False)
    place = PlaceField(label=_("Place"), required=False, help_text="")
    after = forms.SlugField(required=False, widget=forms.HiddenInput)


class InvitationForm(forms.Form):
    """Who is asked to take which role."""

    to = forms.CharField(
        label=_("Who"),
        max_length=254,
        help_text=_("Their e-mail address, or the handle of somebody who has a page here, as @ada."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    kind = forms.ChoiceField(label=_("Role"), choices=RoleKind.choices, initial=RoleKind.MEMBER)
    title = forms.CharField(
        label=_("Job title"), max_length=80, required=False, help_text=_("As it stands under a signature: owner, buyer, press officer.")
    )


class AnswerForm(forms.Form):
    """The role and the title that somebody has read before they accept."""

    kind = forms.ChoiceField(choices=RoleKind.choices, widget=forms.HiddenInput)
    title = forms.CharField(max_length=80, required=False, strip=False, widget=forms.HiddenInput)
