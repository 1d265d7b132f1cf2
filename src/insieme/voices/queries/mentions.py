# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a text mentions: persons with a public page, and organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from insieme.people.queries import names_of
from insieme.people.queries.persons import handles_among, persons_by_handle


def addresses_of(names: Sequence[str]) -> dict[str, str]:
    """The pages of those among these names that are somebody's; a person goes before an organisation of the same name. Two queries."""
    if not names:
        return {}
    organisations = {slug: reverse("people:organisation", args=[slug]) for slug in names_of(names)}
    return organisations | {handle: reverse("people:person", args=[handle]) for handle in handles_among(names)}


def topics_of(mentions: Mapping[str, str]) -> list[str]:
    """What is mentioned as the record names it: `person:<ref>` and `organisation:<slug>`. One query; none where nothing is."""
    organisations = mentioned_organisations(mentions)
    persons = persons_by_handle(set(mentions).difference(organisations)) if mentions else []
    return sorted([person.topic for person in persons] + [f"organisation:{slug}" for slug in organisations])


def mentioned_organisations(mentions: Mapping[str, str]) -> list[str]:
    """The addresses of the organisations among what a voice mentions. No query."""
    return [name for name, page in mentions.items() if page == reverse("people:organisation", args=[name])]
