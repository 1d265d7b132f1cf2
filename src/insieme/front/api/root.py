# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the rooms' operations come together. A new room adds one line."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import URLPattern
from ninja import NinjaAPI

from insieme.foundation.scopes import WORDS
from insieme.front.api.gate import guarded
from insieme.front.api.problems import answer_in
from insieme.hooks.api import room as hooks
from insieme.notices.api import room as notices
from insieme.offers.api import rooms as offers
from insieme.people.api import rooms as people
from insieme.record.api import room as record
from insieme.search.api import room as search
from insieme.voices.api import rooms as voices

PREFIX = "/api/v1"
PROBLEM = "application/problem+json"
FIRST_REFUSAL = 400


class Api(NinjaAPI):
    """The root; its description says of refusals that they are problem+json."""

    def get_openapi_schema(self, **_about: Any) -> Any:
        """The description of all operations (OpenAPI 3.1): the same on every machine and in every language."""
        described = super().get_openapi_schema(path_prefix=f"{PREFIX}/")
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= FIRST_REFUSAL and "content" in answer:
                        answer["content"] = {PROBLEM: next(iter(answer["content"].values()))}
        described["components"]["securitySchemes"] = _security()
        return described


api = Api(
    title="Insieme",
    version="1",
    description="Calls, offers, pledges, outcomes and the public record. How to begin: /api/.",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
answer_in(api)
for each in (*offers, *people, *voices, search, notices, hooks, record):
    api.add_router("", each)


def addresses() -> tuple[list[URLPattern], str, str]:
    """The addresses of all operations, each behind the gate; the root has none of its own."""
    patterns, app, space = api.urls
    operations = [each for each in patterns if isinstance(each, URLPattern) and each.name != "api-root"]
    for each in operations:
        each.callback = guarded(each.callback)
    return operations, app, space


def _security() -> dict[str, Any]:
    scopes = {scope.value: str(scope.value) for scope in WORDS}
    flow = {"authorizationUrl": "/identity/o/authorize", "tokenUrl": "/identity/o/api/token", "scopes": scopes}
    return {
        "token": {"type": "http", "scheme": "bearer", "description": "A token made in /settings/tokens/."},
        "oauth": {"type": "oauth2", "flows": {"authorizationCode": flow}},
        "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME, "description": "Changes need X-CSRFToken too."},
    }
