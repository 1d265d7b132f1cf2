# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes first. The same on every database, and plain enough to be told: what is called so, what is open, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from insieme.search.rules.asking import Asked, Term

#: How much a kind counts beside the rest: among equals, what one can take part in stands before what was said about it.
KINDS = {"call": 1.0, "organisation": 0.8, "offer": 0.6, "person": 0.5, "voice": 0.2, "entry": 0.0}
SHARE, TIGHT, OPEN, FRESH = 4.0, 2.0, 1.5, 1.0
#: What a word that only begins as asked counts beside the word itself.
BEGUN = 0.5
FADES_IN_DAYS = 60
SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is read of a document to say where it stands. `heading` as the index has it."""

    pk: int
    kind: str
    heading: str
    at: datetime
    open_until: datetime | None


def order(found: list[Candidate], asked: Asked, *, now: datetime) -> list[Candidate]:
    """The best first; of two alike, the one that came last."""
    return sorted(found, key=lambda each: (-worth(each, asked, now=now), -each.pk))


def worth(each: Candidate, asked: Asked, *, now: datetime) -> float:
    """How good an answer it is: what share of the terms stands in its name, how little else does, whether it is open, how new it is."""
    value = KINDS.get(each.kind, 0.0)
    if asked.wanted:
        hits = sum(_hit(term, each.heading) for term in asked.wanted)
        length = max(len(each.heading.partition(" 0seam0 ")[0].split()), 1)
        value += SHARE * hits / len(asked.wanted) + TIGHT * min(hits / length, 1.0)
    if each.open_until is not None and each.open_until > now:
        value += OPEN
    days = max((now - each.at).total_seconds() / SECONDS, 0.0)
    return value + FRESH * FADES_IN_DAYS / (FADES_IN_DAYS + days)


def _hit(term: Term, heading: str) -> float:
    return 1.0 if term.stands_in(heading) else BEGUN * term.is_begun_in(heading)
