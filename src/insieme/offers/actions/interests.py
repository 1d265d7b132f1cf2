# SPDX-License-Identifier: AGPL-3.0-or-later
"""No campaign for one's own benefit: what promoters declare, who is refused, and what the program finds out later.

Who acts for a promoter and for a bidder alike is refused until the bidder has signed. A role that is taken afterwards no longer undoes
the offer, because people have chosen it by then: the tie is found, stated in the record and shown beside the offer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.offers import access, facts
from insieme.offers.actions.beside import tell_beside
from insieme.offers.models import Call, CoPromoter, Declaration, FoundTie, Joining, Offer, OfferState, Phase, Tie
from insieme.offers.queries.promoters import is_declared
from insieme.people.access import organisations_of
from insieme.people.queries import organisations_by_id
from insieme.people.queries.organisations import RELATIONS, organisations_called, powers_at
from insieme.people.rules import one_line
from insieme.record.actions import say

MOST_TIES = 12
NAME_LENGTH, WORDS_LENGTH = 120, 240
#: The powers with which one binds an organisation.
BINDING = frozenset({"owner", "manager"})


class OwnCall(Denied):
    """Nobody campaigns for their own benefit."""

    code = "own_call"
    sentence = _("Who promotes a call cannot make an offer to it, not even in the name of another organisation.")


class SharedManager(Denied):
    """Somebody may sign for the company and for a promoter of the call."""

    code = "shared_manager"
    sentence = _(
        "Somebody may sign both for your company and for one of those who promote this call. Nobody campaigns for their own benefit: "
        "your offer can be signed once they have laid down one of the two roles."
    )


class InterestsUndeclared(Invalid):
    """A call opens once all who promote it have said what ties them to possible bidders."""

    def __init__(self) -> None:
        super().__init__({"interests": _("First declare what ties you to companies that may answer, or that nothing does.")})


class NotPromoting(WrongState):
    """Only who promotes the call declares."""

    code = "not_promoting"
    sentence = _("You do not promote this call, or no longer do.")


@dataclass(frozen=True, slots=True)
class TieText:
    """A tie as a promoter writes it: to whom (a name, or an address on Insieme), which of the twelve relations, more in words."""

    name: str
    relation: str
    words: str = ""


@transaction.atomic
def declare_interests(slug: str, *, by: Actor, ties: Sequence[TieText], now: datetime, organisation_id: int | None = None) -> Declaration:
    """Say what ties the promoter for which `by` acts to possible bidders; no ties say that there are none. Anew replaces what stood.

    `organisation_id` names one of the promoting organisations where `by` acts for several. The same again changes nothing.
    Refuses: what `access.call` refuses; `NotPromoting`; `Invalid` ties, at `tie-N` counted from 1. Says: `InterestsDeclared`.
    """
    call = access.call(by, slug, lock=True)
    party = _party(call, by, organisation_id)
    judged = _judge(ties)
    known = Declaration.objects.filter(call=call, **party).first()
    if known is not None and _told(known.ties.order_by("pk")) == _told(judged):
        return known
    made, _new = Declaration.objects.update_or_create(call=call, **party, defaults={"declared_by_id": by.person_id, "at": now})
    made.ties.all().delete()
    for tie in judged:
        tie.declaration = made
    Tie.objects.bulk_create(judged)
    # A draft is nobody's business: what stands when it opens is said then.
    if call.published_at is not None:
        say(_fact(call, made, _told(judged)), about=call.topic, by=by, at=now, acting_for=acting_for(call, by))
    tell_beside(call)
    return made


def say_declared(call: Call, *, by: Actor, now: datetime) -> None:
    """State what all promoters have declared, as the call opens. Says: `InterestsDeclared` for each."""
    for each in Declaration.objects.filter(call=call).order_by("pk"):
        say(_fact(call, each, _told(each.ties.order_by("pk"))), about=call.topic, by=by, at=now, acting_for=acting_for(call, by))


def acting_for(call: Call, by: Actor) -> str:
    """As whom `by` promotes the call, as the record names it: one of its organisations, the one that opened it first; else empty."""
    mine = {each.pk: each.slug for each in organisations_of(by) if each.pk in call.promoters}
    if not mine:
        return ""
    return f"organisation:{mine.get(call.promoter_id) or min(mine.values())}"


def refuse_undeclared(call: Call) -> None:
    """Let a call be published of which all promoters have declared. Refuses: `InterestsUndeclared`."""
    if not is_declared(call):
        raise InterestsUndeclared


def refuse_own(call: Call, organisation_id: int, *, by: Actor) -> None:
    """Let an offer pass of a company, and of somebody, that do not promote the call. Refuses: `OwnCall`."""
    if organisation_id in call.promoters or access.promotes(by, call):
        raise OwnCall


def refuse_shared(call: Call, organisation_id: int) -> None:
    """Let a company sign with which no promoter shares anybody who binds both. Refuses: `SharedManager`."""
    if shared_with(call, organisation_id):
        raise SharedManager


def shared_with(call: Call, organisation_id: int) -> bool:
    """Whether somebody binds both the company and a promoter of the call, or promotes it as a person and binds the company. One query."""
    powers = powers_at({organisation_id, *call.promoters})
    theirs = _binding(powers.get(organisation_id, {}))
    promoting = {person for each in call.promoters for person in _binding(powers.get(each, {}))}
    return not theirs.isdisjoint(promoting | set(call.co_promoters.get("persons", ())))


@transaction.atomic
def find_ties(organisation_slug: str, *, by: Actor, now: datetime) -> int:
    """Note the ties that have come about at this organisation since companies signed, in the calls that are not decided; return how many.

    Again changes nothing. Says: `TieFound`, once for each.
    """
    found = organisations_called([organisation_slug]).get(organisation_slug)
    if found is None:
        return 0
    live = Call.objects.filter(phase__in=[Phase.OPEN, Phase.CHOOSING, Phase.CLOSED])
    bids = Q(pk__in=Offer.objects.standing().filter(organisation=found).values("call_id"))
    joined = Q(pk__in=CoPromoter.objects.filter(organisation=found, state=Joining.JOINED).values("call_id"))
    return sum(_find(call, by=by, now=now) for call in live.filter(Q(promoter=found) | bids | joined))


def _find(call: Call, *, by: Actor, now: datetime) -> int:
    signed = set(call.offers.filter(state=OfferState.SIGNED).values_list("organisation_id", flat=True))
    powers = powers_at(signed | call.promoters)
    persons = set(call.co_promoters.get("persons", ()))
    parties: dict[int | None, set[int]] = {each: _binding(powers.get(each, {})) for each in call.promoters}
    if persons:
        parties[None] = persons
    found = 0
    for promoter, people in parties.items():
        for company in signed:
            if not people.isdisjoint(powers.get(company, {})):
                found += _note(call, promoter, company, by=by, now=now)
    return found


def _note(call: Call, promoter: int | None, company: int, *, by: Actor, now: datetime) -> int:
    _row, new = FoundTie.objects.get_or_create(call=call, promoter_id=promoter, company_id=company, defaults={"at": now})
    if new:
        names = {pk: each.name for pk, each in organisations_by_id({company, *([promoter] if promoter else [])}).items()}
        fact = facts.TieFound(call.slug, call.title, names[promoter] if promoter else "", names[company])
        say(fact, about=call.topic, by=by, at=now)
        tell_beside(call)
    return int(new)


def _binding(powers: dict[int, str]) -> set[int]:
    return {person for person, kind in powers.items() if kind in BINDING}


def _party(call: Call, by: Actor, organisation_id: int | None) -> dict[str, Any]:
    """As whom `by` declares: one of the organisations that promote the call, the one that opened it first, or in person."""
    mine = [each.pk for each in organisations_of(by) if each.pk in call.promoters]
    if organisation_id is not None:
        mine = [each for each in mine if each == organisation_id]
    if mine:
        return {"organisation_id": call.promoter_id if call.promoter_id in mine else mine[0]}
    if organisation_id is None and by.person_id in call.co_promoters.get("persons", ()):
        return {"person_id": by.person_id}
    raise NotPromoting


def _judge(ties: Sequence[TieText]) -> list[Tie]:
    known = organisations_called(tie.name for tie in ties)
    said: dict[str, Any] = {"": _("At most twelve ties: put those together that are alike.")} if len(ties) > MOST_TIES else {}
    for number, tie in enumerate(ties, start=1):
        if not tie.name.strip():
            said[f"tie-{number}"] = _("Say to whom.")
        elif tie.relation not in RELATIONS:
            said[f"tie-{number}"] = _("Choose one of the twelve relations.")
    if said:
        raise Invalid(said)
    return [_tie(tie, known.get(tie.name)) for tie in ties]


def _tie(text: TieText, known: Any) -> Tie:
    name = known.name if known else one_line(text.name)[:NAME_LENGTH]
    return Tie(organisation=known, name=name, relation=text.relation, words=one_line(text.words)[:WORDS_LENGTH])


def _told(ties: Iterable[Tie]) -> list[dict[str, Any]]:
    return [{"name": tie.name, "relation": tie.relation, "words": tie.words} for tie in ties]


def _fact(call: Call, made: Declaration, told: list[dict[str, Any]]) -> facts.InterestsDeclared:
    """What an organisation declares is public; what a person declares is private, but for how much it is."""
    if made.organisation_id is None:
        return facts.InterestsDeclared(call.slug, call.title, "", len(told), [], told)
    name = organisations_by_id([made.organisation_id])[made.organisation_id].name
    return facts.InterestsDeclared(call.slug, call.title, name, len(told), told)
