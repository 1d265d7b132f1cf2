# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often somebody may do something, and how often all those who come from one network."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Busy
from insieme.foundation.subnets import subnet


def slowly(request: HttpRequest, action: str) -> None:
    """Count once more. Refuses: `Busy`, when that is too often: see `ACCOUNT_RATE_LIMITS`."""
    network = subnet(get_adapter().get_client_ip(request))
    if not ratelimit.consume(request, action=action, user=request.user, key=network):
        raise Busy(_("That is much in a short time. Nothing was lost: go on a little later."))
