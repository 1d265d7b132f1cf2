# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often somebody who is not signed in may ask, and how often all those who come from one network."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _

from insieme.foundation.errors import Busy
from insieme.foundation.subnets import subnet

#: Whose measures stand in ACCOUNT_RATE_LIMITS.
APP = "allauth.account"


def ask_slowly(request: HttpRequest, action: str) -> None:
    """Count once more what a stranger asks of a page that looks for something. Refuses: `Busy`."""
    if request.user.is_authenticated:
        return
    network = subnet(get_adapter().get_client_ip(request))
    if ratelimit.consume(request, app=APP, action=action, key=network, limit_get=True) is None:
        raise Busy(_("That is much in a short time. Nothing was lost: go on a little later."))
