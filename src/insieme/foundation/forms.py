# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a refusal meets the form that somebody filled in: each sentence stands at its field, and what was typed stays."""

from __future__ import annotations

from django.forms import Form

from insieme.foundation.errors import Invalid, Refusal


def show(form: Form, refusal: Refusal) -> None:
    """Put a refusal's sentences at the fields of a bound and valid `form`, those without a field above all of them."""
    sentences = refusal.fields if isinstance(refusal, Invalid) and refusal.fields else {"": refusal.sentence}
    for field, sentence in sentences.items():
        form.add_error(field if field in form.fields else None, str(sentence))
