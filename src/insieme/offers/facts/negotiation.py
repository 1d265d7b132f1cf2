# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said while an offer is negotiated: what people ask of it, its revisions, and that somebody rated it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.foundation.text import lazily, plainly
from insieme.offers.facts.choosing import OFFERS
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class OfferRevised(Fact):
    """A company is bound to other words from now on. `changes` tell of each what it was and what it is; the digest is of all the words."""

    code: ClassVar[str] = "offers.offer_revised"
    KIND: ClassVar[Kind] = OFFERS
    private: ClassVar[tuple[str, ...]] = ("signed_name", "signed_title")

    call: str
    title: str
    offer: str
    organisation: str
    name: str
    number: int
    changes: list[dict[str, Any]]
    words_sha256: str
    because: str
    answers: list[str]
    signed_name: str = ""
    signed_title: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = _("%(name)s signed revision %(number)s of its offer to the call “%(title)s”")
        return lazily(text, name=self.name, number=plainly(self.number), title=self.title)


@dataclass(frozen=True)
class ImprovementAsked(Fact):
    """Somebody would like an aspect of an offer improved, or no longer does."""

    code: ClassVar[str] = "offers.improvement_asked"
    KIND: ClassVar[Kind] = OFFERS

    call: str
    title: str
    offer: str
    name: str
    aspect: str
    taken_back: bool = False

    def sentence(self) -> str | Promise:
        """Say it for people."""
        asked = _("Somebody asks %(name)s to improve its offer to the call “%(title)s”")
        no_longer = _("Somebody no longer asks %(name)s to improve its offer to the call “%(title)s”")
        return lazily(no_longer if self.taken_back else asked, name=self.name, title=self.title)


@dataclass(frozen=True)
class OfferRated(Fact):
    """Somebody rated an offer, or changed how they did. What they gave is private."""

    code: ClassVar[str] = "offers.offer_rated"
    KIND: ClassVar[Kind] = OFFERS
    private: ClassVar[tuple[str, ...]] = ("marks", "standing")

    call: str
    title: str
    offer: str
    name: str
    revision: int
    marks: list[dict[str, Any]] | None = None
    standing: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("Somebody rated the offer of %(name)s to the call “%(title)s”"), name=self.name, title=self.title)


@dataclass(frozen=True)
class BidderRenamed(Fact):
    """A company with an offer to the call goes by another name. What it signed under the old one binds it as before."""

    code: ClassVar[str] = "offers.bidder_renamed"
    KIND: ClassVar[Kind] = OFFERS

    call: str
    title: str
    was: str
    name: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        words = _("%(was)s, which has an offer to the call “%(title)s”, is now called %(name)s")
        return lazily(words, was=self.was, title=self.title, name=self.name)


ALL = (OfferRevised, ImprovementAsked, OfferRated, BidderRenamed)
