# SPDX-License-Identifier: AGPL-3.0-or-later
"""What only pages show of calls, beside the small world of the API: initiatives, lists to confirm, suppliers that failed, links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from insieme.offers import access, actions, tasks
from insieme.offers.actions.failing import declare_failure
from insieme.offers.actions.offering import text_digest
from insieme.offers.actions.taking_over import confirm_runner_up
from insieme.offers.models import Assignment, Failure, Offer
from insieme.offers.queries.sharing import own_link
from insieme.offers.tests.makers import (
    DAY,
    REVISED,
    a_call,
    a_choice,
    a_draft,
    a_pledge,
    a_revision,
    an_initiative,
    an_offer,
    choosing,
    offer_text,
)
from insieme.people.access import organisations_of
from insieme.people.tests.makers import as_actor
from insieme.record.actions import relay, seal
from tests.api.world import NOW, World

#: So soon that all of it lies behind the day on which the table is asked.
DECIDED = DAY + timedelta(days=5)
SOON = {"choosing_at": DAY + timedelta(days=2), "closes_at": DAY + timedelta(days=4), "runner_up": True}


def things_of_calls(world: World) -> dict[str, str]:
    """Of each kind one, so that those who ask can be told apart: what `staff` offers and gathers, what `member` ranked."""
    staff, member = world.people["staff"], world.people["member"]
    call = access.call(as_actor(member), world.things["choosing"])
    [firm] = organisations_of(as_actor(staff))
    link = own_link(as_actor(member), call)
    assert link is not None
    sold = Assignment.objects.filter(call__slug=world.things["decided"]).values_list("offer__ref", flat=True)[0]
    secret, _manager = a_draft(title="Il segreto di Olga")
    things = {"sold": sold, "link": link.code, "secret": secret.slug, "firm_id": str(firm.pk)}
    things |= _numbers(world)
    asked = actions.invite_company(world.things["asked"], by=as_actor(member), to="pane@example.it", name="Pane", now=NOW)
    things["asked_key"] = asked.key
    things["initiative"] = an_initiative(call, owner=staff, organisation=firm, now=NOW).ref
    things |= _revised(member)
    things["asking"], things["runner_up"] = _failed(world.people, firm, agree=False)
    things["agreeing"], things["agreement"] = _failed(world.people, firm, agree=True)
    return things


def _numbers(world: World) -> dict[str, str]:
    """What forms send of organisations; and the digest of an offer that waits for a signature, whose words nobody else has read."""
    staff, calls = as_actor(world.people["staff"]), world.things
    ours = {each.slug: str(each.pk) for each in organisations_of(as_actor(world.people["promoter"]))}
    text = offer_text(product="Una miscela mai firmata")
    draft = actions.edit_offer(calls["open"], calls["offer_draft"], by=staff, text=text)
    return {"promoter_id": ours[calls["promoter"]], "house_id": ours[calls["house"]], "text_digest": text_digest(draft)}


def _revised(member: Any) -> dict[str, str]:
    """A call in which an offer was revised since `member` ranked it."""
    call, offers = a_choice(2, 2, title="Un bando con un rilancio", revisions_until=REVISED)
    a_pledge(call, *offers, by=member, now=NOW - timedelta(days=2))
    a_revision(offers[0], now=NOW - timedelta(days=1), price_minor=1800)
    return {"revised": call.slug, "better": offers[0].ref}


def _failed(people: dict[str, Any], firm: Any, *, agree: bool) -> tuple[str, str]:
    """A call whose supplier failed, and the failure: the firm of `staff` is the runner-up, asked or, once it has said yes, agreed to."""
    call = a_call(title=f"Un bando andato storto {agree}", **SOON)
    first, second = an_offer(call, quorum=2), _signed(call, people["staff"], firm)
    choosing(call)
    for person, ranked in ((people["member"], (first, second)), *[(None, (first, second))] * 2, (None, (second,))):
        a_pledge(call, *ranked, by=person, now=DAY + timedelta(days=3))
    tasks.close_due(DECIDED)
    seal()
    relay()
    tasks.clear_due(DECIDED)
    declare_failure(call.slug, first.ref, by=as_actor(first.owner), because="Non ce la fa.", now=NOW - timedelta(days=2))
    tasks.recount_due(NOW - timedelta(days=2))
    failure = Failure.objects.get(call=call)
    if agree:
        confirm_runner_up(call.slug, failure.ref, by=as_actor(people["staff"]), name="Irene", title="", now=NOW - timedelta(days=1))
    return call.slug, failure.ref


def _signed(call: Any, person: Any, firm: Any) -> Offer:
    by = as_actor(person)
    made = actions.make_offer(call.slug, by=by, organisation_id=firm.pk, text=offer_text(quorum=3), now=DAY)
    return actions.sign_offer(call.slug, made.ref, by=by, name="Irene", title="", now=DAY)
