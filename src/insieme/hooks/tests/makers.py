# SPDX-License-Identifier: AGPL-3.0-or-later
"""A hook, and what its program was told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from insieme.foundation.tests.listening import Heard, a_program
from insieme.hooks import actions
from insieme.hooks.models import Hook
from insieme.people.tests.makers import a_person, as_actor
from insieme.record.tests.makers import said, sealed

__all__ = ["a_program", "said", "sealed"]
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def told(heard: Heard) -> list[Any]:
    """The positions of which the program was told, in the order of the calls."""
    return [json.loads(body)["data"].get("position") for _headers, body in heard.calls]


def a_hook(address: str = "http://127.0.0.1:9/", person: Any = None, **changes: Any) -> Hook:
    return actions.make_hook(by=as_actor(person or a_person()), address=address, now=NOW, **changes)
