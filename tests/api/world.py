# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small world for the API: a call at each stage, six who ask, and for every operation what to ask with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from insieme.foundation.memory import memory
from insieme.foundation.scopes import ALL
from insieme.hooks.actions import make_hook, try_out
from insieme.notices.actions import tell
from insieme.notices.queries import inbox
from insieme.offers import actions
from insieme.offers.actions.hearings import ask_to_be_heard
from insieme.offers.actions.templates import keep_template
from insieme.offers.rules.ratings import Mark
from insieme.offers.tests.makers import DAY, MEANWHILE, a_call, a_choice, a_draft, a_pledge, an_initiative, offer_text
from insieme.people.actions import invite
from insieme.people.actions.exports import ask_for_export
from insieme.people.actions.guidelines import draft_guideline, edit_guideline, publish_guideline
from insieme.people.actions.tokens import make_token
from insieme.people.actions.verification import ask_verification
from insieme.people.models import Evidence
from insieme.people.queries.verification import verification_of
from insieme.people.tests.makers import a_person, an_organisation, as_actor, hired
from insieme.record.actions import seal
from tests.api.failed import decided, suppliers
from tests.api.spoken import talk

#: The order of the answers in the table of the sweep.
ASKERS = ("nobody", "stranger", "member", "staff", "promoter", "administrator")
NOW = MEANWHILE
#: The measure is not what is tried.
PLENTY = {"api": "1000000/m/key", "api_stranger": "1000000/m/ip"}


@dataclass
class World:
    """Who asks, with the header that says so; the things by the names that addresses use; the persons who ask."""

    headers: dict[str, dict[str, str]]
    things: dict[str, str]
    people: dict[str, Any]


def a_world() -> World:
    """One call for each stage, all of one promoter; a company with a draft and a signed offer; pledges of a member."""
    people = {who: a_person(handle=f"chi-{who}") for who in ASKERS if who not in {"nobody", "administrator"}}
    people["administrator"] = get_user_model()._default_manager.create_superuser("admin@example.it", name="Ada", handle="chi-administrator")
    things = _calls(people) | _people(people)
    headers = {who: _header(person) for who, person in people.items()}
    seal()
    memory.clear()
    return World({"nobody": {}} | headers, things, people)


def _calls(people: dict[str, Any]) -> dict[str, str]:
    draft, promoter = a_draft(title="Una bozza", choosing_at=NOW + timedelta(days=2))
    actions.declare_interests(draft.slug, by=as_actor(promoter), ties=(), now=DAY)
    people["promoter"], firm = promoter, an_organisation("Officine", owner=people["staff"])
    things = {"firm": firm.slug, "draft": draft.slug, "promoter": draft.promoter.slug}
    for each in ("open", "asked", "signable"):
        call = a_call(title=f"Bando {each}", choosing_at=NOW + timedelta(days=2))
        type(call).objects.filter(pk=call.pk).update(promoter=draft.promoter)
        things[each] = call.slug
    made = {"by": as_actor(people["staff"]), "organisation_id": firm.pk, "now": DAY}
    things["offer_draft"] = actions.make_offer(things["open"], text=offer_text(), **made).ref
    choice, offers = a_choice(2, 3, title="Un bando in cui si sceglie")
    things["choosing"], things["offer"] = choice.slug, offers[0].ref
    things["receipt"] = a_pledge(choice, *offers, by=people["member"]).ref
    things |= _negotiated(people, firm, things["signable"]) | _offered(people, things)
    things["initiative"] = an_initiative(choice, owner=people["staff"], organisation=firm, now=NOW).ref
    things |= _decided(people) | suppliers(people, firm, NOW)
    return things | talk(people, firm, NOW) | _beside(people["member"], choice)


def _negotiated(people: dict[str, Any], firm: Any, slug: str) -> dict[str, str]:
    """A signed offer of the company, and the revision of it that it has not signed yet."""
    by = as_actor(people["staff"])
    made = actions.make_offer(slug, by=by, organisation_id=firm.pk, text=offer_text(), now=DAY)
    signed = actions.sign_offer(slug, made.ref, by=by, name="Irene", title="", now=DAY)
    draft = actions.draft_revision(slug, signed.ref, by=by, text=offer_text(price_minor=1800), now=NOW)
    kept = keep_template(slug, signed.ref, by=by, name="Pannelli sulle scuole")
    return {"signed": signed.ref, "seen": draft.digest, "template": kept.ref, "hearing": _heard(people, slug)}


def _heard(people: dict[str, Any], slug: str) -> str:
    """A company of the one who pledges that asks to be heard."""
    mill = an_organisation("Mulino Rosso", owner=people["member"])
    words = "Nel primo capoverso, dove si parla del mulino."
    return ask_to_be_heard(slug, by=as_actor(people["member"]), organisation_slug=mill.slug, words=words, now=NOW).ref


def _offered(people: dict[str, Any], things: dict[str, str]) -> dict[str, str]:
    """What somebody was asked and what they gave: a question to promote, a rating, an invitation of a company, a link."""
    member, promoter = as_actor(people["member"]), as_actor(people["promoter"])
    mark = Mark(1, 1, "Non si capisce.")
    asked = actions.ask_to_promote(things["draft"], by=promoter, to="@chi-member", now=NOW)
    actions.rate(things["choosing"], things["offer"], by=member, marks=[mark], now=NOW)
    invited = actions.invite_company(things["signable"], by=promoter, to="forno@example.it", name="Forno", now=NOW)
    actions.make_link(things["choosing"], by=member, now=NOW)
    return {"promotion": asked.ref, "key": invited.key}


def _beside(member: Any, choice: Any) -> dict[str, str]:
    """What somebody was told, and a program of theirs that is."""
    about = {"about": f"call:{choice.slug}", "path": f"/calls/{choice.slug}/", "data": {"title": choice.title, "slug": choice.slug}}
    tell("offers.began", [member.pk], position=0, at=NOW, **about)
    hook = make_hook(by=as_actor(member), address="https://example.it/", now=NOW)
    return {
        "notice": inbox(as_actor(member)).notices[0].ref,
        "hook": hook.ref,
        "delivery": try_out(hook.ref, by=as_actor(member), now=NOW).ref,
    }


def _decided(people: dict[str, Any]) -> dict[str, str]:
    call, offers = decided("Un bando deciso", by=people["member"])
    type(call).objects.filter(pk=call.pk).update(promoter=an_organisation(owner=people["promoter"]).pk)
    return {"decided": call.slug, "won": offers[0].ref}


def _people(people: dict[str, Any]) -> dict[str, str]:
    house = an_organisation("La rete", owner=people["promoter"])
    helper = a_person()
    hired(house, people["promoter"], helper, "member")
    by = as_actor(people["promoter"])
    ours = invite(house.slug, by=by, to=people["member"].email, kind="member", now=NOW).ref
    rules = draft_guideline(by=by, organisation=house.slug, title="Come si parla qui", text="Con rispetto.", now=NOW)
    publish_guideline(rules.ref, by=by, now=NOW)
    edit_guideline(rules.ref, by=by, title=rules.title, text="Con rispetto, e in breve.")
    ask_for_export(by=as_actor(people["member"]), now=NOW)
    ask_verification(house.slug, by=by, how="dns", domain="rete.example.it", now=NOW)
    asked = {"guideline": rules.ref, "verification": verification_of(house.pk).ref}
    asked["evidence"] = _papers(people["promoter"])
    other = invite(house.slug, by=by, to="qualcuna@example.it", kind="member", now=NOW).ref
    return asked | {
        "house": house.slug,
        "helper": helper.ref,
        "invitation": ours,
        "waiting": other,
        "handle": "chi-member",
        "place": "037006",
    }


def _papers(owner: Any) -> str:
    """A file that an organisation shows of itself."""
    shown = an_organisation("Con le carte", owner=owner)
    paper = SimpleUploadedFile("visura.pdf", b"%PDF-1.7 visura")
    made = ask_verification(shown.slug, by=as_actor(owner), how="evidence", words="REA BO-1", files=[paper], now=NOW)
    return Evidence.objects.get(verification=made).ref


def _header(person: Any) -> dict[str, str]:
    _token, secret = make_token(by=as_actor(person), name="prova", scopes=ALL, days=30, now=NOW)
    return {"Authorization": f"Bearer {secret}"}
