# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guidelines: read, accepted, their history; written and published by those who may."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Path, Query

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.people import access, queries
from insieme.people.actions import guidelines as writing
from insieme.people.queries import guidelines as reading
from insieme.people.schemas.guidelines import (
    AcceptanceSent,
    GuidelineDrafted,
    GuidelineInFull,
    GuidelineLine,
    GuidelineSent,
    GuidelineVersionTold,
    NewGuidelineSent,
    PublicationSent,
)

room = Room("Guidelines")
Of = Annotated[str, Query(max_length=60, description="The slug of an organisation; empty for those of the house.")]
Ref = Annotated[str, Path(max_length=12)]


@room.find("/guidelines", list[GuidelineLine])
def guidelines(request: Asked, organisation: Of = "") -> Any:
    """The guidelines of an organisation, or of the house; drafts for those who may edit them."""
    owner = queries.organisation(organisation) if organisation else None
    return reading.guidelines(request.auth, owner)


@room.change("POST", "/guidelines", GuidelineDrafted, scope=Scope.ORGANISATION, status=201)
def draft_guideline(request: Asked, sent: NewGuidelineSent) -> Any:
    """Write down a guideline of an organisation, for its managers; of the house, for who runs it. Nobody else sees it before it is out."""
    said: dict[str, Any] = {"organisation": sent.organisation or None, "title": sent.title, "text": sent.text}
    return writing.draft_guideline(by=request.auth, now=clock.now(), **said)


@room.find("/guidelines/{ref}", GuidelineInFull)
def guideline(request: Asked, ref: Ref) -> Any:
    """A guideline, by the version that holds."""
    return _guideline(request.auth, ref)


@room.find("/guidelines/{ref}/versions", list[GuidelineVersionTold])
def guideline_versions(request: Asked, ref: Ref) -> Any:
    """All versions of a guideline, the newest first, with what came and what went."""
    return reading.history(access.guideline(request.auth, ref))


@room.find("/guidelines/{ref}/draft", GuidelineDrafted, own=True)
def guideline_draft(request: Asked, ref: Ref) -> Any:
    """What would be its next version, for those who may publish it."""
    return access.guideline(request.auth, ref, to_edit=True)


@room.change("PUT", "/guidelines/{ref}/draft", GuidelineDrafted, scope=Scope.ORGANISATION)
def edit_guideline(request: Asked, ref: Ref, sent: GuidelineSent) -> Any:
    """Write the next version. What is published stays."""
    return writing.edit_guideline(ref, by=request.auth, title=sent.title, text=sent.text)


@room.change("POST", "/guidelines/{ref}/publish", GuidelineInFull, scope=Scope.ORGANISATION)
def publish_guideline(request: Asked, ref: Ref, sent: PublicationSent) -> Any:
    """Make the draft the version that holds. Whoever accepted the one before is asked anew."""
    writing.publish_guideline(ref, by=request.auth, changed=sent.changed, now=clock.now())
    return _guideline(request.auth, ref)


@room.change("POST", "/guidelines/{ref}/accept", GuidelineInFull, scope=Scope.ACCOUNT)
def accept_guideline(request: Asked, ref: Ref, sent: AcceptanceSent) -> Any:
    """Say that one has read this version and will keep to it. Again changes nothing."""
    writing.accept_guideline(ref, by=request.auth, number=sent.version, now=clock.now())
    return _guideline(request.auth, ref)


def _guideline(actor: Actor, ref: str) -> dict[str, Any]:
    found = access.guideline(actor, ref)
    version, owner = reading.version_of(found), found.organisation
    mine = reading.acceptance(actor, version)
    told = {name: getattr(version, name) for name in ("text", "changed", "published_at", "accepted")}
    told |= {"ref": ref, "title": found.title, "version": found.version, "accepted_at": mine.at if mine else None}
    works_there = owner is not None and access.role_at(actor, owner.pk) is not None
    share = reading.share(version, owner) if owner and works_there else None
    return told | {"organisation": owner.slug if owner else None, "share": share}
