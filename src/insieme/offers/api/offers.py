# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offers: those of a call, one, and its life in the hands of its company; what a company does; commitments to start from."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.api import versions
from insieme.foundation.api.cursors import MOST
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions, queries
from insieme.offers.actions.offering import text_digest, text_of
from insieme.offers.models import Offer
from insieme.offers.queries.offers import gathered
from insieme.offers.queries.revisions import words_in_force
from insieme.offers.schemas.offers import (
    ActivityTold,
    NewOfferSent,
    OfferInFull,
    OfferLine,
    OfferSent,
    OfferTold,
    SignatureSent,
)
from insieme.people.access import managed, organisation, organisations_of

room = Room("Offers")


def _told(request: Asked, made: Offer) -> Any:
    return queries.offer_page(request.auth, made.call.slug, made.ref)


@room.find("/calls/{slug}/offers", list[OfferTold])
def offers(request: Asked, slug: str) -> Any:
    """The signed offers of a call in the order they were made; then the drafts of one's own organisations."""
    signed, drafts = gathered(access.call(request.auth, slug), drafts_of={each.pk for each in organisations_of(request.auth)})
    return [*signed, *drafts]


@room.change("POST", "/calls/{slug}/offers", OfferInFull, scope=Scope.OFFER, status=201)
def make_offer(request: Asked, slug: str, sent: NewOfferSent) -> Any:
    """Draft an offer to an open call. Nobody but the company sees it until it is signed."""
    access.call(request.auth, slug)
    company = managed(request.auth, sent.organisation)
    return _told(request, actions.make_offer(slug, by=request.auth, organisation_id=company.pk, text=sent.text(), now=clock.now()))


@room.find("/calls/{slug}/offers/{ref}", OfferInFull)
def offer(request: Asked, slug: str, ref: str) -> Any:
    """One offer, with all that binds its company."""
    found = queries.offer_page(request.auth, slug, ref)
    if found.signed_at is None:
        versions.tell(request, text_digest(found))
    return found


@room.change("PUT", "/calls/{slug}/offers/{ref}", OfferInFull, scope=Scope.OFFER)
def edit_offer(request: Asked, slug: str, ref: str, sent: OfferSent) -> Any:
    """Write a draft anew; what is left out stays. A signed offer no longer changes."""
    stands = text_of(words_in_force(access.offer(request.auth, slug, ref)))
    return _told(request, actions.edit_offer(slug, ref, by=request.auth, text=sent.text(stands)))


@room.change("POST", "/calls/{slug}/offers/{ref}/sign", OfferInFull, scope=Scope.OFFER, seen=True)
def sign_offer(request: Asked, slug: str, ref: str, sent: SignatureSent) -> Any:
    """Bind the company to its offer, by name; from then on everybody sees it."""
    seen = str(versions.given(request, sent.seen))
    return _told(request, actions.sign_offer(slug, ref, by=request.auth, name=sent.name, title=sent.title, seen=seen, now=clock.now()))


@room.change("POST", "/calls/{slug}/offers/{ref}/withdraw", None, scope=Scope.OFFER, status=204)
def withdraw_offer(request: Asked, slug: str, ref: str) -> Any:
    """Take an offer back while the call is open for offers."""
    actions.withdraw_offer(slug, ref, by=request.auth, now=clock.now())


@room.find("/organisations/{slug}/activity", ActivityTold)
def activity(request: Asked, slug: str) -> Any:
    """The calls that an organisation promotes and the offers that it made, at most twenty of each; for its managers the drafts too."""
    found = organisation(request.auth, slug)
    return queries.activity(found.pk, request.auth, now=clock.now())


@room.find("/me/unsigned", list[OfferLine], own=True)
def my_unsigned(request: Asked) -> Any:
    """The drafts of offers that the one who asks may still sign, the most urgent first, at most a hundred."""
    return queries.unsigned(organisations_of(request.auth), now=clock.now(), limit=MOST)
