# SPDX-License-Identifier: AGPL-3.0-or-later
"""How people judge offers: marks by criteria, reasons, what they would like improved, offers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from insieme.foundation import clock
from insieme.foundation.api.cursors import After, Limit, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions, queries
from insieme.offers.forms.slowly import slowly_improved
from insieme.offers.models import Call
from insieme.offers.queries.ratings import own_ratings, ratings_of, reasons
from insieme.offers.queries.revisions import revisions_of
from insieme.offers.queries.wishes import wishes_of
from insieme.offers.rules.ratings import Spread, criteria_of
from insieme.offers.schemas.negotiation import AspectSent, MarksSent, MarkTold, OfferCompared, ReasonTold, SpreadTold, WishTold
from insieme.voices.forms.slowly import slowly

room = Room("Judging offers")


def _spreads(call: Call, found: Sequence[Spread]) -> list[dict[str, Any]]:
    named = zip(criteria_of(call.criteria), found, strict=True)
    return [{"criterion": str(words), "counted": each.counted, "apart": each.apart} for words, each in named]


@room.find("/calls/{slug}/compare", list[OfferCompared])
def compare(request: Asked, slug: str) -> Any:
    """The signed offers of a call side by side: their terms, and how each was rated."""
    call = access.call(request.auth, slug)
    found: list[Any] = queries.standing(call)
    marks = ratings_of(call, found)
    for each in found:
        each.spreads = _spreads(call, marks[each.pk])
    return found


@room.find("/calls/{slug}/offers/{ref}/ratings", list[SpreadTold])
def ratings(request: Asked, slug: str, ref: str) -> Any:
    """How an offer was rated, by the criteria of its call."""
    offer = access.offer(request.auth, slug, ref)
    return _spreads(offer.call, ratings_of(offer.call, [offer])[offer.pk])


@room.find("/calls/{slug}/offers/{ref}/ratings/reasons", Page[ReasonTold])
def rating_reasons(request: Asked, slug: str, ref: str, after: After = "", limit: Limit = 20) -> Any:
    """The reasons that were given with marks, the newest first, without whose they are: each is a voice, to be replied to or reported."""
    heading = f"reasons {ref}"
    found = reasons(request.auth, access.offer(request.auth, slug, ref), before=key_of(after, heading), limit=limit + 1)
    return page(request, found, limit, lambda rating: rating.pk, heading)


@room.find("/calls/{slug}/offers/{ref}/ratings/mine", list[MarkTold], own=True)
def own_marks(request: Asked, slug: str, ref: str) -> Any:
    """The marks of the one who asks."""
    return [each for _number, each in sorted(own_ratings(request.auth, access.offer(request.auth, slug, ref)).items())]


@room.change("PUT", "/calls/{slug}/offers/{ref}/ratings/mine", list[MarkTold], scope=Scope.TALK)
def rate(request: Asked, slug: str, ref: str, sent: MarksSent) -> Any:
    """Rate an offer, or change how one did. The same again changes nothing. Accept-Language says in which language the reasons are."""
    slowly(request, "speak")
    language = (get_language() or "it").partition("-")[0]
    return actions.rate(slug, ref, by=request.auth, marks=sent.given(), language=language, now=clock.now())


@room.find("/calls/{slug}/offers/{ref}/improvements", list[WishTold])
def improvements(request: Asked, slug: str, ref: str) -> Any:
    """What people ask to be improved in an offer, and which revision answered what."""
    offer = access.offer(request.auth, slug, ref)
    return wishes_of(offer, request.auth, revisions_of(offer))


@room.change("PUT", "/calls/{slug}/offers/{ref}/improvements/{aspect}", None, scope=Scope.TALK, status=204)
def ask_improvement(request: Asked, slug: str, ref: str, aspect: AspectSent) -> Any:
    """Ask for an aspect to be improved. Again changes nothing."""
    slowly_improved(request)
    actions.ask(slug, ref, by=request.auth, aspect=aspect, wanted=True, now=clock.now())


@room.change("DELETE", "/calls/{slug}/offers/{ref}/improvements/{aspect}", None, scope=Scope.TALK, status=204)
def take_improvement_back(request: Asked, slug: str, ref: str, aspect: AspectSent) -> Any:
    """Ask for it no longer. Again changes nothing."""
    slowly_improved(request)
    actions.ask(slug, ref, by=request.auth, aspect=aspect, wanted=False, now=clock.now())
