# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a search gives: one page of the best, with the words around, and how many there are of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from insieme.people.queries import findable_people
from insieme.record.queries import sentences_at
from insieme.search.models import ONE, Document, Kind
from insieme.search.queries.candidates import LOOKED_FOR, MOST, candidates
from insieme.search.rules.asking import Asked
from insieme.search.rules.documents import OPEN, marks
from insieme.search.rules.ranking import order
from insieme.search.rules.snippets import Piece, marked, snippet

PAGE, LAST = 10, 10
#: Some entries say at length why.
SENTENCE = 240


@dataclass(frozen=True, slots=True)
class Filters:
    """What the results are to be: of a kind, of a category, open now, near a place (code, province, region; some may be empty)."""

    kind: str = ""
    category: str = ""
    is_open: bool = False
    near: tuple[str, str, str] | None = None

    def __bool__(self) -> bool:
        """Whether anything is filtered beside the kind."""
        return bool(self.category or self.is_open or self.near)


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that was found, as it is shown."""

    kind: str
    label: str
    path: str
    title: list[Piece]
    words: list[Piece]
    where: str
    at: datetime
    open_until: datetime | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page. `counts` of each kind, one more than `most` where there are more than that.

    `loosely` where no call, offer or organisation has all the words, so that some are there which have only some.
    """

    results: list[Result]
    counts: dict[str, int]
    page: int
    pages: int
    most: int = MOST
    loosely: bool = False

    @property
    def total(self) -> int:
        """How many fit, of all kinds, as far as they were counted."""
        return sum(self.counts.values())

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than the pages show."""
        return self.pages == LAST and any(count > PAGE * LAST for count in (*self.counts.values(), self.total))


def find(asked: Asked, filters: Filters, *, now: datetime, page: int = 1) -> Found:
    """The results of a page, the best first.

    Two queries, up to three by which more is looked for; one more where there are people, one where there are entries, on the page.
    Where nothing is asked and nothing filtered, or only words that stand in every text, nothing is found.
    """
    if not asked.wanted and (asked.typed or not filters):
        return Found([], dict.fromkeys(Kind.values, 0), 1, 1)
    wanted = marks(category=filters.category, near=filters.near, is_open=filters.is_open)
    gathered = candidates(asked, wanted, open_at=now if OPEN in wanted else None)
    chosen = [each for each in gathered.listed if not filters.kind or each.kind == filters.kind]
    ranked = order(chosen, asked, now=now)
    if gathered.loosely:
        # What was looked for once more stands before what merely speaks of all of it.
        ranked.sort(key=lambda each: each.kind not in LOOKED_FOR)
    ranked = ranked[: PAGE * LAST]
    pages = max(-(-len(ranked) // PAGE), 1)
    page = min(max(page, 1), pages)
    shown = [each.pk for each in ranked[PAGE * (page - 1) : PAGE * page]]
    return Found(_results(shown, asked), gathered.counts, page, pages, loosely=gathered.loosely)


def _results(pks: list[int], asked: Asked) -> list[Result]:
    found = Document.objects.defer("heading", "body", "marks").in_bulk(pks)
    documents = [found[pk] for pk in pks if pk in found]
    people = {each.ref for each in documents if each.kind == Kind.PERSON}
    # Who has just withdrawn from being found is not shown, even where the index has not heard of it yet.
    allowing = {each.ref for each in findable_people(people)} if people else set()
    entries = {int(each.ref) for each in documents if each.kind == Kind.ENTRY}
    sentences = sentences_at(entries) if entries else {}
    return [
        _result(each, sentences.get(int(each.ref)) if each.kind == Kind.ENTRY else None, asked)
        for each in documents
        if each.kind != Kind.PERSON or each.ref in allowing
    ]


def _result(each: Document, sentence: str | None, asked: Asked) -> Result:
    return Result(
        kind=each.kind,
        label=str(ONE[Kind(each.kind)]),
        path=each.path,
        title=marked(each.title, asked) if sentence is None else snippet(sentence, asked, length=SENTENCE),
        words=snippet(each.text, asked) if sentence is None else [],
        where=each.where,
        at=each.at,
        open_until=each.open_until,
    )
