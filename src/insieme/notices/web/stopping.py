# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stopping letters by the link that stands in each: by one click of a mail program, or on a page that asks once. No sign-in."""

from __future__ import annotations

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from insieme.foundation import clock
from insieme.foundation.errors import NotVisible
from insieme.notices import actions, queries
from insieme.notices.tasks.letters import STOPPING


class NotOurLink(NotVisible):
    """The link was cut or changed on its way."""

    sentence = _("This link is not whole. Copy it from the letter once more, or sign in and open the settings of your notices.")


@csrf_exempt  # a mail program posts here (RFC 8058); what it may do is signed in the address
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, and on a POST do it. A GET changes nothing: programs that look for harm in mails open every link."""
    try:
        ref = STOPPING.unsign(token)
    except BadSignature:
        raise NotOurLink from None
    done = request.method == "POST"
    letter = actions.stop(ref, now=clock.now()) if done else queries.letter_of(ref)
    return render(request, "notices/stop.html", {"letter": letter, "kinds": queries.kinds_of(letter), "done": done})
