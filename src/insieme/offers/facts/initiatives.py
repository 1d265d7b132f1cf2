# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of initiatives: that an organisation brings its people to a call, and how many it says they are. Never who comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.foundation.text import lazily, plainly
from insieme.offers.facts.choosing import CALLS
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class InitiativeOpened(Fact):
    """An organisation asks its people to take part in a call. Their number is what it declares; nobody has counted it."""

    code: ClassVar[str] = "offers.initiative_opened"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    initiative: str
    organisation: str
    name: str
    crowd: str
    declared: int

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = ngettext_lazy(
            "%(name)s, which says that it has %(count)s person, asks its people to take part in the call “%(title)s”",
            "%(name)s, which says that it has %(count)s people, asks them to take part in the call “%(title)s”",
            self.declared,
        )
        return lazily(text, name=self.name, title=self.title, count=plainly(self.declared))


@dataclass(frozen=True)
class InitiativeClosed(Fact):
    """Nobody comes to the call through this initiative any more; who came stays."""

    code: ClassVar[str] = "offers.initiative_closed"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    initiative: str
    organisation: str
    name: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("%(name)s closed its initiative for the call “%(title)s”"), name=self.name, title=self.title)


ALL = (InitiativeOpened, InitiativeClosed)
