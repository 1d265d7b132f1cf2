# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling browsers: encrypted for each (RFC 8291), signed by the house (RFC 8292), carried by the push service of whoever made it."""

from __future__ import annotations

import base64
import json
import logging
from email.utils import parseaddr
from io import BytesIO

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from webpush import WebPush
from webpush.types import WebPushKeys, WebPushSubscription

from insieme.foundation import outward
from insieme.notices.access import push_key
from insieme.notices.actions.devices import failed, gone
from insieme.notices.kinds import kind_of
from insieme.notices.models import Notice, PushSubscription
from insieme.notices.queries.pushes import pushes

logger = logging.getLogger(__name__)
#: A push is worth nothing a day later.
DAY = 86400
#: RFC 8030 7.3: the subscription is not there any more.
GONE = {404, 410}
LONGEST = 300


def public_key() -> str:
    """What a browser wants to know of the house that asks to push to it."""
    point = push_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def push(notice_ids: list[int]) -> None:
    """Push these notices to the browsers of their readers."""
    house = _house()
    for notice, device, language in pushes(notice_ids):
        _push(house, notice, device, language)


def _house() -> WebPush:
    key = push_key()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return WebPush(BytesIO(private), BytesIO(public), subscriber=parseaddr(settings.DEFAULT_FROM_EMAIL)[1], ttl=DAY)


def _push(house: WebPush, notice: Notice, device: PushSubscription, language: str) -> None:
    with translation.override(language or settings.LANGUAGE_CODE):
        words = str(kind_of(notice.kind).sentence(notice.data))[:LONGEST]
    said = json.dumps({"words": words, "href": reverse("notices:notice", args=[notice.ref]), "tag": notice.ref})
    keys = WebPushKeys(auth=device.auth, p256dh=device.p256dh)
    message = house.get(said, WebPushSubscription.model_validate({"endpoint": device.endpoint, "keys": keys}))
    reply = outward.post(device.endpoint, body=message.encrypted, headers=dict(message.headers))
    if reply.status in GONE:
        gone(device.pk)
    elif not reply.welcome:
        logger.info("A push was not taken: %s %s", reply.status, reply.text[:80])
        failed(device.pk, why=f"{reply.status} {reply.text}")
