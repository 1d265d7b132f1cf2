# SPDX-License-Identifier: AGPL-3.0-or-later
"""The letters about invitations: one each, to whoever is meant, in their language; none about what is over."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.utils import translation

from insieme.foundation import clock
from insieme.look.templatetags.look import day
from insieme.people import actions
from insieme.people.tasks import forget_due, send_invitation, write_due
from insieme.people.tests.makers import a_person, an_organisation, as_actor

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 10, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_once(settings):
    """Letters are sent as soon as they are handed over."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def owner():
    person = a_person("Irene Lauri", language="en")
    an_organisation("Lauri", owner=person)
    return person


def invite(owner, to, kind="manager", now=None):
    return actions.invite("lauri", by=as_actor(owner), to=to, kind=kind, now=now or clock.now())


def test_each_gets_one_letter_wherever_they_are_known(owner, django_assert_num_queries):
    a_person(handle="ada", email="ada@example.it", language="en")
    known, unknown = invite(owner, "@ada"), invite(owner, "new@example.it")
    assert write_due(clock.now()) == 2
    assert [letter.to for letter in mail.outbox] == [["ada@example.it"], ["new@example.it"]]
    for letter, invitation in zip(mail.outbox, (known, unknown), strict=True):
        assert f"/organisations/lauri/invitations/{invitation.ref}/" in letter.body
        assert "Irene Lauri" in letter.body
        assert letter.subject == "Lauri invites you"
    one, other = (
        letter.body.replace(letter.to[0], "").replace(ref, "") for letter, ref in zip(mail.outbox, (known.ref, unknown.ref), strict=True)
    )
    assert one == other
    with django_assert_num_queries(1):
        assert write_due(clock.now()) == 0


def test_the_same_again_and_other_terms_send_no_second_letter(owner):
    invite(owner, "new@example.it")
    write_due(clock.now())
    invite(owner, "new@example.it")
    invite(owner, "new@example.it", kind="owner")
    write_due(clock.now())
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("language", ["it", "en"])
def test_it_is_in_the_language_of_whoever_reads_it_else_of_whoever_invites(owner, language):
    a_person(email="ada@example.it", language=language)
    for to, expected in (("ada@example.it", language), ("new@example.it", "en")):
        invitation = invite(owner, to)
        write_due(clock.now())
        with translation.override(expected):
            assert day(invitation.ends_at) in mail.outbox[-1].body


def test_nobody_is_written_to_about_what_is_over(owner):
    ada = a_person(handle="ada")
    taken_back, declined, ended = invite(owner, "new@example.it"), invite(owner, "@ada"), invite(owner, "old@example.it", now=THEN)
    actions.take_back("lauri", taken_back.ref, by=as_actor(owner))
    actions.decline("lauri", declined.ref, by=as_actor(ada), now=clock.now())
    for invitation in (taken_back, declined, ended):
        send_invitation.call(invitation.ref)
    assert not mail.outbox


def test_who_cannot_be_reached_keeps_nobody_waiting(owner, monkeypatch):
    def refuse(*_letter):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr("insieme.people.tasks.send_mail", refuse)
    invite(owner, "new@example.it")
    assert write_due(clock.now()) == 1
    assert write_due(clock.now()) == 0


def test_the_clock_forgets_what_has_ended(owner):
    invite(owner, "old@example.it", now=THEN)
    assert forget_due(THEN + timedelta(days=29)) == 0
    assert forget_due(THEN + timedelta(days=30)) == 1
