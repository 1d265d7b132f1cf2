# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions in the database, read by a query that is composed once. Each knows whose it is, so that its owner can end it from elsewhere.

Not cached: a cache of its own in each process would still know somebody who has signed out in another, and the query costs little
more than unpacking what a cache keeps.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from insieme.foundation import clock
from insieme.foundation.prepared import Prepared
from insieme.people.models import Session

#: Under which name a session holds on what it was begun: "Firefox, Linux".
DEVICE = "device"
_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key), values=1)


class SessionStore(DatabaseStore):
    """Finds a session as Django's own store does, and notes the day on which it was last seen: one write a day."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table of this house."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row, with whose it is."""
        row = cast("Session", super().create_model_instance(data))
        row.person_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.seen_on = clock.now().date()
        return row

    def _get_session_from_db(self) -> Session | None:
        now = clock.now()
        found = _SESSION.first(self.session_key) if self.session_key else None
        if found is None or found.expire_date <= now:
            self._session_key = None
            return None
        if found.seen_on != now.date():
            Session.objects.filter(session_key=found.session_key).update(seen_on=now.date())
        return found
