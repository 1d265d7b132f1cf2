# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the talk about an offer is called, and calling it so again when the call or the company goes by another name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from insieme.foundation.actor import Actor
from insieme.offers import facts
from insieme.offers.models import Call, Offer
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say
from insieme.voices.actions import rename_thread


def name_of_talk(company: str, call: Call) -> str:
    """The company, then what it answers."""
    return f"{company}: {call.title}"


def rename_talks(offers: Iterable[Offer], *, by: Actor) -> list[Call]:
    """Call the talks about these offers as call and company are called now; return the calls where one went by another name.

    Stands inside of the transaction of the change.
    """
    spoken = [offer for offer in offers if offer.thread_id]
    companies = organisations_by_id({offer.organisation_id for offer in spoken})
    changed = {}
    for offer in spoken:
        title = name_of_talk(companies[offer.organisation_id].name, offer.call)
        for talk in filter(None, (offer.thread_id, offer.reviews_id)):
            if rename_thread(talk, by=by, title=title):
                changed[offer.call_id] = offer.call
    return list(changed.values())


@transaction.atomic
def rename_bidder(slug: str, *, was: str, by: Actor) -> int:
    """Let the talks about the offers of an organisation go by its present name; return in how many calls one did not. Twice is once.

    Says: `BidderRenamed` in each of these calls.
    """
    offers = list(Offer.objects.filter(organisation__slug=slug).select_related("call", "organisation").order_by("pk"))
    calls = rename_talks(offers, by=by)
    for call in calls:
        say(facts.BidderRenamed(call.slug, call.title, was, offers[0].organisation.name), about=call.topic, by=by)
    return len(calls)
