# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody leaves: what they were told goes with them, and their address is no longer known as one that bounced."""

from __future__ import annotations

from datetime import timedelta

import pytest

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
    BouncedAddress.objects.create(email=ada.email, at=now)
    assert [line["topic"] for line in dict(belongings_of(ada.pk))["follows.json"]] == ["call:x"]
    ask_to_close(by=as_actor(ada), now=now - timedelta(days=7))
    assert close_account(ada.pk, now=now)
    assert not BouncedAddress.objects.exists()
    assert [follow.person_id for follow in Follow.objects.all()] == [bea.pk]
