# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API described for programs (OpenAPI 3.1): the same text as in the repository, and served."""

from __future__ import annotations

import json
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from insieme.front.api.root import api


@cache
def written() -> str:
    """The description as text, the same on every machine and in every language."""
    with translation.override("en"):
        described = json.loads(json.dumps(api.get_openapi_schema(), ensure_ascii=False))
    return json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


@require_safe
def description(_request: HttpRequest) -> HttpResponse:
    """Give the description to whoever writes a program."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
    return HttpResponse(written(), content_type="application/json", headers=headers)
