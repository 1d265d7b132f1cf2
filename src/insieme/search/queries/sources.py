# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom to ask for the things of each kind: the rooms that own them. They tell nothing that not everybody may see."""

from __future__ import annotations

from insieme.foundation.finding import Source
from insieme.offers.queries import findable_calls, findable_offers
from insieme.people.queries import findable_organisations, findable_people
from insieme.record.queries import findable_entries
from insieme.search.models import Kind
from insieme.voices.queries.finding import findable_voices

SOURCES: dict[str, Source] = {
    Kind.CALL: findable_calls,
    Kind.OFFER: findable_offers,
    Kind.ORGANISATION: findable_organisations,
    Kind.PERSON: findable_people,
    Kind.VOICE: findable_voices,
    Kind.ENTRY: findable_entries,
}
