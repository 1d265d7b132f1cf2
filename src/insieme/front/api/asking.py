# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who asks: a program with a token of a person, one that a person has let in (OAuth 2), or the person's own browser."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.utils import check_csrf

from insieme.foundation.actor import Actor, Door
from insieme.foundation.errors import Denied, Unidentified
from insieme.foundation.scopes import ALL
from insieme.people.access import actor_of
from insieme.people.actions.tokens import note_use
from insieme.people.queries.tokens import granted, token_of
from insieme.people.rules.tokens import MARK

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class BadToken(Unidentified):
    """What was shown is not, or no longer, a token."""

    code = "bad_token"
    sentence = _("This token is not known here, has ended or was revoked. Make another in your settings.")


class OtherSite(Denied):
    """A change that a browser sends with its session needs the token of a page of ours: no other site can have it."""

    code = "csrf"
    sentence = _("Send the header X-CSRFToken with the value of the cookie csrftoken, or use a token of your own instead of the session.")


def asker(request: HttpRequest, now: datetime) -> Actor:
    """The one who acts, with the scopes of what they showed; a stranger where nothing was shown.

    Refuses: `BadToken`, `OtherSite`.
    """
    shown = request.headers.get("Authorization")
    if shown is not None:
        kind, _space, secret = shown.partition(" ")
        if kind.lower() != "bearer" or not secret.strip():
            raise BadToken
        return _of_token(request, secret.strip(), now)
    actor = actor_of(request, Door.API)
    if not actor.is_person:
        return actor
    if request.method not in SAFE and check_csrf(request) is not None:
        raise OtherSite
    return Actor.person(actor.person_id or 0, request.user.ref, Door.API, scopes=ALL)  # type: ignore[union-attr]


def _of_token(request: HttpRequest, secret: str, now: datetime) -> Actor:
    if not secret.startswith(MARK):
        return _of_grant(request, secret)
    token = token_of(secret, now=now)
    if token is None:
        raise BadToken
    note_use(token, now=now)
    request.user = token.person
    request.limited_as = f"token:{token.ref}"  # type: ignore[attr-defined]
    return Actor.person(token.person_id, token.person.ref, Door.API, scopes=frozenset(token.scopes))


def _of_grant(request: HttpRequest, secret: str) -> Actor:
    found = granted(secret)
    if found is None:
        raise BadToken
    person, scopes = found
    request.user = person
    return Actor.person(person.pk, person.ref, Door.API, scopes=scopes)
