# SPDX-License-Identifier: AGPL-3.0-or-later
"""The documents among which the best are looked for: of each kind the last ones that fit, and the last ones that are called so.

Ranking all that fit would take a third of a second where a common word stands in every second text. So a list has an end, which the
page says, and every kind is in it, which is how its number is known as well: at most a hundred, or "more than a hundred".
"""

from __future__ import annotations

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
_FROM = {
    "sqlite": "search_words JOIN search_document ON search_document.id = search_words.rowid WHERE search_words MATCH %s"
    " ORDER BY search_words.rowid DESC",
    "postgresql": "search_document WHERE words @@ to_tsquery('simple', %s) ORDER BY search_document.id DESC",
}
#: How often words stand behind each other PostgreSQL guesses from how often they stand anywhere, and would go through all documents, the
#: newest first, for the few that fit. In an order that it has no index for, it asks the index of words: at worst it takes a third as long.
_FROM_PHRASE = "search_document WHERE words @@ to_tsquery('simple', %s) ORDER BY search_document.id + 0 DESC"
_COLUMNS = "search_document.id, kind, search_document.heading, at, open_until"
_ASK = {"sqlite": for_sqlite, "postgresql": for_postgresql}


@dataclass(frozen=True, slots=True)
class Candidates:
    """What may be shown, of all kinds, and how many fit of each: one more than `MOST` where there are more."""

    listed: list[Candidate]
    counts: dict[str, int]


def candidates(asked: Asked, marks: list[str], *, open_at: datetime | None) -> Candidates:
    """What fits `asked` and has all these marks; with `open_at` only what is open then. One query."""
    parts: list[str] = []
    values: list[Any] = []
    for kind in Kind.values:
        of_kind = [*marks, f"kind{kind}"]
        _part(parts, values, asked, of_kind, most=MOST + 1)
        if asked.wanted and kind not in NAMELESS:
            _part(parts, values, asked, of_kind, most=MOST_BY_NAME, by_name=True)
    with connection.cursor() as cursor:
        cursor.execute(*_statement(" UNION ALL ".join(parts), values))
        found = [
            (by_name, Candidate(pk, kind, heading, _time(at), _time(until) if until else None))
            for by_name, pk, kind, heading, at, until in cursor
        ]
    open_ones = [each for each in found if open_at is None or (each[1].open_until and each[1].open_until > open_at)]
    counts = dict.fromkeys(Kind.values, 0)
    for by_name, each in open_ones:
        counts[each.kind] += not by_name
    return Candidates(list({each.pk: each for _by_name, each in open_ones}.values()), counts)


def _statement(sql: str, values: list[Any]) -> tuple[str, list[Any] | None]:
    """The statement as it is run. PostgreSQL must see the words when it makes its plan: common ones and rare ones want different ways."""
    if connection.vendor == "postgresql":
        # The stubs do not know what this database can do beyond the others.
        return connection.ops.compose_sql(sql, values), None  # type: ignore[attr-defined]
    return sql, values


def _part(parts: list[str], values: list[Any], asked: Asked, marks: list[str], *, most: int, by_name: bool = False) -> None:
    vendor = connection.vendor
    source = _FROM_PHRASE if vendor == "postgresql" and asked.has_phrase else _FROM[vendor]
    # What was typed is a value; put together are our own words alone.
    limited = f"SELECT {int(by_name)} AS by_name, {_COLUMNS} FROM {source} LIMIT {most}"  # noqa: S608
    parts.append(f"SELECT * FROM ({limited}) AS part{len(parts)}")  # noqa: S608
    values.append(_ASK[vendor](asked, marks, heading=by_name))


def _time(value: Any) -> datetime:
    """A moment as the database gives it when it is asked in its own words: SQLite without saying that it is in UTC."""
    read: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read if read.tzinfo else read.replace(tzinfo=UTC)
