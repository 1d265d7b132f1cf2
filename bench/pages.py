# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages of the demo world: their queries, the CPU that one costs, what a first visit loads; a call of which a thousand voices speak."""

# ruff: noqa: PLC0415 - Django is set up in the process that needs it

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from bench._apart import apart
from bench._figures import figure

LOADED = re.compile(r'<(?:link rel="(?:stylesheet|modulepreload)" href|script[^>]* src)="/static/([^"]+)"')
SOMEBODY = "ada-ferri@insieme.example"
VOICES = 1000


def main() -> None:
    """Visit the demo world in a process of its own."""
    apart("pages", "visit()")


def visit() -> None:
    """Measure the home page and the page of a call in which people choose, as a stranger and as somebody signed in."""
    from bench import _demo as demo
    from insieme.offers.queries import calls

    demo.plant()
    stranger, person = demo.browser(), demo.browser(SOMEBODY)
    call = calls("choosing")[0]
    path = f"/calls/{call.slug}/"
    for name, client, address, most in (
        ("home", stranger, "/", None),
        ("call page", stranger, path, 10),
        ("call page, signed in", person, path, 10),
    ):
        demo.queries(name, lambda client=client, address=address: client.get(address), most)
        demo.cpu(name, lambda client=client, address=address: client.get(address), aim=3)
    for name, address in (("home", "/"), ("call page", path)):
        _weight(name, stranger, address)
    _crowd(call)
    for name, client in ((f"call page, {VOICES:,} voices", stranger), (f"call page, {VOICES:,} voices, signed in", person)):
        demo.queries(name, lambda client=client: client.get(path), 12)
        demo.cpu(name, lambda client=client: client.get(path))
    heavy = len(person.get(path).content) / 1000
    figure(f"call page, {VOICES:,} voices, signed in: HTML as we send it", round(heavy, 1), "kB", "< 60 kB", heavy < 60)


def _crowd(call: Any) -> None:
    """So many voices more on the call, long ones, as they stand in the tables when they are said."""
    from insieme.people.models import Person
    from insieme.voices.tests.makers import a_crowded

    a_crowded(call.thread, VOICES, Person.objects.get(email=SOMEBODY))


def _weight(name: str, stranger: Any, path: str) -> None:
    from django.conf import settings

    html = stranger.get(path).content.decode()
    page = len(html.encode()) / 1000
    files = sum((Path(settings.STATIC_ROOT) / f"{name}.gz").stat().st_size for name in set(LOADED.findall(html))) / 1000
    proxied = f"{len(gzip.compress(html.encode())) / 1000:.1f} kB where a proxy compresses"
    figure(f"{name}: HTML of a first load, as we send it", round(page, 1), "kB", "at most 20 kB", page <= 20, proxied)
    figure(f"{name}: all of a first load, style and scripts compressed", round(page + files, 1), "kB", "at most 60 kB", page + files <= 60)
