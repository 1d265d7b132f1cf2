# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often somebody may have letters sent to people who have not asked for them, and press what stands in the record."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from insieme.foundation.errors import Busy


def slowly(request: HttpRequest, whom: str) -> None:
    """Let few letters go out to anybody, and from anybody. Refuses: `Busy`."""
    if not ratelimit.consume(request, action="invite", user=request.user, key=whom.strip().lower()):
        raise Busy(_("These are many invitations in a short time. Nothing was lost: go on a little later."))


def slowly_to_companies(request: HttpRequest, whom: str, *, promotes: bool) -> None:
    """Let who promotes ask many companies, everybody else a few a day. Refuses: `Busy`."""
    if not promotes and not ratelimit.consume(request, action="ask_company", user=request.user):
        raise Busy(_("You have asked several companies today: go on tomorrow, or tell the promoter whom to ask."))
    slowly(request, whom)


def slowly_improved(request: HttpRequest) -> None:
    """Let nobody fill the record, which forgets nothing, by asking for improvements and taking it back. Refuses: `Busy`."""
    if not ratelimit.consume(request, action="improve", user=request.user):
        raise Busy(_("That is much in a short time. Nothing was lost: go on a little later."))
