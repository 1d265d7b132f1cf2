# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who will be told of what a promoter or a company is about to do, asked before it is done."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from ninja import Query

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.notices.queries import who_will_be_told
from insieme.notices.schemas import WillBeTold
from insieme.offers import access
from insieme.offers.models import OfferState, Phase
from insieme.offers.queries.announcing import cancelling, publishing, revising, signing
from insieme.offers.queries.revisions import drafted_revision
from insieme.offers.rules.phases import Verb

room = Room("Who will be told")
Name = Annotated[str, Query(max_length=80, description="How one signs: who follows a person is told of what they sign by their own name.")]


@room.find("/calls/{slug}/told", WillBeTold, own=True)
def told_of_call(request: Asked, slug: str, doing: Literal["publish", "cancel"]) -> Any:
    """Who will be told once a call is published or cancelled, for those who may do that. Of a draft that is cancelled nobody hears."""
    call = access.call(request.auth, slug, to=Verb.PUBLISH if doing == "publish" else Verb.CANCEL, now=clock.now())
    if doing == "publish":
        return who_will_be_told(publishing(call))
    return who_will_be_told(*([] if call.phase == Phase.DRAFT else [cancelling(call)]))


@room.find("/calls/{slug}/offers/{ref}/told", WillBeTold, own=True)
def told_of_offer(request: Asked, slug: str, ref: str, doing: Literal["sign", "revise"], name: Name = "") -> Any:
    """Who will be told once an offer, or the draft of its next revision, is signed, for those who may sign it."""
    actor, verb = request.auth, Verb.OFFER if doing == "sign" else Verb.REVISE
    offer = access.offer(actor, slug, ref, to=verb, now=clock.now())
    draft = drafted_revision(actor, offer) if doing == "revise" else None
    if doing == "sign" and offer.state == OfferState.DRAFT:
        return who_will_be_told(signing(offer, by=actor, name=name))
    if draft is None:
        raise NotVisible
    return who_will_be_told(revising(offer, draft, by=actor, name=name))
