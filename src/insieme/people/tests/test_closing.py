# SPDX-License-Identifier: AGPL-3.0-or-later
"""Closing an account: a week to think again, then nothing is left that names the person, and the record still verifies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from insieme.foundation import clock
from insieme.foundation.letters import PAUSES
from insieme.foundation.tests.mailserver import mailserver
from insieme.people import actions
from insieme.people.actions import closing, consents, profiles
from insieme.people.actions.closing import HandOverFirst
from insieme.people.actions.persons import HandleTaken
from insieme.people.models import Closing, FormerHandle, Person, Session
from insieme.people.tasks import close_due, send_closed, send_closing
from insieme.people.tasks.letters import lock_away
from insieme.people.tests.makers import a_person, an_organisation, as_actor, hired, said_about, signed_in
from insieme.people.tests.traces import in_tables, strangers_find_it_sound

__all__ = ["mailserver"]
pytestmark = pytest.mark.django_db
NOW = clock.now()
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ada(client):
    """Ada works for Lauri, owned by another; she has a profile, consents, a session, a second step, and was invited by address."""
    irene = a_person("Irene Lauri")
    ada = a_person("Ada Forgettable", handle="ada-f", email="ada@example.it")
    lauri = an_organisation("Lauri", owner=irene)
    hired(lauri, irene, ada, "manager", "buyer")
    actions.declare_relation("lauri", by=as_actor(ada), kind="customer")
    actions.invite(an_organisation("Altra", owner=irene).slug, by=as_actor(irene), to=ada.email, kind="member", now=NOW)
    profiles.add_about_oneself(by=as_actor(ada), age_band="30-44", findable=True, interests=["food"])
    consents.give_consents(["terms", "privacy"], by=as_actor(ada), now=NOW)
    Authenticator.objects.create(user=ada, type="totp", data={"secret": "x"})
    signed_in(client, ada)
    return ada


def test_her_settings_say_that_the_account_closes_and_how_to_keep_it(ada, client):
    way_back = f'action="{reverse("people:keep")}"'
    assert way_back not in client.get("/settings/").content.decode()
    closing.ask_to_close(by=as_actor(ada), now=NOW)
    assert way_back in client.get("/settings/").content.decode()


def test_for_a_week_nothing_happens_and_she_can_think_again(ada):
    asked = closing.ask_to_close(by=as_actor(ada), now=NOW)
    assert closing.ask_to_close(by=as_actor(ada), now=NOW + timedelta(days=3)).due_at == asked.due_at == NOW + WEEK
    assert close_due(NOW + WEEK - timedelta(seconds=1)) == 0
    assert not closing.close_account(ada.pk, now=NOW + timedelta(days=6))
    assert closing.keep_open(by=as_actor(ada))
    assert close_due(NOW + WEEK) == 0
    assert Person.objects.get(pk=ada.pk).name == "Ada Forgettable"


def test_after_a_week_no_table_knows_her_and_the_record_verifies(ada, tmp_path):
    before = said_about(actions.organisations.Organisation.objects.get(slug="lauri"))
    assert {"people_person", "account_emailaddress", "people_invitation", "record_private"} <= set(in_tables(ada))
    closing.ask_to_close(by=as_actor(ada), now=NOW)
    assert close_due(NOW + WEEK) == 1
    assert in_tables(ada) == {"people_formerhandle": {"ada-f"}}
    after = said_about(actions.organisations.Organisation.objects.get(slug="lauri"))
    assert [code for code, *_ in after] == ["people.role_taken", *(code for code, *_ in before)]
    strangers_find_it_sound(tmp_path)
    shell = Person.objects.get(pk=ada.pk)
    assert (shell.name, shell.handle, shell.is_active, shell.has_usable_password()) == ("", None, False, False)
    rows = (EmailAddress.objects.filter(user=shell), Authenticator.objects.filter(user=shell), Session.objects.filter(person=shell))
    assert not any(each.exists() for each in (*rows, Closing.objects.all()))


def test_she_is_signed_out_and_gets_one_last_letter(ada, client):
    assert client.get("/settings/").status_code == 200
    closing.ask_to_close(by=as_actor(ada), now=NOW)
    close_due(NOW + WEEK)
    assert client.get("/settings/").status_code == 302
    assert [letter.to for letter in mail.outbox] == [["ada@example.it"]]
    assert close_due(NOW + WEEK + WEEK) == 0
    assert len(mail.outbox) == 1


def test_asking_twice_sends_one_letter_with_the_way_back(ada):
    for _click in range(2):
        closing.ask_to_close(by=as_actor(ada), now=NOW, tell=send_closing.enqueue)
    assert [letter.to for letter in mail.outbox] == [["ada@example.it"]]


def test_what_did_not_happen_is_not_written_about(ada, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    closing.ask_to_close(by=as_actor(ada), now=NOW)

    def tell_and_break(to):
        send_closed.enqueue(lock_away(to))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        closing.close_account(ada.pk, now=NOW + WEEK, tell=tell_and_break)
    assert not DBTaskResult.objects.exists()
    assert Person.objects.get(pk=ada.pk).name == "Ada Forgettable"


def test_the_last_letter_is_tried_again_with_growing_pauses_and_given_up_at_last(ada, settings, mailserver):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    mailserver.answers[ada.email] = "451 4.7.1 come back later"
    closing.ask_to_close(by=as_actor(ada), now=NOW)
    assert close_due(NOW + WEEK) == 1
    pauses = []
    for tried in range(1 + len(PAUSES)):
        waiting = DBTaskResult.objects.get()
        pauses.append(waiting.run_after - waiting.enqueued_at)
        assert waiting.args_kwargs["kwargs"] == ({"tries": tried} if tried else {})
        # Not in the queue either: there it waits unreadable.
        assert in_tables(ada).keys() == {"people_formerhandle"}
        waiting.delete()
        send_closed.func(*waiting.args_kwargs["args"], **waiting.args_kwargs["kwargs"])
    assert not DBTaskResult.objects.exists()
    assert [round(pause.total_seconds()) for pause in pauses[1:]] == [pause.total_seconds() for pause in PAUSES]


def test_nobody_else_gets_her_handle(ada):
    closing.ask_to_close(by=as_actor(ada), now=NOW)
    close_due(NOW + WEEK)
    with pytest.raises(HandleTaken):
        actions.edit_profile(by=as_actor(a_person()), name="Un'altra", handle="ada-f")
    assert FormerHandle.objects.count() == 1


def test_the_only_owner_hands_over_first():
    irene, bea = a_person(), a_person()
    lauri = an_organisation("Lauri", owner=irene)
    with pytest.raises(HandOverFirst, match="Lauri"):
        closing.ask_to_close(by=as_actor(irene), now=NOW)
    hired(lauri, irene, bea, "owner")
    closing.ask_to_close(by=as_actor(irene), now=NOW)
    actions.take_role("lauri", by=as_actor(bea), ref=bea.ref)
    # She has become the only one meanwhile: she stays, and it is tried again a day later.
    assert close_due(NOW + WEEK) == 0
    assert Closing.objects.get().due_at == NOW + WEEK + timedelta(days=1)
    assert Person.objects.get(pk=irene.pk).is_active
