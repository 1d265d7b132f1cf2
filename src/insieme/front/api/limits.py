# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often one may ask: each token, each person and each address has its own measure. Told in every answer.

Source: draft-ietf-httpapi-ratelimit-headers-10.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from insieme.foundation.actor import Actor

APP = "allauth.account"
#: The measures in ACCOUNT_RATE_LIMITS, where those of the pages stand too.
KNOWN, STRANGERS = "api", "api_stranger"


@dataclass(frozen=True, slots=True)
class Measure:
    """What is given in how many seconds, what is left of it, and in how many seconds there is more."""

    name: str
    given: int
    seconds: int
    left: int
    more_in: int

    def tell(self, response: HttpResponse) -> None:
        """Put it into the headers of an answer."""
        response.headers["RateLimit-Policy"] = f'"{self.name}";q={self.given};w={self.seconds}'
        response.headers["RateLimit"] = f'"{self.name}";r={self.left};t={self.more_in}'


def count(request: HttpRequest, actor: Actor) -> tuple[bool, Measure]:
    """Count one request; whether it is within its measure."""
    name = KNOWN if actor.is_person else STRANGERS
    key = getattr(request, "limited_as", actor.name) if actor.is_person else None
    rate = ratelimit.get_rates(app=APP, action=name)[0]
    within = ratelimit.consume(request, app=APP, action=name, key=key, limit_get=True) is not None
    history = cache.get(ratelimit.get_cache_key(request, app=APP, action=name, rate=rate, key=key)) or []
    oldest = history[-1] if history else time.time()
    more_in = max(1, math.ceil(oldest + rate.duration - time.time()))
    left = max(0, rate.amount - len(history)) if within else 0
    return within, Measure(name, rate.amount, int(rate.duration), left, more_in)
