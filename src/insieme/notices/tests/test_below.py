# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people are told of the rooms beneath: verifications, guidelines. Of web hooks: `front`."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from insieme.foundation import clock
from insieme.notices.kinds import kind_of
from insieme.notices.queries import inbox, who_will_be_told
from insieme.notices.queries.below import publishing
from insieme.people.actions import verification
from insieme.people.actions.guidelines import accept_guideline, draft_guideline, edit_guideline, publish_guideline
from insieme.people.tests.makers import a_colleague, a_person, an_organisation, as_actor, signed_in
from insieme.record.actions import relay, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> dict[str, Any]:
    """Irene owns Lauri; a manager and a member work there; Olga runs the house."""
    irene, olga = a_person("Irene"), a_person("Olga")
    olga.is_superuser = True
    olga.save()
    lauri = an_organisation("Lauri", owner=irene)
    staff = {"manager": a_colleague(lauri, irene), "member": a_colleague(lauri, irene, "member")}
    return {"lauri": lauri, "irene": irene, "olga": olga, "stranger": a_person(), **staff}


def heard(*people: Any) -> list[list[str]]:
    """What each was told, in English, the newest first."""
    seal()
    relay()
    with translation.override("en"):
        return [[str(kind_of(each.kind).sentence(each.data)) for each in inbox(as_actor(person)).notices] for person in people]


def asked(world: dict[str, Any]) -> str:
    terms = {"by": as_actor(world["irene"]), "how": "evidence", "words": "REA BO-1234", "now": clock.now()}
    return verification.ask_verification("lauri", **terms).ref


def decided(world: dict[str, Any], *, accept: bool, reason: str = "") -> None:
    verification.decide_verification(asked(world), by=as_actor(world["olga"]), accept=accept, reason=reason, now=clock.now())


def test_owners_hear_what_came_of_their_request_with_the_reason(world):
    decided(world, accept=False, reason="Manca la visura.")
    decided(world, accept=True)
    verification.revoke_verification("lauri", by=as_actor(world["olga"]), because="La visura era falsa.", now=clock.now())
    told = [
        "Lauri is no longer verified: La visura era falsa.",
        "Lauri is verified: everybody sees it on its page",
        "Lauri is not verified: Manca la visura.",
    ]
    assert heard(world["irene"], world["manager"], world["stranger"]) == [told, [], []]
    assert {notice.path for notice in inbox(as_actor(world["irene"])).notices} == {"/organisations/lauri/verification/"}


def drafted(world: dict[str, Any], organisation: str | None = "lauri") -> Any:
    by = as_actor(world["irene"] if organisation else world["olga"])
    return draft_guideline(by=by, organisation=organisation, title="Come rispondiamo", text="Entro due giorni.", now=clock.now())


def test_who_works_there_and_who_had_accepted_hears_of_a_guideline_as_was_foreseen(world):
    draft = drafted(world)
    publish_guideline(draft.ref, by=as_actor(world["irene"]), now=clock.now())
    accept_guideline(draft.ref, by=as_actor(world["stranger"]), number=1, now=clock.now())
    heard()
    edit_guideline(draft.ref, by=as_actor(world["irene"]), title=draft.title, text="Entro un giorno.")
    draft.refresh_from_db()
    works, accepted = who_will_be_told(publishing(draft, by=as_actor(world["irene"]))).groups
    assert (works.ways.inbox, accepted.ways.inbox) == (2, 1)
    publish_guideline(draft.ref, by=as_actor(world["irene"]), changed="Più in fretta.", now=clock.now())
    people = [world[name] for name in ("manager", "member", "stranger", "irene", "olga")]
    words = "Lauri published version 2 of its guideline “Come rispondiamo”: read it and accept it"
    assert [told[:1] for told in heard(*people)] == [[words]] * 3 + [[], []]


def test_a_guideline_of_the_house_concerns_who_had_accepted_it(world):
    draft = drafted(world, None)
    publish_guideline(draft.ref, by=as_actor(world["olga"]), now=clock.now())
    accept_guideline(draft.ref, by=as_actor(world["stranger"]), number=1, now=clock.now())
    edit_guideline(draft.ref, by=as_actor(world["olga"]), title=draft.title, text="Entro un giorno.")
    draft.refresh_from_db()
    assert who_will_be_told(publishing(draft, by=as_actor(world["olga"]))).ways.inbox == 1


def test_the_first_guideline_of_the_house_is_told_to_everybody_but_who_publishes_it(world):
    draft = drafted(world, None)
    plan = who_will_be_told(publishing(draft, by=as_actor(world["olga"])))
    publish_guideline(draft.ref, by=as_actor(world["olga"]), now=clock.now())
    words = "Version 1 of the house's guideline “Come rispondiamo” is published: read it and accept it"
    people = [world[name] for name in ("irene", "manager", "member", "stranger")]
    assert plan.ways.inbox == len(people)
    assert heard(*people, world["olga"]) == [[words]] * 4 + [[]]


def test_the_page_of_the_next_version_says_who_will_be_told(world):
    draft = drafted(world)
    client = signed_in(Client(headers={"accept-language": "en"}), world["irene"])
    words = "2 people who work for the organisation"
    assert words in client.get(f"/guidelines/{draft.ref}/edit/").content.decode()
    assert client.get(f"/api/v1/guidelines/{draft.ref}/told").json()["groups"][0]["words"] == words
    publish_guideline(draft.ref, by=as_actor(world["irene"]), now=clock.now())
    refused = client.post(f"/guidelines/{draft.ref}/publish/", {"changed": ""})
    assert (refused.status_code, words in refused.content.decode()) == (422, True)
    stranger = signed_in(Client(), world["stranger"])
    assert stranger.get(f"/guidelines/{draft.ref}/edit/").status_code == 403
