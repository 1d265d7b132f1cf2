# SPDX-License-Identifier: AGPL-3.0-or-later
"""What entries are about, as people know it. A topic like `call:bread` is data here: the room that has calls says what each is called."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

Titles = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Topic:
    """The title of a thing and the address of its page."""

    title: str
    href: str


_KNOWN: dict[str, tuple[Titles, str]] = {}


def name_topics(kind: str, titles: Titles, *, page: str) -> None:
    """Let topics `kind:<slug>` be known by their titles.

    `titles` gives those of many slugs in one query, leaving out what is not for everybody; `page` is the name of the address of each.
    """
    _KNOWN[kind] = (titles, page)


def topics(abouts: Iterable[str]) -> dict[str, Topic]:
    """Return what these topics are, as far as rooms have named them. One query for each kind of topic among them."""
    slugs: dict[str, set[str]] = {}
    for about in abouts:
        kind, _colon, slug = about.partition(":")
        if kind in _KNOWN:
            slugs.setdefault(kind, set()).add(slug)
    found: dict[str, Topic] = {}
    for kind, wanted in slugs.items():
        titles, page = _KNOWN[kind]
        found |= {f"{kind}:{slug}": Topic(title, reverse(page, args=[slug])) for slug, title in titles(wanted).items()}
    return found
