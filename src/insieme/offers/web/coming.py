# SPDX-License-Identifier: AGPL-3.0-or-later
"""With whom a reader comes to a call: said in the address once, then kept in their session and nowhere else until they pledge."""

from __future__ import annotations

from django.http import HttpRequest

from insieme.offers import queries
from insieme.offers.models import Call, Initiative, Pledge

KEY, MOST = "initiatives", 8


def arrive(request: HttpRequest, call: Call, mine: Pledge | None = None) -> Initiative | None:
    """The initiative that the address names (`?initiative=`, empty for alone), or one named before, or that of the reader's pledge.

    Two queries where there is one; none otherwise.
    """
    said = request.GET.get("initiative")
    if said is None:
        return kept(request, call, mine)
    found = queries.coming_with(call, said) if said else None
    if found is not None or not said:
        _keep(request, call.slug, found.ref if found else "")
    return found


def kept(request: HttpRequest, call: Call, mine: Pledge | None = None) -> Initiative | None:
    """The initiative that was named before, or that of the reader's pledge. Two queries where there is one; none otherwise."""
    ref = ref_of(request, call.slug)
    if ref is None:
        return queries.came_with(mine) if mine is not None and not mine.withdrawn else None
    return queries.coming_with(call, ref) if ref else None


def ref_of(request: HttpRequest, slug: str) -> str | None:
    """What was said of with whom the reader comes to this call: a reference, empty for alone, None for nothing. No query."""
    found: dict[str, str] = request.session.get(KEY, {})
    return found.get(slug)


def _keep(request: HttpRequest, slug: str, ref: str) -> None:
    known: dict[str, str] = request.session.get(KEY, {})
    # Somebody who only looks, alone, gets no session for it.
    if known.get(slug) == ref or (not known and not ref and not request.user.is_authenticated):
        return
    others = [(name, each) for name, each in known.items() if name != slug]
    request.session[KEY] = dict([*others, (slug, ref)][-MOST:])
