# SPDX-License-Identifier: AGPL-3.0-or-later
"""The way between the pages on which people set things for themselves."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from insieme.people import rules

register = template.Library()


@register.inclusion_tag("look/parts/tabs.html", takes_context=True)
def settings_tabs(context: Context) -> dict[str, Any]:
    """All pages of settings, the one at hand marked."""
    path = context["request"].path
    pages = [(reverse(name), words) for name, words in rules.settings_pages().items()]
    # The longest address that the present one begins with: /settings/ is the beginning of all.
    here = max((address for address, _words in pages if path.startswith(address)), key=len, default="")
    tabs = [{"words": words, "href": address, "current": address == here, "count": None} for address, words in pages]
    return {"label": _("Settings"), "tabs": tabs}
