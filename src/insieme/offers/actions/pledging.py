# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledging: inserts only. A pledge shares its call with all others; only the close holds it alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import WrongState
from insieme.foundation.prepared import insert
from insieme.offers import access, facts, queries
from insieme.offers.models import Call, Initiative, InitiativeState, Pledge
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.pledging import Entry, judge
from insieme.people.queries import place_code_of
from insieme.record.actions import say


class PledgeMoved(WrongState):
    """The person's pledge has changed since the page was made."""

    code = "pledge_moved"
    sentence = _("You have changed your pledge in another window. Here is what stands now: look at it and confirm again.")


def pledge(
    slug: str,
    *,
    by: Actor,
    entries: Sequence[Entry],
    now: datetime,
    quantity: int = 1,
    new_for: Sequence[str] = (),
    seen: int = 0,
    initiative: str | None = None,
) -> Pledge:
    """Pledge to buy by this ranked list, in the place of pledge number `seen` (0: none yet).

    `initiative` is the one through which they come, empty for none; where nothing is said it stays as it was. It never hinders a pledge.
    The same click twice is one pledge. `new_for` are the offers to whose company the person declares to be a new customer.
    Each entry names the revision of its offer that the person saw: an older one than what is in force is refused.
    Refuses: what `access.call` refuses; `Invalid` lists; `PledgeMoved`. Says: `Pledged`; the digest binds the private part.
    """
    wanted: dict[str, Any] = {
        "entries": [entry.as_json() for entry in entries],
        "new_for": sorted({ref for ref in new_for if any(entry.offer == ref for entry in entries)}),
        "quantity": quantity,
    }
    try:
        with transaction.atomic():
            call = access.call(by, slug, to=Verb.PLEDGE, now=now, lock=True)
            # Whoever has seen no pledge inserts the first: there is nothing to read, and the key refuses a second one.
            last = access.last_pledge(by, call) if seen else None
            if seen and (last is None or last.number != seen):
                return _same(last, seen, wanted)
            place = place_code_of(by.person_id)
            _judge(call, entries, by=by, quantity=quantity, place=place, last=last)
            again = last is not None and not last.withdrawn
            fact = say(facts.Pledged(call.slug, call.title, again, place=place, **wanted), about=call.topic, by=by, at=now)
            tie = _tie(call, initiative, last if again else None)
            return _insert(call, by, seen + 1, fact=fact, place_code=place, commitment=fact.digest, at=now, initiative_id=tie, **wanted)
    except IntegrityError:
        # There is one: from another window, or from the other one of two clicks.
        call = access.call(by, slug)
        return _same(access.last_pledge(by, call), seen, wanted)


def confirm_revised(
    slug: str, *, by: Actor, seen: int, revisions: Mapping[str, int], now: datetime, without: Collection[str] = ()
) -> Pledge:
    """Say yes to offers that were revised since one ranked them, or take those in `without` off the list; the rest of the list stays.

    `revisions` are those that the person has seen, by ref of their offer. It is a pledge like any other, in the place of number `seen`;
    a list that becomes empty is taken back. Refuses: what `pledge` refuses; `PledgeMoved` where pledge `seen` is not the last word.
    """
    last = access.last_pledge(by, access.call(by, slug))
    if last is not None and last.number == seen + 1:
        last = Pledge.objects.filter(call_id=last.call_id, person_id=last.person_id, number=seen).first()
    if last is None or last.number != seen or last.withdrawn:
        raise PledgeMoved
    kept = [Entry.from_json(entry) for entry in last.entries if entry["offer"] not in without]
    if not kept:
        return withdraw_pledge(slug, by=by, seen=seen, now=now)
    entries = [replace(entry, revision=revisions.get(entry.offer, entry.revision)) for entry in kept]
    return pledge(slug, by=by, entries=entries, quantity=last.quantity, new_for=last.new_for, seen=seen, now=now)


def withdraw_pledge(slug: str, *, by: Actor, seen: int, now: datetime) -> Pledge:
    """Take the pledge back, until the deadline. Twice is once.

    Refuses: what `access.call` refuses; `PledgeMoved` where pledge `seen` is not the last word. Says: `PledgeWithdrawn`.
    """
    try:
        with transaction.atomic():
            call = access.call(by, slug, to=Verb.PLEDGE, now=now, lock=True)
            last = access.last_pledge(by, call)
            if last is not None and last.withdrawn:
                return last
            if last is None or last.number != seen:
                raise PledgeMoved
            fact = say(facts.PledgeWithdrawn(call.slug, call.title, number=seen + 1), about=call.topic, by=by, at=now)
            return _insert(call, by, seen + 1, fact=fact, commitment=fact.digest, at=now, withdrawn=True)
    except IntegrityError as error:
        raise PledgeMoved from error


def _judge(call: Call, entries: Sequence[Entry], *, by: Actor, quantity: int, place: str, last: Pledge | None) -> None:
    """Whoever has come to act for a company since keeps that line as it stands: else they could not say yes to a revision of another."""
    offers = queries.terms(call)
    kept = {entry.offer for entry in entries if last is not None and entry.as_json() in last.entries}
    own = queries.own_offers(by, offers) - kept
    judge(entries, quantity=quantity, place=place, offers=offers, menu=call.menu, own=own)


def _tie(call: Call, ref: str | None, last: Pledge | None) -> int | None:
    """Through which initiative the person comes. One query, and none for who comes alone or as before."""
    if ref is None:
        return last.initiative_id if last is not None else None
    return (
        Initiative.objects.filter(call_id=call.pk, ref=ref, state=InitiativeState.OPEN).values_list("pk", flat=True).first()
        if ref
        else None
    )


def _insert(call: Call, by: Actor, number: int, **columns: object) -> Pledge:
    # The type of `person_id` is wide: access has let only a person pass.
    who: dict[str, object] = {"person_id": by.person_id}
    made = Pledge(call=call, number=number, **who, **columns)
    insert(made)
    return made


def _same(last: Pledge | None, seen: int, wanted: dict[str, object]) -> Pledge:
    """The pledge that the first of two clicks made; anything else has moved."""
    if last is None or last.number != seen + 1 or any(getattr(last, name) != value for name, value in wanted.items()):
        raise PledgeMoved
    return last
