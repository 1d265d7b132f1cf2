# SPDX-License-Identifier: AGPL-3.0-or-later
"""The life of a call: drafted, published, open to choices, closed at its deadline, or cancelled with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from insieme.foundation import locks, states
from insieme.foundation.actor import Actor
from insieme.foundation.clock import spelled
from insieme.foundation.errors import Denied, Invalid
from insieme.foundation.ids import new_ref
from insieme.foundation.text import slug as slug_of
from insieme.offers import access, facts
from insieme.offers.actions.interests import acting_for, refuse_undeclared, say_declared
from insieme.offers.actions.naming import rename_talks
from insieme.offers.facts.choosing import NO_OFFERS
from insieme.offers.models import Call, Phase, Pledge
from insieme.offers.rules.calls import judge_call, judge_dates
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.ratings import criteria_faults
from insieme.people.access import may_act_for
from insieme.people.actions import make_place
from insieme.people.queries import organisations_by_id
from insieme.people.rules import FreePlace
from insieme.record.actions import say
from insieme.voices.actions import open_thread, rename_thread

#: Taken: the page on which calls are written has this address.
NEW = "new"


@dataclass(frozen=True, slots=True)
class CallText:
    """All that a promoter writes of a call. Times are aware; `menu` maps `at_least` and `near` to rising numbers.

    `place` is the id of one that is known, or one abroad that may be new. Without `revisions_until` offers may be revised until people
    choose; without `criteria` they are rated by the usual ones. `runner_up`: whether another offer takes the place of one that fails.
    """

    title: str
    summary: str
    need: str
    category: str
    unit: str
    choosing_at: datetime
    closes_at: datetime
    place: int | FreePlace | None = None
    drop_out_percent: int = 10
    menu: dict[str, list[int]] = field(default_factory=dict)
    proof_expected: str = ""
    revisions_until: datetime | None = None
    criteria: list[str] = field(default_factory=list)
    runner_up: bool = True


@transaction.atomic
def open_call(organisation_id: int, *, by: Actor, text: CallText, now: datetime) -> Call:
    """Draft a call for an organisation. Only its managers see it until it is published. The same click twice is one draft.

    Refuses: `Denied` to who is not a manager there; `Invalid` dates or menu.
    """
    if not may_act_for(by, organisation_id):
        raise Denied
    _judge(text, now)
    written = _columns(text, by) | {"promoter_id": organisation_id, "opened_by_id": by.person_id}
    locks.exclusive(f"drafts:{organisation_id}")
    if before := Call.objects.filter(phase=Phase.DRAFT, **written).first():
        return before
    slug = slug_of(text.title)[:60] or new_ref()
    if slug == NEW or Call.objects.filter(slug=slug).exists():
        slug = f"{slug}-{new_ref()[:5]}"
    return Call.objects.create(slug=slug, created_at=now, **written)


@transaction.atomic
def edit_call(slug: str, *, by: Actor, text: CallText, now: datetime) -> Call:
    """Write a draft anew. Once it is open, only its words may change, and those only until a company signs its offer to them.

    Refuses: what `access.call` refuses; `Invalid` dates or menu. Says: `CallEdited`, but nothing of a mere draft.
    """
    call = access.call(by, slug, to=Verb.EDIT, lock=True)
    if call.phase == Phase.DRAFT:
        _judge(text, now)
    else:
        _judge_bound(text, call)
    written = _columns(text, by)
    if all(getattr(call, name) == value for name, value in written.items()):
        return call
    Call.objects.filter(pk=call.pk).update(**written)
    call.refresh_from_db()
    if call.thread_id:
        rename_thread(call.thread_id, by=by, title=call.title)
        rename_talks(call.offers.select_related("call"), by=by)
    if call.phase != Phase.DRAFT:
        say(facts.CallEdited(call.slug), about=call.topic, by=by, at=now, acting_for=acting_for(call, by))
    return call


@transaction.atomic
def publish_call(slug: str, *, by: Actor, now: datetime) -> Call:
    """Open a draft to offers, and the talk about it.

    Refuses: what `access.call` refuses; `InterestsUndeclared`; `Invalid` dates that have passed meanwhile. Says: `CallPublished`.
    """
    call = access.call(by, slug, to=Verb.PUBLISH, lock=True)
    refuse_undeclared(call)
    judge_dates(now=now, choosing_at=call.choosing_at, closes_at=call.closes_at, revisions_until=call.revisions_until)
    told: dict[str, Any] = {
        "about": call.topic,
        "organisation_id": call.promoter_id,
        "path": reverse("offers:call", args=[call.slug]),
        "title": call.title,
    }
    states.move(call, Phase.OPEN, field="phase", published_at=now, thread_id=open_thread(by=by, now=now, **told).pk)
    promoter = organisations_by_id([call.promoter_id])[call.promoter_id]
    moments = [spelled(each) for each in (call.choosing_at, call.closes_at, call.last_revisions_at)]
    fact = facts.CallPublished(call.slug, call.title, promoter.name, *moments)
    say(fact, about=call.topic, by=by, at=now, acting_for=acting_for(call, by))
    say_declared(call, by=by, now=now)
    return call


@transaction.atomic
def cancel_call(slug: str, *, by: Actor, because: str, now: datetime) -> Call:
    """End a call without a choice, before people have chosen: after the deadline their choice stands. Nobody owes anything.

    Refuses: what `access.call` refuses; `Invalid` without a reason. Says: `CallCancelled`, but nothing of a mere draft.
    """
    call = access.call(by, slug, to=Verb.CANCEL, now=now, lock=True)
    if not because.strip():
        raise Invalid({"because": _("Say why: whoever took part deserves a reason.")})
    was_draft = call.phase == Phase.DRAFT
    states.move(call, Phase.CANCELLED, field="phase", cancelled_because=because.strip())
    if not was_draft:
        fact = facts.CallCancelled(call.slug, call.title, because.strip())
        say(fact, about=call.topic, by=by, at=now, acting_for=acting_for(call, by))
    return call


@transaction.atomic
def begin_choosing(slug: str, *, by: Actor, now: datetime) -> Call:
    """Let people choose, now that the day has come. A call without an offer is cancelled instead.

    Twice is once: a call that has moved on is left alone. Says: `ChoosingBegan` or `CallCancelled`.
    """
    call = access.call(by, slug, lock=True)
    if call.phase != Phase.OPEN or call.choosing_at > now:
        return call
    refs = list(call.offers.standing().order_by("pk").values_list("ref", flat=True))
    if not refs:
        return cancel_call(slug, by=by, because=NO_OFFERS, now=now)
    states.move(call, Phase.CHOOSING, field="phase")
    say(facts.ChoosingBegan(call.slug, call.title, refs), about=call.topic, by=by, at=now)
    return call


@transaction.atomic
def close_call(slug: str, *, by: Actor, now: datetime) -> Call:
    """Close the choice at its deadline. The exclusive lock waits for pledges in flight and keeps later ones out.

    Twice is once. Says: `CallClosed`, after which no pledge stands in the record.
    """
    call = access.call(by, slug, lock=True)
    if call.phase != Phase.CHOOSING or call.closes_at > now:
        return call
    people = Pledge.objects.filter(call=call).standing().count()
    fact = say(facts.CallClosed(call.slug, call.title, people), about=call.topic, by=by, at=now)
    states.move(call, Phase.CLOSED, field="phase", closed_fact=fact)
    return call


def text_of(call: Call) -> CallText:
    """What was written, from a call as it stands."""
    return CallText(**{each.name: getattr(call, each.name) for each in fields(CallText) if each.name != "place"}, place=call.place_id)


def _judge(text: CallText, now: datetime) -> None:
    judge_call(
        now=now,
        choosing_at=text.choosing_at,
        closes_at=text.closes_at,
        revisions_until=text.revisions_until,
        menu=text.menu,
        criteria=text.criteria,
    )


def _judge_bound(text: CallText, call: Call) -> None:
    bound = ("choosing_at", "closes_at", "revisions_until", "menu", "unit", "drop_out_percent", "runner_up")
    if call.criteria != text.criteria and call.offers.exclude(signed_at=None).exists():
        raise Invalid({"criteria": _("A company has signed an offer that is rated by these: they can no longer change.")})
    if faults := criteria_faults(text.criteria):
        raise Invalid(faults)
    if changed := [name for name in bound if getattr(text, name) != getattr(call, name)]:
        raise Invalid(dict.fromkeys(changed, _("Companies are already answering: this can no longer change.")))


def _columns(text: CallText, by: Actor) -> dict[str, Any]:
    """The text as the table keeps it; a place that nobody has named yet is made on the way, and goes again if the change fails."""
    columns = {each.name: getattr(text, each.name) for each in fields(text)}
    place = columns.pop("place")
    return columns | {"place_id": make_place(place, by=by).pk if isinstance(place, FreePlace) else place}
