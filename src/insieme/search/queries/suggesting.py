# SPDX-License-Identifier: AGPL-3.0-or-later
"""Titles while somebody types, and what they may have meant where nothing was found."""

from __future__ import annotations

from dataclasses import dataclass

from insieme.foundation.memory import memory
from insieme.people.queries import findable_people
from insieme.search.models import ONE, Document, Kind, Word
from insieme.search.rules.asking import Asked
from insieme.search.rules.guessing import meant
from insieme.search.rules.words import words

MOST, SHORTEST, LONGEST = 8, 2, 60
KEPT_SECONDS, KEPT_WORDS_SECONDS = 30, 300
VOCABULARY = 20_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A title, and where it leads."""

    title: str
    path: str
    kind: str
    ref: str

    @property
    def label(self) -> str:
        """The kind in words, in the reader's language."""
        return str(ONE[Kind(self.kind)])


def suggestions(typed: str) -> list[Suggestion]:
    """Things whose titles have words that begin as each typed one, the newest first.

    One query, and none while it is remembered; one more where there are people among them.
    """
    begun = words(typed[:LONGEST])
    if not begun or len(begun[-1]) < SHORTEST:
        return []
    key = f"search.suggestions:{'-'.join(begun)}"
    known: list[Suggestion] | None = memory.get(key)
    if known is None:
        found = Document.objects.all()
        for word in begun:
            found = found.filter(pk__in=Word.objects.filter(word__startswith=word).values("document_id"))
        known = [Suggestion(*row) for row in found.order_by("-pk").values_list("title", "path", "kind", "ref")[:MOST]]
        memory.set(key, known, KEPT_SECONDS)
    people = {each.ref for each in known if each.kind == Kind.PERSON}
    # Who has just withdrawn from being found is not shown, even where the index has not heard of it yet.
    allowing = {each.ref for each in findable_people(people)} if people else set()
    return [each for each in known if each.kind != Kind.PERSON or each.ref in allowing]


def did_you_mean(asked: Asked) -> str:
    """Words of titles near to what was typed; empty where none are. One query, and none while the words are remembered."""
    known: list[str] | None = memory.get("search.words")
    if known is None:
        # Sorted anew: a database may have an order of its own.
        known = sorted(Word.objects.order_by("word").values_list("word", flat=True).distinct()[:VOCABULARY])
        memory.set("search.words", known, KEPT_WORDS_SECONDS)
    return meant(asked, known)
