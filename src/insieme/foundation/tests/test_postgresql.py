# SPDX-License-Identifier: AGPL-3.0-or-later
"""A connection that has died is noticed after a pause, and not asked for while pages follow each other."""

import psycopg
import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server that could go away"),
]


@pytest.fixture
def dead():
    """The connection of this thread, whose other end has just been ended."""
    connection.ensure_connection()
    connection.health_check_enabled = True
    own = connection.connection.info.backend_pid
    with psycopg.connect(**connection.connection.info.get_parameters()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
    connection.health_check_done = False
    yield connection
    connection.close()


def test_after_a_pause_a_dead_connection_is_thrown_away(dead):
    dead.asked_at = float("-inf")
    dead.close_if_health_check_failed()
    assert dead.connection is None


def test_between_two_quick_pages_nobody_asks(dead):
    dead.asked_at = float("inf")
    dead.close_if_health_check_failed()
    assert dead.connection is not None
