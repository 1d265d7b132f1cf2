# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has a part in what a talk is about, and so decides against nothing that is said there. Rooms above say it of their things."""

from __future__ import annotations

from collections.abc import Callable

#: Whether this person has a part in the thing of this topic.
Stake = Callable[[int, str], bool]

_known: dict[str, Stake] = {}


def know_stakes(kind: str, stake: Stake) -> None:
    """Say who has a part in things whose topics begin with `kind:`. Refuses: a second word of the same kind, with `ValueError`."""
    if _known.setdefault(kind, stake) is not stake:
        msg = f"who has a part in a {kind} was said already"
        raise ValueError(msg)


def has_stake(person_id: int | None, topic: str) -> bool:
    """Whether this person has a part in what the topic names; nobody has where no room has said so."""
    stake = _known.get(topic.partition(":")[0])
    return stake is not None and person_id is not None and stake(person_id, topic)
