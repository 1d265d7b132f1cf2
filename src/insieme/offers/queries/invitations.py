# SPDX-License-Identifier: AGPL-3.0-or-later
"""Companies that were asked to answer a call, as who asked them sees it, and as the letter needs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from insieme.foundation.actor import Actor
from insieme.offers import access
from insieme.offers.models import Call, CompanyInvitation, DoNotWrite, Offer, Reached
from insieme.offers.queries.offers import may_offer_for
from insieme.people.queries.organisations import powers_at
from insieme.people.queries.persons import Recipient, recipients
from insieme.people.rules import folded_name


@dataclass(frozen=True, slots=True)
class CompanyLetter:
    """An invitation, and to whom it goes."""

    invitation: CompanyInvitation
    to: list[Recipient]


@dataclass(frozen=True, slots=True)
class Answerers:
    """The organisations in whose name somebody may take an invitation, and the one of them that is meant, first, if any is."""

    listed: list[Any]
    meant: Any | None


def companies_asked(actor: Actor, call: Call) -> list[CompanyInvitation]:
    """Whom the reader asked, or, for who promotes the call, whom anybody asked; each with `offered`. Two queries at most."""
    signed = Offer.objects.standing().filter(call_id=OuterRef("call_id"), organisation_id=OuterRef("organisation_id"))
    rows = CompanyInvitation.objects.filter(call_id=call.pk).annotate(offered=Exists(signed)).select_related("organisation")
    if not access.promotes(actor, call):
        rows = rows.filter(invited_by_id=actor.person_id)
    return list(rows.order_by("-invited_at", "-pk"))


def answerers(actor: Actor, invitation: CompanyInvitation) -> Answerers:
    """Who may take this invitation for the actor: once a company has it, or was asked by its name, that one alone. Two queries."""
    mine = may_offer_for(actor, invitation.call)
    if invitation.organisation_id is not None:
        mine = [each for each in mine if each.pk == invitation.organisation_id]
    called = folded_name(invitation.name)
    meant = next((each for each in mine if each.pk == invitation.organisation_id or folded_name(each.name) == called), None)
    return Answerers(sorted(mine, key=lambda each: each is not meant), meant)


def company_letter(key: str) -> CompanyLetter | None:
    """What to write about this invitation; None where it was declined, or nobody may be written to. Three queries at most."""
    waiting = CompanyInvitation.objects.filter(key=key).exclude(state=Reached.DECLINED)
    found = waiting.select_related("call__promoter", "invited_by", "organisation").first()
    if found is None:
        return None
    if found.email:
        stopped = DoNotWrite.objects.filter(email=found.email).exists()
        to = [] if stopped else [Recipient(0, found.email, found.name, found.language)]
    else:
        to = recipients(powers_at([found.organisation_id or 0]).get(found.organisation_id or 0, {}))
    return CompanyLetter(found, to) if to else None
