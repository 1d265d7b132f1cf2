# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of calls, signed offers, pledges and outcomes in the public record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.foundation.text import lazily, plainly
from insieme.record.facts import Fact, Kind

CALLS = Kind("calls", _("Calls"))
OFFERS = Kind("offers", _("Offers"))
PLEDGES = Kind("pledges", _("Pledges"))
OUTCOMES = Kind("outcomes", _("Outcomes"))


@dataclass(frozen=True)
class CallPublished(Fact):
    """A call is open for offers."""

    code: ClassVar[str] = "offers.call_published"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    promoter: str
    choosing_at: str
    closes_at: str
    revisions_until: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("%(promoter)s opened the call “%(title)s”"), title=self.title, promoter=self.promoter)


@dataclass(frozen=True)
class CallEdited(Fact):
    """An open call has other words. Neither these nor those before: what was corrected is not kept."""

    code: ClassVar[str] = "offers.call_edited"
    KIND: ClassVar[Kind] = CALLS

    call: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return _("The promoter changed the words of a call")


#: Why the program itself cancels a call: kept as a code, and said in the language of whoever reads it.
NO_OFFERS = "no_offers"


def cancelled_because(kept: str) -> str | Promise:
    """Why a call was cancelled, in words: those that somebody wrote, or the program's own."""
    return _("No company answered with a signed offer.") if kept == NO_OFFERS else kept


@dataclass(frozen=True)
class CallCancelled(Fact):
    """A call ends without a choice, for a reason."""

    code: ClassVar[str] = "offers.call_cancelled"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    because: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("The call “%(title)s” was cancelled: %(because)s"), title=self.title, because=cancelled_because(self.because))


@dataclass(frozen=True)
class OfferSigned(Fact):
    """A company is bound to these words if it is chosen. Who signed stands in the private part."""

    code: ClassVar[str] = "offers.offer_signed"
    KIND: ClassVar[Kind] = OFFERS
    private: ClassVar[tuple[str, ...]] = ("signed_name", "signed_title")

    call: str
    title: str
    offer: str
    organisation: str
    name: str
    product: str
    price: dict[str, Any]
    terms: str
    quorum: int
    quorum_unit: str
    capacity: int | None
    commitment: str
    basis: str
    tiers: list[dict[str, Any]]
    proof: str
    proof_by: str
    signed_name: str = ""
    signed_title: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("%(name)s signed its offer to the call “%(title)s”"), name=self.name, title=self.title)


@dataclass(frozen=True)
class OfferWithdrawn(Fact):
    """A company takes its offer back before people choose."""

    code: ClassVar[str] = "offers.offer_withdrawn"
    KIND: ClassVar[Kind] = OFFERS

    call: str
    title: str
    offer: str
    name: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("%(name)s withdrew its offer to the call “%(title)s”"), name=self.name, title=self.title)


@dataclass(frozen=True)
class ChoosingBegan(Fact):
    """From now on people rank these offers; none comes or goes any more."""

    code: ClassVar[str] = "offers.choosing_began"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    offers: list[str]

    def sentence(self) -> str | Promise:
        """Say it for people."""
        count = len(self.offers)
        text = ngettext_lazy(
            "People choose in the call “%(title)s”: %(count)s offer", "People choose in the call “%(title)s”: %(count)s offers", count
        )
        return lazily(text, title=self.title, count=plainly(count))


@dataclass(frozen=True)
class Pledged(Fact):
    """Somebody pledged, or put another pledge in the place of the last one. The digest binds; what was chosen is private."""

    code: ClassVar[str] = "offers.pledged"
    KIND: ClassVar[Kind] = PLEDGES
    private: ClassVar[tuple[str, ...]] = ("entries", "new_for", "quantity", "place")

    call: str
    title: str
    again: bool
    entries: list[dict[str, Any]] | None = None
    new_for: list[str] | None = None
    quantity: int = 1
    place: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        if self.again:
            return lazily(_("Somebody changed their pledge in the call “%(title)s”"), title=self.title)
        return lazily(_("Somebody pledged in the call “%(title)s”"), title=self.title)


@dataclass(frozen=True)
class PledgeWithdrawn(Fact):
    """Somebody took their pledge back."""

    code: ClassVar[str] = "offers.pledge_withdrawn"
    KIND: ClassVar[Kind] = PLEDGES
    private: ClassVar[tuple[str, ...]] = ("number",)

    call: str
    title: str
    number: int = 0

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("Somebody withdrew their pledge in the call “%(title)s”"), title=self.title)


@dataclass(frozen=True)
class CallClosed(Fact):
    """The deadline has passed: no pledge after this one counts."""

    code: ClassVar[str] = "offers.call_closed"
    KIND: ClassVar[Kind] = CALLS

    call: str
    title: str
    people: int

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = ngettext_lazy(
            "The call “%(title)s” closed with %(count)s pledge", "The call “%(title)s” closed with %(count)s pledges", self.people
        )
        return lazily(text, title=self.title, count=plainly(self.people))


#: Whether several go ahead, and what is said then.
DECIDED_FOR = {
    several: ngettext_lazy(
        "The call “%(title)s” is decided: %(names)s goes ahead", "The call “%(title)s” is decided: %(names)s go ahead", 1 + several
    )
    for several in (False, True)
}


@dataclass(frozen=True)
class Cleared(Fact):
    """Which offers go ahead. The digests bind the two files of the recount."""

    code: ClassVar[str] = "offers.cleared"
    KIND: ClassVar[Kind] = OUTCOMES

    call: str
    title: str
    active: list[str]
    names: list[str]
    verdict: str
    certified: bool
    people_served: int
    people_unserved: int
    seed: str
    log_size: int
    log_root: str
    checkpoint_size: int
    result_sha256: str
    reduced_sha256: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        if not self.names:
            return lazily(_("The call “%(title)s” is decided: no offer reached its quorum"), title=self.title)
        return lazily(DECIDED_FOR[len(self.names) > 1], title=self.title, names=", ".join(self.names))


ALL = (CallPublished, CallEdited, CallCancelled, OfferSigned, OfferWithdrawn, ChoosingBegan, Pledged, PledgeWithdrawn, CallClosed, Cleared)
