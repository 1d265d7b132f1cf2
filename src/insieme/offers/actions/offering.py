# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of an offer: drafted, signed by a manager (only then visible), withdrawn before people choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.canonical import canonical, digest
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.offers import access, facts
from insieme.offers.models import Call, Offer, OfferState, Tier
from insieme.offers.rules.calls import judge_offer
from insieme.offers.rules.phases import Verb
from insieme.people.access import may_act_for
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say


class OfferAlreadyMade(WrongState):
    """An organisation makes one offer to a call."""

    code = "offer_already_made"
    sentence = _("Your organisation already has an offer in this call: change that one, or withdraw it first.")


class OfferBinds(WrongState):
    """A signed offer stays as it was signed."""

    code = "offer_binds"
    sentence = _("A signed offer no longer changes. Withdraw it and make a new one while the call is open for offers.")


class OfferChanged(WrongState):
    """The draft is not the one that the signer has read."""

    code = "offer_changed"
    sentence = _("A colleague has changed the draft in the meantime. Read it once more, then sign.")


class OwnCall(Denied):
    """Nobody campaigns for their own benefit."""

    code = "own_call"
    sentence = _("Who promotes a call cannot make an offer to it, not even in the name of another organisation.")


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
    _refuse_own(call, by)
    _refuse_second(call, organisation_id)
    _judge(text, call)
    made = Offer.objects.create(call=call, organisation_id=organisation_id, made_by_id=by.person_id, created_at=now, **_columns(text))
    _write_tiers(made, text.tiers)
    return made


@transaction.atomic
def edit_offer(slug: str, ref: str, *, by: Actor, text: OfferText) -> Offer:
    """Write a draft anew. A signed offer binds: it can only be withdrawn.

    Refuses: what `access.offer` refuses; `WrongState` once signed; `Invalid` numbers.
    """
    offer = access.offer(by, slug, ref, to=Verb.OFFER, lock=True)
    if offer.state != OfferState.DRAFT:
        raise OfferBinds
    _judge(text, offer.call)
    Offer.objects.filter(pk=offer.pk).update(**_columns(text))
    offer.tiers.all().delete()
    _write_tiers(offer, text.tiers)
    offer.refresh_from_db()
    return offer


@transaction.atomic
def sign_offer(slug: str, ref: str, *, by: Actor, name: str, title: str, now: datetime, seen: str = "") -> Offer:
    """Bind the company to its offer, in the name of the manager who signs; from now on everybody sees it.

    `seen` is the `text_digest` of what the signer has read. Refuses: what `access.offer` refuses; `OwnCall`; `OfferChanged`; `Invalid`
    without a name; `WrongState` when already signed. Says: `OfferSigned`.
    """
    offer = access.offer(by, slug, ref, to=Verb.OFFER, now=now, lock=True)
    _refuse_own(offer.call, by)
    if seen and seen != text_digest(offer):
        raise OfferChanged
    if not name.strip():
        raise Invalid({"name": _("Sign with your name and surname.")})
    signature: dict[str, Any] = {"signed_by_id": by.person_id, "signed_name": name.strip(), "signed_title": title.strip(), "signed_at": now}
    states.move(offer, OfferState.SIGNED, **signature)
    company = organisations_by_id([offer.organisation_id])[offer.organisation_id]
    say(_signed(offer, company.slug, company.name), about=offer.call.topic, by=by, at=now, acting_for=f"organisation:{company.slug}")
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


def _refuse_own(call: Call, by: Actor) -> None:
    if may_act_for(by, call.promoter_id):
        raise OwnCall


def _refuse_second(call: Call, organisation_id: int) -> None:
    """The call is held alone meanwhile, so that no other offer slips in; beneath stands the constraint."""
    if call.offers.filter(organisation_id=organisation_id).exclude(state=OfferState.WITHDRAWN).exists():
        raise OfferAlreadyMade


def _judge(text: OfferText, call: Call) -> None:
    judge_offer(
        price_minor=text.price_minor,
        quorum=text.quorum,
        capacity=text.capacity,
        proof_by=text.proof_by,
        closes_at=call.closes_at,
        tiers=[asdict(tier) for tier in text.tiers],
    )


def _columns(text: OfferText) -> dict[str, Any]:
    return {name: value for name, value in asdict(text).items() if name != "tiers"}


def _write_tiers(offer: Offer, tiers: Sequence[TierText]) -> None:
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
