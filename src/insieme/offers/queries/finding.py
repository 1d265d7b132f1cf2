# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls and offers as they can be found by their words: those alone that everybody may see."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.functional import Promise

from insieme.foundation.finding import Findable
from insieme.foundation.text import unmarked
from insieme.offers.models import Call, Category, Offer, Phase
from insieme.people.queries import organisations_by_id

TAKES_PART = frozenset({Phase.OPEN, Phase.CHOOSING})


def findable_calls(refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
    """The published calls with these slugs, or the first ones behind a key. Two queries."""
    rows = Call.objects.published().filter(pk__gt=after).order_by("pk")
    found = list(rows.filter(slug__in=refs) if refs is not None else rows[:limit])
    companies = organisations_by_id({call.promoter_id for call in found})
    return [_call(call, companies[call.promoter_id].name) for call in found]


def findable_offers(refs: Collection[str] | None = None, *, after: int = -1, limit: int = 500) -> list[Findable]:
    """The signed offers with these references to published calls, or the first ones behind a key. Two queries."""
    rows = Offer.objects.standing().filter(pk__gt=after, call__published_at__isnull=False).select_related("call").order_by("pk")
    found = list(rows.filter(ref__in=refs) if refs is not None else rows[:limit])
    companies = organisations_by_id({offer.organisation_id for offer in found})
    return [_offer(offer, companies[offer.organisation_id].name) for offer in found]


def offers_named_by(*, calls: Collection[str], organisations: Collection[str]) -> list[str]:
    """The references of the offers to these calls. One query; and the calls and offers of an organisation carry its name."""
    rows = Offer.objects.filter(call__slug__in=calls) | Offer.objects.filter(organisation__slug__in=organisations)
    return list(rows.values_list("ref", flat=True))


def calls_named_by(organisations: Collection[str]) -> list[str]:
    """The slugs of the calls that these organisations promote. One query."""
    return list(Call.objects.published().filter(promoter__slug__in=organisations).values_list("slug", flat=True))


def categories() -> list[tuple[str, str | Promise]]:
    """What calls are about: the code and the words of each category."""
    return list(Category.choices)


def _call(call: Call, company: str) -> Findable:
    return Findable(
        kind="call",
        ref=call.slug,
        key=call.pk,
        path=reverse("offers:call", args=[call.slug]),
        title=call.title,
        text=f"{call.summary} {unmarked(call.need)} {company}",
        at=call.published_at or call.created_at,
        place_id=call.place_id,
        category=call.category,
        open_until=call.closes_at if call.phase in TAKES_PART else None,
    )


def _offer(offer: Offer, company: str) -> Findable:
    said = (company, offer.commitment, offer.terms, offer.proof)
    return Findable(
        kind="offer",
        ref=offer.ref,
        key=offer.pk,
        path=reverse("offers:offer", args=[offer.call.slug, offer.ref]),
        title=offer.product,
        text=". ".join(text.strip().rstrip(".") for text in map(unmarked, said) if text.strip()) + ".",
        at=offer.signed_at or offer.created_at,
        place_id=offer.call.place_id,
        category=offer.call.category,
        open_until=offer.call.closes_at if offer.call.phase in TAKES_PART else None,
    )
