# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where passkeys can be used: browsers keep them for a name, and refuse to where the address of the page is a number."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest

register = template.Library()


@register.simple_tag
def numbered(request: HttpRequest) -> dict[str, str] | None:
    """Nothing where the page is at a name; at a number, the address of the same page at a name: known where only this machine can come."""
    at = urlsplit(f"//{request.get_host()}")
    try:
        loopback = ip_address(at.hostname or "").is_loopback
    except ValueError:
        return None
    named = f"{request.scheme}://localhost{f':{at.port}' if at.port else ''}"
    return {"named": named, "href": named + request.get_full_path()} if loopback else {}
