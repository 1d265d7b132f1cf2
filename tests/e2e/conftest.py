# SPDX-License-Identifier: AGPL-3.0-or-later
"""One browser and one demo world for all journeys. Without the driver they are left out, without Chromium skipped."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

if find_spec("playwright") is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def browser():
    """The system's Chromium."""
    from tests import browser as ours  # noqa: PLC0415 - only `make e2e` installs its driver

    if ours.found() is None:
        pytest.skip("no Chromium on this machine")
    with ours.chromium() as running:
        yield running


@pytest.fixture(scope="session")
def world(browser, tmp_path_factory, worker_id):
    """The demo world, served by the program as it is installed."""
    from tests.e2e.world import World  # noqa: PLC0415 - likewise

    own = tmp_path_factory.getbasetemp()
    with World.planted(browser, own / "world", nursery=own if worker_id == "master" else own.parent) as planted:
        yield planted
