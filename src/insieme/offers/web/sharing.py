# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bringing others to a call: one's own link, words to send, a poster, pictures, a badge for other pages. No script of anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from insieme.foundation import clock
from insieme.foundation.text import plain
from insieme.offers import access, actions, queries
from insieme.offers.models import Call, Phase, Pledge
from insieme.offers.queries.sharing import own_link
from insieme.offers.rules.pledging import Terms
from insieme.offers.web import cards, pictures
from insieme.people.access import SignInFirst, actor_of

KEPT_SECONDS = 60
#: What the pages may do that stand within those of others: nothing but look like ours.
FRAMED = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """All ways to bring others; whoever is signed in makes a link of their own, and revokes it."""
    actor, now = actor_of(request), clock.now()
    call = access.call(actor, slug)
    if request.method == "POST":
        if not actor.is_person:
            raise SignInFirst
        if "revoke" in request.POST:
            actions.revoke_link(slug, request.POST["revoke"], by=actor, now=now)
            messages.success(request, _("The link leads nowhere any more."))
        else:
            actions.make_link(slug, by=actor, now=now)
        return redirect("offers:share", slug)
    link = own_link(actor, call)
    address = settings.SITE_URL + (reverse("offers:link", args=[link.code]) if link else reverse("offers:call", args=[slug]))
    badge = settings.SITE_URL + reverse("offers:badge", args=[slug])
    # Before people choose one brings companies too; afterwards there is something to show, and nothing to join.
    gathers = call.phase in {Phase.DRAFT, Phase.OPEN, Phase.CHOOSING}
    context = {"call": call, "gathers": gathers, "link": link, "address": address, "badge": badge}
    context |= {"ways": ways(call.title, address), "qr": _code(address)}
    return render(request, "offers/share.html", context)


@require_safe
def link(request: HttpRequest, code: str) -> HttpResponse:
    """Follow somebody's link: the visit is counted, and the code kept until this visitor pledges. Who it is is not."""
    call = actions.follow_link(code)
    request.session[_key(call)] = code
    return redirect("offers:call", call.slug)


@require_safe
def poster(request: HttpRequest, slug: str) -> HttpResponse:
    """A page to print and hang up, in both languages."""
    actor = actor_of(request)
    call = access.call(actor, slug)
    queries.dress([call])
    mine = own_link(actor, call)
    address = settings.SITE_URL + (reverse("offers:link", args=[mine.code]) if mine else reverse("offers:call", args=[slug]))
    sides = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words = _starting(_marks(queries.terms(call)))
            sides.append({"language": language, "until": pictures.until(call), "quorum": words, "call": _("Choose with us")})
    return render(request, "offers/poster.html", {"call": call, "address": address, "qr": _code(address, scale=10), "sides": sides})


@require_safe
def picture(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The picture that messengers and networks show beside a link."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    call = access.call(actor_of(request), slug)
    with translation.override(language):
        marks = _marks(queries.terms(call))
        return _cached(request, call, pictures.etag(call, marks, language), lambda: pictures.picture(call, marks), "image/png")


@require_safe
def badge_svg(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The progress as a picture for other people's pages."""
    call = access.call(actor_of(request), slug)
    marks = _marks(queries.terms(call))
    tag = pictures.etag(call, marks, f"svg {get_language()}")
    response = _cached(request, call, tag, lambda: pictures.badge(call, marks).encode(), "image/svg+xml")
    response.headers["Content-Security-Policy"] = f"default-src 'none'; style-src 'sha256-{pictures.STYLE_HASH}'"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def badge(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The progress as a page that others may frame: the only one."""
    call = access.call(actor_of(request), slug)
    terms = queries.named_terms(call)
    context = {"call": call, "quorum": cards.progress(call, terms), "until": pictures.until(call), "site": settings.SITE_URL}
    tag = pictures.etag(call, _marks(terms), f"page {get_language()}")
    response = _cached(request, call, tag, lambda: render(request, "offers/badge.html", context).content, "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = FRAMED
    return response


def arrived(request: HttpRequest, made: Pledge, now: datetime) -> None:
    """Count a first pledge for the link that brought this visitor, once: the second of two clicks made nothing."""
    code = request.session.pop(_key(made.call), "")
    if code and made.number == 1 and made.at == now:
        actions.count_pledge(code, made.call)


def ways(title: str, address: str) -> list[dict[str, str]]:
    """Plain links that open what the reader has: nothing is loaded from there before."""
    words = _("“%(title)s”: we choose together. %(address)s") % {"title": title, "address": address}
    return [
        {"words": _("Mail"), "href": "mailto:?" + urlencode({"subject": title, "body": words}).replace("+", "%20")},
        {"words": "WhatsApp", "href": "https://wa.me/?" + urlencode({"text": words})},
        {"words": "Telegram", "href": "https://t.me/share/url?" + urlencode({"url": address, "text": title})},
        {"words": "Mastodon", "href": "https://mastodonshare.com/?" + urlencode({"text": title, "url": address})},
    ]


def _key(call: Call) -> str:
    return f"link:{call.pk}"


def _code(address: str, *, scale: int = 4) -> SafeString:
    return mark_safe(segno.make(address, error="m").svg_inline(scale=scale, border=2, svgclass="qr", lineclass=None, omitsize=True))  # noqa: S308


def _marks(terms: dict[str, Terms]) -> tuple[int, ...]:
    """The quorums, rising and each once, where all are counted in people; else none that could be shown."""
    counting = [each.quorum for each in terms.values() if each.quorum_unit == cards.COUNT_PEOPLE]
    return tuple(sorted(set(counting))) if len(counting) == len(terms) else ()


def _starting(marks: Sequence[int]) -> str:
    """From how many people on there is something to buy: of each offer, where they differ."""
    if len(marks) <= 1:
        return "".join(_("It starts from %(number)s people") % {"number": plain(each)} for each in marks)
    rising = {"some": ", ".join(map(plain, marks[:-1])), "most": plain(marks[-1])}
    return _("It starts from %(some)s or %(most)s people, depending on the offer") % rising


def _cached(request: HttpRequest, call: Call, tag: str, body: Any, content_type: str) -> HttpResponseBase:
    # What stands between us and the reader hands on what it keeps to everybody: never a draft.
    whose = "private" if call.published_at is None else "public"
    fresh = HttpResponse(content_type=content_type, headers={"ETag": tag, "Cache-Control": f"{whose}, max-age={KEPT_SECONDS}"})
    known = get_conditional_response(request, etag=tag, response=fresh)
    if known is None or known is fresh:
        fresh.content = body()
        return fresh
    return known


#: Below the address of a call.
PAGES = [
    path("share/", share, name="share"),
    path("share/<slug:language>.png", picture, name="share_picture"),
    path("poster/", poster, name="poster"),
    path("badge/", badge, name="badge"),
    path("badge.svg", badge_svg, name="badge_svg"),
]
