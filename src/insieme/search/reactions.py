# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the room does when something is known: it asks anew for the things that the facts are about."""

from __future__ import annotations

from insieme.offers.queries import calls_named_by, offers_named_by
from insieme.record.reactions import SealedFact
from insieme.search.actions import index, refresh
from insieme.search.actions.indexing import BATCH
from insieme.search.models import Kind
from insieme.voices.queries.finding import voices_about

ERASED = "record.erased"
#: After these, what stands on the pages of others carries the organisation's new name.
RENAMED = "people.organisation_renamed"
#: After these, what people say about a call, or about an offer to it, is called as the call and the company are now.
RETITLED = {"offers.call_edited", "offers.bidder_renamed"}


def on_anything_index(told: list[SealedFact]) -> None:
    """Bring the calls, offers, organisations and voices that these facts name up to date, and the entries themselves."""
    calls = {fact.public["call"] for fact in told if "call" in fact.public}
    organisations = {fact.public["organisation"] for fact in told if "organisation" in fact.public}
    renamed = {fact.public["organisation"] for fact in told if fact.code == RENAMED}
    if renamed:
        calls |= set(calls_named_by(renamed))
    # Whether an offer is open is for its call to say.
    offers = offers_named_by(calls=calls, organisations=renamed) if calls or renamed else []
    _index(Kind.CALL, calls)
    _index(Kind.OFFER, set(offers))
    _index(Kind.ORGANISATION, organisations)
    retitled = {fact.about for fact in told if fact.code in RETITLED}
    spoken = {fact.public["voice"] for fact in told if "voice" in fact.public}
    _index(Kind.VOICE, spoken | set(voices_about(retitled) if retitled else ()))
    _index(Kind.ENTRY, {str(fact.position) for fact in told})


def on_erased_forget(told: list[SealedFact]) -> None:
    """Look at all people anew: who was erased is found no more. The fact does not say who it was."""
    if told:
        for _seen in refresh(Kind.PERSON):
            pass


def _index(kind: str, refs: set[str]) -> None:
    listed = sorted(refs)
    for first in range(0, len(listed), BATCH):
        index(kind, listed[first : first + BATCH])
