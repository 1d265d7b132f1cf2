# SPDX-License-Identifier: AGPL-3.0-or-later
"""The letters about invitations: one each, to whoever is meant, in their language; none about what is over."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import translation

from insieme.foundation import clock
from insieme.look.templatetags.look import day
from insieme.people import actions
from insieme.people.models import Invitation
from insieme.people.rules import LASTS, PAUSE
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


class Away(EmailBackend):
    """A mail server that cannot be reached at first."""

    failures = 0

    def send_messages(self, messages):
        if Away.failures > 0:
            Away.failures -= 1
            raise smtplib.SMTPServerDisconnected
        return super().send_messages(messages)


@pytest.fixture
def away(settings):
    """Say how many times the mail server cannot be reached."""
    settings.EMAIL_BACKEND = f"{__name__}.Away"
    yield lambda failures: setattr(Away, "failures", failures)
    Away.failures = 0


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


def test_a_letter_that_could_not_be_sent_is_sent_a_little_later(owner, away):
    away(1)
    for to in ("new@example.it", "other@example.it"):
        invite(owner, to)
    assert write_due(clock.now()) == 2
    assert len(mail.outbox) == 1
    assert write_due(clock.now()) == 0
    assert write_due(clock.now() + 2 * PAUSE) == 1
    assert sorted(letter.to for letter in mail.outbox) == [["new@example.it"], ["other@example.it"]]
    assert write_due(clock.now() + LASTS) == 0


def test_who_is_invited_again_gets_at_once_the_letter_that_could_not_be_sent(owner, away):
    away(1)
    for written in (0, 1, 1):
        invite(owner, "new@example.it")
        write_due(clock.now())
        assert len(mail.outbox) == written


def test_an_address_that_never_works_is_tried_a_dozen_times_until_the_invitation_ends(owner):
    invitation = invite(owner, "new@example.it", now=THEN)
    tries, now = [], THEN
    while now < THEN + 2 * LASTS:
        if actions.hand_over_letters(to=tries.append, now=now):
            actions.write_later(invitation.ref, now=now)
        now += PAUSE
    assert tries == [invitation.ref] * 14


def test_what_was_taken_back_while_its_letter_failed_is_not_tried_again(owner):
    actions.write_later("gone", now=clock.now())
    assert write_due(clock.now() + LASTS) == 0


def test_the_clock_forgets_what_has_ended(owner):
    kept = invite(owner, "old@example.it", now=THEN)
    forget_due(THEN + timedelta(days=29))
    assert Invitation.objects.filter(pk=kept.pk).exists()
    assert forget_due(THEN + timedelta(days=30)) >= 1
    assert not Invitation.objects.filter(pk=kept.pk).exists()
