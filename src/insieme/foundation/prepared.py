# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows in and out by statements that Django has composed once. For the few paths on which every tenth of a millisecond counts.

Django composes the SQL of a query anew each time, which takes several times as long as running it. Here that happens at the first use;
afterwards only values are bound. Rows, types and models stay Django's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)

#: While a query is composed, the n-th value to come is this number and n: any column of text or whole numbers takes it.
MARK = 1_000_003_000


@dataclass(frozen=True, slots=True)
class _Composed:
    """A query as Django has composed it: the statement, what is bound to it, and how its rows become objects."""

    compiler: Any
    sql: str
    bound: list[tuple[bool, Any]]
    names: list[str]
    own: slice
    joined: list[Any]
    annotations: dict[str, int]
    converters: dict[int, Any]


class Prepared(Generic[Row]):
    """A query composed once: `Prepared(lambda slug: Call.objects.filter(slug=slug), values=1)`.

    The values to come are text or whole numbers, as the columns hold them. Annotations and `select_related` come along.
    """

    def __init__(self, query: Callable[..., models.QuerySet[Row]], *, values: int) -> None:
        self._query = query
        self._marks = [MARK + place for place in range(values)]

    @cached_property
    def _composed(self) -> _Composed:
        compiler = self._query(*self._marks).query.get_compiler("default")
        sql, parameters = compiler.as_sql()
        marks = [str(mark) for mark in self._marks]
        bound = [(True, marks.index(str(value))) if str(value) in marks else (False, value) for value in parameters]
        columns = [column for column, *_ in compiler.select]
        fields = compiler.klass_info["select_fields"]
        own = slice(fields[0], fields[-1] + 1)
        names = [column.target.attname for column in columns[own]]
        # The stubs know the Django after this one, which wants one argument more.
        joined = get_related_populators(compiler.klass_info, compiler.select, "default")  # type: ignore[call-arg]
        return _Composed(compiler, sql, bound, names, own, joined, compiler.annotation_col_map or {}, compiler.get_converters(columns))

    def first(self, *values: Any) -> Row | None:
        """Return the first row for these values; None where there is none."""
        made = self._made(self._found(values, 1))
        return made[0] if made else None

    def rows(self, *values: Any) -> list[Row]:
        """Return all the rows for these values."""
        return self._made(self._found(values))

    def _found(self, values: tuple[Any, ...], most: int | None = None) -> list[tuple[Any, ...]]:
        query = self._composed
        with connection.cursor() as cursor:
            cursor.execute(query.sql, [values[value] if later else value for later, value in query.bound])
            found: list[tuple[Any, ...]] = cursor.fetchmany(most) if most else cursor.fetchall()
            return found

    def _made(self, found: list[tuple[Any, ...]]) -> list[Row]:
        query = self._composed
        rows = query.compiler.apply_converters(found, query.converters) if query.converters else found
        made: list[Row] = []
        for row in rows:
            each = query.compiler.query.model.from_db("default", query.names, row[query.own])
            for populator in query.joined:
                populator.populate(row, each)
            for name, place in query.annotations.items():
                setattr(each, name, row[place])
            made.append(each)
        return made


class PreparedIn(Generic[Row]):
    """A query for the rows of any number of values, composed once for each power of two: what is missing up to it is the last value again.

    `PreparedIn(lambda ids: Organisation.objects.filter(pk__in=ids))`
    """

    def __init__(self, query: Callable[[Sequence[Any]], models.QuerySet[Row]]) -> None:
        self._query = query
        self._by_size: dict[int, Prepared[Row]] = {}

    def rows(self, values: Iterable[Any]) -> list[Row]:
        """Return the rows for these values; none, and without a query, for no value."""
        asked = list(dict.fromkeys(values))
        if not asked:
            return []
        size = 1 << (len(asked) - 1).bit_length()
        query = self._by_size.setdefault(size, Prepared(lambda *marks: self._query(marks), values=size))
        return query.rows(*asked, *[asked[-1]] * (size - len(asked)))


def insert(row: models.Model) -> None:
    """Insert a row as `save(force_insert=True)` would; no signal is sent, and none is listened to in this house."""
    sql, fields, returns = _insertion(type(row))
    # This thread's own: what stands for it looks it up anew at each of the many questions that fields ask of it.
    own = connections[DEFAULT_DB_ALIAS]
    with own.cursor() as cursor:
        cursor.execute(sql, [field.get_db_prep_save(field.pre_save(row, True), own) for field in fields])
        if returns:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, "default"  # noqa: SLF001 - what save() does; Django has no other way to say it


@cache
def _insertion(model: type[models.Model]) -> tuple[str, list[models.Field[Any, Any]], bool]:
    quoted, key = connection.ops.quote_name, model._meta.pk
    table = quoted(model._meta.db_table)
    numbered = isinstance(key, models.AutoField)
    fields = [field for field in model._meta.concrete_fields if not (numbered and field is key)]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    slots = ", ".join(["%s"] * len(fields))
    returning = f" RETURNING {quoted(str(key.column))}" if numbered else ""
    # Only names of our own tables and columns are put together here; values are bound.
    return f"INSERT INTO {table} ({columns}) VALUES ({slots}){returning}", fields, numbered  # noqa: S608
