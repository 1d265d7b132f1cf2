# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices for tests, told through the room's own action; the kinds are the tests' own."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from insieme.notices import actions, tasks
from insieme.notices.kinds import NoticeKind, of_notices
from insieme.notices.models import Notice

#: A Sunday afternoon in Rome.
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOUD = NoticeKind("tests.loud", "something loud", lambda data: f"It happened: {data['what']}", "at_once")
CALM = NoticeKind("tests.calm", "something calm", lambda data: f"By the way: {data['what']}")
_positions = count(1000)


@pytest.fixture(autouse=True)
def known_kinds(monkeypatch: pytest.MonkeyPatch) -> dict[str, NoticeKind]:
    """The tests' kinds, beside those of the rooms, for as long as a test runs."""
    known = of_notices._KNOWN | {kind.code: kind for kind in (LOUD, CALM)}  # noqa: SLF001 - to be undone
    monkeypatch.setattr(of_notices, "_KNOWN", known)
    return known


def told(*people: Any, kind: NoticeKind = LOUD, **more: Any) -> list[Notice]:
    """What these people were told, in order of their ids."""
    said: dict[str, Any] = {"about": "call:bread", "path": "/calls/", "data": {"what": "bread"}, "at": NOON}
    said |= {"position": next(_positions)} | more
    actions.tell(kind.code, [person.pk for person in people], **said)
    return list(Notice.objects.filter(kind=kind.code, position=said["position"]).order_by("person_id"))


def carried(now: datetime = NOON) -> int:
    """How many letters were due at this time, once the tasks that carry them have run."""
    due = tasks.write_due(now)
    for queued in DBTaskResult.objects.ready().order_by("enqueued_at"):
        tasks.send_letters.func(*queued.args_kwargs["args"])
        queued.delete()
    return due
