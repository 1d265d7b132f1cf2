# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looking at what an offer said and says: one revision, and what changed between two."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from insieme.offers import queries
from insieme.offers.models import Aspect
from insieme.offers.queries.revisions import revision as signed_revision
from insieme.offers.queries.revisions import revisions_of
from insieme.offers.web import differences
from insieme.people.access import actor_of


@require_safe
def revision(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    """All that one revision bound the company to, and who signed it."""
    offer = queries.offer_page(actor_of(request), slug, ref)
    found = signed_revision(offer, number)
    context = {"offer": offer, "call": offer.call, "revision": found, "said": differences.whole(found.words, offer.call)}
    return render(request, "offers/revision.html", context | {"answers": _answers(found.answers)})


@require_safe
def changes(request: HttpRequest, slug: str, ref: str, number: int) -> HttpResponse:
    """What changed between a revision and an earlier one, `?since=`: the one before it unless another is named."""
    offer = queries.offer_page(actor_of(request), slug, ref)
    found = signed_revision(offer, number)
    all_of_them = revisions_of(offer)
    since = _since(request.GET.get("since", ""), number)
    before = next((each for each in all_of_them if each.number == since), found)
    context = {
        "offer": offer,
        "call": offer.call,
        "revision": found,
        "before": before,
        "rows": differences.rows(before.words, found.words, offer.call),
        "answers": _answers(found.answers),
        "numbers": sorted(each.number for each in all_of_them if each.number < number),
    }
    return render(request, "offers/changes.html", context)


def _since(asked: str, number: int) -> int:
    return int(asked) if re.fullmatch(r"[0-9]{1,4}", asked) and int(asked) < number else number - 1


def _answers(given: list[str]) -> list[str]:
    return [str(Aspect(each).label) for each in given]
