# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of who promotes a call: who joined, who left, and what ties them to those who answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.foundation.text import lazily, plainly
from insieme.offers.facts.choosing import CALLS
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class PromoterJoined(Fact):
    """An organisation promotes the call with the one that opened it; a person is only "somebody" in public."""

    code: ClassVar[str] = "offers.promoter_joined"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    name: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        if not self.name:
            return lazily(_("One more person promotes the call “%(title)s”"), title=self.title)
        return lazily(_("%(name)s promotes the call “%(title)s” too"), title=self.title, name=self.name)


@dataclass(frozen=True)
class PromoterLeft(Fact):
    """Who promoted the call with others no longer does."""

    code: ClassVar[str] = "offers.promoter_left"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    name: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        if not self.name:
            return lazily(_("One person no longer promotes the call “%(title)s”"), title=self.title)
        return lazily(_("%(name)s no longer promotes the call “%(title)s”"), title=self.title, name=self.name)


@dataclass(frozen=True)
class InterestsDeclared(Fact):
    """A promoter says what ties it to possible bidders, or that nothing does. What a person declares stands in the private part."""

    code: ClassVar[str] = "offers.interests_declared"
    KIND: ClassVar[Kind] = CALLS
    private: ClassVar[tuple[str, ...]] = ("own",)

    call: str
    title: str
    name: str
    many: int
    ties: list[dict[str, Any]]
    own: list[dict[str, Any]] | None = None

    def sentence(self) -> str | Promise:
        """Say it for people."""
        who = self.name or _("A person who promotes it")
        if not self.many:
            return lazily(_("Call “%(title)s”: %(who)s declares no tie to possible bidders"), title=self.title, who=who)
        text = ngettext_lazy(
            "Call “%(title)s”: %(who)s declares %(many)s tie to possible bidders",
            "Call “%(title)s”: %(who)s declares %(many)s ties to possible bidders",
            self.many,
        )
        return lazily(text, title=self.title, who=who, many=plainly(self.many))


@dataclass(frozen=True)
class TieFound(Fact):
    """After a company had signed, somebody came to act both for it and for a promoter. Found by the program, not declared."""

    code: ClassVar[str] = "offers.tie_found"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    promoter: str
    company: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = _("Call “%(title)s”: somebody acts both for %(promoter)s, which promotes it, and for %(company)s, which answered")
        return lazily(text, title=self.title, promoter=self.promoter, company=self.company)


ALL = (PromoterJoined, PromoterLeft, InterestsDeclared, TieFound)
