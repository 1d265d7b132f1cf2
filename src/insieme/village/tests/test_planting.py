# SPDX-License-Identifier: AGPL-3.0-or-later
"""The planted world: every phase is there, again changes nothing, and never where others can sign in."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.urls import reverse

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.demo import NotInPublic
from insieme.hooks.queries import hooks_of, log_of
from insieme.offers import access, queries
from insieme.offers import tasks as clockwork
from insieme.offers.queries.failures import agreements_waiting
from insieme.offers.queries.ratings import reasons
from insieme.offers.rules.pledging import Entry
from insieme.people.queries import organisation, person_by_handle
from insieme.people.queries.tokens import tokens_of
from insieme.people.queries.verification import verifications_waiting
from insieme.record.queries import feed, latest_position
from insieme.village.planting import plant
from insieme.village.tests.worlds import counts, village
from insieme.village.world import PASSWORD, PEOPLE, SMALL
from insieme.village.world.calls import bikes, broadband, canteen, coffee, pellets, sunroofs, vegetables
from insieme.voices.queries import queued

__all__ = ["village"]
pytestmark = pytest.mark.django_db
LOOKER = Actor.system("looker")


def actor_of(handle):
    person = person_by_handle(handle)
    return Actor.person(person.pk, person.ref)


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
        vegetables.STORY.slug: "cleared",
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


@pytest.mark.usefixtures("village")
def test_of_those_who_ranked_an_offer_before_it_was_revised_some_have_said_yes_and_some_not_yet():
    lauri = organisation(coffee.LAURI).pk
    offer = next(offer for offer in page(coffee.STORY).offers if offer.organisation_id == lauri)
    seen = {}
    for handle, _ranking in coffee.STORY.named:
        by = actor_of(handle)
        entries = map(Entry.from_json, access.last_pledge(by, access.call(by, coffee.STORY.slug)).entries)
        seen[handle] = next(entry.revision for entry in entries if entry.offer == offer.ref)
    assert offer.revision == 3
    assert seen == {"bruno-sarti": 3, "chiara-neri": 2, "marta-zanotti": 2}


@pytest.mark.usefixtures("village")
def test_who_can_sign_in_sees_who_buys_from_a_company_that_won(client):
    sara = person_by_handle("sara-bonfiglioli")
    assert sara.check_password(PASSWORD)
    tetti = organisation(sunroofs.TETTI).pk
    offer = next(offer for offer in page(sunroofs.STORY).offers if offer.organisation_id == tetti)
    client.force_login(sara, backend=settings.AUTHENTICATION_BACKENDS[0])
    shown = client.get(reverse("offers:buyers", args=[sunroofs.STORY.slug, offer.ref]))
    assert shown.status_code == 200
    assert (len(shown.context["rows"]), bool(shown.context["onward"])) == (50, True)


@pytest.mark.usefixtures("village")
def test_the_people_of_a_runner_up_are_asked():
    waiting = agreements_waiting(actor_of("ada-ferri"), limit=5)
    assert [(each.story.name, each.story.runner_up) for each in waiting] == [("Orto delle Serre", "Campi Larghi")]


@pytest.mark.usefixtures("village")
def test_a_program_has_a_log_and_a_token():
    elena = actor_of("elena-fabbri")
    assert log_of(hooks_of(elena)[0]).waiting > 1
    assert [token.name for token in tokens_of(elena)] == ["Gestionale"]


@pytest.mark.usefixtures("village")
def test_one_organisation_is_verified_and_another_waits():
    administrator = get_user_model()._default_manager.create_superuser("administrator@example.org", name="Chi tiene in piedi la casa")
    operator = Actor.person(administrator.pk, administrator.ref)
    assert organisation(coffee.LAURI).verified_at
    assert [waiting.organisation.slug for waiting in verifications_waiting(operator)] == [bikes.MULA]


@pytest.mark.usefixtures("village")
def test_reasons_are_read_and_one_for_each_offer_still_waits_for_the_moderator():
    found = {offer.pk: reasons(LOOKER, offer, limit=50) for offer in page(coffee.STORY).offers}
    assert all(len(read) > 5 for read in found.values())
    assert sum(voice.unnamed for voice in queued(limit=100)) == len(found)
