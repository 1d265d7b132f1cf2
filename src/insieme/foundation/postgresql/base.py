# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL without a question before each page.

A connection that lasts may have died while nobody used it: the server was started anew, a firewall forgot it. Django therefore asks
before each request whether it still works. Under load that is a round trip in ten for nothing: here it is asked after a pause in which
nothing was read or written. One that dies in the middle of work costs the page in hand, as it would anyway.
"""

from __future__ import annotations

import time

from django.db.backends.postgresql import base

#: Seconds without a statement after which a connection is asked whether it still works.
PAUSE = 2.0


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is trusted for a while after it has been used."""

    asked_at = float("-inf")

    def close_if_health_check_failed(self) -> None:
        """Ask whether the connection works, unless it was used just now. Django calls this before each statement."""
        before, self.asked_at = self.asked_at, time.monotonic()
        if self.asked_at - before < PAUSE:
            self.health_check_done = True
        super().close_if_health_check_failed()
