# SPDX-License-Identifier: AGPL-3.0-or-later
"""Examples from the planted world, for whoever walks through all pages: as whom to ask, and what stands for the variables in addresses."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.offers import queries
from insieme.people.queries import invitations_to, person_by_handle
from insieme.record.queries import feed
from insieme.village.world.calls import bikes, coffee, sunroofs

#: Who promotes calls and pledges in one, and who has an offer that waits for a signature.
MEMBER, STAFF, COMPANY = "marta-zanotti", "elena-fabbri", "officine-reno"
#: Who is invited to work for the member's organisation.
INVITED = "ada-ferri"


def askers() -> dict[str, Any]:
    """The persons as whom to ask: a member, and somebody of an organisation's staff."""
    return {"member": person_by_handle(MEMBER), "staff": person_by_handle(STAFF)}


def addresses() -> dict[str, dict[str, Any]]:
    """What stands for the variables of each named address."""
    return _calls() | _offers() | _pledges() | _people() | _record()


def _calls() -> dict[str, dict[str, Any]]:
    chosen = dict.fromkeys(("call", "progress", "pledge", "what_if", "pledge_withdraw", "last_receipt"), coffee.STORY)
    asked = dict.fromkeys(("call_edit", "call_publish", "call_cancel", "offer_new"), bikes.STORY)
    decided = {f"offers:{name}": {"slug": sunroofs.STORY.slug} for name in ("outcome", "outcome_file")}
    decided["offers:outcome_file"]["name"] = "result"
    return {f"offers:{name}": {"slug": story.slug} for name, story in (chosen | asked).items()} | decided


def _offers() -> dict[str, dict[str, Any]]:
    page = queries.call_page(_actor(STAFF), bikes.STORY.slug, now=clock.now())
    signed, draft = (page.offers or [])[0], page.drafts[0]
    refs = {"offer": signed, "offer_edit": draft, "offer_sign": draft, "offer_withdraw": draft}
    return {f"offers:{name}": {"slug": bikes.STORY.slug, "ref": offer.ref} for name, offer in refs.items()}


def _pledges() -> dict[str, dict[str, Any]]:
    mine = queries.pledges_of(_actor(MEMBER))[0]
    return {f"offers:{name}": {"ref": mine.ref} for name in ("receipt", "proof")}


def _people() -> dict[str, dict[str, Any]]:
    company = {"slug": COMPANY}
    pages = {f"people:{name}": company for name in ("organisation", "organisation_edit", "relations", "staff")}
    pages["front:organisation"] = company
    keys = {"account_confirm_email": {"key": "none"}, "account_reset_password_from_key": {"uidb36": "1", "key": "none"}}
    role = {"people:role": company | {"ref": person_by_handle(STAFF).ref}}
    waiting = invitations_to(_actor(INVITED), now=clock.now())[0]
    invitation = {"people:invitation": {"slug": waiting.organisation.slug, "ref": waiting.ref}}
    return pages | keys | role | invitation | {"people:person": {"handle": MEMBER}}


def _record() -> dict[str, dict[str, Any]]:
    newest = feed(limit=1)[0]
    numbered = {"record:entry": {"position": newest.position}, "record:proof": {"position": newest.position}}
    files = {"record:tile": {"kind": "entries", "address": "000"}, "record:entry_by_ref": {"ref": newest.ref}}
    return numbered | files | {"record:checkpoint": {"size": (newest.position or 0) + 1}}


def _actor(handle: str) -> Actor:
    person = person_by_handle(handle)
    return Actor.person(person.pk, person.ref)
