# SPDX-License-Identifier: AGPL-3.0-or-later
"""Following and choosing: from the button on a page to what one is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from insieme.foundation.errors import NotVisible
from insieme.notices import actions, queries
from insieme.notices.models import BouncedAddress, Choice, Follow, Reader, Setting
from insieme.notices.tests.makers import CALM, LOUD, NOON, carried, known_kinds, told
from insieme.people.access import SignInFirst
from insieme.people.tests.makers import a_person, a_place, an_organisation, as_actor, signed_in

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


def english() -> Client:
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def shop():
    return an_organisation("Forno Lauri")


def topic(shop) -> str:
    return f"organisation:{shop.slug}"


def choices(person, **changes) -> dict[str, str]:
    chosen = queries.chosen(as_actor(person))
    said = {f"kind:{kind.code}": choice for kind, choice in chosen.by_kind}
    said |= {f"topic:{thing.topic}": choice for thing, choice in chosen.by_thing}
    return {"rhythm": chosen.rhythm} | said | changes


def test_one_follows_by_a_button_and_stops_by_another(shop):
    person = a_person()
    client = signed_in(english(), person)
    answer = client.post("/notices/following/", {"topic": topic(shop), "back": "/calls/"})
    client.post("/notices/following/", {"topic": topic(shop)})
    assert answer.url == "/calls/"
    assert queries.followers_of(topic(shop)) == [person.pk]
    assert "Forno Lauri" in client.get("/notices/settings/").content.decode()
    client.post("/notices/following/", {"topic": topic(shop), "stop": ""})
    assert queries.followers_of(topic(shop)) == []


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(shop, back):
    client = signed_in(english(), a_person())
    assert client.post("/notices/following/", {"topic": topic(shop), "back": back, "stop": ""}).url == "/notices/settings/"


def test_a_stranger_signs_in_first(client, shop):
    assert client.post("/notices/following/", {"topic": topic(shop)}).url.startswith("/sign-in/")
    with pytest.raises(SignInFirst):
        actions.unfollow(topic(shop), by=as_actor_of_nobody())


def as_actor_of_nobody():
    from insieme.foundation.actor import Actor  # noqa: PLC0415 - only here

    return Actor.stranger()


@pytest.mark.parametrize("unknown", ["organisation:none", "call:none", "person:none", "place:none", "nonsense", "", "person:", "a:b:c"])
def test_what_nobody_may_see_cannot_be_followed(unknown):
    with pytest.raises(NotVisible):
        actions.follow(unknown, by=as_actor(a_person()), now=NOON)


def test_persons_with_a_page_and_places_can_be_followed():
    person, known, unknown = a_person(), a_person("Irene"), a_person(handle="")
    for each in (known.topic, "place:037006"):
        actions.follow(each, by=as_actor(person), now=NOON)
    with pytest.raises(NotVisible):
        actions.follow(unknown.topic, by=as_actor(person), now=NOON)
    assert [thing.title for thing in queries.followed_by(as_actor(person))] == [str(a_place()), "Irene"]


def test_a_place_is_followed_by_its_name():
    client = signed_in(english(), a_person())
    assert client.post("/notices/settings/places/", {"place": "Bologna"}).status_code == 302
    assert Follow.objects.get().topic == "place:037006"
    refused = client.post("/notices/settings/places/", {"place": "Bolonia"})
    assert refused.status_code == 422
    assert 'value="Bolonia"' in refused.content.decode()


def test_what_is_chosen_is_kept_and_shown(shop):
    person = a_person()
    actions.follow(topic(shop), by=as_actor(person), now=NOON)
    client = signed_in(english(), person)
    said = {"rhythm": "weekly", f"kind:{LOUD.code}": "digest", f"topic:{topic(shop)}": "inbox"}
    assert client.post("/notices/settings/", choices(person, **said)).url == "/notices/settings/"
    assert Reader.objects.get().rhythm == "weekly"
    assert set(Setting.objects.values_list("kind", "topic", "choice")) == {(LOUD.code, "", "digest"), ("", topic(shop), "inbox")}
    assert choices(person)[f"kind:{LOUD.code}"] == "digest"
    client.post("/notices/settings/", choices(person, **{f"kind:{LOUD.code}": "at_once", f"topic:{topic(shop)}": ""}))
    assert not Setting.objects.exists()


def test_a_choice_that_is_none_is_refused(shop):
    person = a_person()
    answer = signed_in(english(), person).post("/notices/settings/", choices(person, rhythm="each second"))
    assert answer.status_code == 422
    assert not Reader.objects.exists()


def test_another_rhythm_counts_for_what_waits_already(mailoutbox):
    person = a_person()
    told(person, kind=CALM)
    actions.choose(by=as_actor(person), rhythm="hour", by_kind={}, by_topic={}, now=NOON)
    carried(NOON + timedelta(minutes=59))
    assert mailoutbox == []
    carried(NOON + timedelta(minutes=60))
    assert [letter.to for letter in mailoutbox] == [[person.email]]


def test_who_stops_following_forgets_what_was_chosen_and_who_follows_again_hears_again(shop):
    person = a_person()
    Setting.objects.create(person=person, topic=topic(shop), choice=Choice.NEVER)
    actions.follow(topic(shop), by=as_actor(person), now=NOON)
    assert len(told(person, about=topic(shop))) == 1


def test_an_address_that_was_refused_is_shown_to_its_owner_alone_who_can_mend_it():
    person, other = a_person(), a_person()
    BouncedAddress.objects.create(email=person.email, reason="550 no such mailbox", at=NOON)
    client = signed_in(english(), person)
    assert "550 no such mailbox" in client.get("/notices/settings/").content.decode()
    assert "550" not in signed_in(english(), other).get("/notices/settings/").content.decode()
    signed_in(english(), other).post("/notices/settings/address/")
    assert BouncedAddress.objects.exists()
    client.post("/notices/settings/address/")
    assert not BouncedAddress.objects.exists()


@pytest.mark.parametrize("count", [1, 5])
def test_the_settings_take_as_many_queries_for_five_as_for_one(count, django_assert_num_queries):
    person = a_person()
    for _ in range(count):
        actions.follow(topic(an_organisation()), by=as_actor(person), now=NOON)
    client = signed_in(english(), person)
    with django_assert_num_queries(8):
        client.get("/notices/settings/")
