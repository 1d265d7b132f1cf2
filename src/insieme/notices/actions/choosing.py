# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choosing how one hears of things, and stopping letters from the letter itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from insieme.foundation.actor import Actor
from insieme.foundation.errors import NotVisible
from insieme.notices import access, kinds
from insieme.notices.models import BouncedAddress, Choice, Follow, Letter, Notice, Reader, Rhythm, Setting
from insieme.notices.rules import next_digest


@transaction.atomic
def choose(*, by: Actor, rhythm: str, by_kind: Mapping[str, str], by_topic: Mapping[str, str], now: datetime) -> Reader:
    """Set how the actor hears of kinds of notices, and of what they follow; empty for a topic is "as the kind of notice says".

    What is not named stays as it was. Refuses: `SignInFirst`.
    """
    person_id = access.me(by)
    known = {kind.code: kind.choice for kind in kinds.known()}
    for code in by_kind.keys() & known.keys():
        # The default is not written down: should it change, whoever had never chosen goes along.
        _set(person_id, Choice(by_kind[code]) if by_kind[code] != known[code] else "", kind=code)
    followed = set(Follow.objects.filter(person_id=person_id, topic__in=by_topic).values_list("topic", flat=True))
    for topic in followed:
        _set(person_id, by_topic[topic], topic=topic)
    return _keep_time(person_id, Rhythm(rhythm), now)


@transaction.atomic
def stop(letter_ref: str, *, now: datetime) -> Letter:
    """Send its reader no letters like this one any more; what they told stands in the inbox as before. Again changes nothing.

    Whoever holds the link of a letter may do this: no sign-in is asked for (RFC 8058). Refuses: `NotVisible` where there is none.
    """
    letter = Letter.objects.filter(ref=letter_ref).first()
    if letter is None:
        raise NotVisible
    if letter.is_digest:
        _keep_time(letter.person_id, Rhythm.NEVER, now)
        return letter
    for code in set(Notice.objects.filter(letter=letter).values_list("kind", flat=True)):
        quiet = Setting.objects.filter(person_id=letter.person_id, kind=code, choice__in=(Choice.INBOX, Choice.NEVER))
        if not quiet.exists():
            _set(letter.person_id, Choice.INBOX, kind=code)
    return letter


@transaction.atomic
def mend_address(*, by: Actor) -> int:
    """Write again to the addresses of the actor that were refused; return how many. Refuses: `SignInFirst`."""
    mine = EmailAddress.objects.filter(user_id=access.me(by)).values("email")
    return BouncedAddress.objects.filter(email__in=mine).delete()[0]


def _set(person_id: int, choice: str, *, kind: str = "", topic: str = "") -> None:
    """Where no letter at once is wanted any more, none is made of what was told a moment ago either."""
    if choice and choice != Choice.AT_ONCE:
        told = Q(kind=kind) if kind else Q(about=topic)
        Notice.objects.filter(told, person_id=person_id, to_mail=True).update(to_mail=False)
    if choice:
        Setting.objects.update_or_create(person_id=person_id, kind=kind, topic=topic, defaults={"choice": choice})
    else:
        Setting.objects.filter(person_id=person_id, kind=kind, topic=topic).delete()


def _keep_time(person_id: int, rhythm: str, now: datetime) -> Reader:
    """Another rhythm counts at once, for what already waits too."""
    reader, _made = Reader.objects.select_for_update().get_or_create(person_id=person_id)
    if reader.rhythm != rhythm:
        waits = Notice.objects.filter(person_id=person_id, choice=Choice.DIGEST, letter=None, seen_at=None).exists()
        reader.rhythm, reader.digest_at = rhythm, next_digest(rhythm, now) if waits else None
        reader.save(update_fields=["rhythm", "digest_at"])
    return reader
