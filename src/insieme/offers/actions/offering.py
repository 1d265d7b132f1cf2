# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of an offer: drafted, signed by a manager (only then visible), withdrawn before people choose. How it is revised: `revising`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.canonical import canonical, digest
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.offers import access, facts
from insieme.offers.actions.interests import refuse_own, refuse_shared
from insieme.offers.actions.naming import name_of_talk
from insieme.offers.models import Call, Offer, OfferState, Revision, Tier
from insieme.offers.queries.revisions import words_in_force
from insieme.offers.rules.calls import judge_offer
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.revisions import Words, digest_of
from insieme.people.access import may_act_for
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say
from insieme.voices.actions import open_thread


class OfferAlreadyMade(WrongState):
    """An organisation makes one offer to a call."""

    code = "offer_already_made"
    sentence = _("Your organisation already has an offer in this call: change that one, or withdraw it first.")


class OfferBinds(WrongState):
    """A signed offer stays as it was signed."""

    code = "offer_binds"
    sentence = _("A signed offer changes only by a signed revision, so that everybody sees what changed. Write one from the offer's page.")


class OfferChanged(WrongState):
    """The draft is not the one that the signer has read."""

    code = "offer_changed"
    sentence = _("A colleague has changed the draft in the meantime. Read it once more, then sign.")


@dataclass(frozen=True, slots=True)
class TierText:
    """One step of a commitment: from `threshold` on, a percentage in hundredths, an amount in cents, or words."""

    threshold: int
    percent_hundredths: int | None = None
    amount_minor: int | None = None
    what: str = ""


@dataclass(frozen=True, slots=True)
class OfferText:
    """All that a company writes of an offer. Euro quorums, capacities and thresholds are in cents."""

    product: str
    price_minor: int
    quorum: int
    quorum_unit: str
    commitment: str
    basis: str
    proof: str
    proof_by: date
    tiers: tuple[TierText, ...]
    terms: str = ""
    capacity: int | None = None
    currency: str = "EUR"


@transaction.atomic
def make_offer(slug: str, *, by: Actor, organisation_id: int, text: OfferText, now: datetime) -> Offer:
    """Draft an offer to an open call. Nobody but the company sees it until a manager signs it.

    Refuses: what `access.call` refuses; `Denied` to who is not a manager; `OwnCall`; `OfferAlreadyMade`; `Invalid` numbers.
    """
    call = access.call(by, slug, to=Verb.OFFER, now=now, lock=True)
    if not may_act_for(by, organisation_id):
        raise Denied
    refuse_own(call, organisation_id, by=by)
    _refuse_second(call, organisation_id)
    judge_text(text, call)
    made = Offer.objects.create(call=call, organisation_id=organisation_id, made_by_id=by.person_id, created_at=now, **columns_of(text))
    write_tiers(made, text.tiers)
    return made


@transaction.atomic
def edit_offer(slug: str, ref: str, *, by: Actor, text: OfferText) -> Offer:
    """Write a draft anew. A signed offer binds: it can only be withdrawn.

    Refuses: what `access.offer` refuses; `WrongState` once signed; `Invalid` numbers.
    """
    offer = access.offer(by, slug, ref, to=Verb.OFFER, lock=True)
    if offer.state != OfferState.DRAFT:
        raise OfferBinds
    judge_text(text, offer.call)
    Offer.objects.filter(pk=offer.pk).update(**columns_of(text))
    write_tiers(offer, text.tiers)
    offer.refresh_from_db()
    return offer


@transaction.atomic
def sign_offer(slug: str, ref: str, *, by: Actor, name: str, title: str, now: datetime, seen: str = "") -> Offer:
    """Bind the company to its offer, in the name of the manager who signs; from now on everybody sees it and can ask.

    `seen` is the `text_digest` of what the signer has read. Says: `OfferSigned`, which is its first revision.
    Refuses: what `access.offer` refuses; `OwnCall`; `SharedManager`; `OfferChanged`; `Invalid` without a name; `WrongState` when signed.
    """
    offer = access.offer(by, slug, ref, to=Verb.OFFER, now=now, lock=True)
    refuse_own(offer.call, offer.organisation_id, by=by)
    refuse_shared(offer.call, offer.organisation_id)
    if seen and seen != text_digest(offer):
        raise OfferChanged
    judge_text(text_of(words_in_force(offer)), offer.call)
    if not name.strip():
        raise Invalid({"name": _("Sign with your name and surname.")})
    signature: dict[str, Any] = {"signed_by_id": by.person_id, "signed_name": name.strip(), "signed_title": title.strip(), "signed_at": now}
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    states.move(offer, OfferState.SIGNED, thread_id=_talk(offer, company.name, by=by, now=now), **signature)
    fact = _signed(offer, company.slug, company.name)
    said = say(fact, about=offer.call.topic, by=by, at=now, acting_for=f"organisation:{company.slug}")
    words = words_in_force(offer)
    Revision.objects.create(offer=offer, number=1, words=words, digest=digest_of(words), drafted_at=now, fact=said, **signature)
    return offer


@transaction.atomic
def withdraw_offer(slug: str, ref: str, *, by: Actor, now: datetime) -> Offer:
    """Take an offer back while the call is still open for offers.

    Refuses: what `access.offer` refuses; `WrongState` when already withdrawn. Says: `OfferWithdrawn`, if it was signed.
    """
    offer = access.offer(by, slug, ref, to=Verb.OFFER, now=now, lock=True)
    was_signed = offer.state == OfferState.SIGNED
    states.move(offer, OfferState.WITHDRAWN)
    if was_signed:
        company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
        fact = facts.OfferWithdrawn(offer.call.slug, offer.call.title, offer.ref, company.name)
        say(fact, about=offer.call.topic, by=by, at=now, acting_for=f"organisation:{company.slug}")
    return offer


def text_digest(offer: Offer) -> str:
    """What tells one text of an offer from another: SHA-256 of all that its company would bind itself to."""
    return digest(b"", canonical(_signed(offer, "", "").public_part()))


def _talk(offer: Offer, company: str, *, by: Actor, now: datetime) -> int:
    """Open the talk in which the company answers what is asked about its offer."""
    path = reverse("offers:offer", args=[offer.call.slug, offer.ref])
    title = name_of_talk(company, offer.call)
    return open_thread(about=offer.call.topic, organisation_id=offer.organisation_id, path=path, by=by, now=now, title=title).pk


def _refuse_second(call: Call, organisation_id: int) -> None:
    """The call is held alone meanwhile, so that no other offer slips in; beneath stands the constraint."""
    if call.offers.filter(organisation_id=organisation_id).exclude(state=OfferState.WITHDRAWN).exists():
        raise OfferAlreadyMade


def judge_text(text: OfferText, call: Call) -> None:
    """Let an offer pass whose numbers hold together. Refuses: `Invalid` at every field to mend."""
    judge_offer(
        price_minor=text.price_minor,
        quorum=text.quorum,
        capacity=text.capacity,
        proof_by=text.proof_by,
        closes_at=call.closes_at,
        tiers=[asdict(tier) for tier in text.tiers],
    )


def columns_of(text: OfferText) -> dict[str, Any]:
    """What a company wrote as the columns of an offer; its steps have rows of their own."""
    return {name: value for name, value in asdict(text).items() if name != "tiers"}


def text_of(words: Words) -> OfferText:
    """What was written, from the words of a revision."""
    said = dict(words) | {"tiers": tuple(TierText(**tier) for tier in words["tiers"]), "proof_by": date.fromisoformat(words["proof_by"])}
    return OfferText(**said)


def write_tiers(offer: Offer, tiers: Sequence[TierText]) -> None:
    """Write the steps of a commitment, in the place of what stood."""
    offer.tiers.all().delete()
    Tier.objects.bulk_create(Tier(offer=offer, **asdict(tier)) for tier in tiers)


def _signed(offer: Offer, slug: str, name: str) -> facts.OfferSigned:
    tiers = [dict(tier) for tier in offer.tiers.values("threshold", "percent_hundredths", "amount_minor", "what")]
    return facts.OfferSigned(
        call=offer.call.slug,
        title=offer.call.title,
        offer=offer.ref,
        organisation=slug,
        name=name,
        product=offer.product,
        price={"minor": offer.price_minor, "currency": offer.currency},
        terms=offer.terms,
        quorum=offer.quorum,
        quorum_unit=offer.quorum_unit,
        capacity=offer.capacity,
        commitment=offer.commitment,
        basis=offer.basis,
        tiers=tiers,
        proof=offer.proof,
        proof_by=offer.proof_by.isoformat(),
        signed_name=offer.signed_name,
        signed_title=offer.signed_title,
    )
