# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking companies to answer a call, answering such a letter; links, a poster and pictures by which one brings others."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from ninja import Path

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import NotVisible
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions
from insieme.offers.forms.slowly import slowly_to_companies
from insieme.offers.models import InvitationLink
from insieme.offers.queries.invitations import companies_asked
from insieme.offers.queries.sharing import own_link
from insieme.offers.rules.phases import Verb
from insieme.offers.schemas.promoters import CompanyAsked, CompanyInvited, CompanySent, LinkTold, SharedTold, TakenSent
from insieme.people.access import managed

room = Room("Bringing others")
Key = Annotated[str, Path(max_length=32, description="What stands in the letter.")]


@room.find("/calls/{slug}/companies", list[CompanyAsked], own=True)
def companies(request: Asked, slug: str) -> Any:
    """The companies that one has asked to answer; for who promotes the call, all that were asked."""
    return companies_asked(request.auth, access.call(request.auth, slug))


@room.change("POST", "/calls/{slug}/companies", list[CompanyAsked], scope=Scope.CALL, status=201)
def invite_company(request: Asked, slug: str, sent: CompanySent) -> Any:
    """Ask a company to answer an open call. The same again changes nothing."""
    call = access.call(request.auth, slug, to=Verb.OFFER)
    slowly_to_companies(request, sent.to, promotes=access.promotes(request.auth, call))
    actions.invite_company(slug, by=request.auth, now=clock.now(), **sent.dict())
    return companies_asked(request.auth, call)


@room.find("/calls/{slug}/invited/{key}", CompanyInvited)
def company_invitation(request: Asked, slug: str, key: Key) -> Any:
    """What the letter leads to, for whoever has its key."""
    return access.company_invitation(slug, key)


@room.change("POST", "/calls/{slug}/invited/{key}/take", CompanyInvited, scope=Scope.OFFER)
def take_company_invitation(request: Asked, slug: str, key: Key, sent: TakenSent) -> Any:
    """Answer in the name of a company that one manages; its offer comes next. Again changes nothing."""
    access.company_invitation(slug, key)
    company = managed(request.auth, sent.organisation)
    return actions.take_invitation(slug, key, by=request.auth, organisation_id=company.pk)


@room.change("POST", "/calls/{slug}/invited/{key}/decline", None, scope=Scope.OFFER, status=204)
def decline_company_invitation(request: Asked, slug: str, key: Key) -> Any:
    """Say no for good: nobody writes to that address from here again. Again changes nothing."""
    actions.decline_invitation(slug, key, now=clock.now())


@room.find("/calls/{slug}/link", LinkTold, own=True)
def link(request: Asked, slug: str) -> Any:
    """The link of the one who asks to a call, and how many came by it."""
    found = own_link(request.auth, access.call(request.auth, slug))
    if found is None:
        raise NotVisible
    return _told(found)


@room.change("PUT", "/calls/{slug}/link", LinkTold, scope=Scope.ACCOUNT)
def make_link(request: Asked, slug: str) -> Any:
    """A link of one's own to a call. Again gives the same one."""
    return _told(actions.make_link(slug, by=request.auth, now=clock.now()))


@room.change("DELETE", "/calls/{slug}/link", None, scope=Scope.ACCOUNT, status=204)
def revoke_link(request: Asked, slug: str) -> Any:
    """Let it lead nowhere from now on. Again changes nothing."""
    found = own_link(request.auth, access.call(request.auth, slug))
    if found is not None:
        actions.revoke_link(slug, found.code, by=request.auth, now=clock.now())


@room.find("/calls/{slug}/share", SharedTold)
def share(request: Asked, slug: str) -> Any:
    """All by which others are brought to a call: its address, a poster, pictures, a badge for other pages, feeds."""
    call = access.call(request.auth, slug)
    mine = own_link(request.auth, call)

    def at(page: str, *parts: str) -> str:
        return settings.SITE_URL + reverse(f"offers:{page}", args=parts)

    told: dict[str, Any] = {page: at(page, slug) for page in ("poster", "badge", "badge_svg")}
    told |= {"atom": at("atom"), "calendar": at("call_calendar", slug), "address": at("link", mine.code) if mine else at("call", slug)}
    return told | {"pictures": {language: at("share_picture", slug, language) for language, _name in settings.LANGUAGES}}


def _told(found: InvitationLink) -> dict[str, Any]:
    names = ("code", "visits", "pledges", "created_at")
    return {name: getattr(found, name) for name in names} | {"path": reverse("offers:link", args=[found.code])}
