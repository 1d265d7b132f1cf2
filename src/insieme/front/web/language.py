# SPDX-License-Identifier: AGPL-3.0-or-later
"""The button to the other language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.i18n import set_language

from insieme.front import kept

#: Before the names of what was typed on the page: some of them are `language` and `next` too.
TYPED = "typed-"


def language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on. What was typed is not sent by changing it: it is kept, to be sent once more."""
    answer = set_language(request)
    held = [(name.removeprefix(TYPED), value) for name, values in request.POST.lists() if name.startswith(TYPED) for value in values]
    if not held or settings.LANGUAGE_COOKIE_NAME not in answer.cookies:
        return answer
    chosen = request.POST["language"]
    with translation.override(chosen):
        page = kept.page(request, kept.OTHER_LANGUAGE, held=held, here=answer.headers["Location"], status=200)
    page.cookies.update(answer.cookies)
    page.headers["Content-Language"] = chosen
    return page
