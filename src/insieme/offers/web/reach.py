# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a decided call reached, for its outcome: the same for every reader, rendered once."""

from __future__ import annotations

from django.template.loader import render_to_string

from insieme.look.blocks import kept
from insieme.offers.models import Outcome
from insieme.people.queries.reach import AGES, Reach
from insieme.people.rules import INTERESTS


def of_outcome(outcome: Outcome) -> str:
    """A table by age and one by interest; nothing where too few agreed to be counted. No query."""

    def rendered() -> str:
        reach = Reach.kept(outcome.reach)
        ages = [(AGES[band], many) for band, many in reach.ages.items()]
        interests = [(INTERESTS[name], many) for name, many in reach.interests.items()]
        return render_to_string("offers/parts/reach.html", {"ages": ages, "interests": interests}) if ages or interests else ""

    return kept(f"reach:{outcome.call_id}", outcome.reach, rendered)
