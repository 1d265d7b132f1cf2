# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines to read and accept; verification of organisations."""

from __future__ import annotations

from typing import Annotated, Any

from allauth.core import ratelimit
from django.utils.translation import gettext as _
from ninja import Query

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import Busy, NotVisible
from insieme.foundation.scopes import Scope
from insieme.people import access, queries
from insieme.people.actions import verification as verifying
from insieme.people.actions.guidelines import accept_guideline as accept
from insieme.people.models import RoleKind, Verification
from insieme.people.queries import guidelines as reading
from insieme.people.queries import verification as looking
from insieme.people.rules.verification import RECORD
from insieme.people.schemas.guidelines import (
    AcceptanceSent,
    GuidelineLine,
    GuidelineTold,
    VerificationDecided,
    VerificationSent,
    VerificationTold,
    VerificationWaiting,
)

room = Room("Guidelines and verification")
Of = Annotated[str, Query(max_length=60, description="The slug of an organisation; empty for those of the house.")]
TOLD = ("ref", "how", "state", "words", "domain", "mailbox", "asked_at", "decided_at", "reason")


@room.find("/guidelines", list[GuidelineLine])
def guidelines(request: Asked, organisation: Of = "") -> Any:
    """The guidelines of an organisation, or of the house; drafts for those who may edit them."""
    owner = queries.organisation(organisation) if organisation else None
    return reading.guidelines(request.auth, owner)


@room.find("/guidelines/{ref}", GuidelineTold)
def guideline(request: Asked, ref: str) -> Any:
    """A guideline, by the version that holds."""
    return _guideline(request.auth, ref)


@room.change("POST", "/guidelines/{ref}/accept", GuidelineTold, scope=Scope.ACCOUNT)
def accept_guideline(request: Asked, ref: str, sent: AcceptanceSent) -> Any:
    """Say that one has read this version and will keep to it. Again changes nothing."""
    accept(ref, by=request.auth, number=sent.version, now=clock.now())
    return _guideline(request.auth, ref)


@room.find("/organisations/{slug}/verification", VerificationTold, own=True)
def verification(request: Asked, slug: str) -> Any:
    """How far the verification of an organisation has come, for its owners."""
    return _verification(access.organisation(request.auth, slug, to=RoleKind.OWNER).pk)


@room.change("POST", "/organisations/{slug}/verification", VerificationTold, scope=Scope.ORGANISATION, status=201)
def ask_verification(request: Asked, slug: str, sent: VerificationSent) -> Any:
    """Ask to have it verified."""
    found = access.organisation(request.auth, slug, to=RoleKind.OWNER)
    # The letter goes to an address that somebody has typed.
    whom = f"{sent.mailbox}@{sent.domain}".lower()
    if sent.how == "mail" and not ratelimit.consume(request, action="invite", user=request.user, key=whom):
        raise Busy(_("These are many letters in a short time. Nothing was lost: go on a little later."))
    verifying.ask_verification(slug, by=request.auth, now=clock.now(), **sent.dict())
    return _verification(found.pk)


@room.change("DELETE", "/organisations/{slug}/verification", None, scope=Scope.ORGANISATION, status=204)
def take_back_verification(request: Asked, slug: str) -> Any:
    """Take back a request that waits. Again changes nothing."""
    verifying.take_back_verification(slug, by=request.auth, now=clock.now())


@room.find("/verifications", list[VerificationWaiting], own=True)
def verifications(request: Asked) -> Any:
    """The papers that wait for an administrator, the oldest first, at most fifty."""
    return looking.verifications_waiting(request.auth)


@room.change("POST", "/verifications/{ref}", VerificationTold, scope=Scope.MODERATE)
def decide_verification(request: Asked, ref: str, sent: VerificationDecided) -> Any:
    """Accept what an organisation has shown, or decline it with a reason."""
    return _told(verifying.decide_verification(ref, by=request.auth, now=clock.now(), **sent.dict()))


def _guideline(actor: Actor, ref: str) -> dict[str, Any]:
    found = access.guideline(actor, ref)
    version = reading.version_of(found)
    mine = reading.acceptance(actor, version)
    told = {name: getattr(version, name) for name in ("text", "changed", "published_at", "accepted")}
    told |= {"ref": ref, "title": found.title, "version": found.version, "accepted_at": mine.at if mine else None}
    return told | {"organisation": found.organisation.slug if found.organisation else None}


def _verification(organisation_id: int) -> dict[str, Any]:
    found = looking.verification_of(organisation_id)
    if found is None:
        raise NotVisible
    return _told(found)


def _told(made: Verification) -> dict[str, Any]:
    record = f"{RECORD}{made.token}" if made.how == "dns" else ""
    return {name: getattr(made, name) for name in TOLD} | {"record": record}
