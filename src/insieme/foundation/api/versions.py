# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody has read before they change it: told as an `ETag`, and given back as `If-Match` or as `seen`."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid

#: As long as the longest that is told: a digest, a dot, and what the answer's own words come to.
TAG = '"([!#-~]{1,160})"'


def tell(request: HttpRequest, seen: object) -> None:
    """Put `seen` into the answer's `ETag`: what an action will want to know of who has read this."""
    request.version = str(seen)  # type: ignore[attr-defined]


def given(request: HttpRequest, seen: Any) -> Any:
    """What was seen, from `If-Match` where that is sent, else `seen`. Refuses: `Invalid`."""
    header = request.headers.get("If-Match")
    if header is None:
        return seen
    found = re.fullmatch(TAG, header.strip())
    if found is None:
        raise Invalid({"If-Match": _("Send one ETag in quotes, as you got it.")})
    return found[1].partition(".")[0]


def number(request: HttpRequest, seen: int) -> int:
    """The same for what is counted."""
    found = str(given(request, seen))
    if not re.fullmatch("[0-9]{1,9}", found):
        raise Invalid({"If-Match": _("Send one ETag in quotes, as you got it.")})
    return int(found)
