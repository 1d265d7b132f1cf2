# SPDX-License-Identifier: AGPL-3.0-or-later
"""One world for all tests of a file: nothing of what they ask or send stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction

from insieme.foundation import clock
from insieme.foundation.memory import memory
from tests.api.world import NOW
from tests.routes.world import Pages, a_world_of_pages


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest) -> Iterator[Pages]:
    request.getfixturevalue("django_db_setup")
    with pytest.MonkeyPatch.context() as patched, request.getfixturevalue("django_db_blocker").unblock():
        patched.setattr(clock, "now", lambda: NOW)
        # The measure is not what is tried, nor how long ago somebody showed their password.
        patched.setattr(settings, "ACCOUNT_RATE_LIMITS", False)
        patched.setattr(settings, "ACCOUNT_REAUTHENTICATION_TIMEOUT", 86400, raising=False)
        outer = transaction.atomic()
        outer.__enter__()
        try:
            memory.clear()
            yield a_world_of_pages()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
            memory.clear()
