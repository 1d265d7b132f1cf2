# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of who keeps a commitment as a template, and how a template meets what was typed already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.offers.actions.templates import NAME_LENGTH
from insieme.offers.forms.fields import LineField, ProseField
from insieme.offers.forms.offers import MOST_TIERS, PARTS, OfferForm


class TemplateForm(forms.Form):
    """By which name the organisation finds it again."""

    name = LineField(label=_("Name"), max_length=NAME_LENGTH, help_text=_("For your organisation alone: panels on schools, large calls."))


def filled(form: OfferForm, template: dict[str, Any]) -> dict[str, Any]:
    """What the form of an offer holds once a `template` is filled in: what was typed stays, and prose gets the template's below it.

    `form` is bound, and its initial values are what it held before anybody typed: the words of a template chosen before give way.
    """
    held = {field.name: _plain(field.data) for field in form}
    began = {field.name: _plain(_beginning(field)) for field in form}
    typed = _with_what_it_is_about({name for name in held if held[name] not in {"", began[name]}})
    found = {name: held[name] for name in typed} | {name: words for name, words in template.items() if name not in typed}
    for name in typed & template.keys():
        words = _plain(template[name])
        if isinstance(form.fields[name], ProseField) and words not in {held[name], began[name]}:
            found[name] = f"{held[name].removesuffix(began[name]).rstrip()}\n\n{words}".strip()
    if "quorum_unit" in typed and held["quorum_unit"] != template.get("quorum_unit", held["quorum_unit"]):
        # The template's steps begin at numbers of something else.
        found |= {name: "" for name in template if name.endswith("_threshold") and name not in typed}
    return found


def _with_what_it_is_about(typed: set[str]) -> set[str]:
    """Whoever types a step means all of them, and what its percentage is of; whoever types a count means what is counted."""
    steps = [name for name in typed if name.startswith("tier_")]
    if steps:
        typed = typed | {f"tier_{number}_{part}" for number in range(1, MOST_TIERS + 1) for part in PARTS} | {"basis"}
    return typed | {"quorum_unit"} if typed & {"quorum", "capacity"} or steps else typed


def _beginning(field: forms.BoundField) -> Any:
    """A choice shows its first where nothing was said."""
    choices = getattr(field.field, "choices", ())
    return field.initial or next((value for value, _label in choices), "")


def _plain(value: Any) -> str:
    """As it stands in a form; browsers end lines in their own way."""
    return "" if value is None else "\n".join(str(value).splitlines()).strip()
