# SPDX-License-Identifier: AGPL-3.0-or-later
"""Revisions of offers: what is in force, what was before, who ranked an older one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import TextField, prefetch_related_objects
from django.db.models.functions import Cast

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.offers.models import Offer, Phase, Pledge, Revision
from insieme.offers.rules.revisions import BINDING, TIER, alike, words_of
from insieme.people.access import may_act_for

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An offer on somebody's list that was revised since: the `name` of its company, the revision that they chose, the one in force."""

    offer: Offer
    name: str
    chosen: Revision
    now: Revision


def words_in_force(offer: Offer) -> dict[str, Any]:
    """All that the company of this offer binds itself to as it stands. One query."""
    return words_of(
        {name: getattr(offer, name) for name in BINDING if name != "tiers"}, list(offer.tiers.order_by("threshold").values(*TIER))
    )


def revisions_of(offer: Offer) -> list[Revision]:
    """The signed revisions of an offer, the newest first, each with its entry in the record. One query."""
    return list(Revision.objects.signed().filter(offer_id=offer.pk).select_related("fact").order_by("-number"))


def revision(offer: Offer, number: int) -> Revision:
    """A signed revision of an offer that the reader may see. One query. Refuses: `NotVisible`."""
    found = Revision.objects.signed().filter(offer_id=offer.pk, number=number).select_related("fact").first()
    if found is None:
        raise NotVisible
    return found


def drafted_revision(actor: Actor, offer: Offer) -> Revision | None:
    """The revision that the company has written and not signed yet, for those who act for it."""
    if not may_act_for(actor, offer.organisation_id):
        return None
    return Revision.objects.filter(offer_id=offer.pk, signed_at=None).first()


def same_words(offer: Offer, draft: Revision) -> list[int]:
    """The numbers of the revisions that say what this one says, once it is in force. One query."""
    earlier = dict(Revision.objects.signed().filter(offer_id=offer.pk).values_list("number", "words"))
    return [*alike(earlier, draft.words), draft.number]


def ranked_an_older_revision(offer: Offer) -> list[int]:
    """The ids of the people who have this offer on a list that stands, by other words than those in force: who is to be told. One query."""
    rows = Pledge.objects.filter(call_id=offer.call_id).standing().alias(text=Cast("entries", TextField())).filter(text__contains=offer.ref)
    found = rows.order_by("person_id").values_list("person_id", "entries").iterator(CHUNK)
    return [person_id for person_id, entries in found if any(_is_older(entry, offer) for entry in entries)]


def lapsed_lines(pledge: Pledge) -> list[Lapsed]:
    """What of this pledge waits for a yes, because its offer was revised since, in the order of the list.

    Three queries; none where none of the call's offers was revised.
    """
    return waiting([pledge]).get(pledge, [])


def waiting(pledges: Sequence[Pledge], known: Iterable[Offer] | None = None) -> dict[Pledge, list[Lapsed]]:
    """The same for several pledges, each with its call; those for which nothing waits are left out.

    `known` are the signed offers of their calls, where the caller has read them. Three queries; two with those, one where their companies
    come along.
    """
    asked = [each for each in pledges if not each.withdrawn and each.call.phase == Phase.CHOOSING and each.call.revisions]
    refs = {entry["offer"] for pledge in asked for entry in pledge.entries}
    rows = (Offer.objects.filter(ref__in=refs) if refs else []) if known is None else known
    offers = {offer.ref: offer for offer in rows}
    older = {pledge: [entry for entry in pledge.entries if _is_older(entry, offers[entry["offer"]])] for pledge in asked}
    revised = {offers[entry["offer"]] for entries in older.values() for entry in entries}
    if not revised:
        return {}
    words = {(row.offer_id, row.number): row for row in Revision.objects.signed().filter(offer__in=revised)}
    prefetch_related_objects(list(revised), "organisation")

    def lapsed(entry: dict[str, Any]) -> Lapsed:
        offer = offers[entry["offer"]]
        chosen, now = words[offer.pk, entry.get("revision", 1)], words[offer.pk, offer.revision]
        return Lapsed(offer, offer.organisation.name, chosen, now)

    return {pledge: [lapsed(entry) for entry in entries] for pledge, entries in older.items() if entries}


def waiting_for(actor: Actor, *, limit: int) -> dict[Pledge, list[Lapsed]]:
    """The pledges of `actor` that wait for a yes because an offer was revised, the most urgent first, each with its call.

    One query where none of their calls has revised offers, else four; none for strangers.
    """
    if actor.person_id is None:
        return {}
    mine = Pledge.objects.filter(person_id=actor.person_id, call__phase=Phase.CHOOSING, call__revisions__gt=0).standing()
    found = waiting(list(mine.select_related("call", "initiative").order_by("call__closes_at", "pk")))
    return dict(islice(found.items(), limit))


def _is_older(entry: dict[str, Any], offer: Offer) -> bool:
    return entry["offer"] == offer.ref and entry.get("revision", 1) not in offer.alike
