# SPDX-License-Identifier: AGPL-3.0-or-later
"""Prepared statements say and give what Django's own would."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Length
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from insieme.foundation.prepared import Prepared, PreparedIn, insert

pytestmark = pytest.mark.django_db

BY_KEY_AND_TEXT = Prepared(
    lambda key, text: Session.objects.filter(session_key=key, session_data=text).order_by("-expire_date")[:1], values=2
)

JOINED = PreparedIn(
    lambda ids: (
        Permission.objects.filter(pk__in=ids).select_related("content_type").annotate(long=Length("name")).defer("name").order_by("-pk")
    )
)


def test_a_row_is_found_with_the_types_of_its_columns_and_with_one_query() -> None:
    kept = Session.objects.create(session_key="a", session_data="b", expire_date=timezone.now())
    with CaptureQueriesContext(connection) as queries:
        found = BY_KEY_AND_TEXT.first("a", "b")
    assert len(queries) == 1
    assert found == kept
    assert found.expire_date == kept.expire_date
    assert found.pk == kept.pk
    assert BY_KEY_AND_TEXT.first("a", "x") is None
    assert BY_KEY_AND_TEXT.first("b", "a") is None


def test_values_are_bound_never_written_into_the_statement() -> None:
    Session.objects.create(session_key="a", session_data="b", expire_date=timezone.now())
    assert BY_KEY_AND_TEXT.first("a' OR '1'='1", "b") is None
    assert BY_KEY_AND_TEXT.first("%s", "b%") is None


@pytest.mark.parametrize("number", [1, 2, 3, 5, 8])
def test_rows_come_with_what_is_joined_and_annotated_and_without_what_is_deferred(number) -> None:
    asked = list(Permission.objects.order_by("pk").values_list("pk", flat=True)[:number])
    JOINED.rows(asked)
    with CaptureQueriesContext(connection) as queries:
        found = JOINED.rows([*asked, asked[0]])
        seen = [(row.pk, row.long, row.codename, row.content_type.app_label) for row in found]
    assert len(queries) == 1
    assert seen == [
        (row.pk, len(row.name), row.codename, row.content_type.app_label)
        for row in reversed(Permission.objects.filter(pk__in=asked).order_by("pk"))
    ]
    assert all(row.get_deferred_fields() == {"name"} for row in found)


def test_who_asks_for_nothing_gets_nothing_without_a_query(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert JOINED.rows([]) == []


def test_an_inserted_row_is_as_one_that_was_saved() -> None:
    row = Session(session_key="è", session_data="%s", expire_date=timezone.now())
    insert(row)
    assert Session.objects.get() == row
    assert Session.objects.get().session_data == "%s"
    row.session_data = "c"
    row.save()
    assert Session.objects.count() == 1


def test_an_inserted_row_gets_its_number_and_its_defaults() -> None:
    row = DBTaskResult(
        task_path="x",
        args_kwargs={"args": [1], "kwargs": {}},
        priority=0,
        queue_name="q",
        backend_name="b",
        run_after=timezone.now(),
        exception_class_path="",
        traceback="",
    )
    insert(row)
    assert DBTaskResult.objects.get(pk=row.pk).args_kwargs == {"args": [1], "kwargs": {}}


def test_what_the_table_forbids_is_refused() -> None:
    insert(Session(session_key="a", session_data="", expire_date=timezone.now()))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Session(session_key="a", session_data="", expire_date=timezone.now()))
