# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of what ages people are and what they care for, of those who agreed to be counted. Never of fewer than ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from insieme.people.models import AgeBand, Consent, Profile
from insieme.people.rules import INTERESTS, shown

#: Age bands and their words.
AGES = dict(AgeBand.choices)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people, in full tens: by age band (`AgeBand`), youngest first, and by interest (`rules.INTERESTS`)."""

    ages: dict[str, int]
    interests: dict[str, int]

    @classmethod
    def kept(cls, told: Mapping[str, Mapping[str, int]] | None) -> Reach:
        """What was counted once and kept, in its order, which PostgreSQL does not keep; empty where nothing was counted yet."""
        ages, interests = (told or {}).get("ages", {}), (told or {}).get("interests", {})
        return cls(
            {band: ages[band] for band in AgeBand.values if band in ages},
            {name: interests[name] for name in INTERESTS if name in interests},
        )


def reach_of(people: QuerySet[Any, Any]) -> Reach:
    """Whom something reached, of these people, given as a query for their ids. One query."""
    agreed = Consent.objects.filter(person_id=OuterRef("person_id"), what="profile").order_by("-pk").values("given")[:1]
    rows = Profile.objects.filter(person_id__in=people).annotate(counted=Subquery(agreed)).filter(counted=True)
    ages: Counter[str] = Counter()
    interests: Counter[str] = Counter()
    for band, named, count in rows.values_list("age_band", "interests").annotate(many=Count("person_id")):
        ages[band] += count
        interests.update(dict.fromkeys(named, count))
    return Reach(shown({band: ages[band] for band in AgeBand.values}), shown({name: interests[name] for name in INTERESTS}))
