# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody leaves: what they were told goes with them, and their address is no longer known as one that bounced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, email_removed

from insieme.foundation import clock
from insieme.notices.models import BouncedAddress, Follow
from insieme.notices.queries.belongings import belongings_of
from insieme.people.actions.closing import ask_to_close, close_account
from insieme.people.tests.makers import a_person, as_actor

pytestmark = pytest.mark.django_db


def test_nothing_is_kept_of_whoever_leaves() -> None:
    ada, bea, now = a_person(), a_person(), clock.now()
    Follow.objects.create(person=ada, topic="call:x", since=now)
    Follow.objects.create(person=bea, topic="call:x", since=now)
    EmailAddress.objects.create(user=ada, email="ada-of-old@example.it")
    for email in (ada.email, "ada-of-old@example.it"):
        BouncedAddress.objects.create(email=email, at=now)
    assert [line["topic"] for line in dict(belongings_of(ada.pk))["follows.json"]] == ["call:x"]
    ask_to_close(by=as_actor(ada), now=now - timedelta(days=7))
    assert close_account(ada.pk, now=now)
    assert not BouncedAddress.objects.exists()
    assert [follow.person_id for follow in Follow.objects.all()] == [bea.pk]


def test_an_address_that_was_changed_or_removed_is_forgotten() -> None:
    ada, now = a_person(), clock.now()
    for email in ("old@example.it", "second@example.it", ada.email):
        BouncedAddress.objects.create(email=email, at=now)
    old, second, kept = EmailAddress(email="old@example.it"), EmailAddress(email="second@example.it"), EmailAddress.objects.get(user=ada)
    email_changed.send(EmailAddress, request=None, user=ada, from_email_address=old, to_email_address=kept)
    email_removed.send(EmailAddress, request=None, user=ada, email_address=second)
    email_changed.send(EmailAddress, request=None, user=ada, from_email_address=kept, to_email_address=kept)
    assert [each.email for each in BouncedAddress.objects.all()] == [ada.email]
