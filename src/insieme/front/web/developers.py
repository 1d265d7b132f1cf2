# SPDX-License-Identifier: AGPL-3.0-or-later
"""How programs speak to Insieme: the page to begin with, and every operation on one page, made from the description of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from insieme.foundation.errors import Refusal
from insieme.foundation.scopes import WORDS
from insieme.front import api
from insieme.front.api.described import written

#: As a test runs them.
EXAMPLES = sorted((Path(api.__file__).parent / "examples").glob("*.sh"))
TITLES = [_("Find what one can choose from"), _("Pledge, once, with a token"), _("Fetch an outcome and count it again")]


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Tokens, scopes, refusals, cursors, doing once; three examples."""
    examples = [(title, path.read_text(encoding="utf-8")) for title, path in zip(TITLES, EXAMPLES, strict=True)]
    context = {"examples": examples, "scopes": WORDS.items(), "refusals": [_told(each) for each in refusals()]}
    return render(request, "front/api.html", context)


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation: where, what it does, what it takes, what it answers."""
    described = json.loads(written())
    headings: dict[str, list[dict[str, Any]]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            headings.setdefault(operation["tags"][0], []).append(_shown(method, path, operation))
    return render(request, "front/api_reference.html", {"headings": headings.items()})


def refusals() -> list[type[Refusal]]:
    """Every refusal that has a code of its own, by status and code."""
    found = {each.code: each for each in _below(Refusal)}
    return sorted(found.values(), key=lambda each: (each.status, each.code))


def _told(kind: type[Refusal]) -> dict[str, Any]:
    # A template calls what can be called: a class would be made into a refusal, which some cannot without their particulars.
    return {"status": kind.status, "code": kind.code, "sentence": kind.sentence}


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in kind.__subclasses__():
        if "code" in vars(each) and "%" not in str(each.sentence):
            yield each
        yield from _below(each)


def _shown(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema", {})
    form = content.get("multipart/form-data", {}).get("schema", {}).get("properties", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "scopes": [scope for way in operation["security"] for scope in way.get("oauth", [])],
        "takes": [*(each["name"] for each in operation["parameters"] if each["in"] == "query"), *form],
        "body": body.get("$ref", "").rpartition("/")[2],
        "answers": sorted(operation["responses"]),
    }
