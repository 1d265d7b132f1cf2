# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one keeps of a pledge: the receipt, its proof in the record, and all of one's own pledges."""

from __future__ import annotations

import re
import shlex
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.offers import access, queries
from insieme.offers.forms.pledges import of_pledge
from insieme.offers.models import Phase, Pledge
from insieme.offers.queries.failures import agreements_waiting
from insieme.offers.queries.revisions import waiting
from insieme.offers.rules.phases import Verb, permits
from insieme.offers.web import become, notes, rankings, stories
from insieme.people.access import actor_of
from insieme.record.reactions import settled_position

PAGE = 20
#: In bash and zsh, with what every Linux and every Mac has: the salt as bytes, then the text. A Mac's program for it has another name.
LINE = r"""(printf %b "$(echo {salt} | sed 's/../\\x&/g')"; printf %s {text}) | (sha256sum 2>/dev/null || shasum -a 256)"""


@login_required
@require_safe
def last_receipt(request: HttpRequest, slug: str) -> HttpResponse:
    """The receipt of one's last word in a call."""
    actor = actor_of(request)
    mine = access.last_pledge(actor, access.call(actor, slug))
    return redirect("offers:call", slug) if mine is None else redirect("offers:receipt", mine.ref)


@login_required
@require_safe
def receipt(request: HttpRequest, ref: str) -> HttpResponse:
    """What one may always show of a pledge: what follows from it, its digest, what opens it, its proof in the record."""
    settled = settled_position()
    found = queries.receipt(actor_of(request), ref)
    opened = found.opened
    context = {
        "receipt": found,
        "state": _state(found),
        "kept": become.kept(found.why, found.call),
        "got": stories.got(found.got, found.terms, found.call),
        "pledge": found.pledge,
        "call": found.call,
        "what_if": rankings.follows(request, found.call, of_pledge(found.pledge)),
        "said": rankings.in_words(found.pledge, found.terms, found.call, rankings.place_of(request) or ""),
        "changed": rankings.changed_lines(of_pledge(found.pledge).entries, found.terms, found.call) if found.is_last else [],
        "may_change": found.is_last and permits(found.call.phase, Verb.PLEDGE) and clock.now() < found.call.closes_at,
        "line": LINE.format(salt=opened.salt, text=shlex.quote(opened.payload)) if opened else "",
        "live": found.pledge.fact.position is None,
        "record_position": settled,
    }
    return render(request, "offers/receipt.html", context)


@login_required
@require_safe
def proof(request: HttpRequest, ref: str) -> HttpResponse:
    """Where one's pledge stands in the record: what the receipt fetches until it is sealed."""
    return render(request, "offers/parts/proof.html", {"pledge": access.own_pledge(actor_of(request), ref)})


@login_required
@require_safe
def pledges(request: HttpRequest) -> HttpResponse:
    """One's own pledges: those that stand, those that are decided, those that were taken back."""
    before = request.GET.get("before", "")
    found = queries.pledges_of(actor_of(request), before=int(before) if re.fullmatch(r"[0-9]{1,15}", before) else None, limit=PAGE + 1)
    shown = found[:PAGE]
    groups: dict[str, list[Pledge]] = {"standing": [], "decided": [], "ended": []}
    for mine in shown:
        become.dress(mine)
        groups[_group(mine)].append(mine)
    notes.tell(waiting(shown))
    older = f"?{urlencode({'before': shown[-1].pk})}" if len(found) > PAGE else ""
    to_agree = [] if before else agreements_waiting(actor_of(request), limit=PAGE)
    return render(request, "offers/pledges.html", {"groups": groups, "any": bool(shown), "older": older, "to_agree": to_agree})


def _state(found: queries.Receipt) -> str:
    """What has become of the pledge, in one word for the page."""
    if not found.is_last or found.pledge.withdrawn:
        return "withdrawn" if found.is_last else "replaced"
    if found.call.phase == Phase.CLEARED:
        return "got" if found.got else "failed" if found.lost else "nothing"
    return {Phase.CLOSED.value: "closed", Phase.CANCELLED.value: "cancelled"}.get(found.call.phase, "stands")


def _group(mine: Pledge) -> str:
    if mine.withdrawn or mine.call.phase == Phase.CANCELLED:
        return "ended"
    return "decided" if mine.call.phase == Phase.CLEARED else "standing"
