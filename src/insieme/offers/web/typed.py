# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody wrote into a form that can no longer be taken: shown beside the refusal, so that it can still be copied."""

from __future__ import annotations

from collections.abc import Iterator

from django.forms import BoundField, Form


def typed(form: Form | None) -> list[tuple[str, str]]:
    """The label and the words of each field that says something else than what stood there; nothing of a form that was not sent."""
    return list(_typed(form)) if form is not None and form.is_bound else []


def _typed(form: Form) -> Iterator[tuple[str, str]]:
    for field in form:
        words = _lines(str(field.data or ""))
        if words and not field.is_hidden and _is_new(field, words):
            yield str(field.label), _label(field, words)


def _is_new(field: BoundField, words: str) -> bool:
    before = field.field.prepare_value(field.initial)
    return words != _lines(before) if isinstance(before, str) else field.field.has_changed(field.initial, field.data)


def _label(field: BoundField, words: str) -> str:
    """A choice by its name."""
    choices = getattr(field.field, "choices", ())
    return next((str(label) for value, label in choices if str(value) == words), words)


def _lines(text: str) -> str:
    """Browsers end lines in their own way."""
    return "\n".join(text.splitlines()).strip()
