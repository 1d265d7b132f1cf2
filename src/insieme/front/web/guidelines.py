# SPDX-License-Identifier: AGPL-3.0-or-later
"""The next version of a guideline, with who will be told once it is published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from insieme.notices.queries.below import publishing
from insieme.notices.web import announcing
from insieme.people.web import guidelines

TEMPLATE = "front/guideline_edit.html"


def edit(request: HttpRequest, ref: str) -> HttpResponse:
    """The page as the people room shows it, with who will be told."""
    return guidelines.edit(request, ref, template=TEMPLATE, more=_told)


def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """The same, where something was to be mended."""
    return guidelines.publish(request, ref, template=TEMPLATE, more=_told)


def _told(found: Any) -> dict[str, str]:
    return {"told": announcing.block(publishing(found))}
