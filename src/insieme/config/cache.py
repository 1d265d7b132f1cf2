# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all processes of an installation agree on without a server of its own: files in the data folder.

How often somebody has tried to sign in is kept here, so that a second process is no second chance. Only what is limited asks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.files import locks


class Files(FileBasedCache):
    """Django's cache in files, on which limits can stand: of all who add a key at once one succeeds, and nothing goes before its time.

    Django itself looks first and writes then, which two can do together; and it makes room by taking away what comes to hand, so that a
    flood of tries would wash away the count of tries. Here only `prune` takes away, and only what has expired.
    """

    def __init__(self, folder: str, options: dict[str, Any]) -> None:
        super().__init__(folder, options)
        self.folder = Path(folder)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is not there yet, and say whether it was so."""
        with self._turn():
            if self.has_key(key, version):
                return False
            super().set(key, value, timeout, version)
            return True

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        with self._turn():
            super().set(key, value, timeout, version)

    def prune(self) -> int:
        """Take away what has expired, and return how much that was."""
        gone = 0
        for path in self.folder.glob(f"*{self.cache_suffix}"):
            with self._turn(), contextlib.suppress(FileNotFoundError), path.open("rb") as file:
                gone += self._is_expired(file)  # type: ignore[attr-defined]  # it takes the file away; Django has it, its stubs do not
        return gone

    def _cull(self) -> None:
        """Make no room: see above."""

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """Write alone, among threads and processes: a lock that the system keeps, and gives back also when its holder dies."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "turn").open("wb") as turn:
            locks.lock(turn, locks.LOCK_EX)
            yield


def prune(_now: datetime) -> int:
    """Take away what has expired, where the installation keeps it in files."""
    kept = caches["default"]
    return kept.prune() if isinstance(kept, Files) else 0
