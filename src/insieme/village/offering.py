# SPDX-License-Identifier: AGPL-3.0-or-later
"""Companies answer a call: their offers are made, signed and revised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial

from insieme.offers import actions
from insieme.offers.actions.offering import OfferText, TierText
from insieme.offers.actions.templates import keep_template
from insieme.village.cast import Cast
from insieme.village.events import Event, Refs
from insieme.village.world.telling import Bid, Story


def offering(story: Story, cast: Cast, refs: Refs, now: datetime) -> Iterator[Event]:
    """The offers to this call until `now`; they are put into `refs`."""
    for bid in story.bids:
        yield Event(bid.made.seen_from(now), partial(_offer, story, bid, cast, refs, now))
        if bid.signed:
            yield Event(bid.signed.seen_from(now), partial(_sign, story, bid, cast, refs))
        for number, revised in enumerate(bid.revisions, start=1):
            yield Event(revised.at.seen_from(now), partial(_revise, story, bid, number, cast, refs, now))


def _offer(story: Story, bid: Bid, cast: Cast, refs: Refs, now: datetime, at: datetime) -> None:
    by, company = cast.owner(bid.company), cast.organisation(bid.company)
    refs[bid.company] = actions.make_offer(story.slug, by=by, organisation_id=company, text=_text(bid, now), now=at).ref
    if bid.kept:
        keep_template(story.slug, refs[bid.company], by=by, name=bid.kept)


def _sign(story: Story, bid: Bid, cast: Cast, refs: Refs, at: datetime) -> None:
    actions.sign_offer(story.slug, refs[bid.company], by=cast.owner(bid.company), now=at, **cast.signature(bid.company))


def _revise(story: Story, bid: Bid, number: int, cast: Cast, refs: Refs, now: datetime, at: datetime) -> None:
    revised, ref, by = bid.revisions[number - 1], refs[bid.company], cast.owner(bid.company)
    text = _text(bid.after(number), now)
    draft = actions.draft_revision(story.slug, ref, by=by, text=text, because=revised.because, answers=revised.answers, now=at)
    actions.sign_revision(story.slug, ref, by=by, seen=draft.digest, now=at, **cast.signature(bid.company))


def _text(bid: Bid, now: datetime) -> OfferText:
    return OfferText(
        product=bid.product,
        price_minor=bid.price_minor,
        quorum=bid.quorum,
        quorum_unit=bid.quorum_unit,
        commitment=bid.commitment,
        basis=bid.basis,
        proof=bid.proof,
        proof_by=now.date() + timedelta(days=bid.proof_day),
        tiers=tuple(TierText(**asdict(step)) for step in bid.steps),
        terms=bid.terms,
        capacity=bid.capacity,
        currency=bid.currency,
    )
