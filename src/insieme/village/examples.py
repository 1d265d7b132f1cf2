# SPDX-License-Identifier: AGPL-3.0-or-later
"""Examples from the planted world, for whoever walks through all pages: as whom to ask, and what stands for the variables in addresses."""

from __future__ import annotations

from typing import Any

from django.contrib import admin

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.hooks.queries import hooks_of
from insieme.offers import access, queries
from insieme.offers.queries.failures import failures_of
from insieme.offers.queries.hearings import hearings_of
from insieme.offers.queries.invitations import companies_asked
from insieme.offers.queries.promoters import asks_to_promote
from insieme.offers.queries.templates import templates_of
from insieme.people.queries import invitations_to, organisation, person_by_handle
from insieme.people.queries.guidelines import guidelines
from insieme.record.queries import feed
from insieme.village.world.calls import bikes, coffee, sunroofs, vegetables
from insieme.voices.queries import appeals, talk

#: Who pledges, who has an offer that waits for a signature, who promotes calls.
MEMBER, STAFF, PROMOTER, COMPANY = "chiara-neri", "elena-fabbri", "marta-zanotti", "officine-reno"
#: Who is invited to work for the promoter's organisation, and asked to promote its call.
INVITED = "ada-ferri"


#: The pages of those who promote a call, or are named on it; and those by which one brings others to it.
PROMOTED = ("promoters", "interests", "companies", "reply", "hearing_ask", "hearings")
SHARED = ("share", "poster", "badge", "badge_svg")


def askers() -> dict[str, Any]:
    """The persons as whom to ask: a member, somebody of an organisation's staff, and who promotes calls."""
    return {who: person_by_handle(handle) for who, handle in (("member", MEMBER), ("staff", STAFF), ("promoter", PROMOTER))}


def addresses() -> dict[str, dict[str, Any]]:
    """What stands for the variables of each named address."""
    return _calls() | _offers() | _initiatives() | _pledges() | _people() | _record() | _notices() | _hooks() | _voices() | _desk()


def _calls() -> dict[str, dict[str, Any]]:
    chosen = dict.fromkeys(
        ("call", "progress", "pledge", "what_if", "pledge_withdraw", "pledge_revised", "last_receipt", "compare", *SHARED), coffee.STORY
    )
    asked = dict.fromkeys(("call_edit", "call_publish", "call_cancel", "offer_new", *PROMOTED), bikes.STORY)
    decided = {f"offers:{name}": {"slug": sunroofs.STORY.slug} for name in ("outcome", "outcome_file")}
    decided["offers:outcome_file"]["name"] = "result"
    failed = {"slug": vegetables.STORY.slug, "ref": _failure()}
    decided |= {f"offers:{name}": failed for name in ("failure", "takeover", "agree")}
    decided["offers:recount_file"] = failed | {"name": "result"}
    decided |= {"offers:link": {"code": "none"}, "offers:share_picture": {"slug": coffee.STORY.slug, "language": "it"}}
    promotion = {"offers:promotion": {"slug": coffee.STORY.slug, "ref": asks_to_promote(_actor(INVITED))[0].ref}}
    company = {"slug": bikes.STORY.slug, "key": _company_asked()}
    invited = {f"offers:{name}": company for name in ("invited", "invited_company")} | _heard()
    return {f"offers:{name}": {"slug": story.slug} for name, story in (chosen | asked).items()} | decided | promotion | invited


def _heard() -> dict[str, dict[str, Any]]:
    """Who asks to be heard in the call for bicycles."""
    actor = _actor(PROMOTER)
    waiting = hearings_of(actor, access.call(actor, bikes.STORY.slug))[0]
    return {"offers:hearing": {"slug": bikes.STORY.slug, "ref": waiting.ref}}


def _failure() -> str:
    """The reference of the failure of a supplier."""
    actor = _actor(PROMOTER)
    return failures_of(actor, access.call(actor, vegetables.STORY.slug), acts_for=())[0].failure.ref


def _company_asked() -> str:
    """The key of the first invitation of a company to the call for bicycles."""
    actor = _actor(PROMOTER)
    return companies_asked(actor, access.call(actor, bikes.STORY.slug))[0].key


def _offers() -> dict[str, dict[str, Any]]:
    page = queries.call_page(_actor(STAFF), bikes.STORY.slug, now=clock.now())
    signed, draft = (page.offers or [])[0], page.drafts[0]
    refs = {"offer": signed, "offer_edit": draft, "offer_sign": draft, "offer_withdraw": draft, "template_keep": draft}
    refs |= dict.fromkeys(("revise", "revision_sign", "revision_drop", "improve", "rate"), signed)
    told: dict[str, dict[str, Any]] = {f"offers:{name}": {"slug": bikes.STORY.slug, "ref": offer.ref} for name, offer in refs.items()}
    revised = {"slug": coffee.STORY.slug, "ref": _revised()}
    told |= {f"offers:{name}": revised for name in ("ratings", "rating_hide")}
    told |= _templates()
    return told | {f"offers:{name}": revised | {"number": 3} for name in ("revision", "changes")}


def _revised() -> str:
    """The reference of the offer that was revised twice, and rated."""
    offers = queries.call_page(_actor(STAFF), coffee.STORY.slug, now=clock.now()).offers or []
    return next(offer.ref for offer in offers if offer.revision == 1 + len(coffee.BIDS[0].revisions))


def _templates() -> dict[str, dict[str, Any]]:
    company = {"slug": COMPANY}
    kept = company | {"ref": templates_of([organisation(COMPANY).pk])[0].ref}
    return {"offers:templates": company, "offers:template_rename": kept, "offers:template_remove": kept}


def _initiatives() -> dict[str, dict[str, Any]]:
    coming = queries.initiatives_of(access.call(_actor(STAFF), coffee.STORY.slug))[0]
    theirs = {f"offers:{name}": {"slug": coffee.STORY.slug, "ref": coming.ref} for name in ("initiative", "initiative_close")}
    return theirs | {"offers:initiative_new": {"slug": coffee.STORY.slug}}


def _pledges() -> dict[str, dict[str, Any]]:
    mine = queries.pledges_of(_actor(MEMBER))[0]
    return {f"offers:{name}": {"ref": mine.ref} for name in ("receipt", "proof")}


def _people() -> dict[str, dict[str, Any]]:
    company = {"slug": COMPANY}
    pages = {f"people:{name}": company for name in ("organisation", "organisation_edit", "relations", "staff", "verification")}
    pages |= dict.fromkeys(("front:organisation", "offers:organisation_atom", "offers:organisation_calendar"), company)
    keys = {"account_confirm_email": {"key": "none"}, "account_reset_password_from_key": {"uidb36": "1", "key": "none"}}
    role = {"people:role": company | {"ref": person_by_handle(STAFF).ref}}
    waiting = invitations_to(_actor(INVITED), now=clock.now())[0]
    invitation = {"people:invitation": {"slug": waiting.organisation.slug, "ref": waiting.ref}}
    nothing = {f"people:{name}": {"ref": "none"} for name in ("verification_decide", "evidence", "token")}
    nothing["people:verification_confirm"] = company | {"token": "none"}
    nothing |= _accounts() | _guidelines()
    return pages | keys | role | invitation | nothing | {"people:person": {"handle": MEMBER}, "front:person": {"handle": MEMBER}}


def _accounts() -> dict[str, dict[str, Any]]:
    provider = {f"openid_connect_{name}": {"provider_id": "oidc"} for name in ("login", "callback")}
    passkey = {f"mfa_{name}_webauthn": {"pk": 1} for name in ("edit", "remove")}
    texts: dict[str, dict[str, Any]] = {"people:consent": {"what": "terms"}, "people:consent_version": {"what": "terms", "version": 1}}
    return provider | passkey | texts | {"people:export_file": {"ref": "none"}}


def _guidelines() -> dict[str, dict[str, Any]]:
    pages = {f"people:{name}": {"slug": COMPANY} for name in ("guidelines_of", "guideline_of_new")}
    written = guidelines(Actor.stranger(), organisation(COMPANY))[0].ref
    pages |= {f"people:guideline{name}": {"ref": written} for name in ("", "_history", "_edit", "_publish")}
    return pages | {f"front:guideline{name}": {"ref": written} for name in ("_edit", "_publish")}


def _voices() -> dict[str, dict[str, Any]]:
    """The talk about coffee: its first voice is answered, another was hidden and appealed against."""
    actor, company = _actor(MEMBER), {"slug": coffee.STORY.promoter}
    thread = queries.call_page(actor, coffee.STORY.slug, now=clock.now()).call.thread
    assert thread  # noqa: S101 - this call is published, so people talk about it
    voices = talk(thread, actor).voices
    answered = next(voice for voice in voices if voice.answers)
    by_name: dict[str, dict[str, Any]] = {}
    for names, values in (
        (("thread", "news"), {"ref": thread.ref}),
        (("voice", "reply", "edit", "withdraw", "support", "flag", "verdict", "statement", "decide"), {"ref": answered.ref}),
        (("answer", "answer_edit"), {"ref": answered.answered_with[0].ref}),  # type: ignore[attr-defined]
        (("waiting", "answer_new", "promises"), company),
        (("picture",), {"ref": answered.ref, "number": 1}),
        (("decide_appeal",), {"ref": appeals()[0].ref}),
    ):
        by_name |= {f"voices:{name}": values for name in names}
    return by_name


def _record() -> dict[str, dict[str, Any]]:
    newest = feed(limit=1)[0]
    numbered = {"record:entry": {"position": newest.position}, "record:proof": {"position": newest.position}}
    files = {"record:tile": {"kind": "entries", "address": "000"}, "record:entry_by_ref": {"ref": newest.ref}}
    return numbered | files | {"record:checkpoint": {"size": (newest.position or 0) + 1}}


def _notices() -> dict[str, dict[str, Any]]:
    nobody = {"ref": "0" * 12}
    return {"notices:notice": nobody, "notices:device": nobody, "notices:stop": {"token": "none"}}


def _desk() -> dict[str, dict[str, Any]]:
    one = {"object_id": "1"}
    told: dict[str, dict[str, Any]] = {
        "admin:app_list": {"app_label": "people"},
        "admin:view_on_site": {"content_type_id": 1, "object_id": 1},
    }
    models = [f"admin:{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]  # noqa: SLF001 - no other list
    return told | {f"{model}_{page}": one for model in models for page in ("change", "delete", "history")}


def _hooks() -> dict[str, dict[str, Any]]:
    theirs = {"ref": hooks_of(_actor(STAFF))[0].ref}
    return {"hooks:hook": theirs, "hooks:deed": theirs, "hooks:delivery": theirs | {"sent": "none"}}


def _actor(handle: str) -> Actor:
    person = person_by_handle(handle)
    return Actor.person(person.pk, person.ref)
