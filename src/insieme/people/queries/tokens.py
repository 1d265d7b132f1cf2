# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokens: one's own, and whose one is."""

from __future__ import annotations

from datetime import datetime

from allauth.idp.oidc.models import Token as Granted

from insieme.foundation.actor import Actor
from insieme.foundation.prepared import Prepared
from insieme.foundation.scopes import ALL
from insieme.people.models import Person, Token
from insieme.people.rules.tokens import digest_of

#: Asked for by every request of a program.
_BY_DIGEST = Prepared(lambda digest: Token.objects.filter(digest=digest).select_related("person"), values=1)


def token_of(secret: str, *, now: datetime) -> Token | None:
    """The token with this secret, with its person; None where it is unknown or no longer works. One query."""
    found = _BY_DIGEST.first(digest_of(secret))
    if found is None or found.revoked_at is not None or found.ends_at <= now or not found.person.is_active:
        return None
    return found


def granted(secret: str) -> tuple[Person, frozenset[str]] | None:
    """The person who has let a program in, and for what, by its access token (OAuth 2); None where it no longer works. One query."""
    found = Granted.objects.valid().by_value(secret).filter(type=Granted.Type.ACCESS_TOKEN).select_related("user").first()
    if found is None or found.user is None or not found.user.is_active:
        return None
    return found.user, ALL.intersection(found.get_scopes())


def tokens_of(actor: Actor) -> list[Token]:
    """The tokens of `actor`, the newest first, those that no longer work too; none of a stranger. One query."""
    if actor.person_id is None:
        return []
    return list(Token.objects.filter(person_id=actor.person_id).order_by("-pk")[:100])
