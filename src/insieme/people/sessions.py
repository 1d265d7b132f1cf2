# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sessions in the database, each read together with whose it is by one query that is composed once. Its owner can end it from elsewhere.

Not cached: a cache of its own in each process would still know somebody who has signed out in another, and the query costs little
more than unpacking what a cache keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, cast

from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from insieme.foundation import clock
from insieme.foundation.prepared import Prepared
from insieme.people.models import Person, Session

#: Under which name a session holds on what it was begun: "Firefox, Linux".
DEVICE = "device"
#: What rooms above have read along with whose a session is, by the name of the column that tells the person.
_ALONG: dict[str, Callable[[str], Subquery]] = {}
_SESSION = Prepared(lambda key: Session.objects.filter(session_key=key).select_related("person").annotate(**_along("person")), values=1)
_PERSON = Prepared(lambda pk: Person.objects.filter(pk=pk).annotate(**_along("pk")), values=1)
#: Whose session it is of which Django asks at this moment.
_owner: ContextVar[Person | None] = ContextVar("owner", default=None)


def read_along(**figures: Callable[[str], Subquery]) -> None:
    """Have every page know these figures of who is signed in, as attributes, without a query more. Called when the program starts."""
    _ALONG.update(figures)


def owner(pk: Any) -> Person | None:
    """The person of a session, with what is read along; no query where the session has just been read. It may be closed."""
    known = _owner.get()
    return known if known is not None and str(known.pk) == str(pk) else _PERSON.first(pk)


class SignedIn(AuthenticationMiddleware):
    """Django's middleware, asking for the person of a session that has brought them along."""

    def process_request(self, request: HttpRequest) -> None:
        """Give the request its `user`, looked up when somebody asks."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]


def _user(request: HttpRequest) -> Any:
    if not hasattr(request, "_cached_user"):
        before = _owner.set(cast("SessionStore", request.session).owner)
        try:
            request._cached_user = get_user(request)  # type: ignore[attr-defined] # noqa: SLF001 - where Django keeps it, and others look
        finally:
            _owner.reset(before)
    return request._cached_user  # type: ignore[attr-defined] # noqa: SLF001


def _along(person: str) -> dict[str, Subquery]:
    return {name: figure(person) for name, figure in _ALONG.items()}


class SessionStore(DatabaseStore):
    """Finds a session as Django's own store does, and notes the day on which it was last seen: one write a day."""

    _found: Session | None = None

    @property
    def owner(self) -> Person | None:
        """The person whose session was found, with what is read along."""
        return self._found.person if SESSION_KEY in self and self._found else None

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
        if found.person is not None:
            for name in _ALONG:
                setattr(found.person, name, getattr(found, name))
        self._found = found
        return found
