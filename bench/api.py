# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the API in the demo world: their queries, and the CPU that one costs."""

# ruff: noqa: PLC0415 - Django is set up in the process that needs it

from __future__ import annotations

import json
from typing import Any

from bench._apart import apart

#: Fewer than eight.
MOST = 7
SOMEBODY = "ada-ferri@insieme.example"


def main() -> None:
    """Ask in a process of its own."""
    apart("api", "ask()")


def ask() -> None:
    """Measure every list that pages, as somebody with a token for everything."""
    from bench import _demo as demo
    from insieme.front.api.described import written

    demo.plant()
    asked = {"authorization": f"Bearer {_token()}"}
    client = demo.browser()
    for path in _lists(json.loads(written())):
        name = f"GET {path}"
        answer = client.get(path, headers=asked)
        assert answer.status_code == 200, (path, answer.status_code, answer.content[:300])
        demo.queries(name, lambda path=path: client.get(path, headers=asked), MOST)
        demo.cpu(name, lambda path=path: client.get(path, headers=asked))


def _lists(described: dict[str, Any]) -> list[str]:
    """The addresses of all lists that need no reference, in the order of the description."""
    reading = ((path, operations["get"]) for path, operations in described["paths"].items() if "get" in operations and "{" not in path)
    return [path for path, operation in reading if any(each["name"] == "after" for each in operation["parameters"])]


def _token() -> str:
    """A token for everything."""
    from insieme.foundation import clock
    from insieme.foundation.actor import Actor
    from insieme.foundation.scopes import WORDS
    from insieme.people.actions.tokens import make_token
    from insieme.people.models import Person

    person = Person.objects.get(email=SOMEBODY)
    _made, secret = make_token(by=Actor.person(person.pk, person.ref), name="bench", scopes=frozenset(WORDS), days=30, now=clock.now())
    return secret
