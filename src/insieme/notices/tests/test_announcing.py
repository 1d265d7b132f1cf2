# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who will be told of something, before it happens: the same people, in the same ways, as are told once it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from insieme.foundation.actor import Actor
from insieme.notices import actions, queries
from insieme.notices.kinds import Audience, Happening, NoticeKind, Plan, concerned, register
from insieme.notices.models import BouncedAddress, Choice, Notice, PushSubscription, Reader, Setting
from insieme.notices.queries import followers
from insieme.notices.reactions import announce
from insieme.notices.tests.makers import CALM, LOUD, NOON, known_kinds
from insieme.people.tests.makers import a_person, an_organisation, as_actor
from insieme.record.actions import relay, relaying, seal
from insieme.record.reactions import settled_position
from insieme.record.tests.makers import said

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db
CODE, TOPIC = "record_tests.counted", "call:bread"


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relaying, "_REACTIONS", {})
    monkeypatch.setattr(concerned, "_CONCERNED", {})


def in_every_way() -> list[Any]:
    """One who is asked, and people who follow: in every way of hearing of things, and some of both topics."""
    asked, *people = [a_person() for _ in range(9)]
    loud, calm, silent, quiet, weary, bounced, pushed, closed = people
    shop = f"organisation:{an_organisation().slug}"
    for person in (asked, *people):
        actions.follow(shop, by=as_actor(person), now=NOON)
    for person, choice in ((loud, Choice.AT_ONCE), (silent, Choice.NEVER), (bounced, Choice.AT_ONCE), (pushed, Choice.AT_ONCE)):
        Setting.objects.create(person=person, kind=CALM.code, choice=choice)
    Setting.objects.create(person=quiet, topic=shop, choice=Choice.INBOX)
    Reader.objects.create(person=weary, rhythm="never")
    BouncedAddress.objects.create(email=bounced.email, at=NOON)
    PushSubscription.objects.create(person=pushed, endpoint="https://push.example/1", p256dh="k", auth="a", since=NOON)
    closed.is_active = False
    closed.save()

    def whom(happening: Happening) -> Iterator[Audience]:
        yield Audience(LOUD, {asked.pk}, "%(count)s asked", "/asked/", words=("words",), data={"what": "bread"})
        yield Audience(CALM, followers(shop), "%(count)s followers", "/told/", via=shop, data={"what": "bread"})
        assert happening.about == "call:bread"

    announce("tests.tell", (CODE,), whom)
    return [asked, *people, calm]


def happened() -> int | None:
    """The same, once it has happened and was told: at which position."""
    (entry,) = said(1, about=TOPIC)
    seal()
    relay()
    entry.refresh_from_db()
    return entry.position


def test_who_will_be_told_is_who_is_told_in_the_same_ways():
    in_every_way()
    before = queries.who_will_be_told(Plan(CODE, TOPIC, {}))
    assert [group.words for group in before.groups] == ["1 asked", "6 followers"]
    assert before.groups[1].ways == queries.Ways(inbox=6, mail=2, digest=1, push=1)
    assert (before.ways, before.ways.here) == (queries.Ways(inbox=7, mail=3, digest=1, push=1), 3)
    happened()
    assert Notice.objects.count() == before.ways.inbox
    assert Notice.objects.filter(kind=CALM.code).count() == before.groups[1].ways.inbox
    assert Notice.objects.filter(to_push=True).count() == before.ways.push


def test_each_is_told_once_as_what_concerns_them_most():
    asked, *_others = in_every_way()
    happened()
    assert [(notice.kind, notice.path) for notice in Notice.objects.filter(person=asked)] == [(LOUD.code, "/asked/")]


def test_who_wants_to_hear_nothing_of_the_first_is_told_the_second():
    asked, *_others = in_every_way()
    Setting.objects.create(person=asked, kind=LOUD.code, choice=Choice.NEVER)
    assert [group.ways.inbox for group in queries.who_will_be_told(Plan(CODE, TOPIC, {})).groups] == [7]
    happened()
    assert [notice.kind for notice in Notice.objects.filter(person=asked)] == [CALM.code]


def test_nobody_is_told_of_what_concerns_nobody():
    assert queries.who_will_be_told(Plan("tests.unheard", TOPIC, {})) == queries.WillBeTold(queries.Ways(), [])


def test_many_authors_are_counted_in_as_many_queries_as_one(django_assert_num_queries):
    people = [a_person() for _ in range(5)]
    announce("tests.tell", (CODE,), lambda _about: [Audience(LOUD, {each.pk}, "%(count)s authors", f"/{each.pk}/") for each in people])
    with django_assert_num_queries(1):
        assert queries.who_will_be_told(Plan(CODE, TOPIC, {})).ways.inbox == 5


def test_it_is_said_once_whom_a_fact_concerns():
    announce("tests.tell", (CODE,), lambda _about: ())
    with pytest.raises(ValueError, match="twice"):
        announce("tests.tell_too", (CODE,), lambda _about: ())


def test_what_happened_before_there_was_anybody_to_tell_is_told_to_nobody():
    relaying.react("tests.count", (CODE,), lambda _fact: None)
    happened()
    in_every_way()
    position = happened()
    assert set(Notice.objects.values_list("position", flat=True)) == {position}
    assert settled_position() == position


def test_on_a_new_installation_the_first_thing_that_happens_is_told():
    in_every_way()
    assert set(Notice.objects.values_list("position", flat=True)) == set()
    position = happened()
    assert set(Notice.objects.values_list("position", flat=True)) == {position}


def test_a_notice_calls_who_acted_by_name_until_the_record_no_longer_knows():
    ada, reader = a_person("Ada"), a_person()
    named = NoticeKind("tests.named", "somebody", lambda data: f"{data['who']} spoke", names=True)
    register(named)
    actions.follow(ada.topic, by=as_actor(reader), now=NOON)
    actions.follow(ada.topic, by=as_actor(ada), now=NOON)
    announce("tests.tell", (CODE,), lambda fact: queries.followers_of_actor(fact, named, "/"))
    said(1, about=TOPIC, by=as_actor(ada))
    seal()
    relay()
    (notice,) = queries.inbox(as_actor(reader)).notices
    assert named.sentence(notice.data) == "Ada spoke"
    assert "who" not in Notice.objects.get().data
    from insieme.record.actions import erase  # noqa: PLC0415 - only here

    with transaction.atomic():
        erase(ada.topic, by=Actor.system("tests"))
    (notice,) = queries.inbox(as_actor(reader)).notices
    assert "Ada" not in named.sentence(notice.data)


@pytest.mark.parametrize(("handle", "signed", "count"), [("ada", "", 1), ("ada", "Ada", 1), ("ada", "Ada Lovelace", 0), ("", "", 0)])
def test_nobody_is_told_by_which_other_name_somebody_signs_nor_of_who_has_no_page(handle, signed, count):
    ada = a_person("Ada", handle="ada")
    actions.follow(ada.topic, by=as_actor(a_person()), now=NOON)
    ada.handle = handle or None
    ada.save()
    plan = Plan(CODE, TOPIC, {}, {"actor": ada.topic})
    announce("tests.tell", (CODE,), lambda fact: queries.followers_of_actor(fact, CALM, "/", by_name=signed))
    assert queries.who_will_be_told(plan).ways.inbox == count
