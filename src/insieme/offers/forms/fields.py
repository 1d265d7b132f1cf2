# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields of the room's forms: prose, one line of text, whole numbers, amounts of euro, percentages, moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.foundation.text import plain
from insieme.offers.rules import amounts
from insieme.people.rules import one_line


class WordsField(forms.CharField):
    """Text of a limited length."""

    def __init__(self, *, max_length: int, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.most = max_length
        # Django's own sentence does not part the thousands.
        self.validators = [each for each in self.validators if not isinstance(each, MaxLengthValidator)]

    def validate(self, value: Any) -> None:
        """Refuse what is too long, with both numbers."""
        super().validate(value)
        if len(value) > self.most:
            figures = {"most": plain(self.most), "has": plain(len(value))}
            raise ValidationError(_("At most %(most)s characters fit here, and this has %(has)s: shorten it."), params=figures)


class ProseField(WordsField):
    """Several lines of text, in `rows` lines of the page."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text with its lines ended as the browser counts them: one character each."""
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class LinesField(ProseField):
    """Short texts, one a line; an empty list where there are none."""

    def clean(self, value: Any) -> Any:
        """The lines that say something, each as it will stand."""
        return [line for each in super().clean(value).splitlines() if (line := one_line(each))]

    def prepare_value(self, value: Any) -> Any:
        """Write them below one another."""
        return "\n".join(value) if isinstance(value, list) else value


class LineField(WordsField):
    """One line of text: composed, without control characters and marks that turn the direction of reading."""

    def to_python(self, value: Any) -> str:
        """The line as it will stand. NUL stays for the validator that refuses it."""
        text = str(super().to_python(value) or "")
        return text if "\0" in text else one_line(text)


class ReadField(forms.CharField):
    """Text that one of the rules reads; gives None where it is empty and optional."""

    read: Callable[[str], Any] = staticmethod(str)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, **kwargs)

    def clean(self, value: Any) -> Any:
        """What was read. Refuses: what the rule refuses, with its sentence."""
        text = super().clean(value)
        if not text:
            return None
        return said(type(self).read, text)


class AmountField(ReadField):
    """Euro, kept in cents."""

    read = staticmethod(amounts.read_amount)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class PercentField(ReadField):
    """A percentage, kept in hundredths."""

    read = staticmethod(amounts.read_percent)
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


class WholeField(ReadField):
    """A whole number."""

    read = staticmethod(amounts.read_whole)
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


class NumbersField(ReadField):
    """Whole numbers, separated by commas; an empty list where there are none."""

    read = staticmethod(amounts.read_numbers)

    def clean(self, value: Any) -> Any:
        """The numbers, rising."""
        return super().clean(value) or []

    def prepare_value(self, value: Any) -> Any:
        """Write numbers as one types them."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value


class MomentField(forms.DateTimeField):
    """A day and an hour in the house's time zone."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """The moment. Refuses: years so far off that no clock shows them everywhere."""
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise ValidationError(_("No calendar here reaches that far: choose another year.")) from error


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


def said(read: Callable[[str], Any], text: str) -> Any:
    """What `read` makes of the text; its refusal becomes the field's."""
    try:
        return read(text)
    except Invalid as refusal:
        raise ValidationError(str(refusal)) from None
