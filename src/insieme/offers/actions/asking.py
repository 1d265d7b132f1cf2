# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking a company to improve an aspect of its offer: a press, counted; words about it belong into the talk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid
from insieme.offers import access, facts
from insieme.offers.models import Aspect, Wish
from insieme.offers.queries.wishes import answered_in
from insieme.offers.rules.phases import Verb
from insieme.people.queries import organisations_by_id
from insieme.people.queries.organisations import sides_of
from insieme.record.actions import say


class OwnOffer(Denied):
    """A company does not ask itself."""

    code = "own_offer"
    sentence = _("You stand on the side of this company: others ask it to improve its offer, you can revise it.")


@transaction.atomic
def ask(slug: str, ref: str, *, by: Actor, aspect: str, wanted: bool, now: datetime) -> bool:
    """Ask for an aspect of an offer to be improved, or (`wanted` false) no longer. Twice is once; returns whether anything changed.

    What a revision has answered can be asked anew. Refuses: what `access.offer` refuses; `OwnOffer`; `Invalid` for an unknown aspect.
    Says: `ImprovementAsked`.
    """
    offer = access.offer(by, slug, ref, to=Verb.ASK, now=now, lock=True)
    if aspect not in Aspect.values:
        raise Invalid({"": _("Choose what you would like improved.")})
    if by.person_id is None or sides_of(by.person_id, [offer.organisation_id]):
        raise OwnOffer
    locks.exclusive(f"wish:{offer.pk}:{by.person_id}")
    answered = answered_in(offer).get(aspect, 0)
    mine = Wish.objects.filter(offer=offer, person_id=by.person_id, aspect=aspect, revision__gte=answered)
    if mine.exists() == wanted:
        return False
    if wanted:
        Wish.objects.create(offer=offer, person_id=by.person_id, aspect=aspect, revision=offer.revision, at=now)
    else:
        mine.delete()
    name = organisations_by_id([offer.organisation_id])[offer.organisation_id].name
    fact = facts.ImprovementAsked(offer.call.slug, offer.call.title, offer.ref, name, aspect, taken_back=not wanted)
    say(fact, about=offer.call.topic, by=by, at=now)
    return True
