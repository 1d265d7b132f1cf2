# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an offer said and says: its revisions, what changed between two, and the next one in the hands of its company."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Path, Query

from insieme.foundation import clock
from insieme.foundation.api import versions
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions
from insieme.offers.actions.offering import text_of
from insieme.offers.queries.revisions import drafted_revision, revision, revisions_of, words_in_force
from insieme.offers.rules.revisions import changes
from insieme.offers.schemas.negotiation import ChangesTold, RevisionDrafted, RevisionSent, RevisionTold
from insieme.offers.schemas.offers import SignatureSent

room = Room("Revisions")
Number = Annotated[int, Path(ge=1, le=9999)]
Since = Annotated[int | None, Query(ge=1, le=9999, description="An earlier revision; the one before unless another is named.")]


@room.find("/calls/{slug}/offers/{ref}/revisions", list[RevisionTold])
def revisions(request: Asked, slug: str, ref: str) -> Any:
    """The signed revisions of an offer, the newest first."""
    return revisions_of(access.offer(request.auth, slug, ref))


@room.find("/calls/{slug}/offers/{ref}/revisions/{number}", RevisionTold)
def one_revision(request: Asked, slug: str, ref: str, number: Number) -> Any:
    """All that one revision bound the company to, and who signed it."""
    return revision(access.offer(request.auth, slug, ref), number)


@room.find("/calls/{slug}/offers/{ref}/revisions/{number}/changes", ChangesTold)
def revision_changes(request: Asked, slug: str, ref: str, number: Number, since: Since = None) -> Any:
    """What changed between a revision and an earlier one."""
    offer = access.offer(request.auth, slug, ref)
    found = revision(offer, number)
    before = revision(offer, since if since is not None else max(1, number - 1))
    return {"number": number, "since": before.number, "changes": changes(before.words, found.words)}


@room.find("/calls/{slug}/offers/{ref}/revision", RevisionDrafted, own=True)
def revision_draft(request: Asked, slug: str, ref: str) -> Any:
    """The revision that the company has written and not signed yet, for those who act for it."""
    found = drafted_revision(request.auth, access.own_offer(request.auth, slug, ref))
    if found is None:
        raise NotVisible
    versions.tell(request, found.digest)
    return found


@room.change("PUT", "/calls/{slug}/offers/{ref}/revision", RevisionDrafted, scope=Scope.OFFER)
def draft_revision(request: Asked, slug: str, ref: str, sent: RevisionSent) -> Any:
    """Write the next revision, or its draft anew; what is left out stays. Nobody but the company sees it until it is signed."""
    offer = access.offer(request.auth, slug, ref)
    draft = drafted_revision(request.auth, offer)
    stands = text_of(draft.words if draft else words_in_force(offer))
    return actions.draft_revision(slug, ref, by=request.auth, text=sent.text(stands), now=clock.now(), **sent.words(draft))


@room.change("DELETE", "/calls/{slug}/offers/{ref}/revision", None, scope=Scope.OFFER, status=204)
def drop_revision(request: Asked, slug: str, ref: str) -> Any:
    """Throw the draft of a revision away. Again changes nothing."""
    actions.drop_revision(slug, ref, by=request.auth, now=clock.now())


@room.change("POST", "/calls/{slug}/offers/{ref}/revision/sign", RevisionTold, scope=Scope.OFFER, seen=True)
def sign_revision(request: Asked, slug: str, ref: str, sent: SignatureSent) -> Any:
    """Bind the company to the words of the draft; who ranked the offer is asked to say yes to them."""
    seen = str(versions.given(request, sent.seen))
    return actions.sign_revision(slug, ref, by=request.auth, name=sent.name, title=sent.title, seen=seen, now=clock.now())
