# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents among which the best are looked for: of each kind the last ones that fit, and the last ones that are called so.

Ranking all that fit would take a third of a second where a common word stands in every second text. So a list has an end, which the
page says, and every kind is in it, which is how its number is known as well: at most a hundred, or "more than a hundred".

A beginning costs more than a word: the database puts together all that begins so before it gives the first. So it is looked for once, in
what has a name, and in what was said only where nothing else is found; and where no call, offer or organisation has all words, once more
for those that have some.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from insieme.search.models import Kind
from insieme.search.rules.asking import Asked, for_postgresql, for_sqlite
from insieme.search.rules.ranking import Candidate

MOST, MOST_BY_NAME = 100, 50
#: Their headings are sentences, not names.
NAMELESS = frozenset({Kind.VOICE, Kind.ENTRY})
NAMED = tuple(kind for kind in Kind if kind not in NAMELESS)
#: What most people look for: where none has all words, those are shown that have some.
LOOKED_FOR = frozenset({Kind.CALL, Kind.OFFER, Kind.ORGANISATION})
_FROM = {
    "sqlite": "search_words JOIN search_document ON search_document.id = search_words.rowid WHERE search_words MATCH %s"
    " ORDER BY search_words.rowid DESC",
    "postgresql": "search_document WHERE words @@ to_tsquery('simple', %s) ORDER BY search_document.id DESC",
}
#: How often words stand behind each other PostgreSQL guesses from how often they stand anywhere, and would go through all documents, the
#: newest first, for the few that fit; so it does with beginnings and alternatives. In an order that it has no index for, it asks the
#: index of words: at worst it takes a third as long.
_FROM_UNGUESSED = "search_document WHERE words @@ to_tsquery('simple', %s) ORDER BY search_document.id + 0 DESC"
_COLUMNS = "search_document.id, kind, search_document.heading, at, open_until"
_ASK = {"sqlite": for_sqlite, "postgresql": for_postgresql}


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be shown, of all kinds, and how many fit of each: one more than `MOST` where there are more.

    `loosely` where some of it has only some of the words.
    """

    listed: list[Candidate]
    counts: dict[str, int]
    loosely: bool = False


def candidates(asked: Asked, marks: list[str], *, open_at: datetime | None) -> Candidates:
    """What fits `asked` and has all these marks; with `open_at` only what is open then. One query; up to three more by the rule above."""
    gathered = _Gathered(open_at)
    gathered.read(*_of_each_kind(asked.whole(), marks))
    if asked.is_begun:
        gathered.read(*_of_some_kinds(asked, marks, NAMED))
    loosely = len(asked.wanted) > 1 and not any(gathered.fitting[kind] for kind in LOOKED_FOR)
    if loosely:
        before = len(gathered.listed)
        gathered.read(*_of_some_kinds(asked.loose(), marks, NAMED))
        loosely = len(gathered.listed) > before
    if asked.is_begun and not gathered.listed:
        gathered.read(*_of_some_kinds(asked, marks, tuple(NAMELESS)))
    counts = {kind: min(len(fitting), MOST + 1) for kind, fitting in gathered.fitting.items()}
    return Candidates(list(gathered.listed.values()), counts, loosely)


class _Gathered:
    """What was found until now, each once."""

    def __init__(self, open_at: datetime | None) -> None:
        self._open_at = open_at
        self.listed: dict[int, Candidate] = {}
        self.fitting: dict[str, set[int]] = {kind: set() for kind in Kind.values}

    def read(self, parts: list[str], values: list[Any]) -> None:
        """Add what these parts of a statement find. One query."""
        with connection.cursor() as cursor:
            cursor.execute(*_statement(" UNION ALL ".join(parts), values))
            for by_name, pk, kind, heading, at, until in cursor:
                each = Candidate(pk, kind, heading, _time(at), _time(until) if until else None)
                if self._open_at is not None and (each.open_until is None or each.open_until <= self._open_at):
                    continue
                self.listed[pk] = each
                if not by_name:
                    self.fitting[kind].add(pk)


def _of_each_kind(asked: Asked, marks: list[str]) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    for kind in Kind.values:
        of_kind = [*marks, f"kind{kind}"]
        _part(parts, values, asked, of_kind, most=MOST + 1)
        if asked.wanted and kind not in NAMELESS:
            _part(parts, values, asked, of_kind, most=MOST_BY_NAME, by_name=True)
    return parts, values


def _of_some_kinds(asked: Asked, marks: list[str], kinds: Collection[Kind]) -> tuple[list[str], list[Any]]:
    """These kinds in one part: as many as there may be of all, though one of them may be left short behind hundreds of another."""
    parts: list[str] = []
    values: list[Any] = []
    _part(parts, values, asked, marks, some=[f"kind{kind}" for kind in kinds], most=(MOST + 1) * len(kinds))
    return parts, values


def _statement(sql: str, values: list[Any]) -> tuple[str, list[Any] | None]:
    """The statement as it is run. PostgreSQL must see the words when it makes its plan: common ones and rare ones want different ways."""
    if connection.vendor == "postgresql":
        # The stubs do not know what this database can do beyond the others.
        return connection.ops.compose_sql(sql, values), None  # type: ignore[attr-defined]
    return sql, values


def _part(
    parts: list[str], values: list[Any], asked: Asked, marks: list[str], *, most: int, some: Collection[str] = (), by_name: bool = False
) -> None:
    vendor = connection.vendor
    source = _FROM_UNGUESSED if vendor == "postgresql" and (some or asked.has_phrase) else _FROM[vendor]
    # What was typed is a value; put together are our own words alone.
    limited = f"SELECT {int(by_name)} AS by_name, {_COLUMNS} FROM {source} LIMIT {most}"  # noqa: S608
    parts.append(f"SELECT * FROM ({limited}) AS part{len(parts)}")  # noqa: S608
    values.append(_ASK[vendor](asked, marks, some=some, heading=by_name))


def _time(value: Any) -> datetime:
    """A moment as the database gives it when it is asked in its own words: SQLite without saying that it is in UTC."""
    read: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)
