# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moving a row from one state to another, safely on both databases and for repeated clicks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from insieme.foundation.errors import WrongState

Next = Mapping[str, frozenset[str]]


def move(obj: models.Model, to: str, *, field: str = "state", **changes: Any) -> None:
    """Put `obj` into state `to` with `changes`, if the class's `NEXT` map allows it from the state it was read in.

    One conditional update: of two that try, one succeeds.
    Refuses: `WrongState` where the map has no such way or the row has moved in the meantime.
    """
    was = getattr(obj, field)
    ways: Next = obj.NEXT  # type: ignore[attr-defined]
    if to not in ways.get(was, frozenset()):
        raise WrongState(state=was, wanted=to)
    rows = type(obj)._default_manager.filter(pk=obj.pk, **{field: was}).update(**{field: to}, **changes)
    if not rows:
        raise WrongState(state=was, wanted=to)
    for name, value in {field: to, **changes}.items():
        setattr(obj, name, value)
