# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a decided call reached, for its outcome: the same for every reader, rendered once."""

from __future__ import annotations

from django.template.loader import render_to_string

from insieme.look.blocks import kept
from insieme.offers import queries
from insieme.offers.models import Call
from insieme.people.queries.reach import AGES
from insieme.people.rules import INTERESTS


def of_call(call: Call) -> str:
    """A table by age and one by interest; nothing where too few agreed to be counted. One query, and none while it is kept."""

    def rendered() -> str:
        reach = queries.reach_of_call(call)
        ages = [(AGES[band], many) for band, many in reach.ages.items()]
        interests = [(INTERESTS[name], many) for name, many in reach.interests.items()]
        return render_to_string("offers/parts/reach.html", {"ages": ages, "interests": interests}) if ages or interests else ""

    return kept(f"reach:{call.pk}", call.phase, rendered)
