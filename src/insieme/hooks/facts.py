# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the room states in the record: that a hook is no longer called, so that whoever made it can be told. Never whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from insieme.people.facts import ADMINISTRATION
from insieme.record.facts import Fact, Kind

#: What facts about hooks are about: of each one nobody but its owners knows.
HOOKS = "hooks"


@dataclass(frozen=True)
class HookStopped(Fact):
    """A hook is no longer called, because it did not answer. Which, and whose, stands in the private part."""

    code: ClassVar[str] = "hooks.stopped"
    KIND: ClassVar[Kind] = ADMINISTRATION
    private: ClassVar[tuple[str, ...]] = ("hook", "organisation", "person")
    hook: str = ""
    organisation: str = ""
    person: str = ""

    def sentence(self) -> str:
        """Say it in words."""
        return _("A web hook is no longer called: its program did not answer.")
