# SPDX-License-Identifier: AGPL-3.0-or-later
"""Requests for verification: an organisation's own, those that wait for an administrator, and what the clock needs."""

from __future__ import annotations

from datetime import datetime

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.people import access
from insieme.people.models import Evidence, Organisation, Proof, RoleKind, Verification, Verifying

PAGE = 50


def verification_of(organisation_id: int) -> Verification | None:
    """The organisation's newest request, with its files. Two queries."""
    return Verification.objects.filter(organisation_id=organisation_id).prefetch_related("files").order_by("-pk").first()


def verifications_waiting(actor: Actor) -> list[Verification]:
    """The papers that wait for an administrator, the oldest first, at most fifty. Two queries. Refuses: `NotVisible` to all others."""
    access.refuse_others_than_operators(actor)
    rows = Verification.objects.filter(state=Verifying.ASKED, how=Proof.EVIDENCE).select_related("organisation")
    return list(rows.order_by("asked_at", "pk")[:PAGE])


def verification(actor: Actor, ref: str) -> Verification:
    """One request with its files, for administrators. Three queries. Refuses: `NotVisible` to all others."""
    access.refuse_others_than_operators(actor)
    rows = Verification.objects.filter(ref=ref).select_related("organisation", "asked_by").prefetch_related("files")
    found = rows.first()
    if found is None:
        raise NotVisible
    return found


def verified(actor: Actor, slug: str) -> Organisation:
    """An organisation that is verified, for administrators. Refuses: `NotVisible` to all others, and where it is not."""
    access.refuse_others_than_operators(actor)
    found = access.organisation(actor, slug)
    if found.verified_at is None:
        raise NotVisible
    return found


def evidence(actor: Actor, ref: str) -> Evidence:
    """A file of evidence, for administrators and the organisation's owners. Refuses: `NotVisible` to all others."""
    found = Evidence.objects.select_related("verification").filter(ref=ref).first()
    if found is None:
        raise NotVisible
    if not access.may_act_for(actor, found.verification.organisation_id, RoleKind.OWNER):
        access.refuse_others_than_operators(actor)
    return found


def verification_due(ref: str) -> Verification | None:
    """A request that still waits, with its organisation and who asked; None where it was decided. One query."""
    return Verification.objects.filter(ref=ref, state=Verifying.ASKED).select_related("organisation", "asked_by").first()


def verification_by_token(slug: str, token: str) -> Verification:
    """The request that a letter is about, with its organisation. Refuses: `NotVisible`."""
    found = Verification.objects.filter(organisation__slug=slug, token=token, how=Proof.MAIL).select_related("organisation").first()
    if found is None or found.state in {Verifying.DECLINED, Verifying.TAKEN_BACK}:
        raise NotVisible
    return found


def verifications_ended(now: datetime) -> list[tuple[str, str, str]]:
    """The organisations whose year has passed, as (address, domain, newest accepted token); the last two only where the DNS shows it."""
    ended = Organisation.objects.filter(verified_until__lte=now).order_by("pk")[:PAGE]
    told = []
    for each in ended:
        shown = Verification.objects.filter(organisation=each, state=Verifying.ACCEPTED, how=Proof.DNS, domain=each.verified_domain)
        newest = shown.order_by("-pk").first() if each.verified_how == Proof.DNS else None
        told.append((each.slug, newest.domain if newest else "", newest.token if newest else ""))
    return told
