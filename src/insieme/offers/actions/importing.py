# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real ranked ballots as pledges of demo people, for trials and measurements: the same rows and facts that pledging makes, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insieme.foundation.actor import Actor, Door
from insieme.foundation.demo import refuse_in_public
from insieme.foundation.errors import Invalid, NotVisible, WrongState
from insieme.foundation.text import slug as slug_of
from insieme.offers import access, facts, queries
from insieme.offers.actions.calling import CallText, begin_choosing, open_call, publish_call
from insieme.offers.actions.interests import declare_interests
from insieme.offers.actions.offering import OfferText, TierText, make_offer, sign_offer
from insieme.offers.models import Call, Category, Pledge
from insieme.offers.rules.phases import Verb
from insieme.offers.rules.pledging import MOST_ENTRIES, Entry, Terms, judge
from insieme.people import actions as people
from insieme.people.access import organisations_of
from insieme.record.actions import say_all

IMPORT = Actor.system("import")
PROMOTER, COMPANIES = "ballots@trial.example", "candidates@trial.example"
BACK = timedelta(hours=1)
PROOF_AFTER = timedelta(days=90)


class AnotherCall(WrongState):
    """The call at this address was not made for these ballots."""

    code = "another_call"
    sentence = gettext_lazy("A call with this address is here already, with other offers or another quorum: give --call another name.")


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot of the file, counted from 1: the places of its candidates among the names, best first."""

    number: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A call for ballots: the candidates stand in for offers, all with one quorum of buyers and one price in cents."""

    slug: str
    candidates: tuple[str, ...]
    quorum: int
    price_minor: int
    closes_at: datetime


@transaction.atomic
def open_trial(trial: Trial, *, now: datetime) -> list[str]:
    """See to it that people can choose in the call of a trial, and return its offers in the order of the candidates.

    What companies would have done before is dated within the hour before `now`. Again changes nothing, the deadline included.
    Refuses: `NotInPublic`; `AnotherCall`; `Invalid` addresses, names, numbers.
    """
    refuse_in_public()
    _judge(trial)
    try:
        call = access.call(IMPORT, trial.slug)
    except NotVisible:
        call = _call(trial, now)
    offers = {offer.company.name: offer for offer in queries.standing(call)}  # type: ignore[attr-defined]
    if offers.keys() != set(trial.candidates) or any(offer.quorum != trial.quorum for offer in offers.values()):
        raise AnotherCall
    return [offers[name].ref for name in trial.candidates]


@transaction.atomic
def pledge_ballots(slug: str, *, ballots: Sequence[Ballot], refs: Sequence[str], now: datetime) -> int:
    """Have one demo person pledge for each ballot, as far as a pledge goes (five ranks); return how many had not done so before.

    Refuses: `NotInPublic`; what `access.call` refuses; `Invalid` lists. Says: `Pledged` for each.
    """
    refuse_in_public()
    call = access.call(IMPORT, slug, to=Verb.PLEDGE, now=now, lock=True)
    crowd = [
        people.Extra(f"{ballot.number}@{slug}.trial.example", _("Ballot %(number)d") % {"number": ballot.number}) for ballot in ballots
    ]
    persons = people.enrol_crowd(crowd, by=IMPORT)
    done = set(Pledge.objects.filter(call=call, person_id__in=[person.pk for person in persons]).values_list("person_id", flat=True))
    new = [(person, ballot) for person, ballot in zip(persons, ballots, strict=True) if person.pk not in done]
    offers = queries.terms(call)
    lists = [_list(ballot, refs, call, offers) for _person, ballot in new]
    said = [
        (facts.Pledged(call.slug, call.title, again=False, entries=entries, new_for=[]), Actor.person(person.pk, person.ref, Door.CLI))
        for (person, _ballot), entries in zip(new, lists, strict=True)
    ]
    entries_in_record = say_all(said, about=call.topic, at=now)
    Pledge.objects.bulk_create(
        Pledge(call=call, person_id=person.pk, number=1, entries=entries, fact=fact, commitment=fact.digest, at=now)
        for (person, _ballot), entries, fact in zip(new, lists, entries_in_record, strict=True)
    )
    return len(new)


def _judge(trial: Trial) -> None:
    if not trial.slug or slug_of(_title(trial)) != trial.slug:
        raise Invalid({"call": _("Write the call's address in small letters, digits and single hyphens, as in dublin-west-2002.")})
    if len(set(trial.candidates)) < len(trial.candidates):
        raise Invalid({"candidates": _("Two candidates have the same name: offers could not be told apart.")})


def _title(trial: Trial) -> str:
    return trial.slug.replace("-", " ").capitalize()


def _call(trial: Trial, now: datetime) -> Call:
    by, drafted = _owner(PROMOTER), now - BACK
    text = CallText(
        title=_title(trial),
        summary=_("A trial with real ballots: candidates stand in for offers."),
        need=_("Each ballot of a real election is the pledge of a demo person. Nobody buys anything."),
        category=Category.OTHER,
        unit=_("pieces"),
        choosing_at=now - BACK / 2,
        closes_at=trial.closes_at,
    )
    promoter = _organisation(by, _("Trials with real ballots"), kind="group", now=drafted)
    call = open_call(promoter, by=by, text=text, now=drafted)
    declare_interests(call.slug, by=by, ties=(), now=drafted)
    publish_call(call.slug, by=by, now=drafted)
    by = _owner(COMPANIES)
    for candidate in trial.candidates:
        company = _organisation(by, candidate, kind="company", now=drafted)
        offer = make_offer(call.slug, by=by, organisation_id=company, text=_offer(trial, candidate), now=drafted)
        sign_offer(call.slug, offer.ref, by=by, name=candidate, title=_("candidate"), now=drafted)
    return begin_choosing(call.slug, by=IMPORT, now=now)


def _offer(trial: Trial, candidate: str) -> OfferText:
    return OfferText(
        product=candidate,
        price_minor=trial.price_minor,
        quorum=trial.quorum,
        quorum_unit="buyers",
        commitment=_("None: this is a trial."),
        basis="once",
        proof=_("None: this is a trial."),
        proof_by=(trial.closes_at + PROOF_AFTER).date(),
        tiers=(TierText(trial.quorum, what=_("nothing")),),
    )


def _owner(email: str) -> Actor:
    person = people.enrol_crowd([people.Extra(email, _("Trials with real ballots"))], by=IMPORT)[0]
    return Actor.person(person.pk, person.ref, Door.CLI)


def _organisation(by: Actor, name: str, *, kind: str, now: datetime) -> int:
    known: dict[str, int] = {organisation.name: organisation.pk for organisation in organisations_of(by)}
    return known.get(name) or people.register_organisation(name, by=by, kind=kind, now=now).pk


def _list(ballot: Ballot, refs: Sequence[str], call: Call, offers: Mapping[str, Terms]) -> list[dict[str, Any]]:
    entries = [Entry(refs[candidate], revision=offers[refs[candidate]].revision) for candidate in ballot.order[:MOST_ENTRIES]]
    judge(entries, quantity=1, place="", offers=offers, menu=call.menu)
    return [entry.as_json() for entry in entries]
