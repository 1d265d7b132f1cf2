# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people ask to be improved in an offer, as numbers; and which revision answered what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from insieme.foundation.actor import Actor
from insieme.offers.models import Aspect, Offer, Revision, Wish


@dataclass(frozen=True, slots=True)
class Asked:
    """How many ask for an aspect to be improved (`people`), how many did before revision `answered_in` answered them, and whether I do."""

    aspect: Aspect
    people: int
    before: int
    answered_in: int
    mine: bool


def answered_in(offer: Offer) -> dict[str, int]:
    """The last revision that answers each aspect, by aspect; without those that none answers. One query."""
    return _answered(Revision.objects.signed().filter(offer_id=offer.pk).order_by("number"))


def wishes_of(offer: Offer, actor: Actor, revisions: Iterable[Revision]) -> list[Asked]:
    """What is asked of an offer whose signed `revisions` these are, one for each aspect. Two queries; one for strangers."""
    answered = _answered(sorted(revisions, key=lambda each: each.number))
    people, before = dict.fromkeys(Aspect.values, 0), dict.fromkeys(Aspect.values, 0)
    rows = Wish.objects.filter(offer_id=offer.pk).values_list("aspect", "revision").annotate(Count("pk"))
    for aspect, number, count in rows:
        side = people if number >= answered.get(aspect, 0) else before
        side[aspect] += count
    mine = set() if actor.person_id is None else _mine(offer, actor.person_id, answered)
    return [Asked(each, people[each], before[each], answered.get(each, 0), each in mine) for each in Aspect]


def wishers(ref: str, number: int, answers: Iterable[str]) -> set[int]:
    """The ids of those who asked for what revision `number` of this offer answers, and whom no earlier one answered. Two queries."""
    before = _answered(Revision.objects.signed().filter(offer__ref=ref, number__lt=number).order_by("number"))
    asked = Wish.objects.filter(offer__ref=ref, aspect__in=list(answers), revision__lt=number)
    return {person for person, aspect, seen in asked.values_list("person_id", "aspect", "revision") if seen >= before.get(aspect, 0)}


def _mine(offer: Offer, person_id: int, answered: dict[str, int]) -> set[str]:
    rows = Wish.objects.filter(offer_id=offer.pk, person_id=person_id).values_list("aspect", "revision")
    return {aspect for aspect, number in rows if number >= answered.get(aspect, 0)}


def _answered(ordered: Iterable[Revision]) -> dict[str, int]:
    return {aspect: each.number for each in ordered for aspect in each.answers}
