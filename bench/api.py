# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the API in the demo world: their queries, and the CPU that one costs."""

# ruff: noqa: PLC0415 - Django is set up in the process that needs it

from __future__ import annotations

import json
from typing import Any

from bench._apart import apart
from bench._figures import figure, least_cpu

#: Fewer than eight.
MOST = 7
SOMEBODY = "ada-ferri@insieme.example"


def main() -> None:
    """Ask in a process of its own."""
    apart("api", "ask()")


def ask() -> None:
    """Measure every list that pages and the lists of one call, as somebody with a token for everything."""
    from django.core.cache import caches

    from bench import _demo as demo
    from insieme.front.api.described import written

    demo.plant()
    asked = {"authorization": f"Bearer {_token()}"}
    client = demo.browser()
    for path in [*_lists(json.loads(written())), *_of_a_call()]:

        def get(path: str = path) -> Any:
            return client.get(path, headers=asked)

        # How often somebody has asked is counted there: a program that asks so often would be told to wait.
        for alias in caches:
            caches[alias].clear()
        answer = get()
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:300])
        name = f"GET {path.replace('/api/v1', '')}"
        demo.queries(name, get, MOST)
        figure(f"{name}: CPU", least_cpu(get, rounds=5, times=20), "ms", note="the test client's own part included")


def _lists(described: dict[str, Any]) -> list[str]:
    """The addresses of all lists that need no reference, in the order of the description."""
    reading = ((path, operations["get"]) for path, operations in described["paths"].items() if "get" in operations and "{" not in path)
    return [path for path, operation in reading if any(each["name"] == "after" for each in operation["parameters"])]


def _of_a_call() -> list[str]:
    """The offers and the talk of a call in which people choose."""
    from insieme.offers.queries import calls

    call = calls("choosing")[0]
    return [f"/api/v1/calls/{call.slug}/offers", f"/api/v1/threads/{call.thread.ref}/voices"]


def _token() -> str:
    """A token for everything."""
    from insieme.foundation import clock
    from insieme.foundation.actor import Actor
    from insieme.foundation.scopes import WORDS
    from insieme.people.actions.tokens import make_token
    from insieme.people.models import Person

    person = Person.objects.get(email=SOMEBODY)
    # Moderators have lists of their own.
    Person.objects.filter(pk=person.pk).update(is_moderator=True)
    _made, secret = make_token(by=Actor.person(person.pk, person.ref), name="bench", scopes=frozenset(WORDS), days=30, now=clock.now())
    return secret
