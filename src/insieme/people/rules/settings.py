# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on which people set things for themselves. Rooms above add theirs in apps.py; every one of them shows the way to the others."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_pages: dict[str, str | Promise] = {
    "people:settings": _("Profile"),
    "people:about_me": _("About me"),
    "mfa_index": _("Security"),
    "people:sessions": _("Devices"),
    "people:tokens": _("Programs"),
    "people:consents": _("Consents"),
    "people:data": _("My data"),
}


def add_settings_page(address: str, words: str | Promise) -> None:
    """Show the page with this name of an address among the settings."""
    _pages[address] = words


def settings_pages() -> dict[str, str | Promise]:
    """Return the pages in order: names of addresses, words."""
    return dict(_pages)
