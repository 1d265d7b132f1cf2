# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of a search, and what is suggested while somebody types."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from insieme.foundation import clock
from insieme.people.access import actor_of
from insieme.people.forms.slowly import ask_slowly
from insieme.people.queries import place_by_code, place_code_of
from insieme.people.rules import FreePlace
from insieme.search import queries
from insieme.search.forms import SearchForm
from insieme.search.models import Kind
from insieme.search.queries import Filters, Found
from insieme.search.queries.candidates import NAMELESS
from insieme.search.rules.asking import read


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is found, the best first, with its kinds as tabs; without words and filters, what one can do here."""
    ask_slowly(request, "search_stranger")
    form = SearchForm(_asked_of(request))
    wanted = form.cleaned_data if form.is_valid() else dict.fromkeys(form.fields, "") | form.cleaned_data
    asked = read(str(wanted.get("q") or form["q"].value() or ""))
    kind = request.GET.get("kind", "")
    filters = Filters(
        kind=kind if kind in Kind.values else "",
        category=str(wanted.get("category") or ""),
        is_open=bool(wanted.get("open")),
        near=_near(request, form, wanted),
    )
    found = queries.find(asked, filters, now=clock.now(), page=_page(request))
    context = {
        "form": form,
        "asked": asked,
        "filters": filters,
        "found": found,
        "tabs": _tabs(request, filters.kind, found),
        "begun": bool(asked.typed or filters),
        "meant": queries.did_you_mean(asked) if asked.wanted and (found.loosely or not found.total) else "",
        "loosely": found.loosely and filters.kind not in NAMELESS,
        "before": _address(request, page=found.page - 1) if found.page > 1 else "",
        "behind": _address(request, page=found.page + 1) if found.page < found.pages else "",
        "unfiltered": _address(request, category=None, near=None, place=None, open=None, kind=None, page=None),
        "searching": True,
    }
    return render(request, "search/search.html", context)


@require_safe
@cache_control(private=True, max_age=30)
def suggest(request: HttpRequest) -> HttpResponse:
    """Titles that fit what was typed so far, as options of the list under the box."""
    ask_slowly(request, "suggest_stranger")
    return render(request, "search/suggestions.html", {"suggestions": queries.suggestions(request.GET.get("q", ""))})


def _asked_of(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in SearchForm.base_fields}


def _near(request: HttpRequest, form: SearchForm, wanted: dict[str, Any]) -> tuple[str, str, str] | None:
    """The mark of the place around which is looked, as far as the reach says: the place that was named, else where the reader lives."""
    reach, place = wanted.get("near"), wanted.get("place")
    if not reach or "place" in form.errors:
        return None
    if not place:
        code = place_code_of(actor_of(request).person_id)
        place = place_by_code(code) if code else None
    if place is None:
        form.add_error("place", _("Say near which place: we do not know where you live."))
        return None
    if isinstance(place, FreePlace):
        return ("nowhere", "", "")
    return {"place": (place.code, "", ""), "province": ("", place.province, ""), "region": ("", "", place.region)}[reach]


def _tabs(request: HttpRequest, kind: str, found: Found) -> list[dict[str, Any]]:
    """All, and each kind of which there is something, with how many."""
    tabs = [{"words": _("All"), "href": _address(request, kind=None, page=None), "current": not kind, "count": None}]
    for each in Kind:
        count = found.counts[each]
        if count or each == kind:
            href = _address(request, kind=each.value, page=None)
            more = count > found.most
            tabs.append({"words": each.label, "href": href, "current": kind == each, "count": min(count, found.most), "more": more})
    return tabs


def _page(request: HttpRequest) -> int:
    said = request.GET.get("page", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 1  # noqa: PLR2004


def _address(request: HttpRequest, **changes: object) -> str:
    onward = request.GET.copy()
    for name, value in changes.items():
        onward.pop(name, None)
        if value is not None:
            onward[name] = str(value)
    return f"?{onward.urlencode()}"
