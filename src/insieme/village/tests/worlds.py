# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo world for tests: import the fixture that fits into a `conftest.py` or a test file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction

from insieme.foundation import clock
from insieme.foundation.memory import memory
from insieme.village.planting import plant
from insieme.village.world import SMALL


def counts() -> Counter[str]:
    """The rows of every table of the house, by table."""
    return Counter({model._meta.label: model._default_manager.count() for model in apps.get_models() if "insieme" in model.__module__})


@pytest.fixture(scope="module")
def village(request: pytest.FixtureRequest) -> Iterator[None]:
    """The small world, planted once for all tests of a file; each works in a transaction of its own and changes nothing for the next.

    Not for tests that need `transactional_db` or a live server: those take `planted`.
    """
    request.getfixturevalue("django_db_setup")
    with request.getfixturevalue("django_db_blocker").unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            memory.clear()
            plant(now=clock.now(), stories=SMALL)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            memory.clear()


@pytest.fixture
def planted(request: pytest.FixtureRequest) -> None:
    """The small world, committed, so that other threads and processes see it; gone after the test."""
    request.getfixturevalue("transactional_db")
    plant(now=clock.now(), stories=SMALL)
