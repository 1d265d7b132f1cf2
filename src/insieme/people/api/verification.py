# SPDX-License-Identifier: AGPL-3.0-or-later
"""Having an organisation verified: by a DNS record, by a letter, by papers that administrators look at."""

from __future__ import annotations

from typing import Annotated, Any

from allauth.core import ratelimit
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import File, Form, Path
from ninja.files import UploadedFile

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import Busy, NotVisible
from insieme.foundation.scopes import Scope
from insieme.people import access
from insieme.people.actions import verification as verifying
from insieme.people.models import Proof, RoleKind, Verification
from insieme.people.queries import verification as looking
from insieme.people.rules.verification import BEGINNINGS, MOST_FILES, RECORD
from insieme.people.schemas.verification import (
    PapersSent,
    VerificationDecided,
    VerificationInFull,
    VerificationRevoked,
    VerificationSent,
    VerificationTold,
    VerificationWaiting,
)

room = Room("Verification")
TOLD = ("ref", "how", "state", "words", "domain", "mailbox", "asked_at", "decided_at", "reason")
Ref = Annotated[str, Path(max_length=12)]
Files = Annotated[list[UploadedFile], File(description=f"PDF, PNG or JPEG, 5 MB each at most; at most {MOST_FILES}.")]


@room.find("/organisations/{slug}/verification", VerificationTold, own=True)
def verification(request: Asked, slug: str) -> Any:
    """How far the verification of an organisation has come, for its owners."""
    return _of(access.organisation(request.auth, slug, to=RoleKind.OWNER).pk)


@room.change("POST", "/organisations/{slug}/verification", VerificationTold, scope=Scope.ORGANISATION, status=201)
def ask_verification(request: Asked, slug: str, sent: VerificationSent) -> Any:
    """Ask to have it verified by its domain: by a DNS record, or by a letter there."""
    found = access.organisation(request.auth, slug, to=RoleKind.OWNER)
    # The letter goes to an address that somebody has typed.
    whom = f"{sent.mailbox}@{sent.domain}".lower()
    if sent.how == "mail" and not ratelimit.consume(request, action="invite", user=request.user, key=whom):
        raise Busy(_("These are many letters in a short time. Nothing was lost: go on a little later."))
    verifying.ask_verification(slug, by=request.auth, now=clock.now(), **sent.dict())
    return _of(found.pk)


@room.change("POST", "/organisations/{slug}/verification/papers", VerificationTold, scope=Scope.ORGANISATION, status=201)
def show_papers(request: Asked, slug: str, sent: Form[PapersSent], files: Files = []) -> Any:  # noqa: B006 - ninja takes no tuple
    """Ask to have it verified by papers: words, and up to three files with them. An administrator looks at them."""
    found = access.organisation(request.auth, slug, to=RoleKind.OWNER)
    verifying.ask_verification(slug, by=request.auth, how=Proof.EVIDENCE, words=sent.words, files=files, now=clock.now())
    return _of(found.pk)


@room.change("DELETE", "/organisations/{slug}/verification", None, scope=Scope.ORGANISATION, status=204)
def take_back_verification(request: Asked, slug: str) -> Any:
    """Take back a request that waits. Again changes nothing."""
    verifying.take_back_verification(slug, by=request.auth, now=clock.now())


@room.find("/verifications", list[VerificationWaiting], own=True)
def verifications(request: Asked) -> Any:
    """The papers that wait for an administrator, the oldest first, at most fifty."""
    return looking.verifications_waiting(request.auth)


@room.find("/verifications/{ref}", VerificationInFull, own=True)
def one_verification(request: Asked, ref: Ref) -> Any:
    """What an organisation shows, with its files. For administrators."""
    return _in_full(looking.verification(request.auth, ref))


@room.change("POST", "/verifications/{ref}", VerificationInFull, scope=Scope.MODERATE)
def decide_verification(request: Asked, ref: Ref, sent: VerificationDecided) -> Any:
    """Accept what an organisation has shown, or decline it with a reason. For administrators."""
    verifying.decide_verification(ref, by=request.auth, now=clock.now(), **sent.dict())
    return _in_full(looking.verification(request.auth, ref))


@room.change("POST", "/organisations/{slug}/verification/revoke", None, scope=Scope.MODERATE, status=204)
def revoke_verification(request: Asked, slug: str, sent: VerificationRevoked) -> Any:
    """Take the verification of an organisation away, with a reason. Again changes nothing. For administrators."""
    verifying.revoke_verification(slug, by=request.auth, because=sent.reason, now=clock.now())


@room.find("/evidence/{ref}", None, own=True, files=[media_type for _beginning, media_type in BEGINNINGS])
def evidence(request: Asked, ref: Ref) -> Any:
    """A file of evidence, to be saved. For administrators and the owners of its organisation."""
    found = looking.evidence(request.auth, ref)
    with found.file.open("rb") as file:
        response = HttpResponse(file.read(), content_type=found.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    return response


def _of(organisation_id: int) -> dict[str, Any]:
    found = looking.verification_of(organisation_id)
    if found is None:
        raise NotVisible
    return _told(found)


def _in_full(made: Verification) -> dict[str, Any]:
    return _told(made) | {"organisation": made.organisation.slug, "asked_by": str(made.asked_by or "")}


def _told(made: Verification) -> dict[str, Any]:
    record = f"{RECORD}{made.token}" if made.how == Proof.DNS else ""
    return {name: getattr(made, name) for name in TOLD} | {"record": record, "files": list(made.files.all())}
