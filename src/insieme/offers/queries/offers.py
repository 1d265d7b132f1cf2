# SPDX-License-Identifier: AGPL-3.0-or-later
"""Offers as the pages and the rules need them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from insieme.foundation.actor import Actor
from insieme.foundation.memory import memory
from insieme.foundation.prepared import Prepared
from insieme.offers import access
from insieme.offers.models import Call, Offer, OfferState, Phase, Tier
from insieme.offers.queries.track import calls_won
from insieme.offers.rules.pledging import Terms, thresholds_for
from insieme.people.access import organisations_of

KEPT_SECONDS = 600
#: Asked for by every page of a call.
_IN_SHORT: Prepared[Offer] = Prepared(
    lambda call: (
        Offer.objects.standing()
        .filter(call_id=call)
        .annotate(made_before=_made_before(), calls_won=calls_won())
        .select_related("organisation__place")
        .only("ref", "organisation", "revision", "alike")
        .order_by("pk")
    ),
    values=1,
)


def is_settled(call: Call) -> bool:
    """Whether no offer can come to the call or leave it any more."""
    return call.phase not in {Phase.DRAFT, Phase.OPEN}


def terms(call: Call) -> dict[str, Terms]:
    """What the rules need of the standing offers, by ref, in the order they were made.

    Two queries, and none once the call is settled and the process remembers what was last revised.
    """
    known = remembered(call)
    return terms_of(call, standing(call)) if known is None else known


def own_offers(actor: Actor, known: Mapping[str, Terms]) -> frozenset[str]:
    """Those of these offers that the actor cannot rank: of companies in whose name they may act. One query; none for strangers."""
    held = {each.pk for each in organisations_of(actor, "responder")}
    return frozenset(ref for ref, offer in known.items() if offer.company in held)


def written_terms(call: Call, refs: Collection[str]) -> dict[str, str]:
    """What a buyer must know beside the price, as those of these offers have it that say anything. One query."""
    return dict(Offer.objects.filter(call=call, ref__in=refs).standing().exclude(terms="").values_list("ref", "terms"))


def remembered(call: Call) -> dict[str, Terms] | None:
    """The terms of a settled call, if this process has read them lately. No query."""
    known: dict[str, Terms] | None = memory.get(_key(call)) if is_settled(call) else None
    return known


def terms_of(call: Call, offers: Sequence[Offer]) -> dict[str, Terms]:
    """The terms of the call's standing offers, kept in mind once the call is settled."""
    found = {offer.ref: _terms(offer) for offer in offers}
    if is_settled(call):
        memory.set(_key(call), found, KEPT_SECONDS)
    return found


def named_terms(call: Call) -> dict[str, Terms]:
    """The terms with the names by which the companies go at present. Two queries; one where the process remembers the terms."""
    known = remembered(call)
    return terms_of(call, standing(call)) if known is None else renamed(known, in_short(call))


def renamed(known: Mapping[str, Terms], offers: Sequence[Any]) -> dict[str, Terms]:
    """Remembered terms, with the companies' names as these offers have them."""
    return {offer.ref: replace(known[offer.ref], name=offer.company.name) for offer in offers if offer.ref in known}


def in_short(call: Call) -> list[Offer]:
    """The call's signed offers with what may still change in how they are shown: `company`, `made_before`, `calls_won`, `revision`.

    One query; the call gets its `company` on the way.
    """
    return _name(call, _IN_SHORT.rows(call.pk))


def standing(call: Call) -> list[Offer]:
    """The call's signed offers in the order they were made. Two queries.

    Each has `tiers`, `company`, `thresholds`, `made_before` and `calls_won`.
    """
    return gathered(call)[0]


def gathered(call: Call, *, drafts_of: Iterable[int] = ()) -> tuple[list[Offer], list[Offer]]:
    """The call's signed offers, and what these organisations have not signed yet. Two queries; the call gets its `company` on the way."""
    wanted = Q(state=OfferState.SIGNED) | Q(state=OfferState.DRAFT, organisation_id__in=set(drafts_of))
    found = _dress(call, list(_with_record().filter(wanted, call_id=call.pk).order_by("pk")))
    signed = [offer for offer in found if offer.state == OfferState.SIGNED]
    return signed, [offer for offer in found if offer.state == OfferState.DRAFT]


def offer_page(actor: Actor, slug: str, ref: str) -> Offer:
    """One offer that `actor` may see, with its call and all that `standing` gives it. Refuses: what `access.offer` refuses."""
    found = access.offer(actor, slug, ref)
    return _dress(found.call, [_with_record().select_related("thread").get(pk=found.pk)])[0]


def offers_by(organisation_id: int, *, limit: int = 20) -> list[Offer]:
    """The signed offers of an organisation, the newest first, each with its call and tiers. Two queries."""
    found = _with_tiers().standing().filter(organisation_id=organisation_id).select_related("call")
    return list(found.order_by("-pk")[:limit])


def may_offer_for(actor: Actor, call: Call) -> list[Any]:
    """The organisations for which the actor may make an offer to the call: none that has one already; none at all for who promotes it.

    Two queries.
    """
    mine = organisations_of(actor)
    if access.promotes(actor, call, acts_for={each.pk for each in mine}):
        return []
    taken = set(Offer.objects.filter(call_id=call.pk).exclude(state=OfferState.WITHDRAWN).values_list("organisation_id", flat=True))
    return [each for each in mine if each.pk not in taken]


def _with_tiers() -> Any:
    return Offer.objects.prefetch_related(Prefetch("tiers", queryset=Tier.objects.order_by("threshold")))


def _with_record() -> Any:
    return _with_tiers().select_related("organisation__place").annotate(made_before=_made_before(), calls_won=calls_won())


def _made_before() -> Exists:
    """Whether the company of an offer made one that was decided in another call."""
    decided = Offer.objects.filter(organisation_id=OuterRef("organisation_id"), state=OfferState.SIGNED, call__phase=Phase.CLEARED)
    return Exists(decided.exclude(call_id=OuterRef("call_id")))


def _dress(call: Call, found: list[Offer]) -> list[Offer]:
    for offer in _name(call, found):
        offer.call = call
        offer.thresholds = thresholds_for(_terms(offer), call.menu)  # type: ignore[attr-defined]
    return found


def _name(call: Call, found: list[Offer]) -> list[Offer]:
    call.company = call.promoter  # type: ignore[attr-defined]
    for offer in found:
        offer.company = offer.organisation  # type: ignore[attr-defined]
    return found


def _terms(offer: Offer) -> Terms:
    return Terms(
        ref=offer.ref,
        quorum=offer.quorum,
        quorum_unit=offer.quorum_unit,
        capacity=offer.capacity,
        price_minor=offer.price_minor,
        thresholds=tuple(tier.threshold for tier in offer.tiers.all()),
        name=offer.company.name,  # type: ignore[attr-defined]
        product=offer.product,
        proof_by=offer.proof_by,
        revision=offer.revision,
        alike=tuple(offer.alike),
        company=offer.organisation_id,
    )


def _key(call: Call) -> str:
    return f"offers.terms:{call.pk}:{call.revisions}"
