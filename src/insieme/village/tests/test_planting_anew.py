# SPDX-License-Identifier: AGPL-3.0-or-later
"""Planting into an empty database: a fault half-way leaves nothing, and what is new comes to what stands."""

from __future__ import annotations

from itertools import islice

import pytest

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers import queries
from insieme.offers.queries.failures import failures_of
from insieme.village.planting import plant
from insieme.village.tests.worlds import counts
from insieme.village.world import SMALL
from insieme.village.world.calls import bikes, canteen, planete_oui

pytestmark = pytest.mark.django_db
LOOKER = Actor.system("looker")


def phase(story):
    return queries.call_page(LOOKER, story.slug, now=clock.now()).call.phase


def test_a_fault_half_way_leaves_nothing_and_the_next_time_completes_the_world():
    before = counts()

    def half(events):
        yield from islice(events, len(events) // 2)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        plant(now=clock.now(), stories=SMALL, telling=half)
    assert counts() == before
    assert plant(now=clock.now(), stories=SMALL) > 0
    assert {phase(story) for story in SMALL} == {"draft", "open", "choosing", "closed", "cleared", "cancelled"}


def test_a_story_that_is_new_comes_to_the_others():
    plant(now=clock.now(), stories=(canteen.STORY,))
    assert plant(now=clock.now(), stories=(canteen.STORY, bikes.STORY)) > 0
    assert phase(bikes.STORY) == "open"


def test_a_runner_up_has_taken_over_where_the_time_is_over():
    plant(now=clock.now(), stories=(planete_oui.STORY,))
    failures = failures_of(LOOKER, queries.call_page(LOOKER, planete_oui.STORY.slug, now=clock.now()).call, acts_for=())
    assert [(each.failure.stage, each.runner_up) for each in failures] == [("carried", "Courant d'Ouest")]
