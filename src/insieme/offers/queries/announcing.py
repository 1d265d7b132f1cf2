# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a promoter or a company is about to do, as far as it is known before: by this one asks who will be told."""

from __future__ import annotations

from typing import Any

from insieme.foundation.actor import Actor
from insieme.notices.kinds import Plan
from insieme.offers import facts
from insieme.offers.facts.failing import SupplierFailed
from insieme.offers.models import Call, Offer, Revision
from insieme.people.queries import organisations_by_id


def publishing(call: Call) -> Plan:
    """A call opens."""
    return _of(call, facts.CallPublished.code)


def cancelling(call: Call) -> Plan:
    """A call that is open is cancelled."""
    return _of(call, facts.CallCancelled.code)


def signing(offer: Offer, *, by: Actor, name: str) -> Plan:
    """A company signs its offer. One query."""
    return _signed(offer, facts.OfferSigned.code, by, name)


def revising(offer: Offer, draft: Revision, *, by: Actor, name: str) -> Plan:
    """A company signs this revision of its offer. One query."""
    return _signed(offer, facts.OfferRevised.code, by, name, number=draft.number, answers=draft.answers)


def failing(offer: Offer) -> Plan:
    """A supplier is said to fail. One query."""
    return _of(offer.call, SupplierFailed.code, offer=offer.ref, organisation=_company(offer))


def _of(call: Call, code: str, **public: Any) -> Plan:
    return Plan(code, call.topic, {"call": call.slug} | public)


def _signed(offer: Offer, code: str, by: Actor, name: str, **public: Any) -> Plan:
    told = {"call": offer.call.slug, "offer": offer.ref, "organisation": _company(offer)} | public
    return Plan(code, offer.call.topic, told, {"actor": by.name, "signed_name": name})


def _company(offer: Offer) -> str:
    return organisations_by_id([offer.organisation_id])[offer.organisation_id].slug
