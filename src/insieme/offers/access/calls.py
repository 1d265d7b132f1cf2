# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding calls, offers and pledges through the one who asks: not allowed to see is not found; for writing, locked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, NotVisible, WrongState
from insieme.foundation.prepared import Prepared
from insieme.notices.queries import follows
from insieme.offers.access.stages import in_phase, in_time
from insieme.offers.models import Call, Offer, OfferState, Pledge
from insieme.offers.rules.phases import COMPANIES, PROMOTERS, TOGETHER, Verb, permits
from insieme.people.access import SignInFirst, is_operator, may_act_for, organisations_of

#: Whose id a stranger has where one is asked for: no person has it.
STRANGER = 0
#: Asked for by every pledge.
_CALL = Prepared(lambda slug: Call.objects.filter(slug=slug), values=1)
#: Asked for by every page of a call: who looks sees the talk, the place and who promotes it as well, and whether they follow it.
_SEEN = Prepared(
    lambda slug, reader, topic: (
        Call.objects.select_related("thread", "place", "promoter__place").filter(slug=slug).annotate(is_followed=follows(reader, topic))
    ),
    values=3,
)
_LAST_PLEDGE = Prepared(lambda call, person: Pledge.objects.filter(call_id=call, person_id=person).order_by("-number")[:1], values=2)


class NotStanding(WrongState):
    """The offer is not signed, or its company has taken it back."""

    code = "offer_not_standing"
    sentence = _("This offer does not stand: its company has not signed it, or has taken it back.")


class WordsBind(WrongState):
    """What a company has signed an answer to stays as it read it."""

    code = "words_bind"
    sentence = _("A company has signed its offer to these words, so they no longer change. If they are wrong, cancel the call and say why.")


def call(actor: Actor, slug: str, *, to: Verb | None = None, now: datetime | None = None, lock: bool = False) -> Call:
    """The call, if `actor` may see it and, where `to` is given, do that to it.

    Without `to` it comes with its talk, its place, its promoter and whether it `is_followed`.
    With `lock` (inside a transaction): a pledge shares the call with other pledges, everything else holds it alone.
    Refuses: `NotVisible`, `Denied`, `WordsBind`, what `in_phase` refuses; where `now` is told, also what comes at or after its deadline,
    which the program's clock may not have seen yet: `OffersAreIn`, `RevisionsClosed`, `TooLate`.
    """
    if lock:
        (locks.shared if to in TOGETHER else locks.exclusive)(f"call:{slug}")
    found = _SEEN.first(slug, actor.person_id or STRANGER, f"call:{slug}") if to is None else _CALL.first(slug)
    if found is None or (found.published_at is None and not may_see_draft(actor, found)):
        raise NotVisible
    if to is not None:
        _judge(actor, found, to, now)
    return found


def may(actor: Actor, found: Call, verb: Verb) -> bool:
    """Whether `actor` may do `verb` to the call as it stands."""
    if not permits(found.phase, verb):
        return False
    if verb in PROMOTERS:
        return actor.is_system or promotes(actor, found)
    return actor.is_person or actor.is_system


def may_audit(actor: Actor, found: Call, *, acts_for: Collection[int] | None = None) -> bool:
    """Whether the pseudonymous lists of a cleared call are open to `actor`: to who promotes it and to who runs the installation.

    Two queries at most; one where it is known for which organisations they act.
    """
    return actor.is_system or promotes(actor, found, acts_for=acts_for) or is_operator(actor)


def may_see_draft(actor: Actor, found: Call) -> bool:
    """Whether a call that was never published is open to `actor`: to who promotes it and to the program itself."""
    return actor.is_system or promotes(actor, found)


def promotes(actor: Actor, found: Call, *, acts_for: Collection[int] | None = None) -> bool:
    """Whether `actor` promotes the call: as a manager of one of its organisations, or as a person.

    One query at most; none where it is known for which organisations they act.
    """
    if actor.person_id is None:
        return False
    if actor.person_id in found.co_promoters.get("persons", ()):
        return True
    if acts_for is None and len(found.promoters) == 1:
        return may_act_for(actor, found.promoter_id)
    held = {each.pk for each in organisations_of(actor)} if acts_for is None else acts_for
    return not found.promoters.isdisjoint(held)


def offer(actor: Actor, call_slug: str, ref: str, *, to: Verb | None = None, now: datetime | None = None, lock: bool = False) -> Offer:
    """The offer, if `actor` may see it and, where `to` is given, do that: what a company does, for it; what people do, to what stands.

    Refuses: `NotVisible`, also for what another company never signed; `Denied`; `NotInThisPhase`; `OffersAreIn`; `RevisionsClosed`.
    """
    whole = call(actor, call_slug, to=to, now=now, lock=lock)
    found = Offer.objects.filter(call=whole, ref=ref).first()
    if found is None:
        raise NotVisible
    acts = (to in COMPANIES or found.signed_at is None) and may_act_for(actor, found.organisation_id)
    if found.signed_at is None and not acts:
        raise NotVisible
    if to in COMPANIES and not acts:
        raise Denied
    if to is not None and to not in COMPANIES and found.state != OfferState.SIGNED:
        raise NotStanding
    found.call = whole
    return found


def last_pledge(actor: Actor, found: Call) -> Pledge | None:
    """The last word of `actor` in this call, a withdrawal included."""
    if not actor.is_person:
        return None
    return _LAST_PLEDGE.first(found.pk, actor.person_id)


def own_pledge(actor: Actor, ref: str) -> Pledge:
    """One of the actor's own pledges, with its call and its entry in the record. Refuses: `NotVisible` for anybody else's."""
    if actor.person_id is None:
        raise NotVisible
    found = Pledge.objects.filter(ref=ref, person_id=actor.person_id).select_related("call", "fact").first()
    if found is None:
        raise NotVisible
    return found


def _judge(actor: Actor, found: Call, to: Verb, now: datetime | None) -> None:
    if not (actor.is_person or actor.is_system):
        raise SignInFirst
    if to in PROMOTERS and not (actor.is_system or promotes(actor, found)):
        raise Denied
    if now is None:
        in_phase(found, to)
    else:
        in_time(found, to, now)
    if to is Verb.EDIT and found.offers.standing().exists():
        raise WordsBind
