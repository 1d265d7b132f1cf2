# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a call looks like and how it is signed, and how long to wait after one that failed. Pure.

*Source:* Standard Webhooks, https://www.standardwebhooks.com/
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

PREFIX = "whsec_"
KEY = 32  # bytes
#: Pauses after the first, second ... failure in a row. After the last the hook stops until its owner starts it again: some three days.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0.2, 1, 5, 30, 120, 360, 720, 1440, 1440))
GONE = 410  # "do not call again": RFC 9110, 15.5.11
MOST_HOOKS = 10
KEPT_FOR = timedelta(days=30)
#: What a hook is sent when its owner tries it out.
PING = "hooks.ping"


def new_secret() -> str:
    """Return a new secret, as receivers' libraries read it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(KEY)).decode()


def body_of(code: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    """Return the bytes that are sent and signed: what happened, when, and the fact as it stands in the record."""
    return json.dumps({"type": code, "timestamp": at.isoformat(), "data": data}, ensure_ascii=False, sort_keys=True).encode()


def headers_of(secret: str, *, ident: str, now: datetime, body: bytes) -> dict[str, str]:
    """Return the headers by which the receiver knows that we have sent this, just now, and whether it has come before."""
    stamp = str(int(now.timestamp()))
    return {
        "content-type": "application/json",
        "user-agent": "Insieme-Hooks/1",
        "webhook-id": ident,
        "webhook-timestamp": stamp,
        "webhook-signature": sign(secret, ident=ident, stamp=stamp, body=body),
    }


def sign(secret: str, *, ident: str, stamp: str, body: bytes) -> str:
    """Return `v1,` and the HMAC-SHA-256 of identity, time and body, in base 64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    mac = hmac.new(key, f"{ident}.{stamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(mac).decode()


def next_call(failures: int, now: datetime) -> datetime | None:
    """Return when to call again after so many failures in a row; None where it is time to stop."""
    return now + DELAYS[failures - 1] if failures <= len(DELAYS) else None
