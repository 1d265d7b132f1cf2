# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who looks after what people say: appointed by whoever runs the installation."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied
from insieme.people import access, actions
from insieme.people.queries.persons import moderators
from insieme.people.tests.makers import a_person, as_actor

pytestmark = pytest.mark.django_db


def test_the_command_appoints_and_takes_back(capsys):
    person = a_person("Nora Bassi", email="nora@example.it")
    with translation.override("en"):
        for _twice in range(2):
            call_command("moderator", "NORA@example.it")
        assert capsys.readouterr().out.splitlines()[-1] == "Nora Bassi is a moderator."
        assert access.is_moderator(as_actor(person))
        assert moderators() == [person.pk]
        call_command("moderator", "nora@example.it", "--no-longer")
    assert not access.is_moderator(as_actor(person))


def test_an_address_that_is_nobody_s_is_said():
    with pytest.raises(CommandError):
        call_command("moderator", "nessuno@example.it")


def test_nobody_appoints_themselves():
    person = a_person()
    with pytest.raises(Denied):
        actions.appoint_moderator(person.email, by=as_actor(person))


def test_who_runs_the_installation_moderates_and_strangers_do_not():
    person = a_person()
    assert not access.is_moderator(as_actor(person))
    person.is_superuser = True
    person.save()
    assert access.is_moderator(as_actor(person))
    assert not access.is_moderator(Actor.stranger())
