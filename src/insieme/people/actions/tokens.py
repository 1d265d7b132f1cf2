# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokens: made once and shown once, used, revoked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from allauth.idp.oidc.models import Token as Granted
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible, WrongState
from insieme.people import access
from insieme.people.models import Token
from insieme.people.rules import one_line
from insieme.people.rules.tokens import SHOWN, digest_of, judge_token, new_secret

MOST = 50
#: Tokens that no longer work are still listed for so long.
REMEMBERED = timedelta(days=90)


class TooManyTokens(WrongState):
    """Nobody needs so many."""

    code = "too_many_tokens"
    sentence = _("You have fifty tokens that work. Revoke those that you no longer use, then make another.")


def make_token(*, by: Actor, name: str, scopes: Collection[str], days: int, now: datetime) -> tuple[Token, str]:
    """Make a token; its secret is returned here and never again.

    Refuses: `SignInFirst`, `Invalid`, `TooManyTokens`.
    """
    name = one_line(name)
    ends_at = now + judge_token(name, scopes, days)
    with transaction.atomic():
        person = access.me(by, lock=True)
        if Token.objects.filter(person=person, revoked_at=None, ends_at__gt=now).count() >= MOST:
            raise TooManyTokens
        secret = new_secret()
        given = {"scopes": sorted(set(scopes)), "begins": secret[:SHOWN], "digest": digest_of(secret)}
        return Token.objects.create(person=person, name=name, made_at=now, ends_at=ends_at, **given), secret


def revoke_token(ref: str, *, by: Actor, now: datetime) -> Token:
    """End one of one's tokens at once. Again changes nothing.

    Refuses: `SignInFirst`, `NotVisible` for anybody else's.
    """
    with transaction.atomic():
        person = access.me(by)
        Token.objects.filter(person=person, ref=ref, revoked_at=None).update(revoked_at=now)
        found = Token.objects.filter(person=person, ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def revoke_tokens(*, by: Actor, now: datetime) -> None:
    """End all of one's tokens, and what programs were let in to do (OAuth 2). Again changes nothing.

    Refuses: `SignInFirst`.
    """
    with transaction.atomic():
        person = access.me(by)
        Token.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
        Granted.objects.filter(user=person).delete()


def note_use(token: Token, *, now: datetime) -> None:
    """Note on which day the token was used last: one write a day, and nobody learns at what hour."""
    if token.used_on != now.date():
        Token.objects.filter(pk=token.pk).update(used_on=now.date())


def forget_tokens(*, now: datetime) -> int:
    """Forget the tokens that ended long ago; return how many."""
    return Token.objects.filter(ends_at__lte=now - REMEMBERED).delete()[0]
