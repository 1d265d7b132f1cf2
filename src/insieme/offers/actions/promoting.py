# SPDX-License-Identifier: AGPL-3.0-or-later
"""Promoting a call together: an organisation or a person is asked, agrees and declares its interests, and may leave again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.offers import access, facts
from insieme.offers.actions.beside import tell_beside
from insieme.offers.actions.interests import TieText, declare_interests, shared_with
from insieme.offers.models import Call, CoPromoter, Joining, OfferState
from insieme.offers.rules.phases import Verb
from insieme.people.queries import organisations_by_id, whom
from insieme.people.queries.organisations import organisations_called
from insieme.people.rules import next_try
from insieme.record.actions import say


class BidderCannotPromote(WrongState):
    """Whoever has answered a call with an offer does not promote it."""

    code = "bidder_cannot_promote"
    sentence = _("Who has a signed offer in this call, or may sign for a company that has one, cannot promote it.")


class AlreadyDeclined(Invalid):
    """A no to a call is final."""

    def __init__(self) -> None:
        super().__init__({"to": _("They have declined to promote this call, and are not asked again.")})


@transaction.atomic
def ask_to_promote(slug: str, *, by: Actor, to: str, now: datetime) -> CoPromoter:
    """Ask an organisation (by name or address) or a person (by handle, as @ada) to promote the call too. Nothing follows until they agree.

    The same again changes nothing. Refuses: what `access.call` refuses; `Invalid` where nobody goes by that; `AlreadyDeclined`.
    """
    call = access.call(by, slug, to=Verb.PROMOTE, lock=True)
    party = _asked(to)
    if party.get("organisation_id") in call.promoters or party.get("person_id") in call.co_promoters.get("persons", ()):
        raise Invalid({"to": _("They promote this call already.")})
    terms: dict[str, Any] = {"invited_by_id": by.person_id, "invited_at": now, "write_at": now}
    made, new = CoPromoter.objects.get_or_create(call=call, **party, defaults=terms)
    if made.state == Joining.DECLINED:
        raise AlreadyDeclined
    if not new and made.state == Joining.LEFT:
        states.move(made, Joining.INVITED, **terms)
    return made


@transaction.atomic
def answer_promotion(slug: str, ref: str, *, by: Actor, agree: bool, ties: Sequence[TieText] = (), now: datetime) -> CoPromoter:
    """Agree to promote the call too, and declare one's ties to possible bidders; or decline. Again changes nothing.

    Refuses: `NotVisible` to who was not asked; `BidderCannotPromote`; `WrongState` once answered otherwise, or too late; `Invalid` ties.
    Says: `PromoterJoined` and `InterestsDeclared`, once the call is open.
    """
    made = access.co_promoter(by, slug, ref, lock=True)
    call = made.call
    wanted = Joining.JOINED if agree else Joining.DECLINED
    if made.state == wanted:
        return made
    if not agree:
        states.move(made, Joining.DECLINED, answered_at=now, write_at=None)
        return made
    access.in_phase(call, Verb.PROMOTE)
    _refuse_bidder(call, made)
    states.move(made, Joining.JOINED, answered_at=now, write_at=None)
    _remember(call)
    if call.published_at is not None:
        _say(facts.PromoterJoined, call, made, by=by, now=now)
    declare_interests(slug, by=by, ties=ties, now=now, organisation_id=made.organisation_id)
    return made


@transaction.atomic
def leave_promotion(slug: str, ref: str, *, by: Actor, now: datetime) -> CoPromoter:
    """No longer promote the call. Who opened it stays. Again changes nothing.

    Refuses: `NotVisible` to others; `WrongState` where they never promoted it. Says: `PromoterLeft`, once the call is open.
    """
    made = access.co_promoter(by, slug, ref, lock=True)
    call = made.call
    if made.state == Joining.LEFT:
        return made
    states.move(made, Joining.LEFT, answered_at=now)
    _remember(call)
    if call.published_at is not None:
        _say(facts.PromoterLeft, call, made, by=by, now=now)
    return made


@transaction.atomic
def take_back_promotion(slug: str, ref: str, *, by: Actor) -> Call:
    """Take back a question that nobody has answered. Again changes nothing. Refuses: what `access.call` refuses."""
    call = access.call(by, slug, to=Verb.PROMOTE, lock=True)
    CoPromoter.objects.filter(call=call, ref=ref, state=Joining.INVITED).delete()
    return call


def hand_over_promotion_letters(*, to: Callable[[str], object], now: datetime) -> int:
    """Give `to` the references of the questions whose letter is due, each once; return how many."""
    due = CoPromoter.objects.filter(write_at__lte=now, state=Joining.INVITED)
    if not due.exists():
        return 0
    with transaction.atomic():
        refs = list(due.select_for_update(skip_locked=True).order_by("pk").values_list("ref", flat=True))
        CoPromoter.objects.filter(ref__in=refs).update(write_at=None)
        for ref in refs:
            to(ref)
    return len(refs)


def write_promotion_later(ref: str, *, now: datetime) -> None:
    """Have the letter about this question, which reached nobody, written another time, until the call closes."""
    waiting = CoPromoter.objects.filter(ref=ref, state=Joining.INVITED)
    found = waiting.select_related("call").first()
    if found is not None and (due := next_try(found.invited_at, now)) < found.call.closes_at:
        waiting.update(write_at=due)


def _asked(to: str) -> dict[str, Any]:
    written = to.strip()
    known = organisations_called([written.rstrip("/").rpartition("/")[2] if "/" in written else written])
    if known and not written.startswith("@"):
        return {"organisation_id": next(iter(known.values())).pk}
    if not written.startswith("@"):
        raise Invalid(
            {"to": _("No organisation here goes by this name. Copy the address of its page, or write a person's handle, as @ada.")}
        )
    person, _email = whom(written)
    if person is None:
        raise Invalid({"to": _("Write the handle of somebody who has a page here, as @ada, or the name of an organisation.")})
    return {"person_id": person.pk}


def _refuse_bidder(call: Call, made: CoPromoter) -> None:
    bidders = set(call.offers.filter(state=OfferState.SIGNED).values_list("organisation_id", flat=True))
    if made.organisation_id is not None:
        trial = Call(promoter_id=made.organisation_id)
    else:
        trial = Call(promoter_id=call.promoter_id, co_promoters={"persons": [made.person_id]})
    if made.organisation_id in bidders or any(shared_with(trial, company) for company in sorted(bidders)):
        raise BidderCannotPromote


def _remember(call: Call) -> None:
    """Keep with the call who promotes it, as its pages need it."""
    joined = CoPromoter.objects.filter(call=call, state=Joining.JOINED).order_by("pk")
    call.co_promoters = {
        "organisations": [each.organisation_id for each in joined if each.organisation_id],
        "persons": [each.person_id for each in joined if each.person_id],
    }
    Call.objects.filter(pk=call.pk).update(co_promoters=call.co_promoters)
    tell_beside(call)


def _say(kind: type[facts.PromoterJoined | facts.PromoterLeft], call: Call, made: CoPromoter, *, by: Actor, now: datetime) -> None:
    party = organisations_by_id([made.organisation_id])[made.organisation_id] if made.organisation_id else None
    fact = kind(call.slug, call.title, party.name if party else "")
    say(fact, about=call.topic, by=by, at=now, acting_for=f"organisation:{party.slug}" if party else "")
