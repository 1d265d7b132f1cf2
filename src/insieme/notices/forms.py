# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked about how somebody wants to hear of things."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from insieme.notices.kinds import NoticeKind
from insieme.notices.models import Choice, Rhythm
from insieme.notices.queries.settings import Chosen
from insieme.people.forms.places import PlaceField


class ChoicesForm(forms.Form):
    """A choice for each kind of notice and for each thing that is followed, and how often a digest may come."""

    rhythm = forms.ChoiceField(
        label=_("Send me a digest"),
        choices=Rhythm.choices,
        help_text=_("Only of what you have not seen, and only when you were not here in the meantime."),
    )

    def __init__(self, chosen: Chosen, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rhythm"].initial = chosen.rhythm
        self.kinds = {f"kind:{kind.code}": kind.code for kind, _choice in chosen.by_kind}
        self.staff = {f"kind:{kind.code}" for kind, _choice in chosen.by_kind if kind.for_staff}
        self.topics = {f"topic:{thing.topic}": thing.topic for thing, _choice in chosen.by_thing}
        for kind, choice in chosen.by_kind:
            self.fields[f"kind:{kind.code}"] = _of_kind(kind, choice)
        for thing, choice in chosen.by_thing:
            choices = [("", _("as chosen above")), *Choice.choices]
            self.fields[f"topic:{thing.topic}"] = forms.ChoiceField(label=thing.title, choices=choices, initial=choice, required=False)

    def of_kinds(self) -> list[forms.BoundField]:
        """The fields for what anybody may be told."""
        return [self[name] for name in self.kinds if name not in self.staff]

    def of_staff(self) -> list[forms.BoundField]:
        """The fields for what is told to who acts for an organisation."""
        return [self[name] for name in self.kinds if name in self.staff]

    def of_topics(self) -> list[forms.BoundField]:
        """The fields for what is followed."""
        return [self[name] for name in self.topics]

    def said(self) -> dict[str, Any]:
        """What was chosen, as the action wants it."""
        found = self.cleaned_data
        by_kind = {code: found[name] for name, code in self.kinds.items()}
        return {"rhythm": found["rhythm"], "by_kind": by_kind, "by_topic": {topic: found[name] for name, topic in self.topics.items()}}


def _of_kind(kind: NoticeKind, choice: str) -> forms.ChoiceField:
    """What asks something of somebody cannot be silenced altogether: they would be bound, or left out, without knowing."""
    if not kind.asks:
        return forms.ChoiceField(label=capfirst(str(kind.label)), choices=Choice.choices, initial=choice)
    loud = [each for each in Choice.choices if each[0] != Choice.NEVER]
    quietest = Choice.INBOX if choice == Choice.NEVER else choice
    words = _("Something is asked of you by a deadline, so it always stands at least in your notices: look there if you want no letter.")
    return forms.ChoiceField(label=capfirst(str(kind.label)), choices=loud, initial=quietest, help_text=words)


class TopicForm(forms.Form):
    """What is to be followed, or no longer, and the page to go back to."""

    topic = forms.CharField(max_length=120)
    back = forms.CharField(max_length=240, required=False)


class FollowPlaceForm(forms.Form):
    """A place whose calls one wants to hear of."""

    place = PlaceField(label=_("Follow a place"), help_text=_("A municipality: you are told when a call for it opens."))


class DeviceForm(forms.Form):
    """What a browser gives to whoever may push to it."""

    endpoint = forms.CharField(max_length=600)
    p256dh = forms.CharField(max_length=120)
    auth = forms.CharField(max_length=40)
