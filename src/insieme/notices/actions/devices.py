# SPDX-License-Identifier: AGPL-3.0-or-later
"""Browsers that somebody lets us tell things while no page is open, and what is to be told there."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.foundation.outward import fault_of
from insieme.notices import access
from insieme.notices.models import Notice, PushSubscription

BATCH = 100
SECRET = 16
#: So many browsers of one person are told; the one that was added longest ago goes first.
MOST = 10


class NotABrowser(Invalid):
    """What was sent is not what a browser gives to whoever may push to it."""

    def __init__(self) -> None:
        super().__init__({"": _("This browser cannot be told anything while the page is closed. Letters reach you all the same.")})


def add_device(*, by: Actor, endpoint: str, p256dh: str, auth: str, browser: str = "", now: datetime) -> PushSubscription:
    """Let a browser of the actor be told what they want to hear at once. Again changes nothing but the keys, and whose it is.

    Refuses: `SignInFirst`; `NotABrowser` for keys that are none, and for addresses that are not outside.
    """
    person_id = access.me(by)
    if fault_of(endpoint) or not _is_key(p256dh) or len(_bytes(auth)) != SECRET:
        raise NotABrowser
    given = {"person_id": person_id, "p256dh": p256dh, "auth": auth, "browser": browser[:80], "since": now, "last_error": ""}
    with transaction.atomic():
        made, _new = PushSubscription.objects.update_or_create(endpoint=endpoint, defaults=given)
        mine = PushSubscription.objects.filter(person_id=person_id).order_by("-since", "-pk")
        PushSubscription.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST:])).delete()
    return made


def forget_device(ref: str, *, by: Actor) -> int:
    """Tell this browser of the actor nothing any more. Again changes nothing. Refuses: `SignInFirst`."""
    return PushSubscription.objects.filter(person_id=access.me(by), ref=ref).delete()[0]


def gone(device: int) -> None:
    """The push service does not know this browser any more."""
    PushSubscription.objects.filter(pk=device).delete()


def failed(device: int, *, why: str) -> None:
    """Note what the push service answered, for whoever looks for the reason."""
    PushSubscription.objects.filter(pk=device).update(last_error=why[:240])


def hand_over_pushes(*, to: Callable[[list[int]], object]) -> int:
    """Give `to` the notices that are to be pushed, in batches, each once; return how many.

    A push that is lost is not sent again: what it tells of stands in the inbox.
    """
    waiting = Notice.objects.filter(to_push=True)
    if not waiting.exists():
        return 0
    with transaction.atomic():
        found = list(waiting.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[: BATCH * 10])
        Notice.objects.filter(pk__in=found).update(to_push=False)
        for start in range(0, len(found), BATCH):
            to(found[start : start + BATCH])
    return len(found)


def _is_key(text: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(text))
    except ValueError:
        return False
    return True


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
