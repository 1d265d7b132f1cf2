# SPDX-License-Identifier: AGPL-3.0-or-later
"""Searching, and titles while somebody types, for programs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Query

from insieme.foundation import clock
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.errors import Invalid
from insieme.people.queries import place_by_code, place_code_of
from insieme.search import queries
from insieme.search.queries import Filters
from insieme.search.queries.finding import LAST
from insieme.search.rules.asking import LONGEST, read
from insieme.search.schemas import FoundTold, SuggestionTold

room = Room("Search")
KindAsked = Literal["", "call", "offer", "organisation", "person", "voice", "entry"]
Category = Literal["", "food", "energy", "home", "transport", "telecom", "services", "goods", "other"]
Words = Annotated[
    str, Query(max_length=LONGEST, description='All these words, the last one perhaps unfinished; "phrases"; -words that must not.')
]
Typed = Annotated[str, Query(max_length=60, description="The beginnings of words of a title.")]
Reach = Annotated[Literal["", "place", "province", "region"], Query(description="How far around the place: the municipality, …")]
PlaceAsked = Annotated[str, Query(max_length=40, description="The code of the place; empty for where the one who asks lives.")]
PageNumber = Annotated[int, Query(ge=1, le=LAST, description="Of ten results each.")]


@room.find("/search", FoundTold)
def search(
    request: Asked,
    q: Words = "",
    kind: KindAsked = "",
    category: Category = "",
    near: Reach = "",
    place: PlaceAsked = "",
    open: bool = False,  # noqa: A002 - the word that the address of the page has
    page: PageNumber = 1,
) -> Any:
    """What everybody may see and these words tell, the best first, at most a hundred."""
    asked = read(q)
    filters = Filters(kind=kind, category=category, is_open=open, near=_near(request, near, place) if near else None)
    found = queries.find(asked, filters, now=clock.now(), page=page)
    meant = queries.did_you_mean(asked) if asked.wanted and (found.loosely or not found.total) else ""
    return {name: getattr(found, name) for name in ("results", "counts", "page", "pages", "loosely")} | {"meant": meant}


@room.find("/search/suggestions", list[SuggestionTold])
def suggestions(request: Asked, q: Typed) -> Any:
    """Titles that fit what was typed so far, at most eight."""
    return queries.suggestions(q.replace("\0", ""))


def _near(request: Asked, reach: str, code: str) -> tuple[str, str, str]:
    """The mark of the place around which is looked. Refuses: `Invalid` where nobody knows the place."""
    code = code or place_code_of(request.auth.person_id) or ""
    found = place_by_code(code.replace("\0", "")) if code else None
    if found is None:
        raise Invalid({"place": _("Say near which place: we do not know where you live.")})
    return {"place": (found.code, "", ""), "province": ("", found.province, ""), "region": ("", "", found.region)}[reach]
