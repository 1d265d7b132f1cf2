# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a change leaves out stays as it was: every PUT of the API is sent in full, then with no more than it needs."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from insieme.foundation import clock
from insieme.front.api.root import api
from tests.api.test_sweep import CALL, OFFER, TABLE, filled
from tests.api.world import NOW, PLENTY, World, a_world

pytestmark = pytest.mark.django_db

TERMS = {"quorum_unit": "units", "capacity": 900, "terms": "Ogni settimana."}
#: Operation: who asks, all that it takes and nothing as it would be by default, and what else changes with every change.
FULL: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "edit_call": (
        "promoter",
        CALL
        | {"place": "Bologna", "menu": {"at_least": [5], "near": [3]}, "drop_out_percent": 25, "proof_expected": "Una fattura"}
        | {"revisions_until": "2026-11-23T10:00:00Z", "criteria": ["Il sapore", "Il prezzo"], "runner_up": False},
        set(),
    ),
    "edit_offer": ("staff", OFFER | TERMS, set()),
    "draft_revision": ("staff", OFFER | TERMS | {"because": "Costa meno.", "answers": ["price"]}, {"drafted_at"}),
    "make_pledge": (
        "member",
        {"entries": [{"offer": "{offer}"}], "quantity": 3, "new_for": ["{offer}"], "initiative": "{initiative}", "seen": 1},
        {"ref", "number", "at", "commitment"},
    ),
    "change_me": ("member", {"name": "Ada", "handle": "ada-bis", "place": "Bologna", "language": "en"}, set()),
    "change_about_me": ("member", {"age_band": "30-44", "interests": ["food"], "findable": True, "shows_relations": True}, set()),
    "edit_organisation": (
        "promoter",
        {"name": "La rete", "kind": "group", "vat": "00743110157", "place": "Bologna", "size": "small", "about": "Siamo qui."},
        set(),
    ),
    "revise_answer": ("staff", {"text": "No.", "disposition": "declined", "reason": "Costa troppo.", "language": "it"}, set()),
    "choose": ("member", {"rhythm": "weekly", "kinds": {"offers.began": "never"}, "topics": {"call:{choosing}": "at_once"}}, set()),
    "change_hook": ("member", {"address": "https://example.it/", "kinds": ["pledges"], "topic": "call:{choosing}"}, set()),
}
#: Signed anew as a whole, each time: nothing of the version before stands in the next one.
STATEMENTS = {"reply_to_call"}


def changes() -> Iterator[tuple[str, str, set[str], set[str]]]:
    """Every PUT that takes something: its name, the reading at its address, what it takes, and what of that it needs."""
    described = api.get_openapi_schema()
    for path in described["paths"].values():
        body = path.get("put", {}).get("requestBody")
        if body:
            name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            shape = described["components"]["schemas"][name]
            yield (
                path["put"]["operationId"],
                path.get("get", {}).get("operationId", ""),
                {*shape["properties"]},
                {*shape.get("required", ())},
            )


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", settings.ACCOUNT_RATE_LIMITS | PLENTY)
    return a_world()


def test_every_change_that_may_leave_something_out_is_tried():
    assert {change for change, _reading, takes, needs in changes() if takes != needs} == {*FULL} | STATEMENTS
    assert {change for change, (_who, full, _more) in FULL.items()} <= {change for change, *_rest in changes()}


def wrong(world: World, change: str) -> str:
    """What became of a change that was made in full and then again with no more than it needs; empty where nothing did."""
    who, full, volatile = FULL[change]
    _change, reading, takes, needs = next(each for each in changes() if each[0] == change)
    client = Client(headers=world.headers[who])
    where = f"/api/v1{TABLE[change][0].format(**world.things)}"

    def put(said: dict[str, Any]) -> bytes:
        answer = client.put(where, filled(said, world.things), "application/json")
        return b"" if answer.status_code == HTTPStatus.OK else answer.content

    def told() -> dict[str, Any]:
        return {name: value for name, value in client.get(where).json().items() if name not in volatile}

    if not reading or {*full} != takes:
        return f"{change}: nothing reads it, or it takes {takes}"
    before, refused = told(), put(full)
    stands = told()
    refused = refused or put({name: full[name] for name in full.keys() & needs} | ({"seen": 2} if "seen" in full else {}))
    lost = {name for name, value in told().items() if value != stands[name]}
    return f"{change}: {refused!r} {stands == before} {lost}" if refused or stands == before or lost else ""


def test_what_is_left_out_stays(world: World) -> None:
    follow = filled({"topic": "call:{choosing}"}, world.things)
    Client(headers=world.headers["member"]).post("/api/v1/follows", follow, "application/json")
    found = []
    for change in FULL:
        with transaction.atomic():
            found.append(wrong(world, change))
            transaction.set_rollback(True)
    assert [each for each in found if each] == []
