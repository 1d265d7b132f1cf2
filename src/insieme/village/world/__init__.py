# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world as plain values: places, crowds, people, organisations, calls. Nothing here acts."""

from insieme.village.world.calls import bikes, broadband, canteen, coffee, kd_market, pellets, planete_oui, sunroofs, vegetables
from insieme.village.world.organisations import COMPANIES
from insieme.village.world.people import PASSWORD, PEOPLE
from insieme.village.world.telling import Story

STORIES: tuple[Story, ...] = (
    kd_market.STORY,
    planete_oui.STORY,
    sunroofs.STORY,
    pellets.STORY,
    vegetables.STORY,
    broadband.STORY,
    coffee.STORY,
    bikes.STORY,
    canteen.STORY,
)
#: Enough for tests: every phase, an outcome with several rounds, a supplier that failed, and only the crowds that these calls need.
SMALL = (sunroofs.STORY, pellets.STORY, vegetables.STORY, broadband.STORY, coffee.with_fewer(12), bikes.STORY, canteen.STORY)

__all__ = ["COMPANIES", "PASSWORD", "PEOPLE", "SMALL", "STORIES"]
