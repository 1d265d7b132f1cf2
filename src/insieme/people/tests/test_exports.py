# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking everything along: one file, for its owner alone, for a week."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage

from insieme.foundation import clock
from insieme.people import actions
from insieme.people.actions import closing, exports
from insieme.people.actions.tokens import make_token
from insieme.people.models import Export
from insieme.people.tasks import FOLDER, close_due, export_due, file_of, forget_due
from insieme.people.tests.makers import a_person, an_organisation, as_actor, hired, signed_in

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def ada():
    irene, ada = a_person("Irene Lauri", email="irene@example.it"), a_person("Ada Ferri", email="ada@example.it", language="en")
    hired(an_organisation("Lauri", owner=irene), irene, ada, "manager", "buyer")
    actions.declare_relation("lauri", by=as_actor(ada), kind="customer")
    return ada


def made(person, now=None):
    """The export of this person, made at once."""
    now = now or clock.now()
    exports.ask_for_export(by=as_actor(person), now=now)
    export_due(now)
    return Export.objects.get(person=person)


def opened(export):
    with default_storage.open(file_of(export.ref)) as file:
        archive = zipfile.ZipFile(io.BytesIO(file.read()))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def test_it_holds_what_each_room_knows_of_her_and_of_nobody_else(ada):
    export = made(ada)
    files = opened(export)
    assert "Ada Ferri" in files["README.txt"]
    assert json.loads(files["people/person.json"])["email"] == "ada@example.it"
    assert [role["kind"] for role in json.loads(files["people/roles.json"])] == ["manager"]
    (given,) = json.loads(files["people/record.json"])
    assert (given["code"], given["you"]) == ("people.role_given", "acted")
    assert given["salt"]
    assert "irene@example.it" not in "".join(files.values())
    assert (export.done, export.total, export.size > 500) == (export.total, export.total, True)


def test_it_tells_by_what_she_comes_in_and_no_secret(ada):
    token, secret = make_token(by=as_actor(ada), name="Il mio foglio", scopes=("read",), days=30, now=clock.now())
    closing.ask_to_close(by=as_actor(ada), now=clock.now())
    files = opened(made(ada))
    assert [each["name"] for each in json.loads(files["people/tokens.json"])] == ["Il mio foglio"]
    assert "due_at" in files["people/closing.json"]
    held = "".join(files.values())
    assert [each for each in (secret, token.digest, token.begins) if each in held] == []


def test_what_another_did_and_that_names_her_is_told_without_the_other(ada):
    irene = actions.organisations.Role.objects.exclude(person=ada).get().person
    actions.take_role("lauri", by=as_actor(irene), ref=ada.ref)
    told = json.loads(opened(made(ada))["people/record.json"])
    assert [(each["code"], each["you"], "private" in each) for each in told if each["code"] == "people.role_taken"] == [
        ("people.role_taken", "are named", False)
    ]


def test_a_letter_tells_her_that_it_is_ready(ada):
    made(ada)
    assert [letter.to for letter in mail.outbox][-1] == ["ada@example.it"]
    assert "/settings/data/export/" in mail.outbox[-1].body
    assert mail.outbox[-1].subject == "Your data is ready"


def test_asking_twice_is_asking_once_and_a_new_one_takes_the_place_of_the_old(ada):
    now = clock.now()
    first = exports.ask_for_export(by=as_actor(ada), now=now)
    assert exports.ask_for_export(by=as_actor(ada), now=now) == first
    export_due(now)
    assert exports.ask_for_export(by=as_actor(ada), now=now) != first
    forget_due(now)
    assert default_storage.listdir(FOLDER)[1] == []


def test_only_its_owner_gets_the_file_and_only_for_a_week(ada, client, django_user_model):
    export = made(ada)
    address = f"/settings/data/export/{export.ref}/"
    assert client.get(address).status_code == 302
    assert signed_in(client, a_person()).get(address).status_code == 404
    answer = signed_in(client, ada).get(address)
    assert answer.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).testzip() is None
    Export.objects.update(ends_at=clock.now())
    assert client.get(address).status_code == 404
    forget_due(clock.now())
    assert not default_storage.exists(file_of(export.ref))


def test_one_that_failed_is_made_anew_an_hour_later(ada):
    now = clock.now()
    export = exports.ask_for_export(by=as_actor(ada), now=now)
    handed = []
    assert exports.hand_over_exports(to=handed.append, now=now) == 1
    assert exports.hand_over_exports(to=handed.append, now=now) == 0
    assert exports.hand_over_exports(to=handed.append, now=now + timedelta(hours=1)) == 1
    assert handed == [export.ref, export.ref]


def test_whoever_leaves_takes_the_file_with_them(ada):
    export, now = made(ada), clock.now()
    closing.ask_to_close(by=as_actor(ada), now=now)
    Export.objects.update(ends_at=now + WEEK + WEEK)
    assert close_due(now + WEEK) == 1
    assert not default_storage.exists(file_of(export.ref))
