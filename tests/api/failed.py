# SPDX-License-Identifier: AGPL-3.0-or-later
"""Suppliers of the small world that failed: one whose runner-up is asked, one whose people are."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from insieme.offers import actions, tasks
from insieme.offers.actions.failing import declare_failure
from insieme.offers.actions.taking_over import agree, confirm_runner_up, settle_takeover
from insieme.offers.models import Agreement, Call, Failure, Offer
from insieme.offers.tests.makers import CLOCK, DAY, a_call, a_pledge, an_offer, choosing, offer_text
from insieme.people.models import Organisation
from insieme.people.tests.makers import a_person, as_actor
from insieme.record.actions import relay, seal


def decided(title: str, *, by: Any, second: tuple[Organisation, Any] | None = None) -> tuple[Call, list[Offer]]:
    """A decided call: three want the first offer, then the second; one wants the second alone. The first goes ahead.

    One of the three is `by`; `second` is the company of the second offer and who signs for it.
    """
    call = a_call(title=title, choosing_at=DAY + timedelta(days=2), closes_at=DAY + timedelta(days=4))
    offers = [an_offer(call, quorum=2), an_offer(call, quorum=3) if second is None else _offer_of(call, *second)]
    choosing(call)
    for person, ranked in ((by, offers), (a_person(), offers), (a_person(), offers), (a_person(), offers[1:])):
        a_pledge(call, *ranked, by=person, now=DAY + timedelta(days=3))
    tasks.close_due(DAY + timedelta(days=5))
    seal()
    relay()
    tasks.clear_due(DAY + timedelta(days=5))
    return call, offers


def suppliers(people: dict[str, Any], firm: Organisation, now: datetime) -> dict[str, str]:
    """The company of `staff` is the runner-up in all three calls; `member` is one of those whom it would serve, or serves."""
    asked = _failed("Un fornitore che viene meno", people, firm, now)
    agreeing = _failed("Un altro che viene meno", people, firm, now)
    confirm_runner_up(agreeing.call.slug, agreeing.ref, by=as_actor(people["staff"]), name="Irene", title="", now=now)
    told = {"failing": asked.call.slug, "takeover": asked.ref}
    told |= {"agreeing": agreeing.call.slug, "agreement": agreeing.ref}
    return told | _carried(people, firm, now)


def _carried(people: dict[str, Any], firm: Organisation, now: datetime) -> dict[str, str]:
    """A call in which the company of `staff` has taken over: four people buy from it."""
    made = _failed("Un subentro", people, firm, now - timedelta(days=30))
    confirm_runner_up(made.call.slug, made.ref, by=as_actor(people["staff"]), name="Irene", title="", now=now - timedelta(days=30))
    for asked in Agreement.objects.filter(failure=made).select_related("pledge__person"):
        agree(made.call.slug, made.ref, by=as_actor(asked.pledge.person), yes=True, now=now - timedelta(days=30))
    settle_takeover(made.call.slug, made.ref, by=CLOCK, now=now)
    return {"carried": made.call.slug, "sold": Offer.objects.get(call=made.call, organisation=firm).ref}


def _failed(title: str, people: dict[str, Any], firm: Organisation, now: datetime) -> Failure:
    call, offers = decided(title, by=people["member"], second=(firm, people["staff"]))
    owner = offers[0].owner  # type: ignore[attr-defined]
    declare_failure(call.slug, offers[0].ref, by=as_actor(owner), because="In liquidazione.", now=now - timedelta(days=1))
    tasks.recount_due(now - timedelta(days=1))
    return Failure.objects.select_related("call").get(offer=offers[0])


def _offer_of(call: Call, company: Organisation, signer: Any) -> Offer:
    by = as_actor(signer)
    made = actions.make_offer(call.slug, by=by, organisation_id=company.pk, text=offer_text(quorum=3), now=DAY)
    return actions.sign_offer(call.slug, made.ref, by=by, name="Irene Lauri", title="", now=DAY)
