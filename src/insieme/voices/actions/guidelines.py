# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules that flags and decisions name. Their words stand with the facts, which say them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid
from insieme.voices.facts import RULES


def judge_rule(rule: str) -> str:
    """Return the rule. Refuses: `Invalid` for one that nobody has written down."""
    if rule not in RULES:
        raise Invalid({"rule": _("Choose the rule that it breaks.")})
    return rule
