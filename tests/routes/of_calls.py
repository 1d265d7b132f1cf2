# SPDX-License-Identifier: AGPL-3.0-or-later
"""What only pages show of calls, beside the small world of the API: initiatives, lists to confirm, suppliers that failed, links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from insieme.offers import access, actions
from insieme.offers.actions.offering import text_digest
from insieme.offers.queries.sharing import own_link
from insieme.offers.tests.makers import (
    REVISED,
    a_choice,
    a_draft,
    a_pledge,
    a_revision,
    offer_text,
)
from insieme.people.access import organisations_of
from insieme.people.tests.makers import as_actor
from tests.api.world import NOW, World


def things_of_calls(world: World) -> dict[str, str]:
    """Of each kind one, so that those who ask can be told apart: what `staff` offers and gathers, what `member` ranked."""
    staff, member = world.people["staff"], world.people["member"]
    call = access.call(as_actor(member), world.things["choosing"])
    [firm] = organisations_of(as_actor(staff))
    link = own_link(as_actor(member), call)
    assert link is not None
    secret, _manager = a_draft(title="Il segreto di Olga")
    things = {"link": link.code, "secret": secret.slug, "firm_id": str(firm.pk)}
    things |= _numbers(world)
    asked = actions.invite_company(world.things["asked"], by=as_actor(member), to="pane@example.it", name="Pane", now=NOW)
    things["asked_key"] = asked.key
    things |= _revised(member)
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
