# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that refused a letter for good: no room writes to them again, only what keeps an account safe still goes there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from anymail.exceptions import AnymailError
from anymail.message import AnymailRecipientStatus
from django.core.cache import cache

from insieme.foundation import clock, letters
from insieme.foundation.tests.mailserver import mailserver
from insieme.people import actions, tasks
from insieme.people.actions import closing, exports, verification
from insieme.people.models import Invitation, Verification
from insieme.people.rules import LASTS
from insieme.people.rules.verification import PATIENCE
from insieme.people.tests.makers import PASSWORD, a_person, an_organisation, as_actor

__all__ = ["mailserver"]
pytestmark = pytest.mark.django_db
GONE = "550 5.1.1 no such mailbox"
ADDRESS = "new@example.it"
ADA = {"name": "Ada Ferri", "email": ADDRESS, "password1": PASSWORD, "agreed": "on"}


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def invite(slug, to):
    owner = a_person(language="en")
    an_organisation(slug, owner=owner)
    return actions.invite(slug.lower(), by=as_actor(owner), to=to, kind="member", now=clock.now())


def refused(mailserver, address):
    """Have this address known as one that takes no letter, and the server take letters to it again."""
    mailserver.answers[address] = GONE
    invite(f"Org{len(mailserver.took)}{address[:3]}", address)
    tasks.write_due(clock.now())
    del mailserver.answers[address]


def test_an_invitation_is_written_once_to_an_address_that_is_not_there(mailserver):
    mailserver.answers[ADDRESS] = GONE
    invite("Lauri", ADDRESS)
    assert tasks.write_due(clock.now()) == 1
    assert Invitation.objects.get().write_at is None
    assert tasks.write_due(clock.now() + LASTS) == 0


def test_what_one_organisation_met_with_keeps_all_others_from_writing_there(mailserver):
    refused(mailserver, ADDRESS)
    invite("Altra", ADDRESS.upper())
    invite("Altra2", "other@example.it")
    assert tasks.write_due(clock.now()) == 2
    assert set(mailserver.took) == {"other@example.it"}
    assert not Invitation.objects.exclude(write_at=None).exists()


def test_a_refusal_that_says_nothing_of_the_mailbox_is_tried_again(mailserver):
    mailserver.answers[ADDRESS] = "554 5.7.1 relay access denied"
    invite("Lauri", ADDRESS)
    tasks.write_due(clock.now())
    del mailserver.answers[ADDRESS]
    assert tasks.write_due(clock.now() + timedelta(hours=1)) == 1
    assert set(mailserver.took) == {ADDRESS}


def test_neither_the_export_nor_the_closing_nor_a_verification_is_written_about_there(mailserver):
    ada, now = a_person(email="ada@example.it"), clock.now()
    refused(mailserver, ada.email)
    refused(mailserver, "info@lauri.it")
    an_organisation("Lauri", owner=(owner := a_person()))
    verification.ask_verification("lauri", by=as_actor(owner), how="mail", domain="lauri.it", mailbox="info", now=now)
    exports.ask_for_export(by=as_actor(ada), now=now)
    closing.ask_to_close(by=as_actor(ada), now=now)
    tasks.send_closing.func(ada.pk)
    assert (tasks.verify_due(now), tasks.export_due(now), tasks.close_due(now + timedelta(days=7))) == (1, 1, 1)
    assert mailserver.count == 0
    assert Verification.objects.get().state == "asked"


def test_of_who_has_left_it_is_not_noted_that_the_last_letter_came_back(mailserver):
    ada, now = a_person(email="ada@example.it"), clock.now()
    closing.ask_to_close(by=as_actor(ada), now=now)
    mailserver.answers[ada.email] = GONE
    assert tasks.close_due(now + timedelta(days=7)) == 1
    assert not letters.refuses(ada.email)


def test_a_new_password_is_sent_there_all_the_same_and_who_confirms_the_address_hears_of_all_again(mailserver, client):
    ada = a_person(email="ada@example.it", language="en")
    refused(mailserver, ada.email)
    client.post("/password/forgotten/", {"email": ada.email})
    (letter,) = mailserver.took[ada.email]
    assert "/password/" in letter.get_content()
    invite("Altra", ada.email)
    tasks.write_due(clock.now())
    assert mailserver.count == 1
    EmailAddress.objects.filter(user=ada).update(verified=False)
    client.post("/sign-in/", {"login": ada.email, "password": PASSWORD})
    confirm = re.search(r"(/confirm-email/\S+/)", mailserver.took[ada.email][-1].get_content())[1]
    client.post(confirm)
    invite("Terza", ada.email)
    tasks.write_due(clock.now())
    assert "/organisations/terza/invitations/" in mailserver.took[ada.email][-1].get_content()


def test_who_signs_up_with_an_address_that_is_not_there_is_led_on_and_nobody_else_writes_to_it(mailserver, client):
    mailserver.answers[ADDRESS] = GONE
    assert client.post("/sign-up/", ADA)["Location"] == "/confirm-email/"
    del mailserver.answers[ADDRESS]
    invite("Lauri", ADDRESS)
    tasks.write_due(clock.now())
    assert mailserver.count == 0


def test_who_waits_for_a_letter_that_cannot_be_sent_now_is_told_to_try_again(mailserver, client):
    mailserver.answers[ADDRESS] = "451 4.7.1 come back later"
    answer = client.post("/sign-up/", ADA)
    assert answer.status_code == 503
    del mailserver.answers[ADDRESS]
    cache.clear()
    client.post("/sign-in/", {"login": ADDRESS, "password": PASSWORD})
    assert len(mailserver.took[ADDRESS]) == 1


def test_a_letter_to_ones_domain_that_cannot_be_sent_now_is_sent_within_the_week(mailserver, settings):
    owner, now = a_person(), clock.now()
    an_organisation("Lauri", owner=owner)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    verification.ask_verification("lauri", by=as_actor(owner), how="mail", domain="lauri.it", mailbox="info", now=now)
    assert tasks.verify_due(now) == 1
    assert tasks.verify_due(now) == 0
    settings.EMAIL_PORT = port
    assert tasks.verify_due(now + timedelta(hours=1)) == 1
    assert len(mailserver.took["info@lauri.it"]) == 1
    verification.write_verification_later(Verification.objects.get().ref, now=now + PATIENCE)
    assert tasks.verify_due(now + 2 * PATIENCE) == 0


def test_a_service_that_refuses_or_fails_stops_neither_the_closing_of_others_nor_an_invitation(settings, monkeypatch):
    settings.EMAIL_BACKEND, settings.ANYMAIL = "anymail.backends.test.EmailBackend", {}
    refusal = AnymailRecipientStatus(message_id=None, status="rejected")
    answers = iter([{"ada@example.it": refusal}, AnymailError("a bad day"), {ADDRESS: refusal}])

    def parse(_backend, _payload, _response, _message):
        if isinstance(answer := next(answers), Exception):
            raise answer
        return answer

    monkeypatch.setattr("anymail.backends.test.EmailBackend.parse_recipient_status", parse)
    now = clock.now()
    for email in ("ada@example.it", "bea@example.it"):
        closing.ask_to_close(by=as_actor(a_person(email=email)), now=now)
    assert tasks.close_due(now + timedelta(days=7)) == 2
    invite("Lauri", ADDRESS)
    assert tasks.write_due(clock.now()) == 1
    assert tasks.write_due(clock.now() + LASTS) == 0
    assert letters.refuses(ADDRESS)
