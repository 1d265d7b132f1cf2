# SPDX-License-Identifier: AGPL-3.0-or-later
"""The planted world: every phase is there, again changes nothing, and never where others can sign in."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.demo import NotInPublic
from insieme.offers import queries
from insieme.offers import tasks as clockwork
from insieme.people.queries import organisation, person_by_handle
from insieme.record.queries import feed, latest_position
from insieme.village.planting import plant
from insieme.village.tests.worlds import counts, village
from insieme.village.world import PASSWORD, PEOPLE, SMALL
from insieme.village.world.calls import bikes, broadband, canteen, coffee, pellets, sunroofs

__all__ = ["village"]
pytestmark = pytest.mark.django_db
LOOKER = Actor.system("looker")


def page(story):
    return queries.call_page(LOOKER, story.slug, now=clock.now())


@pytest.mark.usefixtures("village")
def test_there_is_a_call_in_each_phase():
    phases = {story.slug: page(story).call.phase for story in SMALL}
    assert phases == {
        canteen.STORY.slug: "draft",
        bikes.STORY.slug: "open",
        coffee.STORY.slug: "choosing",
        broadband.STORY.slug: "closed",
        sunroofs.STORY.slug: "cleared",
        pellets.STORY.slug: "cancelled",
    }


@pytest.mark.usefixtures("village")
def test_again_changes_nothing():
    before = counts()
    assert plant(now=clock.now(), stories=SMALL) == 0
    assert counts() == before


@pytest.mark.usefixtures("village")
def test_the_record_tells_the_past_in_its_order_and_nothing_waits_for_its_seal():
    entries = feed(limit=10_000)[::-1]
    assert len(entries) == latest_position() + 1 == counts()["record.Entry"]
    moments = [entry.at for entry in entries]
    assert moments == sorted(moments)
    assert moments[-1] < clock.now()


@pytest.mark.usefixtures("village")
def test_the_counter_of_each_call_counts_those_who_pledged():
    for story in SMALL:
        assert page(story).call.people == len(story.named) + sum(leaning.people for leaning in story.leanings)


@pytest.mark.usefixtures("village")
def test_an_offer_waits_for_the_signature_of_who_can_sign_in():
    elena = person_by_handle("elena-fabbri")
    assert elena.check_password(PASSWORD)
    drafts = queries.call_page(Actor.person(elena.pk, elena.ref), bikes.STORY.slug, now=clock.now()).drafts
    assert [offer.organisation_id for offer in drafts] == [organisation("officine-reno").pk]


@pytest.mark.usefixtures("village")
def test_only_guests_have_a_password():
    for villager in PEOPLE:
        assert person_by_handle(villager.handle).has_usable_password() == bool(villager.tries)


@pytest.mark.usefixtures("village")
def test_the_programs_own_clock_counts_the_call_that_was_left_to_it():
    assert clockwork.clear_due(clock.now()) == 1
    assert page(broadband.STORY).call.phase == "cleared"


def test_never_where_others_could_sign_in(settings):
    settings.SITE_HOST = "insieme.example"
    with pytest.raises(NotInPublic):
        plant(now=clock.now())
    with pytest.raises(CommandError, match="INSIEME_URL"):
        call_command("seed")


def test_the_command_says_as_whom_one_can_sign_in(monkeypatch, capsys):
    monkeypatch.setattr("insieme.village.management.commands.seed.plant", lambda **_how: 1)
    call_command("seed")
    said = capsys.readouterr().out
    assert PASSWORD in said
    assert all((villager.email in said) == bool(villager.tries) for villager in PEOPLE)
