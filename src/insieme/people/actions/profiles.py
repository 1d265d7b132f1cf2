# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person adds of themselves beyond a name. All of it can be left empty, and taken back by emptying it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.people import access
from insieme.people.models import AgeBand, Profile
from insieme.people.rules import INTERESTS


def add_about_oneself(
    *, by: Actor, age_band: str = "", findable: bool = False, shows_relations: bool = False, interests: Sequence[str] = ()
) -> Profile:
    """Put this in the place of what the acting person had added of themselves.

    Refuses: `SignInFirst`, `Invalid` for a band or an interest that is none of those offered; or to be found without a page to be found on.
    """
    if age_band and age_band not in AgeBand.values:
        raise Invalid({"age_band": _("Choose one of the ages, or none.")})
    if not set(interests) <= set(INTERESTS):
        raise Invalid({"interests": _("Choose among those that are offered.")})
    with transaction.atomic():
        person = access.me(by)
        if findable and not person.handle:
            raise Invalid({"findable": _("Choose a handle first: whoever finds you needs a page to land on.")})
        told = {"age_band": age_band, "findable": findable, "shows_relations": shows_relations, "interests": sorted(set(interests))}
        return Profile.objects.update_or_create(person=person, defaults=told)[0]
