# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything about me: no table that says something of a person is left out of their export unless somebody has said why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from insieme.offers.tests.makers import a_choice, a_pledge
from insieme.people.rules import belongings
from insieme.voices.tests.makers import a_voice

pytestmark = pytest.mark.django_db
#: By these fields a row is somebody's own; whatever hangs on such a row is looked at too.
OWN = {"person", "author", "user"}
ABSENT = {
    "account.EmailConfirmation": "a key of a letter that proves an address, which is in people/person.json",
    "admin.LogEntry": "what an operator did with the rows of others, kept to account for it",
    "allauth_idp_oidc.Client": "a program that an operator registers: nobody is named as its owner",
    "hooks.Delivery": "entries of the record, which everybody can read, on their way to an address of hers",
    "people.Export": "the export itself, which lies on her page while it lasts",
    "people.KeptAnswer": "what a program of hers was answered, kept for a day to be answered once more: all of it stands elsewhere",
    "socialaccount.SocialToken": "a key to another service, which is never kept",
    "voices.AnswerTo": "to which voices an official answer is one, for everybody to read",
    "voices.ClockEvent": "since when an answer is awaited, for everybody to read",
}


def referring() -> Iterator[type[Model]]:
    """All tables that refer to a person, and those that refer to a row of somebody's own."""
    person = get_user_model()
    owned = {model for model in apps.get_models() if any(field.name in OWN for field in _to(model, {person}))}
    for model in apps.get_models():
        if any(_to(model, {person} | owned)):
            yield model


def _to(model: type[Model], others: set[type[Model]]) -> Iterator[Any]:
    for field in model._meta.get_fields():
        if field.concrete and field.is_relation and field.related_model in others:
            yield field


def test_every_table_that_refers_to_a_person_is_in_the_export_or_said_to_be_absent() -> None:
    call, offers = a_choice(2)
    person = a_pledge(call, offers[0]).person
    # What hangs on rows is asked for where there are any.
    a_voice(by=person)
    with CaptureQueriesContext(connection) as read:
        for each in (person, call.opened_by):
            for room in belongings():
                list(room.export(each.pk))
    asked = " ".join(query["sql"] for query in read)
    left = {model._meta.label for model in referring() if f'FROM "{model._meta.db_table}"' not in asked}
    assert sorted(left) == sorted(ABSENT)
