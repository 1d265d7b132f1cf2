# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link that stops letters: one click of a mail program, a page that asks, and nothing for who changed the address."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from insieme.notices import queries
from insieme.notices.models import Choice, Letter, Notice, Reader, Rhythm, Setting
from insieme.notices.tasks.letters import STOPPING
from insieme.notices.tests.makers import CALM, LOUD, NOON, carried, known_kinds, told
from insieme.people.tests.makers import a_person, as_actor

__all__ = ["known_kinds"]
pytestmark = pytest.mark.django_db


def link(letter: Letter) -> str:
    return f"/notices/stop/{STOPPING.sign(letter.ref)}/"


def english(**more) -> Client:
    return Client(headers={"accept-language": "en"}, **more)


@pytest.fixture
def letter(mailoutbox):
    told(a_person())
    carried()
    return Letter.objects.get()


def test_one_click_of_a_mail_program_stops_the_kind_without_signing_in(letter):
    answer = english(enforce_csrf_checks=True).post(link(letter), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "You get no such letters any more" in answer.content.decode()
    assert Setting.objects.get(person=letter.person, kind=LOUD.code).choice == Choice.INBOX
    told(letter.person)
    assert carried() == 0
    assert queries.unseen_count(as_actor(letter.person)) == 2


def test_looking_at_the_link_changes_nothing(letter):
    page = english().get(link(letter)).content.decode()
    assert "Something loud" in page
    assert not Setting.objects.exists()


def test_the_kind_stands_right_behind_the_colon(letter):
    for answer in (english().get(link(letter)), english().post(link(letter))):
        page = answer.content.decode()
        assert re.search(r"mailed to you any more:</p>\s*<ul><li>", page)


def test_stopping_wins_over_what_was_chosen_for_a_thing(letter):
    Setting.objects.create(person=letter.person, topic="call:bread", choice=Choice.AT_ONCE)
    english().post(link(letter))
    assert told(letter.person)[0].choice == Choice.INBOX


def test_whoever_wanted_even_less_keeps_it(letter):
    Setting.objects.create(person=letter.person, kind=LOUD.code, choice=Choice.NEVER)
    english().post(link(letter))
    assert Setting.objects.get().choice == Choice.NEVER


def test_the_link_of_a_digest_stops_digests(mailoutbox):
    person = a_person()
    told(person, kind=CALM)
    carried(NOON.replace(day=24))
    letter = Letter.objects.get()
    english().post(link(letter))
    assert Reader.objects.get().rhythm == Rhythm.NEVER
    told(person, kind=CALM)
    assert carried(NOON.replace(day=30)) == 0
    assert Notice.objects.count() == 2


@pytest.mark.parametrize("token", ["none", "0123456789ab:wrong", "0123456789ab"])
def test_a_link_that_was_changed_is_refused_with_a_way_on(client, token):
    answer = english().post(f"/notices/stop/{token}/")
    assert answer.status_code == 404
    assert "open the settings of your notices" in answer.content.decode()


def test_a_link_of_another_sort_of_signature_is_refused(letter):
    from django.core.signing import Signer  # noqa: PLC0415 - only here

    assert english().post(f"/notices/stop/{Signer(salt='another').sign(letter.ref)}/").status_code == 404
