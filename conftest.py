# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every test stands on: no network but this machine, nothing left by another."""

from __future__ import annotations

import gc
import itertools
import socket

import hypothesis
import pytest
from django.core.cache import caches
from django.utils import translation
from pytest_django.fixtures import Settings

# Tests assert counts, never seconds: a slow machine is no failure.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")

_numbers = itertools.count()
_connect = socket.socket.connect


def _local_only(self: socket.socket, address: object) -> None:
    if self.family == socket.AF_UNIX or (isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1", "localhost"}):
        return _connect(self, address)
    msg = f"tests do not use the network: {address}"
    raise RuntimeError(msg)


def pytest_collection_finish() -> None:
    """Look for garbage more seldom, and never in what is loaded by now and stays to the end: that took a twelfth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _local_only)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """A test's rows go away at its end; what the process remembers of them, and how often somebody has tried, must go too.

    So must the language of the last page: it stays in force in the thread that made it.
    """
    for alias in caches:
        caches[alias].clear()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _files_of_its_own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files that one test leaves are not found by the next, nor by the process beside it; the folder is made when something is kept."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"files-{next(_numbers)}"
