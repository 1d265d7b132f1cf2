# SPDX-License-Identifier: AGPL-3.0-or-later
"""A request whose address holds a null byte is refused before anybody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse

from insieme.front.errors import bad_request

#: As it may stand in a path, a query and (octal, inside quotes) a cookie.
NULL = re.compile(r"\x00|%00|\\000")


class NoNullBytes:
    """Refuses null bytes in path, query and cookies: PostgreSQL keeps none in text, so each would be a fault at some query.

    The fields of forms refuse theirs themselves (Django's `CharField`), each at its place.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Stand before whoever reads the request."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on if it can be read."""
        if any(NULL.search(request.META.get(part, "")) for part in ("PATH_INFO", "QUERY_STRING", "HTTP_COOKIE")):
            raise BadRequest
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refuse a null byte in what was posted where no form read it, and the database had to."""
        if not isinstance(exception, DataError) or not any("\x00" in value for _name, values in request.POST.lists() for value in values):
            return None
        return bad_request(request)
