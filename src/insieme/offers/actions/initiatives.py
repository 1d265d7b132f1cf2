# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation brings its people to a call, and ends that. Nothing of it touches a pledge but where it says through whom it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from insieme.foundation import states
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Denied, Invalid, WrongState
from insieme.offers import access, facts
from insieme.offers.models import Call, Crowd, Initiative, InitiativeState
from insieme.offers.rules.initiatives import judge_initiative
from insieme.offers.rules.phases import Verb
from insieme.people.access import may_act_for
from insieme.people.queries import organisations_by_id
from insieme.record.actions import say


class InitiativeAlreadyOpened(WrongState):
    """An organisation has one initiative in a call."""

    code = "initiative_already_opened"
    sentence = _("Your organisation has an initiative in this call already: hand on its address.")


@dataclass(frozen=True, slots=True)
class InitiativeText:
    """What an organisation says of the people whom it brings."""

    crowd: str
    declared: int
    words: str
    goal: int | None = None


@transaction.atomic
def open_initiative(slug: str, *, by: Actor, organisation_id: int, text: InitiativeText, now: datetime) -> Initiative:
    """Ask an organisation's people to take part in a call that is open or in which people choose.

    Refuses: what `access.call` refuses; `Denied` to who is not a manager; `InitiativeAlreadyOpened`; `Invalid` numbers or words.
    Says: `InitiativeOpened`.
    """
    call = access.call(by, slug, to=Verb.GATHER, now=now, lock=True)
    if not may_act_for(by, organisation_id):
        raise Denied
    # The call is held alone meanwhile, so that no other one slips in; beneath stands the constraint.
    if call.initiatives.filter(organisation_id=organisation_id).exists():
        raise InitiativeAlreadyOpened
    if text.crowd not in Crowd.values:
        raise Invalid({"crowd": _("Choose who they are.")})
    judge_initiative(declared=text.declared, goal=text.goal, words=text.words)
    made = Initiative.objects.create(
        call=call,
        organisation_id=organisation_id,
        crowd=text.crowd,
        declared=text.declared,
        goal=text.goal,
        words=text.words.strip(),
        opened_by_id=by.person_id,
        opened_at=now,
    )
    changed_around(call)
    company = organisations_by_id([organisation_id])[organisation_id]
    fact = facts.InitiativeOpened(call.slug, call.title, made.ref, company.slug, company.name, made.crowd, made.declared)
    say(fact, about=call.topic, by=by, at=now, acting_for=f"organisation:{company.slug}")
    return made


@transaction.atomic
def close_initiative(slug: str, ref: str, *, by: Actor, now: datetime) -> Initiative:
    """Let nobody come through an initiative any more; who came stays. Twice is once.

    Refuses: what `access.initiative` refuses. Says: `InitiativeClosed`.
    """
    found = access.initiative(by, slug, ref, to_close=True, lock=True)
    if found.state == InitiativeState.CLOSED:
        return found
    states.move(found, InitiativeState.CLOSED, closed_at=now)
    changed_around(found.call)
    company = organisations_by_id([found.organisation_id])[found.organisation_id]
    # Who runs the installation may close it too: the record then does not say that the organisation did.
    acting_for = f"organisation:{company.slug}" if may_act_for(by, found.organisation_id) else ""
    fact = facts.InitiativeClosed(found.call.slug, found.call.title, found.ref, company.slug, company.name)
    say(fact, about=found.call.topic, by=by, at=now, acting_for=acting_for)
    return found


def changed_around(call: Call) -> None:
    """Have the page of the call show anew what stands around it."""
    Call.objects.filter(pk=call.pk).update(around=F("around") + 1)
