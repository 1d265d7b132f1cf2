# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pledging: rank, see what follows, confirm once; taking it back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid, WrongState
from insieme.offers import access, actions, queries
from insieme.offers.actions.pledging import PledgeMoved
from insieme.offers.forms.pledges import Ranking, of_pledge, read
from insieme.offers.models import Call, Initiative, Pledge
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.rules.pledging import judge, not_your_own
from insieme.offers.web import coming, rankings, sharing
from insieme.offers.web.calls import show_call
from insieme.people.access import actor_of
from insieme.people.queries import place_code_of


class SeeOther(HttpResponseRedirect):
    """Done: look there, and a reload repeats nothing."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
def pledge(request: HttpRequest, slug: str) -> HttpResponse:
    """Rank the offers of a call; see what follows; confirm."""
    if request.method != "POST":
        return _begin(request, slug)
    ranking = read(request.POST)
    if "confirm" in request.POST:
        return _confirm(request, slug, ranking)
    call = access.call(actor_of(request), slug)
    if "again" in request.POST:
        ranking.add_again(request.POST["again"])
        ranking.errors.clear()
        return _form(request, call, ranking)
    if "change" in request.POST:
        return _form(request, call, ranking)
    return _look(request, call, ranking)


@require_safe
def what_if(request: HttpRequest, slug: str) -> HttpResponse:
    """What follows from a ranking that is still being made: the live fragment beside it."""
    call = access.call(actor_of(request), slug)
    ranking = read(request.GET)
    if ranking.entries:
        _judge(request, call, ranking)
    shown = None if ranking.errors or not ranking.entries else rankings.follows(request, call, ranking)
    return render(request, "offers/parts/what_if.html", {"faults": rankings.faults(ranking, queries.terms(call)), "what_if": shown})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take one's pledge back, after being asked once."""
    actor = actor_of(request)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            gone = actions.withdraw_pledge(slug, by=actor, seen=int(seen) if re.fullmatch(r"[0-9]{1,9}", seen) else 0, now=clock.now())
        except WrongState as refusal:
            return show_call(request, slug, refusal)
        return SeeOther(reverse("offers:receipt", args=[gone.ref]))
    call = access.call(actor, slug)
    mine = access.last_pledge(actor, call)
    if mine is None or mine.withdrawn or not permits(call.phase, Verb.PLEDGE):
        return redirect("offers:call", slug)
    lines = rankings.in_words(mine, queries.terms(call), call, rankings.place_of(request) or "")
    return render(request, "offers/pledge_withdraw.html", {"call": call, "mine": mine, "lines": lines})


def _begin(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    call = access.call(actor, slug)
    try:
        access.in_time(call, Verb.PLEDGE, clock.now())
    except WrongState as refusal:
        return show_call(request, slug, refusal)
    mine = access.last_pledge(actor, call)
    coming.arrive(request, call)
    ranking = read(request.GET) if "quantity" in request.GET else of_pledge(mine) if mine is not None and not mine.withdrawn else Ranking()
    if "seen" not in request.GET:
        ranking.seen = mine.number if mine is not None else 0
    if "look" in request.GET:
        return _look(request, call, ranking)
    ranking.errors.clear()
    return _form(request, call, ranking)


def _look(request: HttpRequest, call: Call, ranking: Ranking) -> HttpResponse:
    """The last look before one confirms; or what needs mending."""
    _judge(request, call, ranking)
    if ranking.errors:
        return _form(request, call, ranking, status=422)
    context = {
        "call": call,
        "ranking": ranking,
        "here": _here(call, ranking, look=True),
        "what_if": rankings.follows(request, call, ranking),
        "sale": _sale(call, ranking),
        "coming": _comes_with(request, call, ranking),
    }
    return render(request, "offers/pledge_confirm.html", context)


def _sale(call: Call, ranking: Ranking) -> list[dict[str, str]]:
    """On which terms the offers of a ranking sell, where they have any, in its order."""
    refs = dict.fromkeys(entry.offer for entry in ranking.entries)
    known, written = queries.terms(call), queries.written_terms(call, refs)
    return [{"name": known[ref].name, "terms": written[ref]} for ref in refs if ref in known and ref in written]


def _here(call: Call, ranking: Ranking, *, look: bool) -> str:
    """Where the answer to what was sent can be asked for once more, without sending it: the other language begins there."""
    more = {"seen": ranking.seen} | ({"look": 1} if look else {})
    return f"{reverse('offers:pledge', args=[call.slug])}?{ranking.as_query()}&{urlencode(more)}"


def _confirm(request: HttpRequest, slug: str, ranking: Ranking) -> HttpResponse:
    actor = actor_of(request)
    if not actor.is_person:
        back = f"{reverse('offers:pledge', args=[slug])}?{ranking.as_query()}"
        return SeeOther(f"{reverse('account_login')}?{urlencode({'next': back})}")
    if ranking.errors:
        return _form(request, access.call(actor, slug), ranking, status=422)
    now = clock.now()
    try:
        made = actions.pledge(
            slug,
            by=actor,
            entries=ranking.entries,
            quantity=ranking.quantity,
            new_for=ranking.new_for,
            seen=ranking.seen,
            initiative=coming.ref_of(request, slug),
            now=now,
        )
    except Invalid as refusal:
        ranking.blame(refusal)
        return _form(request, access.call(actor, slug), ranking, status=422)
    except PledgeMoved as refusal:
        return _moved(request, actor, slug, ranking, refusal)
    except WrongState as refusal:
        return show_call(request, slug, refusal)
    sharing.arrived(request, made, now)
    return SeeOther(reverse("offers:receipt", args=[made.ref]))


def _moved(request: HttpRequest, actor: Actor, slug: str, ranking: Ranking, refusal: PledgeMoved) -> HttpResponse:
    """The page as it now stands: what is pledged, and what was just typed, ready to be confirmed in its place."""
    call = access.call(actor, slug)
    mine = access.last_pledge(actor, call)
    ranking.seen = mine.number if mine is not None else 0
    messages.warning(request, str(refusal))
    return _form(request, call, ranking, mine=mine, status=refusal.status)


def _judge(request: HttpRequest, call: Call, ranking: Ranking) -> None:
    """Say early what the action would refuse. A stranger may have a place: that is judged once they are known."""
    place = place_code_of(request.user.pk) if request.user.is_authenticated else "?"
    terms = queries.terms(call)
    own = queries.own_offers(actor_of(request), terms)
    try:
        judge(ranking.entries, quantity=ranking.quantity, place=place, offers=terms, menu=call.menu, own=own)
    except Invalid as refusal:
        ranking.blame(refusal)


def _comes_with(request: HttpRequest, call: Call, ranking: Ranking) -> Initiative | None:
    """With whom the reader comes, or came when they pledged before."""
    return coming.kept(request, call, access.last_pledge(actor_of(request), call) if ranking.seen else None)


def _stands(request: HttpRequest, call: Call) -> bool:
    """Whether the reader has a pledge that they could take back."""
    mine = access.last_pledge(actor_of(request), call)
    return mine is not None and not mine.withdrawn


def _form(request: HttpRequest, call: Call, ranking: Ranking, *, mine: Pledge | None = None, status: int = 200) -> HttpResponse:
    known = queries.terms(call)
    own = queries.own_offers(actor_of(request), known)
    ranking.leave_out(own)
    terms = {ref: offer for ref, offer in known.items() if ref not in own}
    place = rankings.place_of(request)
    context: dict[str, Any] = {
        "call": call,
        "ranking": ranking,
        "faults": rankings.faults(ranking, known),
        "own": [not_your_own(offer) for ref, offer in known.items() if ref in own],
        "may_withdraw": ("entries" in ranking.errors or not terms) and _stands(request, call),
        "rank": rankings.rank(ranking, terms, call, place),
        "repeatable": rankings.repeatable(terms, call),
        "counting_new": [each for each in terms.values() if each.quorum_unit == "new_customers"],
        "what_if": rankings.follows(request, call, ranking) if ranking.entries and not ranking.errors else None,
        "place": place,
        "standing": rankings.in_words(mine, known, call, place or "") if mine is not None else None,
        "changes": ranking.seen > 0,
        "coming": _comes_with(request, call, ranking),
        "revised": {each.ref: each.revision for each in terms.values() if each.revision > 1},
        "changed": rankings.changed_lines(ranking.entries, terms, call),
    }
    if request.method == "POST":
        context["here"] = _here(call, ranking, look=bool(ranking.errors))
    return render(request, "offers/pledge.html", context, status=status)
