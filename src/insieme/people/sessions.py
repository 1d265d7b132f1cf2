# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions in the database, read by a query that is composed once.

Not cached: a cache of its own in each process would still know somebody who has signed out in another, and the query costs little
more than unpacking what a cache keeps.
"""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from insieme.foundation import clock
from insieme.foundation.prepared import Prepared

_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key), values=1)


class SessionStore(DatabaseStore):
    """Finds a session as Django's own store does."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(self.session_key) if self.session_key else None
        if found is not None and found.expire_date > clock.now():
            return found
        self._session_key = None
        return None
