# SPDX-License-Identifier: AGPL-3.0-or-later
"""How somebody has chosen to hear of things, as the page of settings shows it."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from insieme.foundation.actor import Actor
from insieme.notices import kinds
from insieme.notices.access import me
from insieme.notices.kinds import NoticeKind
from insieme.notices.models import BouncedAddress, PushSubscription, Reader, Rhythm, Setting
from insieme.notices.queries.following import Thing, followed_by
from insieme.people.access import is_moderator


@dataclass(frozen=True, slots=True)
class Chosen:
    """All that one person has set: each kind and each followed thing with the choice, empty where a thing has none of its own."""

    rhythm: str
    by_kind: list[tuple[NoticeKind, str]]
    by_thing: list[tuple[Thing, str]]
    bounced: list[BouncedAddress]
    devices: list[PushSubscription]


def chosen(actor: Actor) -> Chosen:
    """What the actor has set. Ten queries at most. Refuses: `SignInFirst`."""
    person_id = me(actor)
    said = {(kind, topic): choice for kind, topic, choice in _said(person_id)}
    reader = Reader.objects.filter(person_id=person_id).first()
    moderates = is_moderator(actor)
    mine = EmailAddress.objects.filter(user_id=person_id).values("email")
    return Chosen(
        reader.rhythm if reader else Rhythm.DAILY,
        [(kind, said.get((kind.code, ""), kind.choice)) for kind in kinds.known() if moderates or not kind.for_moderators],
        [(thing, said.get(("", thing.topic), "")) for thing in followed_by(actor)],
        list(BouncedAddress.objects.filter(email__in=mine)),
        list(PushSubscription.objects.filter(person_id=person_id).order_by("since")),
    )


def _said(person_id: int) -> list[tuple[str, str, str]]:
    return list(Setting.objects.filter(person_id=person_id).values_list("kind", "topic", "choice"))
