# SPDX-License-Identifier: AGPL-3.0-or-later
"""Promoting a call together: who does and what ties them, asking others, answering, declaring."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.offers import access, actions, queries
from insieme.offers.forms.slowly import slowly
from insieme.offers.models import Call
from insieme.offers.queries.beside import persons_beside
from insieme.offers.queries.promoters import asked_to_promote, asks_to_promote
from insieme.offers.rules.phases import Verb
from insieme.offers.schemas.promoters import AskedToPromote, BesideTold, InterestsSent, PromoterSent, ReplySent
from insieme.people.queries.persons import persons_by_id

room = Room("Promoting together")


@room.find("/calls/{slug}/beside", BesideTold)
def beside(request: Asked, slug: str) -> Any:
    """Who promotes a call, what ties them to possible bidders, and what organisations of which it speaks reply."""
    return _beside(access.call(request.auth, slug))


@room.change("PUT", "/calls/{slug}/interests", BesideTold, scope=Scope.CALL)
def declare_interests(request: Asked, slug: str, sent: InterestsSent) -> Any:
    """Declare what ties the promoter for which one acts to possible bidders; it is needed before a call opens. Anew replaces what stood."""
    access.call(request.auth, slug, to=Verb.PROMOTE)
    actions.declare_interests(slug, by=request.auth, ties=sent.texts(), now=clock.now())
    return _beside(access.call(request.auth, slug))


@room.change("PUT", "/calls/{slug}/reply", BesideTold, scope=Scope.ORGANISATION)
def reply_to_call(request: Asked, slug: str, sent: ReplySent) -> Any:
    """Publish what an organisation that is named on the call, or heard, says to it. Anew is the next version; the same changes nothing."""
    said = {"organisation_slug": sent.organisation, "text": sent.text, "name": sent.name, "title": sent.title}
    actions.reply(slug, by=request.auth, now=clock.now(), **said)
    return _beside(access.call(request.auth, slug))


@room.find("/calls/{slug}/promoters", list[AskedToPromote], own=True)
def promoters(request: Asked, slug: str) -> Any:
    """Who was asked to promote the call too, and what they answered; for those who promote it."""
    return _asked(access.call(request.auth, slug, to=Verb.PROMOTE))


@room.change("POST", "/calls/{slug}/promoters", list[AskedToPromote], scope=Scope.CALL, status=201)
def ask_to_promote(request: Asked, slug: str, sent: PromoterSent) -> Any:
    """Ask an organisation or a person to promote the call too. The same again changes nothing."""
    call = access.call(request.auth, slug, to=Verb.PROMOTE)
    slowly(request, sent.to)
    actions.ask_to_promote(slug, by=request.auth, to=sent.to, now=clock.now())
    return _asked(call)


@room.change("DELETE", "/calls/{slug}/promoters/{ref}", None, scope=Scope.CALL, status=204)
def take_back_promotion(request: Asked, slug: str, ref: str) -> Any:
    """Take back a question that nobody has answered. Again changes nothing."""
    actions.take_back_promotion(slug, ref, by=request.auth)


@room.find("/me/promotions", list[AskedToPromote], own=True)
def my_promotions(request: Asked) -> Any:
    """The questions to promote a call that wait for the answer of the one who asks."""
    return asks_to_promote(request.auth)


@room.find("/calls/{slug}/promoters/{ref}", AskedToPromote, own=True)
def promotion(request: Asked, slug: str, ref: str) -> Any:
    """A question to promote a call too, for whoever is to answer it."""
    return access.co_promoter(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/promoters/{ref}/agree", AskedToPromote, scope=Scope.CALL)
def agree_to_promote(request: Asked, slug: str, ref: str, sent: InterestsSent) -> Any:
    """Promote the call too, and declare one's ties. Again changes nothing."""
    actions.answer_promotion(slug, ref, by=request.auth, agree=True, ties=sent.texts(), now=clock.now())
    return access.co_promoter(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/promoters/{ref}/decline", AskedToPromote, scope=Scope.CALL)
def decline_to_promote(request: Asked, slug: str, ref: str) -> Any:
    """Say no, for good. Again changes nothing."""
    actions.answer_promotion(slug, ref, by=request.auth, agree=False, now=clock.now())
    return access.co_promoter(request.auth, slug, ref)


@room.change("POST", "/calls/{slug}/promoters/{ref}/leave", AskedToPromote, scope=Scope.CALL)
def leave_promotion(request: Asked, slug: str, ref: str) -> Any:
    """No longer promote the call. Again changes nothing."""
    actions.leave_promotion(slug, ref, by=request.auth, now=clock.now())
    return access.co_promoter(request.auth, slug, ref)


def _asked(call: Call) -> list[Any]:
    found = asked_to_promote(call)
    for each in found:
        each.call = call
    return found


def _beside(call: Call) -> dict[str, Any]:
    """As it is kept with the call, the persons by the names by which they want to be known."""
    told, persons = call.beside, persons_by_id(persons_beside(call))
    promoter: Any = queries.dress([call])[0]

    def party(each: dict[str, Any]) -> dict[str, Any]:
        return each | {"name": each.get("name") or str(persons.get(each.get("person", 0), "")), "slug": each.get("slug", "")}

    ties = [{"promoter": party(each["promoter"]), "company": party(each["company"]), "at": each["at"]} for each in told.get("found", ())]
    said = {name: [party(each) for each in told.get(name, ())] for name in ("others", "declared", "replies")}
    return said | {"found": ties, "promoter": {"name": promoter.company.name, "slug": promoter.company.slug}}
