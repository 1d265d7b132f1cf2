# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who buys from an offer, for its company: the page, and the same as a table to take along.

Neither is said in the record: looking changes nothing, and everybody who pledges has read that the company learns this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from insieme.foundation.tables import comma_separated
from insieme.foundation.text import plain
from insieme.look.templatetags.look import day
from insieme.offers import access
from insieme.offers.models import Offer, Phase
from insieme.offers.queries.buyers import Buyer, Sold, buyers_of, has_failed, sold
from insieme.people.access import actor_of

PAGE = 50
ROWS_AT_ONCE = 500


@login_required
@never_cache
@require_safe
def buyers(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Those who buy from the offer now, with the sums; where there is nobody, why."""
    offer = access.own_offer(actor_of(request), slug, ref)
    after = request.GET.get("after", "")
    found = buyers_of(offer, after=int(after) if re.fullmatch(r"[0-9]{1,15}", after) else None, limit=PAGE + 1)
    sums = sold(offer)
    context = {
        "offer": offer,
        "call": offer.call,
        "sold": sums,
        "total": sums.total,
        "columns": _columns(offer.call.unit),
        "rows": [_row(each) for each in found[:PAGE]],
        "onward": f"?after={found[PAGE - 1].key}" if len(found) > PAGE else "",
        "state": "" if sums.people else _nobody(offer, sums),
    }
    return render(request, "offers/buyers.html", context)


@login_required
@never_cache
@require_safe
def table(request: HttpRequest, slug: str, ref: str) -> StreamingHttpResponse:
    """All of them as a file for a spreadsheet, made while it is sent."""
    offer = access.own_offer(actor_of(request), slug, ref)
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{ref}.csv"'}
    rows = _lines(offer, get_language() or "en")
    return StreamingHttpResponse(comma_separated(rows), content_type="text/csv; charset=utf-8", headers=headers)


def _lines(offer: Offer, language: str) -> Iterator[list[Any]]:
    """The rows of the file, a piece of the list at a time, in the language in which it was asked for: by now the page's own is over."""
    with override(language):
        heads = [_("Name"), _("E-mail"), _("Place"), _("Quantity"), _("Unit"), _("Total"), _("Currency"), _("Since")]
    yield heads
    after, more = None, True
    while more:
        with override(language):
            found = buyers_of(offer, after=after, limit=ROWS_AT_ONCE)
        yield from ([each.name, each.email, each.place, each.quantity, offer.call.unit, *_paid(each), _date(each)] for each in found)
        more = len(found) == ROWS_AT_ONCE
        after = found[-1].key if found else None


def _paid(each: Buyer) -> tuple[Any, str]:
    return each.total.amount, each.total.currency


def _date(each: Buyer) -> str:
    return localtime(each.since).date().isoformat() if each.since else ""


def _columns(unit: str) -> list[dict[str, Any]]:
    quantity = _("%(figure)s (%(unit)s)") % {"figure": _("Quantity"), "unit": unit}
    figures = [{"words": words, "number": True} for words in (quantity, _("Total"))]
    return [{"words": _("Name")}, {"words": _("E-mail")}, {"words": _("Place")}, *figures, {"words": _("Since")}]


def _row(each: Buyer) -> list[Any]:
    mail = {"words": each.email, "href": f"mailto:{each.email}"}
    return [each.name, mail, each.place or "–", plain(each.quantity), each.total.written(get_language() or "en"), day(each.since)]


def _nobody(offer: Offer, sums: Sold) -> str:
    """Why nobody stands in the list, in one word for the page."""
    if sums.left:
        return "left"
    if offer.call.phase == Phase.CLEARED:
        return "failed" if has_failed(offer) else "nobody"
    return "cancelled" if offer.call.phase == Phase.CANCELLED else "waiting"


#: Below the address of an offer.
PAGES = [
    path("", buyers, name="buyers"),
    path("table.csv", table, name="buyers_table"),
]
