# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a refusal meets the form that somebody filled in: each sentence stands at its field, and what was typed stays or goes along."""

from __future__ import annotations

from django.forms import Field, Form
from django.http import QueryDict

from insieme.foundation.errors import Invalid, Refusal


def unmarked(field: Field) -> Field:
    """A field that may be left empty, and yet is not called optional: it is needed in some cases, or is one of many ways to filter."""
    field.unmarked = True  # type: ignore[attr-defined]
    return field


def show(form: Form, refusal: Refusal, *beside: Form) -> None:
    """Put a refusal's sentences at the fields of a bound and valid `form` or of those `beside` it, those without a field above `form`."""
    sentences = refusal.fields if isinstance(refusal, Invalid) and refusal.fields else {"": refusal.sentence}
    for field, sentence in sentences.items():
        holder = next((each for each in (form, *beside) if field in each.fields), None)
        (holder or form).add_error(field if holder else None, str(sentence))


#: What a form carries for our own guards. What is sent once more gets its own anew.
TOKEN, TICKET = "csrfmiddlewaretoken", "kept"


def typed(sent: QueryDict) -> list[tuple[str, str]]:
    """What a form held when it was sent, as pairs of name and value, to be sent once more: without token, ticket and any password."""
    kept = [name for name in sent if name not in {TOKEN, TICKET} and "password" not in name]
    return [(name, str(value)) for name in kept for value in sent.getlist(name)]
