# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQLite for many writers: whoever wants to write waits in a queue that the kernel keeps, instead of asking again and again.

SQLite lets one transaction write at a time; the others sleep, up to a tenth of a second, and ask again. Under load the database then
stands idle while all sleep, and somebody unlucky waits for seconds. A lock on a file beside the database, taken before the transaction
begins and given back when it ends, wakes the next one at once, among threads and processes alike. It dies with its process, and it only
orders: that two never write at the same time is still SQLite's own doing. On systems without such locks there is just no queue.
"""

from __future__ import annotations

import os
from typing import Any

from django.db.backends.sqlite3 import base

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before it begins a transaction."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._queue()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django has it, its stubs do not
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        done = super()._commit()  # type: ignore[misc]  # Django has it, its stubs do not
        self._leave()
        return done

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]  # Django has it, its stubs do not
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()  # type: ignore[misc]  # Django has it, its stubs do not
        finally:
            self._leave()

    def _queue(self) -> None:
        if fcntl is None or self._turn is not None or self.is_in_memory_db():
            return
        # Opened anew each time: such a lock belongs to what was opened, so threads of one process queue too.
        self._turn = os.open(f"{self.settings_dict['NAME']}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._turn, fcntl.LOCK_EX)

    def _leave(self) -> None:
        if self._turn is not None:
            turn, self._turn = self._turn, None
            os.close(turn)
