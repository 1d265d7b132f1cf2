# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of somebody who speaks, changes their words, or flags another's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from insieme.voices.facts import RULES
from insieme.voices.models import CHOSEN, Kind
from insieme.voices.rules.pictures import MOST, Drawn, drawn
from insieme.voices.rules.texts import LONGEST

MARKDOWN = _("Markdown works: **bold**, lists, links; @name calls a person or an organisation.")


class Trapped(forms.Form):
    """A form with a field that people do not see; programs fill in everything."""

    website = forms.CharField(
        required=False, label=_("Leave this empty"), widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )

    def clean_website(self) -> str:
        """Let only the empty field pass."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave the field empty that is not meant for you, then send it again."))
        return ""


class SpeakForm(Trapped):
    """Something to be said."""

    kind = forms.ChoiceField(label=_("What it is"), choices=CHOSEN, initial=Kind.QUESTION)
    text = forms.CharField(label=_("Your words"), max_length=LONGEST, help_text=MARKDOWN, widget=forms.Textarea(attrs={"rows": 4}))


class ReplyForm(Trapped):
    """Something to be said to somebody."""

    text = forms.CharField(label=_("Your reply"), max_length=LONGEST, help_text=MARKDOWN, widget=forms.Textarea(attrs={"rows": 4}))


class PicturesForm(forms.Form):
    """Pictures that go with what is said, each with words for those who cannot see it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for four at most."""
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            file = forms.FileField(label=_("Picture %(number)s") % {"number": number}, required=False, allow_empty_file=True)
            file.widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
            self.fields[f"picture_{number}"] = file
            self.fields[f"alt_{number}"] = forms.CharField(
                label=_("What picture %(number)s shows") % {"number": number}, max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of each picture."""
        given = super().clean() or self.cleaned_data
        for number in range(1, MOST + 1):
            if given.get(f"picture_{number}") is not None and not given.get(f"alt_{number}"):
                self.add_error(f"alt_{number}", _("Say what the picture shows, for those who cannot see it."))
        return given

    def draw(self) -> list[Drawn]:
        """Draw the pictures anew. That is work: only once all else is right, and not too often. Refuses: `Invalid`, at the picture."""
        names = [(f"picture_{number}", f"alt_{number}") for number in range(1, MOST + 1)]
        sent = [(name, self.cleaned_data[name], self.cleaned_data[alt]) for name, alt in names if self.cleaned_data[name] is not None]
        return [drawn(file.read(), alt=alt, field=name) for name, file, alt in sent]


class EditForm(forms.Form):
    """One's own words, anew."""

    text = forms.CharField(label=_("Your words"), max_length=LONGEST, help_text=MARKDOWN, widget=forms.Textarea(attrs={"rows": 8}))


class FlagForm(forms.Form):
    """What a voice breaks."""

    rule = forms.ChoiceField(label=_("What is wrong with it"), choices=list(RULES.items()), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Anything the moderators should know"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AppealForm(forms.Form):
    """Why a decision should be looked at again."""

    words = forms.CharField(
        label=_("Why it should be looked at again"),
        max_length=2000,
        help_text=_("Another moderator than the one who decided reads it. You can ask once."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
