# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is acting, through which door. A value that is always passed, never ambient."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Door(StrEnum):
    """The way in by which an action was reached."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts: a person by id and public ref, or a part of the system by name, or a stranger."""

    name: str
    door: Door
    person_id: int | None = None
    organisation_id: int | None = None
    scopes: frozenset[str] = frozenset()

    @classmethod
    def stranger(cls, door: Door = Door.WEB) -> Actor:
        """Somebody who is not signed in."""
        return cls(name="stranger", door=door)

    @classmethod
    def system(cls, part: str) -> Actor:
        """A part of the program acting by itself, for example its clock."""
        return cls(name=f"system:{part}", door=Door.TASK)

    @classmethod
    def person(cls, person_id: int, ref: str, door: Door = Door.WEB, *, scopes: frozenset[str] = frozenset()) -> Actor:
        """A signed-in person; `ref` is the random public reference, never a name or an address. `scopes` count at the API's door."""
        return cls(name=f"person:{ref}", door=door, person_id=person_id, scopes=scopes)

    @property
    def is_person(self) -> bool:
        """Whether a person, not the system or a stranger, is acting."""
        return self.person_id is not None

    @property
    def is_system(self) -> bool:
        """Whether the program itself is acting."""
        return self.name.startswith("system:")
