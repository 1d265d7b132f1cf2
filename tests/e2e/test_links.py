# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wherever a page points, something stands."""

from __future__ import annotations

from urllib.parse import urldefrag, urlsplit

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("who", ["", "ada-ferri", "marta-zanotti"])
def test_no_link_leads_nowhere(world, who):
    """Follow every link of the site as a stranger and as somebody: of a kind of page that has many, a handful."""
    home = world.server.address
    context = world.browser.new_context(base_url=home, locale="it", storage_state=world.state_of(who) if who else None)
    page = context.new_page()
    seen, waiting, broken = set(), [(f"{home}/", "")], []
    while waiting:
        address, origin = waiting.pop(0)
        if address in seen or _often(address, seen):
            continue
        seen.add(address)
        answer = context.request.get(address)
        if answer.status >= 400:
            broken.append(f"{answer.status} {address} on {origin}")
        if "text/html" in answer.headers["content-type"]:
            links = page.evaluate(LINKS, [answer.text(), answer.url])
            waiting += [(urldefrag(link)[0], address) for link in links if urlsplit(link).netloc == urlsplit(home).netloc]
    context.close()
    assert broken == []
    assert len(seen) > 40
    assert not who or f"{home}/pledges/" in seen


LINKS = """([html, at]) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  return [...page.querySelectorAll("a[href], link[href]")].map((one) => new URL(one.getAttribute("href"), at).href);
}"""


def _often(address, seen):
    """Whether enough pages like this one were looked at: the same path but for numbers, or the same page with other questions."""
    kind = _kind(address)
    return sum(_kind(other) == kind for other in seen) >= 5


def _kind(address):
    parts = urlsplit(address)
    segments = [part for part in parts.path.split("/") if part]
    return (
        *segments[:1],
        len(segments),
        segments[-1] if len(segments) > 2 and not any(map(str.isdecimal, segments[-1:])) else "",
        bool(parts.query),
    )
