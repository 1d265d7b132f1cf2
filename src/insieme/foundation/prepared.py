# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows in and out by statements that Django has composed once. For the few paths on which every tenth of a millisecond counts.

Django composes the SQL of a query anew each time, which takes several times as long as running it. Here that happens at the first use;
afterwards only values are bound. Rows, types and models stay Django's own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

Row = TypeVar("Row", bound=models.Model)

#: While a query is composed, the n-th value to come is this number and n: any column of text or whole numbers takes it.
MARK = 1_000_003_000


class Prepared(Generic[Row]):
    """A query for one row, composed once: `Prepared(lambda slug: Call.objects.filter(slug=slug), values=1)`.

    The values to come are text or whole numbers, as the columns hold them.
    """

    def __init__(self, query: Callable[..., models.QuerySet[Row]], *, values: int) -> None:
        self._query = query
        self._marks = [MARK + place for place in range(values)]

    @cached_property
    def _composed(self) -> tuple[Any, str, list[tuple[bool, Any]], list[str], dict[int, Any]]:
        compiler = self._query(*self._marks).query.get_compiler("default")
        sql, parameters = compiler.as_sql()
        marks = [str(mark) for mark in self._marks]
        bound = [(True, marks.index(str(value))) if str(value) in marks else (False, value) for value in parameters]
        columns = [column for column, *_ in compiler.select]
        names = [column.target.attname for column in columns]
        return compiler, sql, bound, names, compiler.get_converters(columns)

    def first(self, *values: Any) -> Row | None:
        """Return the first row for these values; None where there is none."""
        compiler, sql, bound, names, converters = self._composed
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[value] if later else value for later, value in bound])
            found = cursor.fetchone()
        if found is None:
            return None
        row = next(iter(compiler.apply_converters([found], converters))) if converters else found
        made: Row = compiler.query.model.from_db("default", names, row)
        return made


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
